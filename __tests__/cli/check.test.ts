import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundled } from '../../testing/bundled.ts';

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const valid = `serviceName: web
containerGroupName: web
containers:
  - name: web
    imageAddress: hub.baidubce.com/acme/web
    cpu: 1
    memory: 2
deployInstances:
  - regionId: cn-shanghai-ct
    replicas: 2
`;
/** What it uses. */
const uses = '2 pods · 2 cores · 4 GB';
const json = JSON.stringify({
  serviceName: 'web',
  containerGroupName: 'web',
  containers: [{ name: 'web', imageAddress: 'hub.baidubce.com/acme/web', cpu: 1, memory: 2 }],
  deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 2 }],
});

/** Runs the command in a folder that holds these files. */
async function runIn(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text, text.includes('\xff') ? 'latin1' : 'utf8');
  }
  symlinkSync('/dev/null', join(folder, 'null.yml'));
  const child = spawn(process.execPath, [bundled('check'), ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (text.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text.stderr += data.toString()));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  rmSync(folder, { recursive: true });
  return { status, ...text };
}

describe('a valid spec', () => {
  test.concurrent.each([
    ['.bec/service.yml', valid, []],
    ['web.yaml', valid, ['web.yaml']],
    ['web.json', json, ['web.json']],
    ['web.yml', `\ufeff${valid.replaceAll('\n', '\r\n')}`, ['web.yml']],
  ])('in %s is one line, and status 0', async (path, text, args) => {
    const ended = await runIn({ [path]: text }, ['check', ...args]);
    expect(ended).toEqual({ status: 0, stdout: `✓ ${path}: valid · ${uses}\n`, stderr: '' });
  });
});

test.concurrent('a mistake is printed with its line and carets, and ends in status 1', async () => {
  const text = valid.replace('cpu: 1', 'cpu: 0.5');
  const { status, stdout } = await runIn({ '.bec/service.yml': text }, ['check']);
  const [message, ...lines] = stdout.split('\n');
  expect(status).toBe(1);
  expect(message).toMatch(/^error: containers\[0\]\.cpu: /);
  expect(lines).toEqual([
    '  --> .bec/service.yml:6:10',
    '    6 |     cpu: 0.5',
    '      |          ^^^',
    '✗ .bec/service.yml: 1 problem',
    '',
  ]);
});

test.concurrent('a mistake in JSON is printed with its line', async () => {
  const text = json.replace('"cpu":1', '"cpu":"x"');
  const { status, stdout } = await runIn({ 'web.json': text }, ['check', 'web.json']);
  expect(status).toBe(1);
  expect(stdout).toContain(`\n  --> web.json:1:${text.indexOf('"x"') + 1}\n`);
});

test.concurrent('a text that is not a spec is printed like a mistake', async () => {
  const { status, stdout } = await runIn({ 'web.yml': 'serviceName: "web\n' }, [
    'check',
    'web.yml',
  ]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^error: .*\n {2}--> web\.yml:1:[0-9]+\n/);
});

test.concurrent('several files are all checked, also after one with a mistake', async () => {
  const files = { 'a.yml': valid, 'b.yml': valid.replace('cpu: 1', 'cpu: x'), 'dir/c.yml': valid };
  const names = ['b.yml', 'missing.yml', 'dir', 'null.yml', 'a.yml', 'dir/c.yml'];
  const { status, stdout } = await runIn(files, ['check', ...names]);
  expect(status).toBe(1);
  expect(stdout.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
    expect.stringMatching(/^error: containers\[0\]\.cpu: /),
    '✗ b.yml: 1 problem',
    'error: There is no file "missing.yml".',
    'error: "dir" is a folder. Name a file in it.',
    'error: "null.yml" is not a regular file.',
    `✓ a.yml: valid · ${uses}`,
    `✓ dir/c.yml: valid · ${uses}`,
    '',
  ]);
});

test.concurrent.each([
  ['servcie.yml', 'There is no file "servcie.yml", but there is "service.yml".'],
  ['Service.yaml', 'There is no file "Service.yaml", but there is "service.yml".'],
  ['nothing.yml', 'There is no file "nothing.yml".'],
  [
    undefined,
    'There is no file ".bec/service.yml". Name your spec: bec-create check FILE. To begin one, copy https://github.com/org/bec-create/blob/v1/examples/service.yml',
  ],
])('%s is missing', async (path, message) => {
  const args = path === undefined ? [] : [path];
  const { status, stdout } = await runIn({ 'service.yml': valid }, ['check', ...args]);
  expect([status, stdout]).toEqual([1, `error: ${message}\n`]);
});

test.concurrent('a text that is no spec has no lines of it', async () => {
  const { status, stdout } = await runIn({ 'web.yml': 'a: secret\n' }, ['check', 'web.yml']);
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^error: This file is not a service spec, .*\n {2}--> web\.yml\n✗ web\.yml: 1 problem\n$/,
  );
});

describe('a file that cannot be a spec is refused', () => {
  test.concurrent.each([
    [
      'text in UTF-16',
      Buffer.from('\ufeffserviceName: web', 'utf16le').toString('latin1'),
      'UTF-8',
    ],
    ['a zero byte', 'a: \u0000', 'is UTF-16, or not a text file'],
    ['another encoding', 'a: 1\nb: \xff', 'is not valid UTF-8 (line 2)'],
    [
      'over 1 MiB',
      `#${' '.repeat(1024 ** 2)}`,
      'has 1048577 bytes; the maximum for a spec is 1 MiB.',
    ],
  ])('%s', async (_, text, message) => {
    const { status, stdout } = await runIn({ 'web.yml': text }, ['check', 'web.yml']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^error: "web\.yml" .*\n$/);
    expect(stdout).toContain(message);
  });
});

test.concurrent('unknown keys pass with --no-strict', async () => {
  const files = { '.bec/service.yml': `${valid}futureField: 1\n` };
  const strict = await runIn(files, ['check']);
  const lenient = await runIn(files, ['check', '--no-strict']);
  expect([strict.status, lenient.status]).toEqual([1, 0]);
});

test.concurrent('the containers that take the version can be named', async () => {
  const text = valid.replace('    cpu', '    imageVersion: "1"\n    cpu');
  const two = text + text.slice(text.indexOf('  - name'), text.indexOf('deploy'));
  const files = { 'web.yml': two.replace('deployInstances', '#') };
  const { stdout } = await runIn(files, ['check', '--container', 'nobody', 'web.yml']);
  expect(stdout).toContain('"nobody"');
});

test.concurrent('a version that gives way to that of the run is told', async () => {
  const text = valid.replace('    cpu', '    imageVersion: "1.27"\n    cpu');
  const { stdout } = await runIn({ 'web.yml': text }, ['check', 'web.yml']);
  expect(stdout).toBe(`✓ web.yml: valid · ${uses} · the run's version replaces that of "web"\n`);
});

test.concurrent.each([
  ['    replicas: 2\n', 'not known here: deployInstances[0].replicas'],
  ['    cpu: 1\n', '2 pods · 4 GB · not known here: containers[0].cpu'],
])('without %j, what is billed is not known', async (line, end) => {
  const { stdout } = await runIn({ 'web.yml': valid.replace(line, '') }, ['check', 'web.yml']);
  expect(stdout).toContain(`\n✓ web.yml: valid, with 1 warning · ${end}\n`);
});

test.concurrent('colors without a terminal need FORCE_COLOR', async () => {
  const files = { '.bec/service.yml': valid };
  const plain = await runIn(files, ['check'], {});
  const colored = await runIn(files, ['check'], { FORCE_COLOR: '1' });
  expect(plain.stdout).not.toContain('\u001b');
  expect(colored.stdout).toBe(`\u001b[32m✓\u001b[39m .bec/service.yml: valid · ${uses}\n`);
});

describe('a variable of the workflow', () => {
  const withPlaceholder = (placeholder: string, field: string): string =>
    valid.replace(new RegExp(`${field}: .*`), `${field}: $\{{ ${placeholder} }}`);

  test.concurrent.each([
    ['env.NAME', 'serviceName'],
    ['env.CPU', 'cpu'],
    ['secrets.NAME', 'serviceName'],
    ['env.REGION', 'regionId'],
  ])('%s in %s is a note, and the spec is valid', async (placeholder, field) => {
    const files = { 'web.yml': withPlaceholder(placeholder, field) };
    const { status, stdout } = await runIn(files, ['check', 'web.yml'], { NAME: 'of the machine' });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^note: /);
    expect(stdout).toMatch(/\n✓ web\.yml: valid, with 1 note( · [^\n]*)?\n$/);
    expect(stdout).not.toContain('of the machine');
  });

  test.concurrent.each(['env.BCE_ACCESS_KEY_ID', 'env.A B', 'vars.NAME', 'github.nonsense'])(
    'cannot be %s',
    async (placeholder) => {
      const files = { 'web.yml': withPlaceholder(placeholder, 'serviceName') };
      const { status, stdout } = await runIn(files, ['check', 'web.yml']);
      expect(status).toBe(1);
      expect(stdout).toMatch(/^error: serviceName: /);
    },
  );

  test.concurrent.each([
    ['cpu: 1', 'cpu', '2 pods · 4 GB · not known here: containers[0].cpu'],
    ['replicas: 2', 'replicas', 'not known here: deployInstances[0].replicas'],
  ])('in place of %s leaves open what is billed', async (field, key, end) => {
    const text = valid.replace(field, `${key}: \${{ env.NAME }}`);
    const { stdout } = await runIn({ 'web.yml': text }, ['check', 'web.yml']);
    expect(stdout).toContain(`\n✓ web.yml: valid, with 1 note · ${end}\n`);
  });

  test.concurrent.each([
    ['secrets.NAME', 'This secret is known only in the workflow, and is not checked here.'],
    ['env.NAME', 'This value comes from the env of the workflow step, and is not checked here.'],
  ])('%s is called what it is', async (placeholder, message) => {
    const files = { 'web.yml': withPlaceholder(placeholder, 'serviceName') };
    const { stdout } = await runIn(files, ['check', 'web.yml']);
    expect(stdout).toContain(`note: serviceName: ${message}\n`);
  });

  test.concurrent('does not hide a mistake beside it', async () => {
    const text = withPlaceholder('env.NAME', 'serviceName').replace('cpu: 1', 'cpu: 0.5');
    const { status, stdout } = await runIn({ 'web.yml': text }, ['check', 'web.yml']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/\n✗ web\.yml: 1 problem and 1 note\n$/);
  });
});

test.concurrent(
  'help is printed to the standard output, an invalid option to the standard error',
  async () => {
    const help = await runIn({}, ['check', '--help']);
    const wrong = await runIn({}, ['check', '--dry-run']);
    expect(help.stdout).toMatch(/^Usage: /);
    expect([help.status, help.stderr]).toEqual([0, '']);
    expect(wrong).toEqual({
      status: 2,
      stdout: '',
      stderr: "Unknown option '--dry-run'.\nTry --help.\n",
    });
  },
);
