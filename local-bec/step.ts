/**
 * The entry of the action `local-bec`. As a step it starts the server in the background, as the step's
 * post it stops it; with arguments it is that server.
 */
import '../src/require-node.ts';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@actions/core';
import { stopServer } from './control.ts';
import type { ReadyMessage } from './main.ts';
import { optionTable } from './options.ts';
import { countOf, textOf, toFields } from '../src/json.ts';
import { variantTable } from './variants.ts';

const STARTUP_LIMIT_MS = 30_000;
/** Longer than a job on GitHub's runners may take. */
const MAX_SECONDS = 6 * 60 * 60;

/** Starts this file as the server, which outlasts the step. */
async function start(): Promise<void> {
  const folder = process.env['RUNNER_TEMP'];
  if (folder === undefined) throw new Error('RUNNER_TEMP is not set: this action needs a runner.');
  const log = join(folder, `local-bec-${process.pid}.log`);
  const output = openSync(log, 'w', 0o600);
  const server = spawn(process.execPath, [...process.argv.slice(1, 2), ...serverArguments()], {
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
    env: environmentOfServer(),
  });
  closeSync(output);
  const ready = await readyMessageOf(server);
  if (typeof ready === 'string') {
    server.kill();
    throw new Error(`The local BEC ${ready}: ${readFileSync(log, 'utf8')}`);
  }
  server.unref();
  core.setSecret(ready.secretAccessKey);
  core.setSecret(ready.control.token);
  core.saveState('control-port', ready.control.port);
  core.saveState('control-token', ready.control.token);
  core.setOutput('endpoint', ready.endpoint);
  core.setOutput('access-key-id', ready.accessKeyId);
  core.setOutput('secret-access-key', ready.secretAccessKey);
  core.info(`Local BEC at ${ready.endpoint}`);
}

/** Nothing of the job's environment, which may hold secrets, but what Windows can't do without. */
function environmentOfServer(): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  return SystemRoot === undefined ? {} : { SystemRoot };
}

/** An empty input means its default. */
function serverArguments(): readonly string[] {
  const { startupMs, pageSize, missingImageVersion } = optionTable;
  const flags = [startupMs, pageSize, ...Object.values(variantTable)].map(({ flag }) => flag);
  const given = flags
    .map((flag) => [flag, core.getInput(flag)] as const)
    .filter(([, value]) => value !== '');
  const versions = core
    .getMultilineInput('missing-image-versions')
    .map((version) => [missingImageVersion.flag, version] as const);
  return [...given, ...versions, [optionTable.maxSeconds.flag, String(MAX_SECONDS)] as const].map(
    ([flag, value]) => `--${flag}=${value}`,
  );
}

/** Or why the server is not ready. */
function readyMessageOf(server: ChildProcess): Promise<ReadyMessage | string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(`did not start within ${STARTUP_LIMIT_MS / 1000} s`);
    }, STARTUP_LIMIT_MS);
    server.once('message', (message) => {
      clearTimeout(timer);
      resolve(parseReadyMessage(message) ?? 'sent an invalid message');
    });
    server.once('close', () => {
      clearTimeout(timer);
      resolve('did not start');
    });
  });
}

function parseReadyMessage(value: unknown): ReadyMessage | undefined {
  const message = toFields(value);
  const control = toFields(message?.['control']);
  const port = countOf(control?.['port']);
  const [endpoint, accessKeyId, secretAccessKey, token] = [
    message?.['endpoint'],
    message?.['accessKeyId'],
    message?.['secretAccessKey'],
    control?.['token'],
  ].map(textOf);
  return !endpoint || !accessKeyId || !secretAccessKey || !token || port === undefined
    ? undefined
    : { endpoint, accessKeyId, secretAccessKey, control: { port, token } };
}

/** Never red: by now the job has its result. */
async function stop(port: number, token: string): Promise<void> {
  try {
    const calls = await stopServer({ port, token });
    core.startGroup(`The local BEC received ${calls.length} calls`);
    for (const call of calls) core.info(call);
    core.endGroup();
  } catch {
    core.info('The local BEC had ended before.');
  }
}

async function main(): Promise<void> {
  try {
    await start();
  } catch (error) {
    core.setFailed(error instanceof Error ? error.message : String(error));
  }
}

const isServer = process.argv.length > 2;
const isPost = core.getState('is-post') === 'true';
const port = Number(core.getState('control-port'));
if (isServer) await import('./main.ts');
else if (!isPost) {
  core.saveState('is-post', 'true');
  await main();
} else if (port > 0) await stop(port, core.getState('control-token'));
