import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SpecSource } from '../../src/spec/problem.ts';
import { decodeSpec, readSpecFile } from '../../src/source/workspace.ts';
import { tagRun } from '../../testing/spec.ts';
import { makeWorkspace } from '../../testing/workspace.ts';

const checkout = { '.git/HEAD': 'ref: refs/heads/main\n' } as const;

function read(path: string, workspace: string, temp = ''): SpecSource | undefined {
  return readSpecFile(path, { ...tagRun, workspace, temp });
}

/** Reads the path in a checked-out workspace with these files. */
function readIn(
  path: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): SpecSource | undefined {
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
    expect(readIn(path, { '.bec/service.yml': 'a: 1\n' })).toEqual({
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
    expect(read(path, workspace.path, temp.path)).toEqual({ path, text: 'a: 1\n' });
  });

  test('a link that stays in the workspace', () => {
    using workspace = makeWorkspace({ 'deploy/a.yml': 'a: 1\n' });
    symlinkSync('deploy/a.yml', join(workspace.path, 'link.yml'));
    expect(read('link.yml', workspace.path)).toEqual({ path: 'link.yml', text: 'a: 1\n' });
  });

  test('a workspace that is itself a link', () => {
    using workspace = makeWorkspace({ 'real/a.yml': 'a: 1\n' });
    symlinkSync('real', join(workspace.path, 'link'));
    expect(read('a.yml', join(workspace.path, 'link'))?.text).toBe('a: 1\n');
  });

  test('UTF-8 with a byte order mark, which is left out', () => {
    expect(readIn('a.yml', { 'a.yml': '\ufeffa: é 日 🚀\n' })?.text).toBe('a: é 日 🚀\n');
  });

  test('a file of exactly 1 MiB', () => {
    expect(readIn('a.yml', { 'a.yml': '#'.repeat(1024 ** 2) })?.text).toHaveLength(1024 ** 2);
  });
});

describe('what can’t be read', () => {
  const missing = `in the workspace. Is it committed, and does actions/checkout fetch the folder? Input spec is relative to the repository's top.`;
  const utf16 = Buffer.from('\ufeffa: 1\n', 'utf16le');

  test.each<[string, string, Readonly<Record<string, string | Uint8Array>>, string]>([
    ['a file that is not there', 'a.yml', {}, `There is no file "a.yml" ${missing}`],
    [
      'a folder that is not there',
      '.bec/service.yml',
      { 'a.txt': '' },
      `There is no file ".bec/service.yml" ${missing}`,
    ],
    [
      'a name in another case',
      '.bec/service.yml',
      { '.bec/Service.yml': '' },
      'There is no file ".bec/service.yml", but there is ".bec/Service.yml". Upper and lower case count. Set the input spec to that, or rename the file.',
    ],
    [
      'another ending',
      '.bec/service.yml',
      { '.bec/service.yaml': '' },
      'There is no file ".bec/service.yml", but there is ".bec/service.yaml". Set the input spec to that, or rename the file.',
    ],
    [
      'JSON under a YAML name',
      '.bec/service.yml',
      { '.bec/service.json': '' },
      'There is no file ".bec/service.yml", but there is ".bec/service.json". Set the input spec to that, or rename the file.',
    ],
    [
      'a folder',
      '.bec',
      { '.bec/service.yml': '' },
      '".bec" is a folder; input spec takes the path of a file.',
    ],
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
      '"a.yml" has 1048577 bytes; a spec has at most 1 MiB.',
    ],
    [
      'Latin-1, by its first line that is no UTF-8',
      'a.yml',
      { 'a.yml': Buffer.from('a: 1\nb: caf\xe9\nc: \xe9\n', 'latin1') },
      '"a.yml" is not UTF-8 (line 2). Save it as UTF-8.',
    ],
    [
      'a character cut in two at the end',
      'a.yml',
      { 'a.yml': Buffer.from('a: 1\nb: é').subarray(0, -1) },
      '"a.yml" is not UTF-8 (line 2). Save it as UTF-8.',
    ],
    ['UTF-16', 'a.yml', { 'a.yml': utf16 }, '"a.yml" is not UTF-8 but UTF-16. Save it as UTF-8.'],
    [
      'UTF-16 in the other order',
      'a.yml',
      { 'a.yml': Buffer.from(utf16).swap16() },
      '"a.yml" is not UTF-8 but UTF-16. Save it as UTF-8.',
    ],
    [
      'UTF-16 without a byte order mark',
      'a.yml',
      { 'a.yml': utf16.subarray(2) },
      '"a.yml" holds a zero byte, which no text does: it may be UTF-16. Save it as UTF-8.',
    ],
  ])('%s', (_, path, files, message) => {
    expect(() => readIn(path, files)).toThrow(expect.objectContaining({ message }));
  });

  const outside = 'A spec lies in the workspace or in RUNNER_TEMP.';

  test.each(['../a.yml', '/etc/hostname', '.bec/../../a.yml', '..', '../../../../etc/none/a.yml'])(
    'the path %s, which leads out of the workspace',
    (path) => {
      using folder = makeWorkspace({ 'a.yml': 'a: 1\n', 'workspace/.bec/b.yml': '' });
      expect(() => read(path, join(folder.path, 'workspace'))).toThrow(
        new RegExp(`^"${path.replaceAll('.', '\\.')}" leads out of the workspace.*\\. ${outside}$`),
      );
    },
  );

  test.each(['link.yml', 'folder/a.yml'])('%s, a link out of the workspace', (path) => {
    using elsewhere = makeWorkspace({ 'a.yml': 'a: 1\n' });
    using workspace = makeWorkspace(checkout);
    symlinkSync(join(elsewhere.path, 'a.yml'), join(workspace.path, 'link.yml'));
    symlinkSync(elsewhere.path, join(workspace.path, 'folder'));
    expect(() => read(path, workspace.path)).toThrow(
      `"${path}" leads out of the workspace, to "${join(elsewhere.path, 'a.yml')}". ${outside}`,
    );
  });

  test('a link to nothing, and one to itself', () => {
    using workspace = makeWorkspace(checkout);
    for (const name of ['none.yml', 'self.yml']) {
      const target = name === 'self.yml' ? 'self.yml' : 'there-is-none';
      symlinkSync(target, join(workspace.path, name));
      expect(() => read(name, workspace.path)).toThrow(
        `"${name}" is a link that leads to no file.`,
      );
    }
  });

  test('a folder beside the workspace with a name that begins like its own', () => {
    using folder = makeWorkspace({ 'work/.git/HEAD': '', 'work-2/a.yml': 'a: 1\n' });
    expect(() => read('../work-2/a.yml', join(folder.path, 'work'))).toThrow(outside);
  });
});

test('where nothing is checked out, there is nothing to be read', () => {
  using workspace = makeWorkspace({});
  expect(read('.bec/service.yml', workspace.path)).toBeUndefined();
});

test('an empty workspace is no way out of it', () => {
  using workspace = makeWorkspace({});
  expect(() => read('../a.yml', workspace.path)).toThrow('leads out of the workspace');
});

test('a file whose name begins with two dots lies in the workspace', () => {
  using workspace = makeWorkspace({});
  mkdirSync(join(workspace.path, '..deploy'));
  writeFileSync(join(workspace.path, '..deploy/..a.yml'), 'a: 1\n');
  expect(read('..deploy/..a.yml', workspace.path)?.path).toBe('..deploy/..a.yml');
});

test.each([
  [1, '\xff'],
  [1, 'a\xff\nb\xff'],
  [3, 'a\n\n\xff'],
  [2, 'a\r\n\xff\r\n'],
])('line %i is the first that is no UTF-8 in %j', (line, latin1) => {
  expect(() => decodeSpec(Buffer.from(latin1, 'latin1'), 'a.yml')).toThrow(`(line ${line})`);
});
