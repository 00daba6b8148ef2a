import { expect, test } from 'vitest';
import { decodeSpec } from '../../src/source/spec-text.ts';

test.each([
  [1, '\xff'],
  [1, 'a\xff\nb\xff'],
  [3, 'a\n\n\xff'],
  [2, 'a\r\n\xff\r\n'],
])('line %i is the first that is not valid UTF-8 in %j', (line, latin1) => {
  expect(() => decodeSpec(Buffer.from(latin1, 'latin1'), 'a.yml')).toThrow(`(line ${line})`);
});
