import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkFile } from '../../cli/check.ts';
import { linesOf, paintFor } from '../../cli/output.ts';
import { commandsIn } from '../../testing/log.ts';

describe('colors', () => {
  test.each<[Readonly<Record<string, string>>, boolean, boolean]>([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: 'false' }, true, false],
    [{ FORCE_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  ])('with %j on a terminal (%s): %s', (environment, isTerminal, isColored) => {
    const painted = paintFor(environment, isTerminal)('red', 'text');
    expect(painted).toBe(isColored ? '\u001b[31mtext\u001b[39m' : 'text');
  });
});

test('no text of a file makes a line a command or leaves an invisible character in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'spec-'));
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        'serviceName: ',
        'containers:\n',
        '  - name: ',
        '"',
        '{',
        '}',
        '[',
        '? ',
        '\n',
        '\r',
        ': ',
      ],
      ...['::error::x', '##[error]x', '\u2028::set-output name=a::b', '\\u0085::x', '${{ ', ' }}'],
      ...['\u0000', '\u001b[31m', '\u0085', '\u009b', '\u202e', '\ufeff', '"\\n::error::x": '],
    ),
    fc.string({ maxLength: 5, unit: 'binary' }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
      const path = join(folder, 'spec.yml');
      writeFileSync(path, pieces.join(''));
      const options = { imageVersion: 'v0.0.0', containers: [], strict: true };
      const lines = linesOf(await checkFile(path, options), paintFor({}, false));
      expect(commandsIn(lines.join('\n'))).toEqual([]);
      expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
    }),
  );
  rmSync(folder, { recursive: true });
});
