import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../testing/runner.ts';

test
  .skipIf(process.platform !== 'linux')
  .each(['dist/index.js', 'dist/post/index.js', 'dist/delete/index.js', 'dist/update/index.js'])(
  'a log that cannot be written is an error in one line: %s',
  (bundle) => {
    const full = openSync('/dev/full', 'w');
    const ended = spawnSync(process.execPath, [join(repositoryRoot, bundle)], {
      env: {},
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/^The log can't be written: ENOSPC[^\n]*\n$/);
  },
);
