import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFile } from '../../cli/check.ts';
import { linesOf } from '../../cli/output.ts';
import { commandsIn } from '../../testing/log.ts';

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
      const lines = linesOf(await checkFile(path, options));
      expect(commandsIn(lines.join('\n'))).toEqual([]);
      expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
    }),
  );
  rmSync(folder, { recursive: true });
});
