import { printable } from '../text.ts';

/**
 * Text that stays text in Markdown, in a table's cell and in HTML: all that could mean more as entities.
 * GitHub looks for addresses and `@names` once more when the entities are text again; a `<wbr>` in the
 * middle keeps them from being any.
 */
export function escapedMarkdown(value: string, maxLength: number): string {
  return printable(value.trim(), maxLength).replace(meaningful, (match) => {
    const entities = match.replace(
      /[^A-Za-z0-9/]/g,
      (character) => `&#${character.codePointAt(0) ?? 0};`,
    );
    return match === '@' || match.length > 2 ? `${entities}<wbr>` : entities;
  });
}

/** The beginnings of an address, of a list at the start of a line, and every ASCII sign but `,-./;`. */
const meaningful = /:\/\/|www\.|^-|(?<=^[0-9]+)\.|[!-+:<-@[-`{-~]/gi;
