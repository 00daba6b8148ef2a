import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { expect, test } from 'vitest';
import { bundled } from '../../testing/bundled.ts';
import { call, serviceBody, text } from '../../testing/bec-call.ts';

const unknownKey = { accessKeyId: 'unknownKey', secretAccessKey: 'x' };

test('the program serves, logs a line for each request and ends on SIGTERM', async () => {
  using program = startProgram('--startup-ms', '0');
  const { lines, child } = program;
  const endpoint = /http:\S+\d/.exec(await lines())?.[0] ?? '';
  const accessKeyId = (await lines()).replace('export BCE_ACCESS_KEY_ID=', '');
  const secretAccessKey = (await lines()).replace('export BCE_SECRET_ACCESS_KEY=', '');
  expect(await lines()).toBe('export BCE_SECURITY_TOKEN=');
  expect(await lines()).toBe(
    'Deploy an example to it, or with --spec FILE a spec of your own, from another terminal in this folder:',
  );
  expect(await lines()).toContain(`npm run deploy -- --endpoint ${endpoint} --access-key-id `);
  const bec = { endpoint, credentials: { accessKeyId, secretAccessKey } };
  const query = { clientToken: 'not-for-the-log' };
  const good = await call(bec, { body: serviceBody, query, atMs: Date.now() });
  expect(await lines()).toBe(
    `POST /v2/service/create 200 - ${text(good.headers['x-bce-request-id'])}`,
  );
  const bad = await call(bec, { method: 'GET', path: '/v1/\nx', credentials: unknownKey });
  expect(await lines()).toBe(
    `GET /v1/%0Ax 403 InvalidAccessKeyId ${text(bad.headers['x-bce-request-id'])}`,
  );
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each<readonly ['SIGINT' | 'none', string]>([
  ['SIGINT', '60'],
  ['none', '1'],
])('the program ends cleanly on the signal %s within %s s', async (signal, maxSeconds) => {
  using program = startProgram('--max-seconds', maxSeconds);
  expect(await program.lines()).toContain(`for ${maxSeconds} s at most`);
  if (signal !== 'none') program.child.kill(signal);
  expect(await once(program.child, 'exit')).toEqual([0, null]);
});

test('the program does not print credentials that were given', async () => {
  using program = startProgram('--secret-access-key', 'mine', '--session-token', 'sts');
  const lines = [await program.lines(), await program.lines(), await program.lines()];
  lines.push(await program.lines());
  expect(lines.slice(2)).toEqual([
    '# export BCE_SECRET_ACCESS_KEY=(as given)',
    '# export BCE_SECURITY_TOKEN=(as given)',
  ]);
});

test.each([
  ['--unknown'],
  ['--port', 'x'],
  ['--port', '65536'],
  ['--rate-per-second', '0'],
  ['more'],
  ['--startup-ms', '1\u001b]0;x\u0007'],
  ['--rollout', '\u001b[2J'],
  ['--\u001b[2J'],
])('the program refuses %s %s', async (...args) => {
  using program = startProgram(...args);
  let errors = '';
  program.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  expect(await once(program.child, 'close')).toEqual([2, null]);
  expect(errors).toMatch(/^[\n\x20-\x7e]+--help\.\n$/);
});

interface Program extends Disposable {
  readonly child: ChildProcess;
  /** The next line of its output. */
  readonly lines: () => Promise<string>;
}

function startProgram(...args: readonly string[]): Program {
  const child = spawn(process.execPath, [bundled('local-bec'), ...args], { stdio: 'pipe' });
  const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    lines: async () => {
      const next = await iterator.next();
      return next.done === true ? '' : next.value;
    },
    [Symbol.dispose]: () => {
      child.kill('SIGKILL');
    },
  };
}
