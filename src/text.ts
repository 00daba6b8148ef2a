/**
 * Text from outside, made fit to stand inside one line of ours: control and direction-changing
 * characters become visible escapes, and what is too long is cut.
 */
export function shown(text: string, maxLength = 300): string {
  const visible = text.replace(unprintable, (character) => {
    const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    return named ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  });
  return visible.length <= maxLength ? visible : `${visible.slice(0, maxLength - 1)}…`;
}

/** {@link shown}, in double quotes: a value that somebody wrote. */
export function quoted(text: string): string {
  return `"${shown(text, 80)}"`;
}

/** `a`, `a and b`, `a, b and c` */
export function listed(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** `1 mistake`, `2 mistakes` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

// Controls, soft hyphen, zero-width and bidirectional marks, line separators, byte order mark, lone surrogates.
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
