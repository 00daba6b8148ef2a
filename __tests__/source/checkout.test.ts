import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkoutsIn } from '../../src/source/checkout.ts';
import type { SpecFile } from '../../src/source/source.ts';
import { readWorkspaceSpec } from '../../src/source/workspace.ts';
import { tagRun } from '../../testing/spec.ts';
import { makeWorkspace } from '../../testing/workspace.ts';

const other = '89abcdef0123456789abcdef0123456789abcdef';
type Files = Readonly<Record<string, string>>;

/** The files of a checkout in a folder of the workspace. */
function checkoutIn(folder: string, commit: string, repository = 'octo-org/shop'): Files {
  return {
    [join(folder, '.git/HEAD')]: `${commit}\n`,
    [join(folder, '.git/config')]: `[remote "origin"]\n\turl = https://github.com/${repository}\n`,
  };
}

function read(path: string, files: Files, hasImageVersion = false): SpecFile | undefined {
  using workspace = makeWorkspace(files);
  return readWorkspaceSpec({ path, workspace: workspace.path, run: tagRun, hasImageVersion });
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
      'the folder "config" of the workspace, checked out from octo-org/config at 89abcde',
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
      'the folder "lib" of the workspace, checked out from octo-org/lib at 89abcde',
    ],
    [
      'in a checkout without a readable commit',
      'a.yml',
      { '.git/HEAD': '' },
      'the workspace, checked out at an unknown commit',
    ],
    ['without a checkout', 'a.yml', {}, 'the workspace, which is not a Git checkout'],
  ])('%s', (_, path, files, origin) => {
    expect(read(path, { ...files, [path]: 'a: 1\n' })).toMatchObject({
      path,
      origin,
      warning: undefined,
    });
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
    ['unknown if both may be others', { '.git/HEAD': `${other}\n` }, undefined],
    ['unknown without a checkout', {}, undefined],
  ])('the commit is %s', (_, files, commit) => {
    expect(read('a.yml', { ...files, 'a.yml': 'a: 1\n' })).toMatchObject({ commit });
  });

  test('is the target’s if the spec is a link', () => {
    using workspace = makeWorkspace({ ...checkoutIn('app', tagRun.sha), 'app/a.yml': 'a: 1\n' });
    symlinkSync('app/a.yml', join(workspace.path, 'link.yml'));
    const options = { workspace: workspace.path, run: tagRun, hasImageVersion: false };
    expect(readWorkspaceSpec({ path: 'link.yml', ...options })).toMatchObject({
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
      'The spec comes from the workspace, checked out at 89abcde, but this run is for commit 0123456. Without a step with actions/checkout in this job, it may be left over from an earlier job on this runner. If the other commit is intended, set the input image-version to the version of its image.',
    );
  });

  test('of another repository causes a warning that names both', () => {
    const files = { ...checkoutIn('', other, 'octo-org/old-shop'), ...spec };
    expect(read('a.yml', files)?.warning).toBe(
      'The spec comes from the workspace, checked out from octo-org/old-shop at 89abcde, but this run is for commit 0123456 of octo-org/shop. Without a step with actions/checkout in this job, it may be left over from an earlier job on this runner. If the other repository is intended, set the input image-version to the version of the image.',
    );
  });

  test('of another repository, without a readable commit, causes a warning', () => {
    const files = { ...checkoutIn('', 'x', 'octo-org/old-shop'), ...spec };
    expect(read('a.yml', files)?.warning).toContain('octo-org/old-shop at an unknown commit, but');
  });

  test('of another repository in a folder that the input names causes no warning', () => {
    const files = { ...checkoutIn('config', other, 'octo-org/config'), 'config/a.yml': 'a: 1\n' };
    expect(read('config/a.yml', files)?.warning).toBeUndefined();
  });

  test('is not known to be of another repository if the run has none', () => {
    using workspace = makeWorkspace({ ...checkoutIn('', other), ...spec });
    const run = { ...tagRun, repository: '' };
    const options = { path: 'a.yml', workspace: workspace.path, run, hasImageVersion: false };
    expect(readWorkspaceSpec(options)?.warning).toContain(
      'the workspace, checked out at 89abcde, but this run is for commit 0123456. ',
    );
  });

  test.each<[string, Files, boolean]>([
    ['with the input image-version', checkoutIn('', other), true],
    ['in another repository, with image-version', checkoutIn('', other, 'fork/shop'), true],
    ['at the run’s commit in a renamed repository', checkoutIn('', tagRun.sha, 'o/old'), false],
    ['at the run’s commit', checkoutIn('', tagRun.sha), false],
    ['in the same repository in another case', checkoutIn('', tagRun.sha, 'Octo-Org/Shop'), false],
    ['at an unknown commit', checkoutIn('', 'x'), false],
  ])('causes no warning %s', (_, files, hasImageVersion) => {
    expect(read('a.yml', { ...files, ...spec }, hasImageVersion)?.warning).toBeUndefined();
  });
});

describe('checkouts', () => {
  function foldersOf(files: Files): readonly string[] {
    using workspace = makeWorkspace(files);
    return checkoutsIn({ workspace: workspace.path, run: tagRun }).map(({ path }) => path);
  }
  const deep = 'a/b/c/d/e/f/g/h';

  test.each<[string, Files, readonly string[]]>([
    ['at the top and below it', { '.git/HEAD': '', 'app/.git/HEAD': '' }, ['', 'app']],
    ['within others', { 'app/.git/HEAD': '', 'app/x/y/lib/.git': '' }, ['app', 'app/x/y/lib']],
    ['eight folders deep', { [`${deep}/.git/HEAD`]: '' }, [deep]],
  ])('are found %s', (_, files, folders) => {
    expect(foldersOf(files)).toEqual(folders);
  });

  test.each<[string, Files]>([
    ['in node_modules', { 'node_modules/x/.git/HEAD': '', 'app/node_modules/x/.git/HEAD': '' }],
    ['nine folders deep', { [`${deep}/i/.git/HEAD`]: '' }],
    [
      'below more folders than a step has time for',
      Object.fromEntries(Array.from({ length: 2100 }, (_, index) => [`${index}/x/.git`, ''])),
    ],
  ])('are not looked for %s', (_, files) => {
    expect(foldersOf(files)).toEqual([]);
  });

  test('of Git’s own modules are not looked at', () => {
    expect(foldersOf({ '.git/HEAD': '', '.git/modules/lib/.git': '' })).toEqual(['']);
  });

  test('are not read without end', () => {
    const files = Array.from({ length: 50 }, (_, index) => [`${index}/.git/HEAD`, ''] as const);
    expect(foldersOf(Object.fromEntries(files))).toHaveLength(20);
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
  const app = { ...checkoutIn('app', tagRun.sha), [`app/${spec}`]: '' };
  const top = { ...checkoutIn('', tagRun.sha), [spec]: '' };

  test.each<[string, Files, string]>([
    ['app/.bec/servce.yml', app, `app/${spec}`],
    ['app/.bec/service.yaml', app, `app/${spec}`],
    ['app/.bec/Service.yml', app, `app/${spec}`],
    ['app/bec/service.yml', app, `app/${spec}`],
    ['ap/.bec/service.yml', app, `app/${spec}`],
    [spec, app, `app/${spec}`],
    ['.bec/servce.yml', app, `app/${spec}`],
    [`app/${spec}`, top, spec],
    ['bec/service.yml', top, spec],
    ['.bec/sevrice.yml', top, spec],
    ['.bec/service', top, spec],
    [spec, { ...checkoutIn('a/b/c', tagRun.sha), [`a/b/c/${spec}`]: '' }, `a/b/c/${spec}`],
    [
      '.bec/servce.yml',
      { ...checkoutIn('a/b/c/d/e', other), [`a/b/c/d/e/${spec}`]: '' },
      `a/b/c/d/e/${spec}`,
    ],
    [spec, { ...checkoutIn('', other), ...app }, `app/${spec}`],
    [spec, { ...checkoutIn('', other), '.bec/servce.yml': '', ...app }, `app/${spec}`],
    [spec, { ...checkoutIn('', other, 'octo-org/tools'), ...app }, `app/${spec}`],
    [
      spec,
      {
        ...checkoutIn('', tagRun.sha),
        '.bec/service.yaml': '',
        ...checkoutIn('pages', other),
        [`pages/${spec}`]: '',
      },
      '.bec/service.yaml',
    ],
    [spec, { ...checkoutIn('old', other), [`old/${spec}`]: '', ...app }, `app/${spec}`],
    [
      spec,
      { ...checkoutIn('', tagRun.sha), ...checkoutIn('cfg', other, 'o/cfg'), [`cfg/${spec}`]: '' },
      `cfg/${spec}`,
    ],
    [
      'cfg/.bec/servce.yml',
      { ...checkoutIn('cfg', other, 'o/cfg'), [`cfg/${spec}`]: '' },
      `cfg/${spec}`,
    ],
  ])('at %s is reported with a similar one (%#)', (path, files, similar) => {
    expect(errorOf(path, files)).toMatch(
      `There is no file "${path}" in the workspace, but there is "${similar}".`,
    );
  });

  test('in a checkout below the workspace is reported with its folder', () => {
    expect(errorOf('deploy/prod.yml', checkoutIn('app', tagRun.sha))).toBe(
      'There is no file "deploy/prod.yml" in the workspace. Is it committed, and does actions/checkout fetch its folder? The input spec is relative to the workspace, and the repository is checked out in its folder "app".',
    );
  });

  test('in a checkout of another commit is reported with that commit', () => {
    expect(errorOf('deploy/prod.yml', checkoutIn('', other))).toMatch(
      / The file was searched in the workspace, checked out at 89abcde; this run is for commit 0123456\.$/,
    );
  });

  test('in a checkout of another repository is reported with that repository', () => {
    expect(errorOf('deploy/prod.yml', checkoutIn('', other, 'octo-org/tools'))).toMatch(
      / in the workspace, checked out from octo-org\/tools at 89abcde; this run is/,
    );
  });

  test('in several checkouts is reported with those that were searched', () => {
    const files = { ...checkoutIn('', other), ...checkoutIn('a/b/app', tagRun.sha) };
    expect(errorOf('deploy/prod.yml', files)).toMatch(
      / searched in the workspace, checked out at 89abcde and the folder "a\/b\/app" of the workspace, checked out at 0123456; this run is for commit 0123456\.$/,
    );
  });

  test('in a deep checkout is reported with its folder', () => {
    expect(errorOf('deploy/prod.yml', checkoutIn('a/b/c/d', tagRun.sha))).toContain(
      'the repository is checked out in its folder "a/b/c/d".',
    );
  });

  test('in a folder with another repository is reported with that repository', () => {
    expect(errorOf('cfg/prod.yml', checkoutIn('cfg', other, 'octo-org/config'))).toContain(
      'octo-org/config is checked out in its folder "cfg".',
    );
  });

  test('is read from the repository if only another repository is checked out below', () => {
    expect(errorOf(spec, checkoutIn('tools', other, 'octo-org/tools'))).toBe('not checked out');
  });

  test('is read from the repository if there are only similar folders', () => {
    expect(errorOf(spec, { 'bec/service.yml': '' })).toBe('not checked out');
  });

  test.each<[string, Files]>([
    ['deploy/prod.yml', { ...top, 'deploy/main.c': '', 'build/prod.yml': '' }],
    ['deploy/prod.yml', { ...top, 'deploy/prod/x.yml': '' }],
    ['a/b.yml', { ...top, 'a/a.yml': '' }],
    ['.git2/config.yml', top],
  ])('at %s is reported without a similar one if there is none (%#)', (path, files) => {
    expect(errorOf(path, files)).toContain('Is it committed');
  });
});
