import { spawnSync } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseFields, textOf, toFields } from '../../src/json.ts';
import { repositoryRoot } from '../../testing/runner.ts';
import { makeWorkspace, repositoryText } from '../../testing/workspace.ts';

const manifest = parseFields(repositoryText('package.json')) ?? {};
const command = textOf(toFields(manifest['bin'])?.['bec-create']);
const valid = repositoryText('examples/service.yml');

test.each([
  [
    'a valid spec',
    valid,
    ['check'],
    0,
    '✓ .bec/service.yml: valid · 2 pods · 2 cores · 4 GB · 2 public addresses, 10 Mbps\n',
  ],
  ['a mistake', valid.replace('cpu: 1', 'cpu: 0.5'), ['check'], 1, ' |          ^^^\n'],
  ['a spec that is not YAML', valid.replace('cpu: 1', 'cpu: [1'), ['check'], 1, '1 problem\n'],
  ['a missing file', valid, ['check', 'no.yml'], 1, 'error: There is no file "no.yml".\n'],
  ['no command', valid, [], 2, ''],
])('the shipped command ends on %s with its status', (_, spec, args, status, stdout) => {
  using workspace = makeWorkspace({ '.bec/service.yml': spec });
  const ended = spawnSync(process.execPath, [join(repositoryRoot, command), ...args], {
    cwd: workspace.path,
    env: {},
    encoding: 'utf8',
  });
  expect(ended.status).toBe(status);
  expect(ended.stdout).toContain(stdout);
});

test('no line of the shipped command is one for a runner', () => {
  const text = '##[error]x';
  using workspace = makeWorkspace({ [`${text}.yml`]: `${text}: 1\n` });
  for (const args of [[text], [`--${text}`], ['check', text, `${text}.yml`]]) {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(repositoryRoot, command), ...args],
      {
        cwd: workspace.path,
        env: {},
        encoding: 'utf8',
      },
    );
    expect(stdout + stderr).toContain('# #[error]x');
    expect(stdout + stderr).not.toContain('##[');
  }
});

test.skipIf(process.platform !== 'linux')('a full disk is an error without a stack', () => {
  const full = openSync('/dev/full', 'w');
  const ended = spawnSync(process.execPath, [join(repositoryRoot, command), '--help'], {
    env: {},
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect(ended.status).toBe(1);
  expect(ended.stderr).toMatch(/^The output can't be written: ENOSPC.*\n$/);
});

test('the shipped command can be called by its name', () => {
  expect(repositoryText(command)).toMatch(/^#!\/usr\/bin\/env node\n/);
  // Windows has no such mode; npm writes a program beside it there.
  const isExecutable =
    process.platform === 'win32' || (statSync(join(repositoryRoot, command)).mode & 0o100) !== 0;
  expect(isExecutable).toBe(true);
});

test('who installs the command downloads nothing but it', () => {
  expect(Object.keys(manifest)).not.toContain('dependencies');
  expect(Object.keys(manifest)).not.toContain('optionalDependencies');
  expect(manifest['files']).toEqual(['dist/cli']);
});
