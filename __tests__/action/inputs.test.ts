import { describe, expect, test } from 'vitest';
import { parseBoolean, parseDuration, parseList } from '../../src/action/inputs.ts';

describe('a boolean', () => {
  test.each(['true', 'True', 'TRUE'])('%s is true', (text) => {
    expect(parseBoolean('strict', text)).toBe(true);
  });

  test.each(['false', 'False', 'FALSE'])('%s is false', (text) => {
    expect(parseBoolean('strict', text)).toBe(false);
  });

  test.each(['', 'yes', 'no', 'on', '1', '0', 'tRUE', 'true ', 'true\n', 'truefalse', 'null'])(
    '%j is neither',
    (text) => {
      expect(() => parseBoolean('dry-run', text)).toThrow(
        `Input dry-run is ${JSON.stringify(text)}; it takes true or false.`,
      );
    },
  );
});

test.each([
  ['', []],
  [' \n\n\t', []],
  ['web', ['web']],
  ['web\nproxy', ['web', 'proxy']],
  ['  web \r\n\r\n proxy\r', ['web', 'proxy']],
  ['a b, c', ['a b, c']],
])('the list %j is %j', (text, entries) => {
  expect(parseList(text)).toEqual(entries);
});

describe('a duration', () => {
  test.each([
    ['1s', 1000],
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['6h', 21_600_000],
    ['360m', 21_600_000],
  ])('%s is %i ms', (text, durationMs) => {
    expect(parseDuration('wait-timeout', text)).toBe(durationMs);
  });

  test.each([
    '',
    '0s',
    '10',
    '10 m',
    '1.5h',
    '-1m',
    '1e3s',
    '10M',
    '1h30m',
    '7h',
    '361m',
    '999999h',
  ])('%j is none', (text) => {
    expect(() => parseDuration('wait-timeout', text)).toThrow(
      `Input wait-timeout is "${text}"; it takes a duration of at most 6h, such as 90s, 10m or 1h.`,
    );
  });
});
