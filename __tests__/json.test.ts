import { expect, test } from 'vitest';
import { countOf, idOf, maxNesting, parseFields, textOf } from '../src/json.ts';

function nested(levels: number, opening: '[' | '{"a":'): string {
  const closing = opening === '[' ? ']' : '}';
  return opening.repeat(levels) + '1' + closing.repeat(levels);
}

test.each(['[', '{"a":'] as const)(
  'what is nested too deep with %s is null, the rest stays',
  (opening) => {
    const fields = parseFields(`{"id": "s-1", "extra": ${nested(5000, opening)}}`) ?? {};
    expect(fields['id']).toBe('s-1');
    expect(JSON.stringify(fields)).toContain(`null${opening === '[' ? ']' : '}'}`);
    expect(JSON.stringify(fields).length).toBeLessThan(20 + maxNesting * 6);
  },
);

test('what is nested as deep as is allowed stays', () => {
  const json = `{"extra":${nested(maxNesting - 1, '[')}}`;
  expect(JSON.stringify(parseFields(json))).toBe(json);
});

test('a MiB of brackets is not an object', () => {
  expect(parseFields('['.repeat(1024 ** 2))).toBeUndefined();
  expect(parseFields(nested(500_000, '['))).toBeUndefined();
});

test('__proto__ is a field like any other', () => {
  const fields = parseFields('{"__proto__": {"a": 1}, "b": {"__proto__": {"a": 1}}}') ?? {};
  expect(Object.keys(fields)).toEqual(['__proto__', 'b']);
  expect(fields['a']).toBeUndefined();
  expect(JSON.stringify(fields)).toBe('{"__proto__":{"a":1},"b":{"__proto__":{"a":1}}}');
});

test.each([
  ['s-1', 's-1'],
  [12345, '12345'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  [Number.MAX_SAFE_INTEGER + 1, ''],
  [1e400, ''],
  [1.5, ''],
  [NaN, ''],
  [null, ''],
  [true, ''],
  [['s-1'], ''],
])('the id in %j is "%s"', (value, id) => {
  expect(idOf(value)).toBe(id);
});

test.each([
  ['a', 'a'],
  [1.5, '1.5'],
  [null, ''],
  [{}, ''],
])('the text of %j is "%s"', (value, text) => {
  expect(textOf(value)).toBe(text);
});

test.each([
  [3, 3],
  ['3', 3],
  [-1, undefined],
  [2.5, undefined],
  [1e10, undefined],
  ['', undefined],
  [null, undefined],
])('the count in %j is %s', (value, count) => {
  expect(countOf(value)).toBe(count);
});
