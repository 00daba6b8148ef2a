import type { Run } from '../context.ts';
import type { SpecFile } from '../source/source.ts';
import { joined, printable } from '../text.ts';

/**
 * Text that stays text in Markdown, in a table's cell and in HTML: all that could mean more as entities.
 * GitHub looks for addresses and `@names` once more when the entities are text again; a `<wbr>` in the
 * middle keeps them from being any.
 */
function escapedMarkdown(value: string, maxLength: number): string {
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

/** How text from outside gets into a summary: without secrets, and without a meaning in Markdown. */
export type Format = Readonly<ReturnType<typeof formatOf>>;

/** @param redact takes the secrets out of a text; it comes before the escaping, which would hide them */
export function formatOf(redact: (text: string) => string) {
  const escaped = (value: string, maxLength: number): string =>
    escapedMarkdown(redact(value), maxLength);
  return {
    text: (value: string): string => escaped(value, 500),
    /** Nothing for an empty text. */
    code: (value: string): string => value && `<code>${escaped(value, 500)}</code>`,
    /** A message, which can have several lines. */
    paragraphs: (value: string): readonly string[] =>
      value.split('\n').map((line) => escaped(line, 1500)),
  };
}

/** @see https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts */
export function alertOf(
  kind: 'CAUTION' | 'WARNING' | 'NOTE',
  paragraphs: readonly string[],
): string {
  return `> [!${kind}]\n${paragraphs.map((text) => `> ${text}`).join('\n>\n')}`;
}

/** Names in bold beside their values; those without a value are left out. */
export function factTable(facts: readonly (readonly [name: string, value: string])[]): string {
  const rows = facts.filter(([, value]) => value !== '');
  if (rows.length === 0) return '';
  return ['| | |', '|:--|:--|', ...rows.map(([name, value]) => `| **${name}** | ${value} |`)].join(
    '\n',
  );
}

/** What only some readers want, behind a title; nothing without a body. */
export function folded(title: string, body: string): string {
  return body === ''
    ? ''
    : ['<details>', `<summary>${title}</summary>`, '', body, '', '</details>'].join('\n');
}

/** Parts with an empty line between them; empty ones are left out. */
export function joinedParts(parts: readonly string[]): string {
  return `${joined(parts, '\n\n')}\n`;
}

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
