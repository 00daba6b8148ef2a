/** Which spec a run deploys, through the entry: the workspace may hold another commit than the run's. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entryFor, plainSpec } from '../../testing/deployment.ts';
import { commandsIn, errorsIn, warningsIn } from '../../testing/log.ts';
import { htmlOf, textIn } from '../../testing/markdown.ts';
import { startStep, type StepResult } from '../../testing/runner.ts';
import { makeWorkspace } from '../../testing/workspace.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const other = '89abcdef0123456789abcdef0123456789abcdef';
const specText = JSON.stringify(plainSpec, undefined, 2);

interface Case {
  readonly files: Readonly<Record<string, string>>;
  /** Links by their paths, to paths in the workspace. */
  readonly links?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
}

async function run({ files, links = {}, inputs = {} }: Case): Promise<StepResult> {
  using workspace = makeWorkspace(files);
  for (const [path, target] of Object.entries(links)) {
    symlinkSync(join(workspace.path, target), join(workspace.path, path));
  }
  return await startStep({
    workspace: workspace.path,
    inputs: { 'dry-run': 'true', ...inputs },
    ...entryFor({ factor: 1 }),
  }).result;
}

describe('the log and the summary say where the spec comes from', () => {
  test.concurrent('a checkout of the run’s commit', async () => {
    const ended = await run({ files: { '.git/HEAD': `${sha}\n`, '.bec/service.yml': specText } });
    expect(ended.exitCode).toBe(0);
    expect(ended.log).toContain('the workspace, checked out at 0123456');
    expect(textIn(htmlOf(ended.summary))).toContain(
      '.bec/service.yml from the workspace, checked out at 0123456',
    );
    expect(warningsIn(ended.log)).toEqual([]);
  });

  test.concurrent('a checkout of an earlier commit, with a warning', async () => {
    const files = { '.git/HEAD': `${other}\n`, '.bec/service.yml': specText };
    const ended = await run({ files });
    expect(ended.exitCode).toBe(0);
    expect(ended.log).toContain('the workspace, checked out at 89abcde');
    expect(warningsIn(ended.log)).toEqual([
      expect.stringMatching(/checked out at 89abcde, but this run is for commit 0123456/),
    ]);
    const versioned = await run({ files, inputs: { 'image-version': '1.0' } });
    expect(versioned.log).toContain('the workspace, checked out at 89abcde');
    expect(warningsIn(versioned.log)).toEqual([]);
  });
});

test.concurrent('a stale checkout hides neither the one below it nor its spec', async () => {
  const files = {
    '.git/HEAD': `${other}\n`,
    'app/.git/HEAD': `${sha}\n`,
    'app/.bec/service.yml': specText,
  };
  const ended = await run({ files });
  expect(errorsIn(ended.log)).toEqual([
    expect.stringContaining('but there is "app/.bec/service.yml"'),
  ]);
});

test.concurrent('a leftover of another repository causes a warning', async () => {
  const files = {
    '.git/HEAD': `${other}\n`,
    '.git/config': '[remote "origin"]\n\turl = https://github.com/octo-org/old-shop\n',
    '.bec/service.yml': specText,
  };
  const ended = await run({ files });
  expect(warningsIn(ended.log)).toEqual([
    expect.stringMatching(/checked out at 89abcde, but this run is for commit 0123456\./),
  ]);
  const versioned = await run({ files, inputs: { 'image-version': '1.0' } });
  expect(warningsIn(versioned.log)).toEqual([]);
});

describe('a checkout below the workspace', () => {
  const files = { 'app/.git/HEAD': `${sha}\n`, 'app/.bec/service.yml': specText };

  test.concurrent('is noticed if the path has a typing error', async () => {
    const ended = await run({ files, inputs: { spec: 'app/.bec/servce.yml' } });
    expect(ended.exitCode).toBe(1);
    expect(errorsIn(ended.log)).toEqual([
      'There is no file "app/.bec/servce.yml" in the workspace, but there is "app/.bec/service.yml". Change the input spec, or rename the file.',
    ]);
  });

  test.concurrent('is noticed if the path misses the folder', async () => {
    const ended = await run({ files });
    expect(errorsIn(ended.log)).toEqual([
      expect.stringContaining('but there is "app/.bec/service.yml"'),
    ]);
  });

  test.concurrent('has annotations on the repository’s own path', async () => {
    const wrong = specText.replace('"cpu": 1', '"cpu": 0.5');
    const ended = await run({
      files: { ...files, 'app/.bec/service.yml': wrong },
      inputs: { spec: 'app/.bec/service.yml' },
    });
    expect(ended.exitCode).toBe(1);
    const [annotation] = commandsIn(ended.log).filter(({ name }) => name === 'error');
    expect(annotation?.properties).toMatch(/,file=\.bec\/service\.yml,/);
    expect(ended.log).toContain('--> app/.bec/service.yml:');
  });
});

test.concurrent('a link into .git prints nothing of the file that it leads to', async () => {
  const secret = 'AUTHORIZATION: basic eC1hY2Nlc3MtdG9rZW46Z2hzX3NlY3JldA==';
  const ended = await run({
    files: { '.git/config': `[http]\n\textraheader = ${secret}\n`, '.bec/other.yml': '' },
    links: { '.bec/service.yml': '.git/config' },
  });
  expect(ended.exitCode).toBe(1);
  expect(errorsIn(ended.log)).toEqual([expect.stringContaining("is in one of Git's own folders")]);
  expect(ended.log + ended.summary).not.toContain('eC1hY2Nlc3');
});
