/**
 * Runs a workflow with act, on this machine, without containers, against a BEC and a GitHub of its own.
 * As on GitHub, the workspace is empty until actions/checkout fills it; act does that itself, from the
 * repository that it runs in.
 */
import { spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { startLocalBec, type LocalBec, type LocalBecOptions } from '../local-bec/server.ts';
import { parseFields, type Fields } from '../src/json.ts';
import { contentsOf, startContentsApi } from './contents-api.ts';
import { listenOnLoopback, type Loopback } from './loopback.ts';
import { runnableWorkflow } from './runnable-workflow.ts';
import {
  cloneAt,
  commit,
  copyAction,
  makeRepository,
  writeWorkflow,
} from './workflow-repository.ts';

const actVersion = '0.2.89';
const githubToken = 'ghs_aTokenThatIsNone';

type Event = 'push' | 'pull_request' | 'workflow_dispatch' | 'schedule';

export interface WorkflowRun {
  /** The workflow's text. */
  readonly workflow: string;
  /** Default: a push of the tag v1.2.3. */
  readonly event?: Event;
  readonly payload?: Fields;
  /** Further arguments of act. */
  readonly arguments?: readonly string[];
  readonly server?: LocalBecOptions;
  /** The status with which a deployed service responds to a smoke test; default: 200. */
  readonly siteStatus?: number;
  /** Called before each run, with the BEC as it is then. */
  readonly before?: (bec: LocalBec) => void;
  /** A dry run has no `serviceId` for the step after it. */
  readonly isDryRun?: boolean;
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
export async function runWorkflow(run: WorkflowRun, act: string): Promise<EndedRun> {
  using sandbox = makeSandbox();
  await using bec = await startLocalBec({ startupMs: 300, ...run.server });
  await using site = await startSite(run.siteStatus ?? 200);
  const folder = (name: string): string => join(sandbox.path, name);
  // Whatever the address of a pod, curl connects to the site.
  writeFileSync(folder('.curlrc'), `connect-to = "::127.0.0.1:${site.port}"\n`);
  const action = copyAction(folder('action'), run.isForgetful === true);
  const repository = makeRepository(folder('repository'));
  await using github = await startContentsApi(contentsOf(repository, githubToken));
  const options = [
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--local-repository', `org/bec-create@v1=${action}`],
    ...['--action-cache-path', folder('cache'), '--no-cache-server'],
    ...['--env', `GITHUB_API_URL=${github.url}`],
    ...secretOptions(bec),
    ...(run.arguments ?? []),
  ];
  const setting = { act, bec, options, sandbox: sandbox.path, repository };
  let ended = await runTogether(setting, run);
  for (const next of run.next ?? []) ended = await runOnce(setting, { ...run, ...next });
  return ended;
}

interface Setting {
  readonly act: string;
  readonly bec: LocalBec;
  readonly options: readonly string[];
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
  { act, bec, options, sandbox, repository }: Setting,
  {
    workflow,
    isDryRun,
    event = 'push',
    payload = {},
    env = {},
    tag,
    files = {},
    before,
  }: WorkflowRun & Partial<NextRun>,
): Promise<EndedRun> {
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
    writeFileSync(join(repository, path), content);
  }
  if (tag !== undefined) commit(repository, tag);
  before?.(bec);
  const variables = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const { exitCode, log } = await runProgram(
    act,
    [event, '--eventpath', eventFile, ...options, ...variables],
    { cwd: repository, env: environmentIn(sandbox) },
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

/** Where `.ci/run` puts it, or wherever else it is installed. */
export function findAct(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folders = [
    join(cache, `bec-create-ci/act-v${actVersion}`),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  const found = folders.map((folder) => join(folder, 'act')).find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    `act is not installed. Run .ci/run, which installs it, or: go install github.com/nektos/act@v${actVersion}`,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
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

/** act hands its own environment to the steps: they get nothing of this machine's, and Node 24. */
function environmentIn(sandbox: string): Readonly<Record<string, string>> {
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  return { PATH: path, HOME: sandbox, TMPDIR: sandbox, ACT_DISABLE_VERSION_CHECK: '1' };
}

function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Pick<EndedRun, 'exitCode' | 'log'>> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
    }
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ exitCode, log });
    });
  });
}
