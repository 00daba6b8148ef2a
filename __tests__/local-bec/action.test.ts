import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot, runStep } from '../../testing/runner.ts';
import { stopServer, type ControlAddress } from '../../local-bec/control.ts';
import { parseFields, textOf, toFields, type Fields } from '../../src/json.ts';
import { startRawServer } from '../../testing/raw-server.ts';
import { plainSpec, specPath } from '../../testing/deployment.ts';
import { commandsIn, errorsIn } from '../../testing/log.ts';
import { makeWorkspace, repositoryText } from '../../testing/workspace.ts';

const aTime = 10_000;

interface Ended {
  readonly exitCode: number | null;
  readonly log: string;
  /** What the step wrote: outputs and state. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
}

/** A job on a runner of its own, with the steps of the action `local-bec`. */
interface Job extends AsyncDisposable {
  readonly temp: string;
  readonly main: (
    inputs?: Readonly<Record<string, string>>,
    env?: Readonly<Record<string, string>>,
  ) => Promise<Ended>;
  /** What the runner does with the state that the main step saved. */
  readonly post: (main: Pick<Ended, 'state'>) => Promise<Ended>;
}

function startJob(): Job {
  const temp = mkdtempSync(join(tmpdir(), 'job-'));
  const started: Ended[] = [];
  const run = async (env: Readonly<Record<string, string>>): Promise<Ended> => {
    const ended = await runEntry(temp, env);
    started.push(ended);
    return ended;
  };
  return {
    temp,
    main: (inputs = {}, env = {}) =>
      run({ ...env, ...variables('INPUT_', { ...defaultInputs(), ...inputs }) }),
    post: ({ state }) => run(variables('STATE_', state)),
    [Symbol.asyncDispose]: async () => {
      const addresses = started.map(({ state }) => controlAddressIn(state));
      await Promise.allSettled(addresses.map((address) => stopServer(address)));
      rmSync(temp, { recursive: true });
    },
  };
}

/** What the manifest has of each input or output, by its name. */
function manifestSection(name: 'inputs' | 'outputs'): Fields {
  const manifest = toFields(parse(repositoryText('local-bec/action.yml')));
  return toFields(manifest?.[name]) ?? {};
}

function defaultInputs(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(manifestSection('inputs')).map(([name, input]) => [
      name,
      textOf(toFields(input)?.['default']),
    ]),
  );
}

function logsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.log'));
}

function variables(
  prefix: 'INPUT_' | 'STATE_',
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      // Inputs are upper-cased, states are not.
      prefix === 'INPUT_' ? prefix + name.toUpperCase() : prefix + name,
      value,
    ]),
  );
}

async function runEntry(temp: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const [outputFile, stateFile] = [join(temp, 'output'), join(temp, 'state')];
  for (const file of [outputFile, stateFile]) writeFileSync(file, '');
  const child = spawn(process.execPath, [join(repositoryRoot, 'dist/local-bec/index.js')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: outputFile,
      GITHUB_STATE: stateFile,
      ...env,
    },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  }
  // The step ends when its output does, too: a runner waits for both.
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exitCode, log, outputs: valuesIn(outputFile), state: valuesIn(stateFile) };
}

function valuesIn(file: string): Record<string, string> {
  const pattern = /^([^\n=<]+)<<(.+)\n([^]*?)\n\2$/gm;
  return Object.fromEntries(
    [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name = '', , value = '']) => [
      name,
      value,
    ]),
  );
}

function controlAddressIn(state: Ended['state']): ControlAddress {
  return { port: Number(state['control-port'] ?? 0), token: state['control-token'] ?? '' };
}

function isListening(endpoint: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

function endOf({ outputs }: Pick<Ended, 'outputs'>): Promise<void> {
  return vi.waitFor(
    async () => {
      if (await isListening(outputs['endpoint'] ?? '')) throw new Error('It still listens.');
    },
    { timeout: aTime },
  );
}

/** Deploys to the server that the outputs name. */
async function deployTo(outputs: Ended['outputs'], inputs: Readonly<Record<string, string>> = {}) {
  using workspace = makeWorkspace({ [specPath]: JSON.stringify(plainSpec) });
  return await runStep({
    workspace: workspace.path,
    inputs: { ...outputs, wait: 'true', ...inputs },
  });
}

describe('the action local-bec', () => {
  test('names files that exist', () => {
    const manifest = parseFields(JSON.stringify(parse(repositoryText('local-bec/action.yml'))));
    expect(manifest?.['runs']).toEqual({
      using: 'node24',
      main: '../dist/local-bec/index.js',
      post: '../dist/local-bec/index.js',
    });
    expect(readdirSync(join(repositoryRoot, 'dist/local-bec'))).toContain('index.js');
  });

  test.concurrent(
    'starts a server that outlasts the step, and stops it in its post step',
    async () => {
      await using job = startJob();
      const main = await job.main({ 'startup-ms': '0' });
      expect(errorsIn(main.log)).toEqual([]);
      expect(main.exitCode).toBe(0);
      expect(Object.keys(main.outputs).sort()).toEqual(
        Object.keys(manifestSection('outputs')).sort(),
      );
      expect(main.outputs['endpoint']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(main.log).toContain(`Local BEC at ${main.outputs['endpoint'] ?? 'none'}`);
      expect(await isListening(main.outputs['endpoint'] ?? '')).toBe(true);

      const step = await deployTo(main.outputs);
      expect(errorsIn(step.log)).toEqual([]);
      expect(step.outputs).toMatchObject({ status: 'RUNNING' });

      const post = await job.post(main);
      expect(post.exitCode).toBe(0);
      await endOf(main);
      const [title, ...calls] =
        /^::group::(.*)\n([^]*)\n::endgroup::$/m.exec(post.log)?.slice(1) ?? [];
      const lines = calls.join('\n').split('\n');
      expect(title).toBe(`The local BEC received ${lines.length} calls`);
      expect(lines.slice(0, 5)).toEqual([
        expect.stringMatching(/^POST \/v2\/service\/create 200 - \S+$/),
        expect.stringMatching(
          new RegExp(`^GET /v1/service/${step.outputs['serviceId'] ?? 'none'} 200 - \\S+$`),
        ),
        expect.stringMatching(/^GET \/v1\/pod 200 /),
        expect.stringMatching(/^GET \/v1\/pod 200 /),
        expect.stringMatching(/^GET \/v1\/service 200 /),
      ]);
    },
  );

  test.concurrent(
    'masks the secret before it becomes an output, and prints it nowhere else',
    async () => {
      await using job = startJob();
      const main = await job.main();
      const secret = main.outputs['secret-access-key'] ?? 'none';
      expect(commandsIn(main.log)[0]).toMatchObject({ name: 'add-mask', text: secret });
      expect(main.log.split(secret)).toHaveLength(2);
      const post = await job.post(main);
      expect(post.log).not.toContain(secret);
    },
  );

  test.concurrent('knows which image versions are missing', async () => {
    await using job = startJob();
    const main = await job.main({
      'startup-ms': '0',
      'missing-image-versions': 'v0\n\n  v1.2.3\n',
    });
    const step = await deployTo(main.outputs, { 'on-failure': 'delete' });
    expect(step.exitCode).toBe(1);
    expect(errorsIn(step.log).join('\n')).toContain("can't be pulled: manifest unknown");
    const other = await deployTo(main.outputs, {
      'image-version': 'v1',
      'client-token': 'another',
    });
    expect(errorsIn(other.log)).toEqual([]);
    const post = await job.post(main);
    expect(post.log).toMatch(/^DELETE \/v1\/service\/\S+ 200 /m);
  });

  test.concurrent('refuses other keys', async () => {
    await using job = startJob();
    const main = await job.main();
    const step = await deployTo({ ...main.outputs, 'secret-access-key': 'another' });
    expect(errorsIn(step.log).join('\n')).toContain('SignatureDoesNotMatch');
    await job.post(main);
  });

  test.concurrent('two of a job do not disturb each other', async () => {
    await using job = startJob();
    const first = await job.main({ 'startup-ms': '0' });
    const second = await job.main({ 'startup-ms': '0' });
    await deployTo(first.outputs);
    const posts = [await job.post(second), await job.post(first)];
    const counts = posts.map(({ log }) => Number(/received (\d+) calls/.exec(log)?.[1]));
    expect(counts[0]).toBe(0);
    expect(counts[1]).toBeGreaterThan(1);
    expect(first.outputs['endpoint']).not.toBe(second.outputs['endpoint']);
    await endOf(first);
    await endOf(second);
  });

  test.concurrent('is not red in its post step if the server has ended before', async () => {
    await using job = startJob();
    const main = await job.main();
    await stopServer(controlAddressIn(main.state));
    await endOf(main);
    const post = await job.post(main);
    expect(post.exitCode).toBe(0);
    expect(post.log).toContain('The local BEC had ended before.');
  });

  test.concurrent('is not red in its post step if another program has its port', async () => {
    await using job = startJob();
    await using other = await startRawServer((socket) => socket.end('HTTP/1.1 200 OK\r\n'));
    const post = await job.post({
      state: { 'is-post': 'true', 'control-port': String(other.port), 'control-token': 'token' },
    });
    expect(post.exitCode).toBe(0);
    expect(post.log).toContain('The local BEC had ended before.');
  });

  test.concurrent('ends only for a caller that knows its token', async () => {
    await using job = startJob();
    const main = await job.main();
    const { port } = controlAddressIn(main.state);
    await expect(stopServer({ port, token: 'another' })).rejects.toThrow('HTTP 403');
    expect(await isListening(main.outputs['endpoint'] ?? '')).toBe(true);
  });

  test.concurrent('is not red in its post step if its log is gone', async () => {
    await using job = startJob();
    const main = await job.main();
    for (const name of logsIn(job.temp)) rmSync(join(job.temp, name));
    const post = await job.post(main);
    expect(post.exitCode).toBe(0);
    expect(post.log).toContain('The local BEC received 0 calls');
  });

  test.concurrent('keeps its log to its user, and no key in it', async () => {
    await using job = startJob();
    const main = await job.main({ 'startup-ms': '0' });
    await deployTo(main.outputs);
    const [name = 'none'] = logsIn(job.temp);
    const log = join(job.temp, name);
    const text = readFileSync(log, 'utf8');
    expect(text).toContain('POST /v2/service/create 200');
    const { outputs, state } = main;
    for (const secret of [
      outputs['access-key-id'],
      outputs['secret-access-key'],
      state['control-token'],
    ]) {
      expect(text).not.toContain(secret);
    }
    if (process.platform !== 'win32') expect(statSync(log).mode & 0o777).toBe(0o600);
  });

  test
    .skipIf(process.platform !== 'linux')
    .concurrent('hands nothing of the environment on to the server', async () => {
      await using job = startJob();
      const main = await job.main({}, { PROBE: 'a-secret-of-the-job' });
      const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
      const environments = pids.map((pid) => {
        try {
          const isServer = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dist/local-bec');
          return isServer ? readFileSync(`/proc/${pid}/environ`, 'utf8') : '';
        } catch {
          return '';
        }
      });
      expect(main.exitCode).toBe(0);
      expect(environments.filter((text) => text.includes('a-secret-of-the-job'))).toEqual([]);
    });

  test.concurrent('plays a variant', async () => {
    await using job = startJob();
    const main = await job.main({ 'startup-ms': '0', rollout: 'crash-loop' });
    const step = await deployTo(main.outputs);
    expect(errorsIn(step.log).join('\n')).toContain('starts and exits again');
  });

  test.concurrent.each([
    { name: 'a time that is not a number', inputs: { 'startup-ms': 'soon' }, part: '--startup-ms' },
    { name: 'an unknown variant', inputs: { tags: 'all' }, part: '--tags must be one of set, ' },
  ])('is red at once with $name, and leaves nothing behind', async ({ inputs, part }) => {
    await using job = startJob();
    const main = await job.main(inputs);
    expect(main.exitCode).toBe(1);
    expect(errorsIn(main.log).join('\n')).toContain('The local BEC did not start: ');
    expect(errorsIn(main.log).join('\n')).toContain(part);
    expect(main.outputs).toEqual({});
    const post = await job.post(main);
    expect([post.exitCode, post.log]).toEqual([0, '']);
  });
});
