import { quoted } from '../text.ts';

/** What keeps a text from being YAML, or from being read as it was meant. */
export const syntaxMessages = {
  syntax: ({ detail }: { detail: string }) => `${detail}.`,
  'tab-indentation': () => 'This line is indented with a tab. YAML is indented with spaces.',
  'several-documents': () =>
    'A second YAML document begins here. Give each service a file and a step of its own.',
  'yaml-tag': () =>
    'YAML tags are not supported: a value gets the type of its field. Put it in quotes if it is text.',
  'invalid-key': () => 'A key must be plain text, not a list, a map or an alias.',
  'reserved-start': ({ start }: { start: string }) =>
    `A value that begins with ${start} needs quotes.`,
  'unquoted-colon': () => 'A value with a colon and a space in it needs quotes.',
  'unquoted-placeholder': () => 'Within [ ] or { }, a placeholder needs quotes: "${{ … }}".',
  'wrong-indentation': () => 'The indentation of this line does not match the lines above it.',
  'missing-space': () => 'The dash and the colon each need a space after them, as in - name: web.',
  'inline-list': () =>
    'A list begins on the line below its key. Put the value in quotes if it is text.',
  'unexpected-text': ({ text }: { text: string }) => `${quoted(text)} is not allowed here.`,
  'missing-colon': () => 'A key needs a colon and a space after it, as in cpu: 1.',
  'missing-comma': () => 'A comma is missing before this.',
  unclosed: ({ opening, closing }: { opening: string; closing: string }) =>
    `${opening} is opened here and never closed with ${closing}.`,
  'outdented-quote': () =>
    'Every line of a quoted text, the closing quote too, must be indented further than its key.',
  'outdented-bracket': () =>
    'Every line of a list or map in brackets, the closing bracket too, must be indented further than its key.',
  'odd-character': ({ character, meant }: { character: string; meant: 'colon' | 'space' }) =>
    `${codePoint(character)} is not a ${meant} in YAML. Type a plain ${meant}.`,
  template: () =>
    'This is a template. Render it first: a spec has only placeholders such as ${{ image.version }}.',
  'missing-dollar': ({ placeholder }: { placeholder: string }) =>
    `A placeholder begins with a dollar sign. Write $${placeholder}.`,
  'json-comment': () => 'JSON has no comments. Remove it, or write the spec in YAML.',
  'duplicate-key': ({ key }: { key: string }) => `The key ${quoted(key)} occurs a second time.`,
  'unknown-anchor': ({ name }: { name: string }) =>
    `No anchor &${name} is defined above. Put the value in quotes if it is text.`,
  'unused-anchor': ({ name }: { name: string }) =>
    `&${name} is read as an anchor, which nothing refers to. Put the value in quotes if it is text.`,
  'second-merge': () =>
    'A map has one merge key (<<) at most. Merge several maps with a list: <<: [*a, *b].',
  'invalid-merge': () => 'A merge key (<<) needs a map, an alias of one, or a list of those.',
  'null-item': () =>
    'A list item has no value. Remove it, or put it in quotes if the text is meant.',
} as const;

/** `：(U+FF1A)`; of what can't be seen, only the number. */
function codePoint(character: string): string {
  const number = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{C}\p{Z}]/u.test(character) ? number : `${character} (${number})`;
}
