import { describe, expect, test } from 'vitest';
import { parseBoolean, parseDuration, parseInputs, parseList } from '../../src/action/inputs.ts';

describe('a boolean', () => {
  test.each(['true', 'True', 'TRUE'])('%s is true', (text) => {
    expect(parseBoolean('strict', text)).toBe(true);
  });

  test.each(['false', 'False', 'FALSE'])('%s is false', (text) => {
    expect(parseBoolean('strict', text)).toBe(false);
  });

  test.each(['yes', 'no', 'on', '1', '0', 'tRUE', 'true ', 'true\n', 'truefalse', 'null'])(
    '%j is neither',
    (text) => {
      expect(() => parseBoolean('dry-run', text)).toThrow(
        `Input dry-run is ${JSON.stringify(text)}; it must be true or false.`,
      );
    },
  );
});

test('an empty boolean says to leave it out', () => {
  expect(() => parseBoolean('dry-run', '')).toThrow(
    'Input dry-run is empty. Set it to true or false, or leave it out.',
  );
});

describe('an unknown input', () => {
  test.each([
    ['DRY_RUN', 'dry-run'],
    ['DRYRUN', 'dry-run'],
    ['DRY RUN', 'dry-run'],
    ['IMAGE_VERSION', 'image-version'],
    ['IMAGE-VERSIONS', 'image-version'],
    ['IMAGEVERSION', 'image-version'],
    ['ON_FAILURE', 'on-failure'],
    ['ON-FALURE', 'on-failure'],
    ['WAIT_TIMEOUT', 'wait-timeout'],
    ['CONTAINER', 'containers'],
    ['ENDPOINTS', 'endpoint'],
    ['CLIENT_TOKEN', 'client-token'],
    ['WAITS', 'wait'],
  ])('%s is refused, and a similar name is suggested', (variable, name) => {
    expect(() => parseInputs({ [`INPUT_${variable}`]: 'true' })).toThrow(
      `Unknown input ${JSON.stringify(variable.toLowerCase())}; did you mean ${name}? Nothing was sent.`,
    );
  });

  test.each(['FOO', 'VERSION', 'NAME', 'X'.repeat(100_000)])(
    'INPUT_%s resembles none, and may come from elsewhere',
    (variable) => {
      expect(() => parseInputs({ [`INPUT_${variable}`]: 'true' })).toThrow(
        'Input dry-run is empty.',
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
      `Input wait-timeout is "${text}"; it must be a duration of at most 6h, such as 90s, 10m or 1h.`,
    );
  });
});
