import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseFields } from '../../src/json.ts';
import { bundled } from '../../testing/bundled.ts';
import { baseSpec, changedSpec } from '../../testing/spec.ts';
import { repositoryText } from '../../testing/workspace.ts';

function run(args: readonly string[], input = '') {
  return spawnSync(process.execPath, [bundled('check'), ...args], {
    env: {},
    input,
    encoding: 'utf8',
  });
}

test('the schema that is printed is the published one', () => {
  const { status, stdout } = run(['schema']);
  expect(status).toBe(0);
  expect(parseFields(stdout)).toEqual(parseFields(repositoryText('schema/service.schema.json')));
});

test('the version is the one of the package', () => {
  const { version } = parseFields(repositoryText('package.json')) ?? {};
  expect(run(['--version']).stdout).toBe(`${String(version)}\n`);
});

test.each([
  ['a valid spec', baseSpec, 0, '✓ <stdin>: valid'],
  ['a problem', changedSpec('cpu: 1', 'cpu: x'), 1, '--> <stdin>:6:10'],
  ['a text that is too large', 'x'.repeat(2_000_000), 1, '<stdin>'],
])('%s comes from the standard input', (_, input, status, text) => {
  const ended = run(['check', '-'], input);
  expect(ended.stdout).toContain(text);
  expect(ended.status).toBe(status);
});

test('JSON lists the findings of all files', () => {
  const ended = run(
    ['check', '--format', 'json', '-', 'none.yml'],
    changedSpec('cpu: 1', 'cpu: x'),
  );
  const found: unknown = JSON.parse(ended.stdout);
  expect(found).toEqual([
    {
      code: 'invalid-type',
      file: '<stdin>',
      line: 6,
      column: 10,
      severity: 'error',
      message:
        'containers[0].cpu: Must be a whole number, not "x". CPU cores for the container, a whole number from 1.',
    },
    {
      code: 'unreadable-file',
      file: 'none.yml',
      line: 1,
      column: 1,
      severity: 'error',
      message: 'There is no file "none.yml".',
    },
  ]);
  expect(ended.status).toBe(1);
});

test('a valid spec is an empty list', () => {
  expect(run(['check', '--format=json', '-'], baseSpec)).toMatchObject({
    status: 0,
    stdout: '[]\n',
  });
});

test('JSON is no command to a runner, and hides nothing', () => {
  const ended = run(['check', '--format', 'json', '##[error]\u2028x\u202e']);
  expect(ended.stdout).toContain('"file": "# #[error]\\u2028x\\u202e"');
  expect(JSON.parse(ended.stdout)).toHaveLength(1);
});
