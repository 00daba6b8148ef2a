import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counted, listed, quoted, printable } from '../src/text.ts';

test.each([
  ['plain text, é 日 🚀', 'plain text, é 日 🚀'],
  ['a\nb\r\n\tc', 'a\\nb\\r\\n\\tc'],
  ['\u0000\u001b[31m\u007f\u0085', '\\u0000\\u001b[31m\\u007f\\u0085'],
  [
    'a\u00adb\u200bc\u200e\u2028\u202e\u2066\ufeff',
    'a\\u00adb\\u200bc\\u200e\\u2028\\u202e\\u2066\\ufeff',
  ],
  ['\ud83d x \ude80', '\\ud83d x \\ude80'],
  ['a\u034fb\u115fc\u3164d\ufe0f', 'a\\u034fb\\u115fc\\u3164d\\ufe0f'],
  // An escape goes whole.
  [`${'x'.repeat(296)}\u200b`, `${'x'.repeat(296)}…`],
  ['x'.repeat(300), 'x'.repeat(300)],
  ['x'.repeat(301), `${'x'.repeat(299)}…`],
])('%j is escaped as %s', (text, visible) => {
  expect(printable(text)).toBe(visible);
});

test('every printable text is one line of at most the given length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const visible = printable(text, 20);
      expect(visible.length).toBeLessThanOrEqual(20);
      expect(visible).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('a value is in quotes, and cut sooner', () => {
  expect(quoted('a\nb')).toBe('"a\\nb"');
  expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(79)}…"`);
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j are listed as %j', (words, text) => {
  expect(listed(words)).toBe(text);
});

test('one of several is listed with or', () => {
  expect(listed(['a', 'b', 'c'], 'or')).toBe('a, b or c');
});

test.each([
  [0, '0 mistakes'],
  [1, '1 mistake'],
  [2, '2 mistakes'],
])('%i is counted as %s', (count, text) => {
  expect(counted(count, 'mistake')).toBe(text);
});
