import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startLocalBec } from '../local-bec/server.ts';
import { anchorOf, errorRows, helpOn } from '../src/action/help.ts';
import { errorCodes } from '../src/api/error-codes.ts';
import { listOf, toFields } from '../src/json.ts';
import { pauseAfter } from '../src/service/wait.ts';
import { blocksOf, codeSpansIn, idsIn, linksIn, tablesIn } from '../testing/pages.ts';
import { repositoryRoot, runStep } from '../testing/runner.ts';
import { textsIn } from '../testing/source-texts.ts';
import { makeWorkspace, repositoryText } from '../testing/workspace.ts';

const readme = repositoryText('README.md');

test('is no longer than a reader is patient', () => {
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(240);
});

test('the steps that need no account are those of the example that the tests run', () => {
  const [, , steps = ''] = blocksOf(readme, 'yaml');
  const workflow: unknown = parse(repositoryText('examples/workflows/without-an-account.yml'));

  const job = toFields(toFields(toFields(workflow)?.['jobs'])?.['deploy']);

  expect(listOf(job?.['steps']).slice(0, 2)).toEqual(parse(steps));
});

test.each(['README.md', 'docs/from-kubernetes.md'])('the spec in %s is valid', async (page) => {
  const specs = blocksOf(repositoryText(page), 'yaml').filter((text) =>
    /^serviceName:/m.test(text),
  );
  using workspace = makeWorkspace({ '.bec/service.yml': specs.join('---\n') });
  const { exitCode, log } = await runStep({
    workspace: workspace.path,
    inputs: { 'dry-run': 'true' },
  });

  expect(log).not.toMatch(/^::(?:warning|error)/m);
  expect(exitCode).toBe(0);
});

test('every example is linked', () => {
  const names = readdirSync(join(repositoryRoot, 'examples/workflows')).filter((name) =>
    name.endsWith('.yml'),
  );

  expect(linksIn(readme)).toEqual(
    expect.arrayContaining(names.map((name) => `examples/workflows/${name}`)),
  );
});

test('a deployment leaves the workspace as it was', async () => {
  const [, spec = ''] = blocksOf(readme, 'yaml');
  using workspace = makeWorkspace({ '.bec/service.yml': spec, 'src/index.js': '1;\n' });
  await using bec = await startLocalBec();
  const before = filesIn(workspace.path);
  const { exitCode } = await runStep({
    workspace: workspace.path,
    inputs: {
      endpoint: bec.endpoint,
      'access-key-id': bec.credentials.accessKeyId,
      'secret-access-key': bec.credentials.secretAccessKey,
      wait: 'true',
    },
  });

  expect(exitCode).toBe(0);
  expect(filesIn(workspace.path)).toEqual(before);
});

test('the pause between two polls is the one that the README names', () => {
  const [shortest, longest] = [pauseAfter(0), pauseAfter(Infinity)].map((ms) => ms / 1000);
  const share = (pauseAfter(100_000) / 100_000) * 100;

  expect(readme).toContain(`${share}% of the time waited so far, at least ${shortest ?? ''} s`);
  expect(readme).toContain(`at most ${longest ?? ''} s`);
});

describe.each(['README.md', 'docs/troubleshooting.md'])('the errors in %s', (page) => {
  const texts = [
    ...textsIn('src'),
    ...textsIn('delete'),
    ...textsIn('update'),
    ...Object.keys(errorCodes),
  ];
  const quoted = tablesIn(repositoryText(page))
    .filter(([head]) => head?.[0] === 'the error says')
    .flatMap(([, ...rows]) => rows.flatMap(([cell = '']) => codeSpansIn(cell)));

  test('are there', () => {
    expect(quoted.length).toBeGreaterThan(5);
  });

  test.each(quoted)('can be said by the code: %s', (text) => {
    expect(texts.filter((source) => isIn(source, text))).not.toEqual([]);
  });
});

test.each(['docs/troubleshooting.md', 'docs/troubleshooting.zh-CN.md'])(
  'each row of %s has the anchor that its error leads to',
  (page) => {
    const quoted = tablesIn(repositoryText(page))
      .filter(([head]) => /error|错误/.test(head?.[0] ?? ''))
      .flatMap(([, ...cells]) => cells.map(([cell = '']) => ({ cell, words: codeSpansIn(cell) })));

    expect(errorRows).toEqual(quoted.map(({ words }) => words));
    expect(quoted.map(({ cell }) => idsIn(cell))).toEqual(errorRows.map((row) => [anchorOf(row)]));
  },
);

test('an error leads to its row, whatever its values are', () => {
  expect(helpOn('Unknown input "dry_run"; did you mean dry-run?')).toMatch(
    /^https:.*\/docs\/troubleshooting\.md#unknown-input-did-you-mean$/,
  );
  expect(helpOn('Nobody has ever seen this.')).toBeUndefined();
});

test.each([
  ['it is FAILED.', 'was-created-but'],
  ['it was not running after 10 min.', 'it-was-not-running-after'],
  [
    'it was not running after 10 min.\na: no node has enough room for it.',
    'no-node-has-enough-room',
  ],
  ['BEC has not found it for 60 s.', 'bec-has-not-found-it-for'],
  ["its state can't be read: no.", 'its-state-cant-be-read'],
  [
    'it is FAILED. It could not be deleted, so it still exists and is billed: no.',
    'it-could-not-be-deleted-so-it-still-exists-and-is-billed',
  ],
])('the row that says most comes first: %s', (text, id) => {
  expect(helpOn(`The service "web" (s-1) was created, but ${text}`)?.split('#')[1]).toBe(id);
});

/** All files and folders, with what can be seen of a change. */
function filesIn(folder: string): readonly unknown[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const path = join(folder, name);
      const { mtimeMs, mode } = statSync(path);
      const text = statSync(path).isFile() ? readFileSync(path, 'utf8') : '';
      return { name, mtimeMs, mode, text };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** In this order, with anything in the place of an ellipsis. */
function isIn(source: string, text: string): boolean {
  let position = 0;
  for (const part of text.split('…').map((piece) => piece.trim())) {
    const found = source.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return true;
}
