import { quoted } from '../text.ts';

/** What keeps a text from being YAML, or from being read as it was meant. */
export const syntaxErrors = {
  syntax: (detail: string) => `${detail}.`,
  'several-documents': () =>
    'A second YAML document begins here. Give each service a file and a step of its own.',
  'yaml-tag': () =>
    'YAML tags are not supported: a value gets the type of its field. Put it in quotes if it is text.',
  'invalid-key': () => 'A key must be plain text, not a list, a map or an alias.',
  'reserved-start': (start: string) => `A value that begins with ${start} needs quotes.`,
  'unquoted-colon': () => 'A value with a colon and a space in it needs quotes.',
  'unquoted-placeholder': () => 'Within [ ] or { }, a placeholder needs quotes: "${{ … }}".',
  'wrong-indentation': () => 'The indentation of this line does not match the lines above it.',
  'missing-space': () => 'The dash and the colon each need a space after them, as in - name: web.',
  'unexpected-text': (text: string) => `${quoted(text)} is not allowed here.`,
  'missing-colon': () => 'A key needs a colon and a space after it, as in cpu: 1.',
  'missing-comma': () => 'A comma is missing before this.',
  unclosed: (opening: string, closing: string) =>
    `${opening} is opened here and never closed with ${closing}.`,
  outdented: () =>
    'Every line of a text in quotes, or of a list or map in brackets, must be indented further than its key, the line that closes it too.',
  'odd-character': (character: string, meant: 'colon' | 'space') =>
    `${codePoint(character)} is not a ${meant} in YAML. Type a plain ${meant}.`,
  template: () =>
    'This belongs to a template. Render it first. A placeholder begins with a dollar sign, as in ${{ image.version }}.',
  'json-comment': () => 'JSON has no comments. Remove it, or write the spec in YAML.',
  'duplicate-key': (key: string) =>
    `The key ${quoted(key)} occurs a second time.${key === '<<' ? ' Merge several maps with a list: <<: [*a, *b].' : ''}`,
  'unknown-anchor': (name: string) =>
    `No anchor &${name} is defined above. Put the value in quotes if it is text.`,
  'invalid-merge': () => 'A merge key (<<) needs a map, an alias of one, or a list of those.',
  'null-item': () =>
    'A list item has no value. Remove it, or put it in quotes if the text is meant.',
} as const;

export const syntaxWarnings = {
  'unused-anchor': (name: string) =>
    `&${name} is read as an anchor, which nothing refers to. Put the value in quotes if it is text.`,
} as const;

/** `：(U+FF1A)`; of what can't be seen, only the number. */
function codePoint(character: string): string {
  const number = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{C}\p{Z}]/u.test(character) ? number : `${character} (${number})`;
}
