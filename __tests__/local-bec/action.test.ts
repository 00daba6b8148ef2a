import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot, runStep } from '../../testing/runner.ts';
import { parseFields } from '../../src/json.ts';
import { plainSpec, specPath } from '../../testing/deployment.ts';
import { commandsIn, errorsIn } from '../../testing/log.ts';
import { makeWorkspace, repositoryText } from '../../testing/workspace.ts';

const aTime = 10_000;

interface Ended {
  readonly exitCode: number | null;
  readonly log: string;
  /** What the step handed on: outputs, or state. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
}

/** A job on a runner of its own, with the steps of the action `local-bec`. */
interface Job extends Disposable {
  readonly temp: string;
  readonly main: (inputs?: Readonly<Record<string, string>>) => Promise<Ended>;
  /** What the runner does with the state that the main step saved. */
  readonly post: (main: Pick<Ended, 'state'>) => Promise<Ended>;
}

function startJob(): Job {
  const temp = mkdtempSync(join(tmpdir(), 'job-'));
  const pids: number[] = [];
  const run = async (env: Readonly<Record<string, string>>): Promise<Ended> => {
    const ended = await runEntry(temp, env);
    const pid = Number(ended.state['pid']);
    if (pid > 0) pids.push(pid);
    return ended;
  };
  return {
    temp,
    main: (inputs = {}) =>
      run(variables('INPUT_', { 'startup-ms': '2000', 'missing-image-versions': '', ...inputs })),
    post: ({ state }) => run(variables('STATE_', state)),
    [Symbol.dispose]: () => {
      for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      rmSync(temp, { recursive: true });
    },
  };
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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function endOf(pid: number): Promise<void> {
  const start = performance.now();
  while (isAlive(pid)) {
    if (performance.now() - start > aTime) throw new Error(`Process ${pid} does not end.`);
    await sleep(5);
  }
}

/** Deploys to the server that the outputs tell of. */
async function deployTo(outputs: Ended['outputs'], inputs: Readonly<Record<string, string>> = {}) {
  using workspace = makeWorkspace({ [specPath]: JSON.stringify(plainSpec) });
  return await runStep({
    workspace: workspace.path,
    inputs: { ...outputs, wait: 'true', ...inputs },
  });
}

describe('the action local-bec', () => {
  test('names files that are there', () => {
    const manifest = parseFields(JSON.stringify(parse(repositoryText('local-bec/action.yml'))));
    expect(manifest?.['runs']).toEqual({
      using: 'node24',
      main: '../dist/local-bec/index.js',
      post: '../dist/local-bec/index.js',
    });
    expect(readdirSync(join(repositoryRoot, 'dist/local-bec'))).toContain('index.js');
  });

  test.concurrent('starts a server that outlasts the step, and stops it in the end', async () => {
    using job = startJob();
    const main = await job.main({ 'startup-ms': '0' });
    expect(errorsIn(main.log)).toEqual([]);
    expect(main.exitCode).toBe(0);
    expect(Object.keys(main.outputs).sort()).toEqual([
      'access-key-id',
      'endpoint',
      'secret-access-key',
    ]);
    expect(main.outputs['endpoint']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(main.log).toContain(`Local BEC at ${main.outputs['endpoint'] ?? 'none'}`);
    const pid = Number(main.state['pid']);
    expect(isAlive(pid)).toBe(true);

    const step = await deployTo(main.outputs);
    expect(errorsIn(step.log)).toEqual([]);
    expect(step.outputs).toMatchObject({ status: 'RUNNING' });

    const post = await job.post(main);
    expect(post.exitCode).toBe(0);
    await endOf(pid);
    const [title, ...calls] =
      /^::group::(.*)\n([^]*)\n::endgroup::$/m.exec(post.log)?.slice(1) ?? [];
    expect(title).toBe('The local BEC received 2 calls');
    expect(calls.join('\n').split('\n')).toEqual([
      expect.stringMatching(/^POST \/v2\/service\/create 200 - \S+$/),
      expect.stringMatching(
        new RegExp(`^GET /v1/service/${step.outputs['serviceId'] ?? 'none'} 200 - \\S+$`),
      ),
    ]);
  });

  test.concurrent(
    'masks the secret before it hands it on, and prints it nowhere else',
    async () => {
      using job = startJob();
      const main = await job.main();
      const secret = main.outputs['secret-access-key'] ?? 'none';
      expect(commandsIn(main.log)[0]).toMatchObject({ name: 'add-mask', text: secret });
      expect(main.log.split(secret)).toHaveLength(2);
      const post = await job.post(main);
      expect(post.log).not.toContain(secret);
    },
  );

  test.concurrent('knows which image versions are missing', async () => {
    using job = startJob();
    const main = await job.main({
      'startup-ms': '0',
      'missing-image-versions': 'v0\n\n  v1.2.3\n',
    });
    const step = await deployTo(main.outputs, { 'on-failure': 'delete' });
    expect(step.exitCode).toBe(1);
    expect(errorsIn(step.log).join('\n')).toContain('web: ImagePullBackOff: ');
    const other = await deployTo(main.outputs, {
      'image-version': 'v1',
      'client-token': 'another',
    });
    expect(errorsIn(other.log)).toEqual([]);
    const post = await job.post(main);
    expect(post.log).toMatch(/^DELETE \/v1\/service\/\S+ 200 /m);
  });

  test.concurrent('refuses who has other keys', async () => {
    using job = startJob();
    const main = await job.main();
    const step = await deployTo({ ...main.outputs, 'secret-access-key': 'another' });
    expect(errorsIn(step.log).join('\n')).toContain('SignatureDoesNotMatch');
    await job.post(main);
  });

  test.concurrent('two of a job do not get into each other’s way', async () => {
    using job = startJob();
    const first = await job.main({ 'startup-ms': '0' });
    const second = await job.main({ 'startup-ms': '0' });
    await deployTo(first.outputs);
    const posts = [await job.post(second), await job.post(first)];
    expect(posts.map(({ log }) => /received (\d+) calls/.exec(log)?.[1])).toEqual(['0', '2']);
    expect(first.outputs['endpoint']).not.toBe(second.outputs['endpoint']);
    await endOf(Number(first.state['pid']));
    await endOf(Number(second.state['pid']));
  });

  test.concurrent('says so where the server has ended before', async () => {
    using job = startJob();
    const main = await job.main();
    const pid = Number(main.state['pid']);
    process.kill(pid, 'SIGKILL');
    await endOf(pid);
    const post = await job.post(main);
    expect(post.exitCode).toBe(0);
    expect(post.log).toContain('The local BEC had ended before.');
    expect(post.log).toContain('The local BEC received 0 calls');
  });

  test.concurrent.each([
    { name: 'a time that is none', inputs: { 'startup-ms': 'soon' }, part: '--startup-ms must be' },
    { name: 'no time', inputs: { 'startup-ms': '' }, part: '--startup-ms must be' },
  ])('is red at once with $name, and leaves nothing behind', async ({ inputs, part }) => {
    using job = startJob();
    const start = performance.now();
    const main = await job.main(inputs);
    expect(main.exitCode).toBe(1);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(errorsIn(main.log).join('\n')).toContain('The local BEC did not start: ');
    expect(errorsIn(main.log).join('\n')).toContain(part);
    expect(main.outputs).toEqual({});
    await endOf(Number(main.state['pid']));
    expect((await job.post(main)).exitCode).toBe(0);
  });
});
