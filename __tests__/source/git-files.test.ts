import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePackedRef, parseRemote, readGitState } from '../../src/source/git-files.ts';
import { makeWorkspace, type Workspace } from '../../testing/workspace.ts';

const id = '1234567890abcdef1234567890abcdef12345678';

function git(folder: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Octo', '-c', 'user.email=octo@example.com'];
  const file = ['-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...identity, ...file, ...args], {
    cwd: folder,
    stdio: 'pipe',
    encoding: 'utf8',
  }).trim();
}

/** A repository with one commit. */
function makeRepository(...initArguments: readonly string[]): Workspace {
  const workspace = makeWorkspace({ 'a.yml': 'a: 1\n' });
  git(workspace.path, 'init', '--quiet', '--initial-branch', 'main', ...initArguments);
  git(workspace.path, 'add', '.');
  git(workspace.path, 'commit', '--quiet', '--message', 'First');
  return workspace;
}

function headOf(folder: string): string {
  return git(folder, 'rev-parse', 'HEAD');
}

describe('the commit of a real checkout is found', () => {
  test.each<[string, (folder: string) => void]>([
    ['on a branch', () => undefined],
    ['on a branch with slashes', (folder) => git(folder, 'checkout', '--quiet', '-b', 'a/b/ü')],
    ['with packed refs', (folder) => git(folder, 'pack-refs', '--all')],
    ['with a detached HEAD', (folder) => git(folder, 'checkout', '--quiet', '--detach')],
    [
      'through a symbolic branch',
      (folder) => {
        git(folder, 'symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
        git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/alias');
      },
    ],
  ])('%s', (_, change) => {
    using repository = makeRepository();
    change(repository.path);
    expect(readGitState(repository.path).commit).toBe(headOf(repository.path));
  });

  test('in SHA-256', () => {
    using repository = makeRepository('--object-format', 'sha256');
    const { commit } = readGitState(repository.path);
    expect(commit).toHaveLength(64);
    expect(commit).toBe(headOf(repository.path));
  });

  test.each([[], ['--detach']])('in a worktree, %j', (...args) => {
    using repository = makeRepository();
    git(repository.path, 'remote', 'add', 'origin', 'https://github.com/octo/shop');
    git(repository.path, 'worktree', 'add', '--quiet', ...args, 'tree');
    const folder = join(repository.path, 'tree');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'Second');
    git(repository.path, 'pack-refs', '--all');
    expect(readGitState(folder)).toEqual({ commit: headOf(folder), repository: 'octo/shop' });
    expect(headOf(folder)).not.toBe(headOf(repository.path));
  });

  test('in a submodule', () => {
    using library = makeRepository();
    using repository = makeRepository();
    git(repository.path, 'submodule', '--quiet', 'add', library.path, 'lib');
    expect(readGitState(join(repository.path, 'lib')).commit).toBe(headOf(library.path));
  });

  test('in a clone with little depth', () => {
    using repository = makeRepository();
    git(repository.path, 'clone', '--quiet', '--depth', '1', `file://${repository.path}`, 'clone');
    const folder = join(repository.path, 'clone');
    expect(readGitState(folder).commit).toBe(headOf(repository.path));
  });
});

describe('the commit is unknown, without an error,', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['without a HEAD', { '.git/config': '' }],
    ['on a branch without commits', { '.git/HEAD': 'ref: refs/heads/main\n' }],
    ['with a HEAD that is not a ref', { '.git/HEAD': 'ref: /etc/passwd\n' }],
    ['with a HEAD that leaves the folder', { '.git/HEAD': 'ref: refs/../../id\n', id: `${id}\n` }],
    ['with a HEAD that refers to itself', { '.git/HEAD': 'ref: HEAD\n' }],
    ['with a HEAD that is not an id', { '.git/HEAD': `${id}0\n` }],
    ['with a HEAD that is too long', { '.git/HEAD': `${id}${'\n'.repeat(5000)}` }],
    ['with a .git that names no folder', { '.git': 'gitdir: none\n' }],
    ['with a .git that is something else', { '.git': 'x' }],
    ['in the reftable format', { '.git/HEAD': 'ref: refs/heads/.invalid\n' }],
  ])('%s', (_, files) => {
    using workspace = makeWorkspace(files);
    expect(readGitState(workspace.path)).toEqual({ commit: undefined, repository: undefined });
  });

  test('with folders in the place of files', () => {
    using workspace = makeWorkspace({});
    for (const name of ['HEAD', 'config', 'commondir', 'packed-refs']) {
      mkdirSync(join(workspace.path, '.git', name), { recursive: true });
    }
    expect(readGitState(workspace.path).commit).toBeUndefined();
    rmSync(join(workspace.path, '.git/HEAD'), { recursive: true });
    writeFileSync(join(workspace.path, '.git/HEAD'), 'ref: refs/heads/main\n');
    expect(readGitState(workspace.path).commit).toBeUndefined();
  });
});

test.each([
  [`# pack-refs with: peeled\n${id} refs/heads/main\n`, id],
  [`${id} refs/heads/main`, id],
  [`${'f'.repeat(40)} refs/heads/x/refs/heads/main\n${id} refs/heads/main\n`, id],
  [`${id} refs/heads/main2\n${id} refs/remotes/origin/main\n`, ''],
  ['', ''],
])('packed refs %#', (text, commit) => {
  expect(parsePackedRef(text, 'refs/heads/main')).toBe(commit);
});

describe('the remote', () => {
  test.each([
    ['https://github.com/octo/shop', 'octo/shop'],
    ['https://github.com/octo/shop.git', 'octo/shop'],
    ['https://github.com/octo/shop/', 'octo/shop'],
    ['https://me:secret@github.example.com/octo/shop.js.git', 'octo/shop.js'],
    ['ssh://git@github.com:22/octo/shop.git', 'octo/shop'],
    ['git@github.com:octo/shop.git', 'octo/shop'],
    ['/srv/git/octo/shop', undefined],
    ['../shop', undefined],
    ['https://github.com', undefined],
    ['https://secret', undefined],
    [`https://github.com/${'a/'.repeat(50_000)}`, undefined],
  ])('%s', (url, repository) => {
    expect(parseRemote(`[core]\n\tbare = false\n[remote "origin"]\n\turl = ${url}\n`)).toBe(
      repository,
    );
  });

  test('is the one that is named origin', () => {
    const upstream = '[remote "upstream"]\n\turl = https://github.com/other/shop\n';
    const origin =
      '[remote "origin"]\n\tfetch = +refs/*:refs/*\n\turl=https://github.com/octo/shop\n';
    expect(parseRemote(upstream)).toBeUndefined();
    expect(parseRemote(upstream + origin)).toBe('octo/shop');
  });
});
