import type { Run } from '../context.ts';
import type { SpecFile } from '../source/source.ts';
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

/** The line in the repository, as the server shows the file at the commit; empty if it has none. */
export function pageOf({ repositoryPath, commit }: SpecFile, line: number): string {
  if (commit === undefined || repositoryPath.split('/').includes('..')) return '';
  const path = encodeURIComponent(repositoryPath.toWellFormed())
    .replaceAll('%2F', '/')
    .replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `blob/${commit}/${path}#L${line}`;
}

/** A link into the repository; plain text if the address is none of a repository. */
export function linked(label: string, { serverUrl, repository }: Run, path: string): string {
  const address = `${serverUrl}/${repository}/${path}`;
  return /^https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/[\w/.%-]+(?:#L\d+)?$/.test(address)
    ? `[${label}](${address})`
    : label;
}
