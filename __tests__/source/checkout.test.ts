import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SpecFile } from '../../src/source/source.ts';
import { readWorkspaceSpec } from '../../src/source/workspace.ts';
import { tagRun } from '../../testing/spec.ts';
import { makeWorkspace, type Workspace } from '../../testing/workspace.ts';

const other = '89abcdef0123456789abcdef0123456789abcdef';
type Files = Readonly<Record<string, string>>;

/** The files of a checkout in a folder of the workspace. */
function checkoutIn(folder: string, commit: string, repository = 'octo-org/shop'): Files {
  return {
    [join(folder, '.git/HEAD')]: `${commit}\n`,
    [join(folder, '.git/config')]: `[remote "origin"]\n\turl = https://github.com/${repository}\n`,
  };
}

function read(path: string, files: Files, imageVersion = ''): SpecFile | undefined {
  using workspace = makeWorkspace(files);
  return readIn(workspace.path, { spec: path, imageVersion });
}

function readIn(workspace: string, inputs: Parameters<typeof readWorkspaceSpec>[0]) {
  return readWorkspaceSpec(inputs, { ...tagRun, workspace });
}

describe('the origin of a spec', () => {
  test.each<[string, string, Files, string]>([
    [
      'in a checkout',
      '.bec/a.yml',
      checkoutIn('', tagRun.sha),
      'the workspace, checked out at 0123456',
    ],
    [
      'in a checkout below the workspace',
      'app/.bec/a.yml',
      checkoutIn('app', tagRun.sha),
      'the folder "app" of the workspace, checked out at 0123456',
    ],
    [
      'in a checkout of another repository',
      'config/a.yml',
      checkoutIn('config', other, 'octo-org/config'),
      'the folder "config" of the workspace, checked out at 89abcde',
    ],
    [
      'in a submodule of the checkout',
      'lib/a.yml',
      {
        ...checkoutIn('', tagRun.sha),
        'lib/.git': 'gitdir: ../.git/modules/lib\n',
        '.git/modules/lib/HEAD': `${other}\n`,
        '.git/modules/lib/config': '[remote "origin"]\nurl = git@github.com:octo-org/lib.git\n',
      },
      'the folder "lib" of the workspace, checked out at 89abcde',
    ],
    [
      'in a checkout without a readable commit',
      'a.yml',
      { '.git/HEAD': '' },
      'the workspace, checked out at an unknown commit',
    ],
    ['without a checkout', 'a.yml', {}, 'the workspace, which is not a Git checkout'],
  ])('%s', (_, path, files, origin) => {
    expect(read(path, { ...files, [path]: 'a: 1\n' })).toMatchObject({ path, origin });
  });
});

describe('the path in the repository', () => {
  test.each<[string, string, Files, string]>([
    ['starts at the checkout', 'app/.bec/a.yml', checkoutIn('app', tagRun.sha), '.bec/a.yml'],
    ['starts at a nested checkout', 'src/app/a.yml', checkoutIn('src/app', tagRun.sha), 'a.yml'],
    ['is the workspace’s without a checkout', 'app/a.yml', {}, 'app/a.yml'],
    [
      'is the workspace’s in a checkout of another repository',
      'config/a.yml',
      checkoutIn('config', other, 'octo-org/config'),
      'config/a.yml',
    ],
  ])('%s', (_, path, files, repositoryPath) => {
    expect(read(path, { ...files, [path]: 'a: 1\n' })).toMatchObject({ path, repositoryPath });
  });

  test.each<[string, Files, string | undefined]>([
    ['the checkout’s', checkoutIn('', tagRun.sha), tagRun.sha],
    ['the checkout’s, another than the run’s', checkoutIn('', other, 'octo-org/shop'), other],
    ['unknown in another repository', checkoutIn('', other, 'octo-org/config'), undefined],
    ['the run’s, in any repository', { '.git/HEAD': `${tagRun.sha}\n` }, tagRun.sha],
    ['unknown without a checkout', {}, undefined],
  ])('the commit is %s', (_, files, commit) => {
    expect(read('a.yml', { ...files, 'a.yml': 'a: 1\n' })).toMatchObject({ commit });
  });

  test('is the target’s if the spec is a link', () => {
    using workspace = makeWorkspace({ ...checkoutIn('app', tagRun.sha), 'app/a.yml': 'a: 1\n' });
    symlinkSync('app/a.yml', join(workspace.path, 'link.yml'));
    expect(readIn(workspace.path, { spec: 'link.yml', imageVersion: '' })).toMatchObject({
      path: 'link.yml',
      repositoryPath: 'a.yml',
      origin: 'the folder "app" of the workspace, checked out at 0123456 (a link to "app/a.yml")',
    });
  });
});

describe('a checkout of another commit than the run’s', () => {
  const spec = { 'a.yml': 'a: 1\n' };

  test('causes a warning', () => {
    expect(read('a.yml', { ...checkoutIn('', other), ...spec })?.warning).toBe(
      'The spec comes from the workspace, checked out at 89abcde, but this run is for commit 0123456. Without a step with actions/checkout in this job, it may be left over from an earlier job on this runner. If it is the intended one, set the input image-version to the version of its image.',
    );
  });

  test('of another repository causes a warning, too', () => {
    const files = { ...checkoutIn('', other, 'octo-org/old-shop'), ...spec };
    expect(read('a.yml', files)?.warning).toBe(
      'The spec comes from the workspace, checked out at 89abcde, but this run is for commit 0123456. Without a step with actions/checkout in this job, it may be left over from an earlier job on this runner. If it is the intended one, set the input image-version to the version of its image.',
    );
  });

  test.each<[string, Files]>([
    ['in a reftable', { '.git/HEAD': 'ref: refs/heads/.invalid\n' }],
    ['on a branch without commits', { '.git/HEAD': 'ref: refs/heads/main\n' }],
    ['with a HEAD that is not an id', { '.git/HEAD': `${other}0\n` }],
    ['with a HEAD that names no ref', { '.git/HEAD': 'ref: /etc/passwd\n' }],
    ['with a .git that names no folder', { '.git': 'gitdir: none\n' }],
    ['with folders in place of files', { '.git/HEAD/x': '', '.git/config/x': '' }],
    ['of another repository', checkoutIn('', 'x', 'octo-org/old-shop')],
  ])('or one whose commit is unknown, %s, causes a warning', (_, files) => {
    expect(read('a.yml', { ...files, ...spec })?.warning).toContain(
      `comes from the workspace, checked out at an unknown commit; whether that is this run's commit, 0123456, is not known. `,
    );
  });

  test('of another repository in a folder that the input names causes no warning', () => {
    const files = { ...checkoutIn('config', other, 'octo-org/config'), 'config/a.yml': 'a: 1\n' };
    expect(read('config/a.yml', files)?.warning).toBeUndefined();
  });

  test('is not known to be of another repository if the run has none', () => {
    using workspace = makeWorkspace({ ...checkoutIn('', other), ...spec });
    const run = { ...tagRun, repository: '', workspace: workspace.path };
    expect(readWorkspaceSpec({ spec: 'a.yml', imageVersion: '' }, run)?.warning).toContain(
      'the workspace, checked out at 89abcde, but this run is for commit 0123456. ',
    );
  });

  test.each<[string, Files, string]>([
    ['with the input image-version', checkoutIn('', other), '1.2.3'],
    ['in another repository, with image-version', checkoutIn('', other, 'fork/shop'), '1.2.3'],
    ['at the run’s commit in a renamed repository', checkoutIn('', tagRun.sha, 'o/old'), ''],
    ['at the run’s commit', checkoutIn('', tagRun.sha), ''],
    ['in the same repository in another case', checkoutIn('', tagRun.sha, 'Octo-Org/Shop'), ''],
    ['at an unknown commit, with image-version', checkoutIn('', 'x'), '1.2.3'],
  ])('causes no warning %s', (_, files, imageVersion) => {
    expect(read('a.yml', { ...files, ...spec }, imageVersion)?.warning).toBeUndefined();
  });
});

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

describe('the commit of a real checkout is found', () => {
  function expectCommitOf(folder: string): void {
    const commit = git(folder, 'rev-parse', 'HEAD');
    expect(readIn(folder, { spec: 'a.yml', imageVersion: '' })).toMatchObject({
      commit,
      origin: `the workspace, checked out at ${commit.slice(0, 7)}`,
    });
  }

  test.each<[string, (folder: string) => void]>([
    ['on a branch', () => undefined],
    ['on a branch with slashes', (folder) => git(folder, 'checkout', '--quiet', '-b', 'a/b/ü')],
    [
      'with packed refs',
      (folder) => {
        git(folder, 'branch', 'a/main');
        git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'Second');
        git(folder, 'pack-refs', '--all');
      },
    ],
    ['with a detached HEAD', (folder) => git(folder, 'checkout', '--quiet', '--detach')],
  ])('%s', (_, change) => {
    using repository = makeRepository();
    change(repository.path);
    expectCommitOf(repository.path);
  });

  test('in SHA-256', () => {
    using repository = makeRepository('--object-format', 'sha256');
    expectCommitOf(repository.path);
  });

  test('in a worktree', () => {
    using repository = makeRepository();
    git(repository.path, 'worktree', 'add', '--quiet', 'tree');
    const folder = join(repository.path, 'tree');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'Second');
    expectCommitOf(folder);
  });

  test('in a submodule', () => {
    using library = makeRepository();
    using repository = makeRepository();
    git(repository.path, 'submodule', '--quiet', 'add', library.path, 'lib');
    expectCommitOf(join(repository.path, 'lib'));
  });

  test('in a clone with little depth', () => {
    using repository = makeRepository();
    git(repository.path, 'clone', '--quiet', '--depth', '1', `file://${repository.path}`, 'clone');
    expectCommitOf(join(repository.path, 'clone'));
  });
});

describe('a checkout is another repository’s by its origin', () => {
  test.each([
    ['https://github.com/o/other', undefined],
    ['https://github.com/o/other.git', undefined],
    ['https://me:secret@github.example.com/o/other.js.git', undefined],
    ['ssh://git@github.com:22/o/other.git', undefined],
    ['git@github.com:o/other.git', undefined],
    ['git@github.com:octo-org/shop.git', other],
    ['https://github.com/Octo-Org/Shop/', other],
    ['/srv/git/o/other', other],
    ['https://github.com', other],
    [`https://github.com/${'a/'.repeat(5_000)}`, undefined],
  ])('%.40s', (url, commit) => {
    const upstream = '[remote "upstream"]\n\turl = https://github.com/o/upstream\n';
    const origin = `[remote "origin"]\n\tfetch = +refs/*:refs/*\n\turl = ${url}\n`;
    const files = { '.git/HEAD': `${other}\n`, '.git/config': upstream + origin, 'a.yml': '' };
    expect(read('a.yml', files)?.commit).toBe(commit);
  });
});

describe('a missing spec', () => {
  function errorOf(path: string, files: Files): string {
    try {
      return read(path, files) === undefined ? 'not checked out' : 'found';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  }
  const spec = '.bec/service.yml';
  const top = checkoutIn('', tagRun.sha);
  const app = checkoutIn('app', tagRun.sha);
  const config = checkoutIn('config', other, 'octo-org/config');

  test.each<[string, Files, string]>([
    [spec, { ...app, [`app/${spec}`]: '' }, `app/${spec}`],
    [spec, { ...checkoutIn('', other), ...app, [`app/${spec}`]: '' }, `app/${spec}`],
    ['.bec/service.yaml', { ...top, [spec]: '' }, spec],
    ['.bec/service', { ...top, [spec]: '' }, spec],
    ['.bec/Service.yml', { [spec]: '' }, spec],
    ['app/.bec/service.json', { ...app, [`app/${spec}`]: '' }, `app/${spec}`],
    ['config/prod.yml', { ...config, 'config/prod.yaml': '' }, 'config/prod.yaml'],
  ])('at %s is reported with the one that is nearly there (%#)', (path, files, similar) => {
    expect(errorOf(path, files)).toMatch(
      `There is no file "${path}" in the workspace, but there is "${similar}".`,
    );
  });

  test.each<[string, Files]>([
    ['deploy/prod.yml', { ...top, 'deploy/main.c': '', 'build/prod.yml': '' }],
    ['deploy/prod.yml', { ...top, 'deploy/prod/x.yml': '' }],
    ['.git2/config.yml', top],
  ])('at %s is reported without another one if there is none (%#)', (path, files) => {
    expect(errorOf(path, files)).toBe(
      `There is no file "${path}" in the workspace, checked out at 0123456. Is it committed, and does actions/checkout fetch its folder? The input spec is relative to the workspace.`,
    );
  });

  test.each<[string, string, Files, string]>([
    ['below the workspace', spec, app, 'the folder "app" of the workspace, checked out at 0123456'],
    [
      'of another commit',
      spec,
      checkoutIn('', other),
      'the workspace, checked out at 89abcde. This run is for commit 0123456',
    ],
    [
      'of another repository',
      spec,
      checkoutIn('', other, 'o/tools'),
      'the workspace, checked out at 89abcde. This run is for commit 0123456',
    ],
    [
      'of another repository, which the path leads to',
      'config/prod.yml',
      { ...top, ...config },
      'the folder "config" of the workspace, checked out at 89abcde.',
    ],
  ])('in a checkout %s is reported with that', (_, path, files, place) => {
    expect(errorOf(path, files)).toContain(`There is no file "${path}" in ${place}`);
  });

  test.each<[string, Files]>([
    ['nothing is checked out', { 'bec/service.yml': '' }],
    ['only another repository is, below the workspace', { ...config, [`config/${spec}`]: '' }],
  ])('is read from the repository if %s', (_, files) => {
    expect(errorOf(spec, files)).toBe('not checked out');
  });
});
