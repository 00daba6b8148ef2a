/**
 * Runs a workflow on this machine, without containers, against a BEC and a GitHub of its own. As on GitHub,
 * the workspace is empty until actions/checkout fills it; the program does that itself, from the repository
 * that it runs in.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { startLocalBec, type LocalBec, type LocalBecOptions } from '../local-bec/server.ts';
import { parseFields, type Fields } from '../src/json.ts';
import { contentsOf, startContentsApi } from './contents-api.ts';
import { startGitServer } from './git-server.ts';
import { listenOnLoopback, type Loopback } from './loopback.ts';
import { runnableWorkflow } from './runnable-workflow.ts';
import {
  addRemote,
  cloneAt,
  commit,
  copyAction,
  initRepository,
  makeRepository,
  writeWorkflow,
} from './workflow-repository.ts';
import type { ProgramRun, WorkflowProgram } from './workflow-program.ts';

const githubToken = 'ghs_aTokenThatIsNone';

type Event = 'push' | 'pull_request' | 'workflow_dispatch' | 'schedule';

export interface WorkflowRun {
  /** The workflow's text. */
  readonly workflow: string;
  /** Default: a push of the tag v1.2.3. */
  readonly event?: Event;
  readonly payload?: Fields;
  /** Further arguments of the program. */
  readonly arguments?: readonly string[];
  readonly server?: LocalBecOptions;
  /** The status with which a deployed service responds to a smoke test; default: 200. */
  readonly siteStatus?: number;
  /** Called before each run, with the BEC as it is then. */
  readonly before?: (bec: LocalBec) => void;
  /** A dry run has no `serviceId` for the step after it. */
  readonly isDryRun?: boolean;
  /** Texts by path, besides what {@link makeRepository} makes. */
  readonly files?: Readonly<Record<string, string>>;
  /** Cancels the run as soon as this is true. */
  readonly cancelWhen?: (bec: LocalBec) => boolean;
  /** Breaks the action: it loses the output `serviceId`. */
  readonly isForgetful?: boolean;
  /** Starts together with the first one, in a clone of its repository, against the same BEC. */
  readonly together?: NextRun & { readonly tag: string };
  /** Runs after the first one, against the same BEC. */
  readonly next?: readonly NextRun[];
}

export interface NextRun {
  /** Default: the same workflow, for the same event. */
  readonly workflow?: string;
  readonly event?: Event;
  /** Changes of the runner's variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly payload?: Fields;
  /** A commit that is made before the run, with this tag. */
  readonly tag?: string;
  /** Texts by path that the commit changes. */
  readonly files?: Readonly<Record<string, string>>;
  /** Called in place of the first run's. */
  readonly before?: (bec: LocalBec) => void;
}

export interface EndedRun {
  readonly exitCode: number | null;
  readonly log: string;
  /** As the step after the action saw them, one for each job and leg, in no certain order. */
  readonly outputs: readonly Fields[];
  readonly bec: LocalBec;
}

/** Runs it, and those after it. Returns how the last one ended; of two that run together, the worse end. */
export async function runWorkflow(run: WorkflowRun, program: WorkflowProgram): Promise<EndedRun> {
  using sandbox = makeSandbox();
  await using bec = await startLocalBec({ startupMs: 300, ...run.server });
  await using site = await startSite(run.siteStatus ?? 200);
  const folder = (name: string): string => join(sandbox.path, name);
  // Whatever the address of a pod, curl connects to the site.
  writeFileSync(folder('.curlrc'), `connect-to = "::127.0.0.1:${site.port}"\n`);
  const action = copyAction(folder('actions/org/bec-create'), run.isForgetful === true);
  initRepository(action, 'v1');
  const repository = makeRepository(folder('repository'));
  await using server = await startContentsApi(contentsOf(repository, githubToken, program.apiPath));
  if (program.needsRemote) addRemote(repository, `${server.url}/octo-org/shop`);
  await using git = await startGitServer(folder('actions'));
  const paths = { action, cache: folder('cache'), sandbox: sandbox.path, repository };
  const urls = { serverUrl: server.url, gitUrl: `http://127.0.0.1:${git.port}` };
  const setting = { program, bec, ...paths, ...urls };
  let ended = await runTogether(setting, run);
  for (const next of run.next ?? []) ended = await runOnce(setting, { ...run, ...next });
  return ended;
}

interface Setting extends Omit<ProgramRun, 'event' | 'eventFile'> {
  readonly program: WorkflowProgram;
  readonly bec: LocalBec;
  readonly sandbox: string;
  readonly repository: string;
}

async function runTogether(setting: Setting, run: WorkflowRun): Promise<EndedRun> {
  if (run.together === undefined) return runOnce(setting, run);
  const { tag, ...together } = run.together;
  const repository = cloneAt(tag, setting.repository, join(setting.sandbox, 'clone'));
  const [first, second] = await Promise.all([
    runOnce(setting, run),
    runOnce({ ...setting, repository }, { ...run, ...together }),
  ]);
  return {
    ...first,
    exitCode: first.exitCode === 0 ? second.exitCode : first.exitCode,
    log: [first.log, second.log].join('\n'),
    outputs: [...first.outputs, ...second.outputs],
  };
}

async function runOnce(
  setting: Setting,
  {
    workflow,
    isDryRun,
    event = 'push',
    payload = {},
    env = {},
    tag,
    files = {},
    before,
    cancelWhen,
    arguments: further = [],
  }: WorkflowRun & Partial<NextRun>,
): Promise<EndedRun> {
  const { program, bec, sandbox, repository } = setting;
  const folder = mkdtempSync(join(sandbox, 'run-'));
  const [results, eventFile] = [join(folder, 'results'), join(folder, 'event.json')];
  mkdirSync(results);
  writeFileSync(eventFile, JSON.stringify(payload));
  const text = runnableWorkflow(workflow, {
    endpoint: bec.endpoint,
    results,
    isDryRun: isDryRun === true,
  });
  writeWorkflow(repository, text);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), content);
  }
  if (tag !== undefined) commit(repository, tag);
  before?.(bec);
  const variables = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const { exitCode, log } = await runProgram(
    program.file,
    [
      ...program.argumentsFor({ ...setting, event, eventFile }),
      ...secretOptions(bec),
      ...further,
      ...variables,
    ],
    {
      cwd: repository,
      env: environmentIn(sandbox),
      isCancelled: () => cancelWhen?.(bec) === true,
    },
  );
  const outputs = readdirSync(results).map(
    (name) => parseFields(readFileSync(join(results, name), 'utf8')) ?? {},
  );
  return { exitCode, log, outputs, bec };
}

function startSite(status: number): Promise<Loopback> {
  return listenOnLoopback(
    createServer((_, response) => {
      response.writeHead(status, { connection: 'close' }).end();
    }),
  );
}

function makeSandbox(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'act-'));
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function secretOptions({ credentials }: LocalBec): readonly string[] {
  const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials;
  const secrets = {
    BCE_ACCESS_KEY_ID: accessKeyId,
    BCE_SECRET_ACCESS_KEY: secretAccessKey,
    STS_ACCESS_KEY_ID: accessKeyId,
    STS_SECRET_ACCESS_KEY: secretAccessKey,
    STS_SESSION_TOKEN: sessionToken,
    GITHUB_TOKEN: githubToken,
  };
  return Object.entries(secrets).flatMap(([name, value]) => ['--secret', `${name}=${value}`]);
}

/** The program hands its own environment to the steps: they get nothing of this machine's, and Node 24. */
function environmentIn(sandbox: string): Readonly<Record<string, string>> {
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  return { PATH: path, HOME: sandbox, TMPDIR: sandbox, ACT_DISABLE_VERSION_CHECK: '1' };
}

interface ProgramOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Asked often while it runs. */
  readonly isCancelled: () => boolean;
}

function runProgram(
  program: string,
  args: readonly string[],
  { isCancelled, ...options }: ProgramOptions,
): Promise<Pick<EndedRun, 'exitCode' | 'log'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
    }
    const watch = setInterval(() => {
      if (isCancelled() && child.kill('SIGINT')) clearInterval(watch);
    }, 20);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearInterval(watch);
      resolve({ exitCode, log });
    });
  });
}
