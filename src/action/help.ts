import rows from './generated/errors.json' with { type: 'json' };

/** The words of each row of docs/troubleshooting.md, from which they are generated; `…` stands for anything. */
export const errorRows: readonly (readonly string[])[] = rows;

/** The address of the first row whose words are in the message; undefined if there is none. */
export function helpOn(message: string): string | undefined {
  const isIn = (words: string): boolean => {
    const found = words.split('…').map((part) => message.indexOf(part.trim()));
    return found.every((at, index) => at !== -1 && at >= (found[index - 1] ?? 0));
  };
  const row = errorRows.find((words) => words.some(isIn));
  const page = 'https://github.com/org/bec-create/blob/v1/docs/troubleshooting.md';
  return row && `${page}#${anchorOf(row)}`;
}

/** In Markdown; nothing if there is none. */
export function helpLinks(message: string): readonly string[] {
  const help = helpOn(message);
  return help === undefined ? [] : [`[More about this error](${help})`];
}

/** The id of a row, in every language: its first words. */
export function anchorOf([words = '']: readonly string[]): string {
  const name = words
    .toLowerCase()
    .replaceAll("'", '')
    .replace(/[^a-z0-9]+/g, '-');
  return name.replace(/^-|-$/g, '');
}
