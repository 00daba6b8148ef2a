import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SpecFile } from '../../src/source/source.ts';
import { readWorkspaceSpec } from '../../src/source/workspace.ts';
import { tagRun } from '../../testing/spec.ts';
import { makeWorkspace } from '../../testing/workspace.ts';

const checkout = { '.git/HEAD': 'ref: refs/heads/main\n' } as const;

function read(path: string, workspace: string, temp = ''): SpecFile | undefined {
  return readWorkspaceSpec({ spec: path, imageVersion: '' }, { ...tagRun, workspace, temp });
}

/** Reads the path in a checked-out workspace with these files. */
function readIn(
  path: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): SpecFile | undefined {
  using workspace = makeWorkspace({ ...checkout, ...files });
  return read(path, workspace.path);
}

describe('what can be read', () => {
  test.each([
    '.bec/service.yml',
    './.bec/service.yml',
    '.bec/../.bec/service.yml',
    '.bec//service.yml',
  ])('%s', (path) => {
    expect(readIn(path, { '.bec/service.yml': 'a: 1\n' })).toMatchObject({
      path: '.bec/service.yml',
      text: 'a: 1\n',
    });
  });

  test('an absolute path in the workspace', () => {
    using workspace = makeWorkspace({ 'a.yml': 'a: 1\n' });
    expect(read(join(workspace.path, 'a.yml'), workspace.path)?.path).toBe('a.yml');
  });

  test('a file in RUNNER_TEMP', () => {
    using workspace = makeWorkspace(checkout);
    using temp = makeWorkspace({ 'a.yml': 'a: 1\n' });
    const path = join(temp.path, 'a.yml');
    expect(read(path, workspace.path, temp.path)).toMatchObject({
      path,
      text: 'a: 1\n',
      origin: 'RUNNER_TEMP',
    });
  });

  test('a link that stays in the workspace', () => {
    using workspace = makeWorkspace({ 'deploy/a.yml': 'a: 1\n' });
    symlinkSync('deploy/a.yml', join(workspace.path, 'link.yml'));
    expect(read('link.yml', workspace.path)).toMatchObject({
      path: 'link.yml',
      repositoryPath: 'deploy/a.yml',
      text: 'a: 1\n',
      origin: 'the workspace, which is not a Git checkout (a link to "deploy/a.yml")',
    });
  });

  test('a workspace that is itself a link', () => {
    using workspace = makeWorkspace({ 'real/a.yml': 'a: 1\n' });
    symlinkSync('real', join(workspace.path, 'link'));
    const absolute = join(workspace.path, 'real/a.yml');
    expect(read(absolute, join(workspace.path, 'link'))?.path).toBe('a.yml');
    expect(read('a.yml', join(workspace.path, 'link'))).toMatchObject({
      text: 'a: 1\n',
      origin: 'the workspace, which is not a Git checkout',
    });
  });

  test('UTF-8 with a byte order mark, which is removed', () => {
    expect(readIn('a.yml', { 'a.yml': '\ufeffa: é 日 🚀\n' })?.text).toBe('a: é 日 🚀\n');
  });

  test('a file of exactly 1 MiB', () => {
    expect(readIn('a.yml', { 'a.yml': '#'.repeat(1024 ** 2) })?.text).toHaveLength(1024 ** 2);
  });
});

describe('what can’t be read', () => {
  const missing =
    'in the workspace, checked out at an unknown commit. This run is for commit 0123456. Is it committed, and does actions/checkout fetch its folder? The input spec is relative to the workspace.';
  const notUtf8 = '"a.yml" is UTF-16, or not a text file. Save it as UTF-8.';
  const utf16 = Buffer.from('\ufeffa: 1\n', 'utf16le');

  test.each<[string, string, Readonly<Record<string, string | Uint8Array>>, string]>([
    ['a missing file', 'a.yml', {}, `There is no file "a.yml" ${missing}`],
    [
      'a missing folder',
      '.bec/service.yml',
      { 'a.txt': '' },
      `There is no file ".bec/service.yml" ${missing}`,
    ],
    [
      'a name in another case',
      '.bec/service.yml',
      { '.bec/Service.yml': '' },
      'There is no file ".bec/service.yml" in the workspace, but there is ".bec/Service.yml". File names are case-sensitive. Change the input spec, or rename the file.',
    ],
    [
      'another extension',
      '.bec/service.yml',
      { '.bec/service.yaml': '' },
      'There is no file ".bec/service.yml" in the workspace, but there is ".bec/service.yaml". Change the input spec, or rename the file.',
    ],
    [
      'JSON under a YAML name',
      '.bec/service.yml',
      { '.bec/service.json': '' },
      'There is no file ".bec/service.yml" in the workspace, but there is ".bec/service.json". Change the input spec, or rename the file.',
    ],
    ['a folder', '.bec', { '.bec/service.yml': '' }, '".bec" is a folder. Name a file in it.'],
    [
      'a path through a file',
      'a.yml/b.yml',
      { 'a.yml': '' },
      `There is no file "a.yml/b.yml" ${missing}`,
    ],
    [
      'a file over 1 MiB',
      'a.yml',
      { 'a.yml': '#'.repeat(1024 ** 2 + 1) },
      '"a.yml" has 1048577 bytes; the maximum for a spec is 1 MiB.',
    ],
    [
      'Latin-1, with the first line that is not valid UTF-8',
      'a.yml',
      { 'a.yml': Buffer.from('a: 1\nb: caf\xe9\nc: \xe9\n', 'latin1') },
      '"a.yml" is not valid UTF-8 (line 2). Save it as UTF-8.',
    ],
    [
      'a character cut in two at the end',
      'a.yml',
      { 'a.yml': Buffer.from('a: 1\nb: é').subarray(0, -1) },
      '"a.yml" is not valid UTF-8 (line 2). Save it as UTF-8.',
    ],
    ['UTF-16', 'a.yml', { 'a.yml': utf16 }, notUtf8],
    ['big-endian UTF-16', 'a.yml', { 'a.yml': Buffer.from(utf16).swap16() }, notUtf8],
    ['UTF-16 without a byte order mark', 'a.yml', { 'a.yml': utf16.subarray(2) }, notUtf8],
  ])('%s', (_, path, files, message) => {
    expect(() => readIn(path, files)).toThrow(expect.objectContaining({ message }));
  });

  const outside = 'A spec must be in the workspace or in RUNNER_TEMP.';

  test.each(['../a.yml', '/etc/hostname', '.bec/../../a.yml', '..', '../../../../etc/none/a.yml'])(
    'the path %s, which is outside of the workspace',
    (path) => {
      using folder = makeWorkspace({ 'a.yml': 'a: 1\n', 'workspace/.bec/b.yml': '' });
      expect(() => read(path, join(folder.path, 'workspace'))).toThrow(
        new RegExp(
          `^"${path.replaceAll('.', '\\.')}" is outside of the workspace.*\\. ${outside}$`,
        ),
      );
    },
  );

  test.each(['link.yml', 'folder/a.yml'])('%s, a link out of the workspace', (path) => {
    using elsewhere = makeWorkspace({ 'a.yml': 'a: 1\n' });
    using workspace = makeWorkspace(checkout);
    symlinkSync(join(elsewhere.path, 'a.yml'), join(workspace.path, 'link.yml'));
    symlinkSync(elsewhere.path, join(workspace.path, 'folder'));
    expect(() => read(path, workspace.path)).toThrow(
      `"${path}" is outside of the workspace (it leads to "${join(elsewhere.path, 'a.yml')}"). ${outside}`,
    );
  });

  test('a link from the workspace into RUNNER_TEMP', () => {
    using temp = makeWorkspace({ 'a.yml': 'a: 1\n' });
    using workspace = makeWorkspace(checkout);
    symlinkSync(join(temp.path, 'a.yml'), join(workspace.path, 'link.yml'));
    expect(() => read('link.yml', workspace.path, temp.path)).toThrow(
      '"link.yml" is outside of the workspace (it leads to ',
    );
  });

  test('a link from RUNNER_TEMP out of it', () => {
    using workspace = makeWorkspace({ ...checkout, 'a.yml': 'a: 1\n' });
    using temp = makeWorkspace({});
    const path = join(temp.path, 'link.yml');
    symlinkSync('/etc/hostname', path);
    expect(() => read(path, workspace.path, temp.path)).toThrow('is outside of the workspace');
  });

  test('a broken link, and a link to itself', () => {
    using workspace = makeWorkspace(checkout);
    for (const name of ['none.yml', 'self.yml']) {
      const target = name === 'self.yml' ? 'self.yml' : 'there-is-none';
      symlinkSync(target, join(workspace.path, name));
      expect(() => read(name, workspace.path)).toThrow(`There is no file "${name}" ${missing}`);
    }
  });

  test('a folder next to the workspace whose name starts with the workspace’s name', () => {
    using folder = makeWorkspace({ 'work/.git/HEAD': '', 'work-2/a.yml': 'a: 1\n' });
    expect(() => read('../work-2/a.yml', join(folder.path, 'work'))).toThrow(outside);
  });
});

test('a missing file is not an error if nothing is checked out', () => {
  using workspace = makeWorkspace({});
  expect(read('.bec/service.yml', workspace.path)).toBeUndefined();
});

test('a missing file is not an error if the workspace is missing, too', () => {
  using workspace = makeWorkspace({});
  expect(read('.bec/service.yml', join(workspace.path, 'none'))).toBeUndefined();
});

test('a path outside of an empty workspace is an error', () => {
  using workspace = makeWorkspace({});
  expect(() => read('../a.yml', workspace.path)).toThrow('is outside of the workspace');
});

test('a file whose name begins with two dots is in the workspace', () => {
  using workspace = makeWorkspace({});
  mkdirSync(join(workspace.path, '..deploy'));
  writeFileSync(join(workspace.path, '..deploy/..a.yml'), 'a: 1\n');
  expect(read('..deploy/..a.yml', workspace.path)?.path).toBe('..deploy/..a.yml');
});

describe('nothing in a folder of Git’s own is read', () => {
  const refusal = 'which can contain credentials. Set the input spec to a file of the repository.';
  const gitFiles = {
    '.git/HEAD': 'ref: refs/heads/main\n',
    '.git/config': '[http]\n  extraheader = AUTHORIZATION: basic c2VjcmV0\n',
    '.git/modules/sub/config': 'secret\n',
    'sub/.git': 'gitdir: ../.git/modules/sub\n',
    'bare/HEAD': 'ref: refs/heads/main\n',
    'bare/config': 'secret\n',
    'bare/objects/x': '',
    'bare/refs/x': '',
  } as const;

  test.each([
    '.git/config',
    './deploy/../.git/config',
    '.git',
    '.git/missing.yml',
    'sub/.git',
    'bare/config',
    'config.yml',
    'folder/config',
    'folder/modules/sub/config',
    'chain.yml',
  ])('%s', (path) => {
    using workspace = makeWorkspace(gitFiles);
    symlinkSync('.git/config', join(workspace.path, 'config.yml'));
    symlinkSync('config.yml', join(workspace.path, 'chain.yml'));
    symlinkSync('.git', join(workspace.path, 'folder'));
    expect(() => read(path, workspace.path)).toThrow(refusal);
  });

  test('in RUNNER_TEMP', () => {
    using workspace = makeWorkspace({});
    using temp = makeWorkspace(gitFiles);
    const path = join(temp.path, '.git/config');
    expect(() => read(path, workspace.path, temp.path)).toThrow(refusal);
  });

  test('but files that only look like it are', () => {
    const files = { '.github/a.yml': 'a: 1\n', 'x.git/a.yml': 'a: 1\n' };
    for (const path of Object.keys(files)) expect(readIn(path, files)?.text).toBe('a: 1\n');
  });
});
