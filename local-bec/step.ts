import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@actions/core';

const startupLimitMs = 10_000;

try {
  const pid = Number(core.getState('pid'));
  if (pid > 0) stop(pid, core.getState('log'));
  else await start();
} catch (error) {
  core.setFailed(error instanceof Error ? error.message : String(error));
}

/** Starts this file as the server, outlasting the step; the server ends by itself after six hours. */
async function start(): Promise<void> {
  const folder = process.env['RUNNER_TEMP'];
  if (folder === undefined) throw new Error('RUNNER_TEMP is not set: this is made for a runner.');
  const log = join(folder, `local-bec-${process.pid}.log`);
  const output = openSync(log, 'w');
  const versions = core
    .getMultilineInput('missing-image-versions')
    .flatMap((version) => ['--missing-image-version', version]);
  const server = spawn(
    process.execPath,
    [
      ...process.argv.slice(1, 2),
      ...['--startup-ms', core.getInput('startup-ms'), '--max-seconds', '21600'],
      ...versions,
    ],
    { detached: true, stdio: ['ignore', output, output] },
  );
  server.unref();
  closeSync(output);
  core.saveState('pid', server.pid);
  core.saveState('log', log);

  const printed = await firstLines(log, server);
  const endpoint = /^Local BEC at (\S+),/m.exec(printed)?.[1];
  const accessKeyId = /^export BCE_ACCESS_KEY_ID=(\S+)$/m.exec(printed)?.[1];
  const secretAccessKey = /^export BCE_SECRET_ACCESS_KEY=(\S+)$/m.exec(printed)?.[1];
  if (endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    throw new Error(`The local BEC did not start: ${printed}`);
  }
  core.setSecret(secretAccessKey);
  core.setOutput('endpoint', endpoint);
  core.setOutput('access-key-id', accessKeyId);
  core.setOutput('secret-access-key', secretAccessKey);
  core.info(`Local BEC at ${endpoint}`);
}

/** What the server says once it listens; its last line then is the one with the session token. */
async function firstLines(log: string, server: ChildProcess): Promise<string> {
  for (let waitedMs = 0; waitedMs < startupLimitMs && server.exitCode === null; waitedMs += 20) {
    const text = readFileSync(log, 'utf8');
    if (/BCE_SECURITY_TOKEN=.*\n/.test(text)) return text;
    await sleep(20);
  }
  return readFileSync(log, 'utf8');
}

function stop(pid: number, log: string): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    core.info('The local BEC had ended before.');
  }
  const calls = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => /^(?:GET|POST|DELETE) /.test(line));
  core.startGroup(`The local BEC received ${calls.length} calls`);
  for (const call of calls) core.info(call);
  core.endGroup();
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
