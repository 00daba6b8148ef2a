/**
 * Text from outside, made fit to stand inside one line: what a reader could not see, or what could end the
 * line or turn its direction, becomes the escapes that JSON has for it, and what is too long is cut.
 * @param maxLength in UTF-16 units
 */
export function printable(text: string, maxLength = 300): string {
  // Escapes only lengthen a text.
  const escaped = text.slice(0, maxLength + 1).replace(unprintable, escapeOf);
  if (text.length <= maxLength && escaped.length <= maxLength) return escaped;
  return `${escaped.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$|\\(?:u[0-9a-f]{0,3})?$/, '')}…`;
}

function escapeOf(character: string): string {
  const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  if (named !== undefined) return named;
  return Array.from({ length: character.length }, (_, index) =>
    character.charCodeAt(index).toString(16).padStart(4, '0'),
  )
    .map((digits) => `\\u${digits}`)
    .join('');
}

/**
 * Controls, format characters (zero-width, bidirectional, tags), what else has no sign of its own (fillers,
 * variation selectors), private and unassigned code points, lone surrogates, and the two separators that
 * some readers take for the end of a line; every space but the plain one.
 */
const unprintable = /[\p{C}\p{DI}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** {@link printable}, in double quotes: a value that somebody wrote. */
export function quoted(text: string): string {
  return `"${printable(text, 80)}"`;
}

/** `a`, `a and b`, `a, b and c` */
export function listed(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** The first few, and how many there are besides: `a, b and 16 more`. */
export function listedFirst(words: readonly string[], count: number): string {
  if (words.length <= count) return listed(words);
  return `${words.slice(0, count).join(', ')} and ${words.length - count} more`;
}

/** Those that are not empty. */
export function joined(texts: readonly string[], separator: string): string {
  return texts.filter((text) => text !== '').join(separator);
}

/** `1 problem`, `2 problems` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The last line of a list that was cut, if it was: `… and 3 more pods`. */
export function moreLine(rest: number, noun: string): readonly string[] {
  return rest > 0 ? [`… and ${counted(rest, `more ${noun}`)}`] : [];
}

/**
 * A line that no runner takes for a command: one that starts with `::`, white space aside, or that has
 * `##[` anywhere.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function withoutCommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '# #[');
}
