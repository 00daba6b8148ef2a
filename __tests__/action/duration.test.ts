import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../src/action/inputs.ts';
import { UserError } from '../../src/errors.ts';

describe('parseDuration', () => {
  test.each([
    ['1s', 1000],
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['6h', 21_600_000],
    ['21600s', 21_600_000],
  ])('%s is %d ms', (text, durationMs) => {
    expect(parseDuration('wait-timeout', text)).toBe(durationMs);
  });

  test.each(
    ['', '10', '0s', '00s', '010m', '-1s', '+1s', '1.5h', '1e3s', '10 m', ' 10m', '10m\n', '10M']
      .concat(['10min', '1h30m', '7h', '361m', '21601s', '9999999s', '٣s', 'm', 'forever'])
      .map((text) => [text]),
  )('%j is refused', (text) => {
    expect(() => parseDuration('wait-timeout', text)).toThrow(UserError);
    expect(() => parseDuration('wait-timeout', text)).toThrow('Input wait-timeout is "');
  });
});
