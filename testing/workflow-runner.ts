/**
 * Runs a workflow with act, on this machine, without containers, against a BEC and a GitHub of its own.
 * As on GitHub, the workspace is empty until actions/checkout fills it; act does that itself, from the
 * repository that it runs in.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { startLocalBec, type LocalBec, type LocalBecOptions } from '../local-bec/server.ts';
import { listOf, parseFields, textOf, toFields, type Fields } from '../src/json.ts';
import { contentsOf, startContentsApi } from './contents-api.ts';
import { repositoryRoot } from './runner.ts';

const actVersion = '0.2.89';
const githubToken = 'ghs_aTokenThatIsNone';

export interface WorkflowRun {
  /** The workflow's text. */
  readonly workflow: string;
  /** A push of the tag v1.2.3 where it is not given. */
  readonly event?: 'pull_request' | 'workflow_dispatch';
  readonly payload?: Fields;
  /** More of act's own. */
  readonly arguments?: readonly string[];
  readonly server?: LocalBecOptions;
  /** Whether the step after the action is to find a `serviceId`. */
  readonly isDryRun?: boolean;
  /** An action that loses the output `serviceId`. */
  readonly isForgetful?: boolean;
}

export interface EndedRun {
  readonly exitCode: number | null;
  readonly log: string;
  /** As the step after the action saw them, one for each job and leg, in no certain order. */
  readonly outputs: readonly Fields[];
  readonly bec: LocalBec;
}

export async function runWorkflow(run: WorkflowRun, act: string): Promise<EndedRun> {
  using sandbox = makeSandbox();
  await using bec = await startLocalBec({ startupMs: 300, ...run.server });
  const results = join(sandbox.path, 'results');
  mkdirSync(results);
  const action = copyAction(join(sandbox.path, 'action'), run.isForgetful === true);
  const workflow = runnableWorkflow(run, bec.endpoint, results);
  const repository = makeRepository(join(sandbox.path, 'repository'), workflow);
  await using github = await startContentsApi(contentsOf(repository, githubToken));
  const eventFile = join(sandbox.path, 'event.json');
  writeFileSync(eventFile, JSON.stringify(run.payload ?? {}));
  const options = [
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--local-repository', `org/bec-create@v1=${action}`],
    ...['--action-cache-path', join(sandbox.path, 'cache'), '--no-cache-server'],
    ...['--env', `GITHUB_API_URL=${github.url}`],
    ...['--eventpath', eventFile],
    ...secretOptions(bec),
    ...(run.arguments ?? []),
  ];
  const { exitCode, log } = await runProgram(act, [run.event ?? 'push', ...options], {
    cwd: repository,
    env: environmentIn(sandbox.path),
  });
  const outputs = readdirSync(results).map(
    (name) => parseFields(readFileSync(join(results, name), 'utf8')) ?? {},
  );
  return { exitCode, log, outputs, bec };
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

/** What users get of this repository: the actions' manifests and the bundles. */
function copyAction(folder: string, isForgetful: boolean): string {
  for (const path of ['action.yml', 'local-bec/action.yml', 'dist']) {
    cpSync(join(repositoryRoot, path), join(folder, path), { recursive: true });
  }
  if (isForgetful) {
    const manifest = join(folder, 'action.yml');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace('main: dist/index.js', 'main: forgetful.mjs'));
    writeFileSync(join(folder, 'forgetful.mjs'), forgetfulEntry);
  }
  return folder;
}

const forgetfulEntry = `
import { readFileSync, writeFileSync } from 'node:fs';
await import('./dist/index.js');
const file = process.env.GITHUB_OUTPUT;
writeFileSync(file, readFileSync(file, 'utf8').replaceAll('serviceId<<', 'forgotten<<'));
`;

/** A repository with specs, the workflow and one commit, tagged v1.2.3; for `uses: ./`, the action too. */
function makeRepository(folder: string, workflow: string): string {
  copyAction(folder, false);
  const copy = (from: string, to: string): void => {
    cpSync(join(repositoryRoot, from), join(folder, to), { recursive: true });
  };
  copy('examples', 'examples');
  copy('examples/workflows/specs', '.bec');
  copy('examples/service.yml', '.bec/service.yml');
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
  writeFileSync(join(folder, '.github/workflows/workflow.yml'), workflow);
  const git = (...args: readonly string[]): void => {
    const identity = ['-c', 'user.name=act', '-c', 'user.email=act@localhost'];
    const unsigned = ['-c', 'commit.gpgsign=false', '-c', 'tag.gpgsign=false'];
    execFileSync('git', [...identity, ...unsigned, ...args], { cwd: folder, stdio: 'pipe' });
  };
  git('init', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--message=A repository to deploy from');
  git('tag', 'v1.2.3');
  return folder;
}

/** The workflow with the local BEC in BEC's place, and a last step that looks at the outputs. */
function runnableWorkflow(
  { workflow, isDryRun = false }: WorkflowRun,
  endpoint: string,
  results: string,
): string {
  const document: unknown = parse(workflow);
  const fields = toFields(document) ?? {};
  const jobs = Object.entries(toFields(fields['jobs']) ?? {}).map(([id, job]) => {
    const steps = listOf(toFields(job)?.['steps']).flatMap((step) => runnableStep(step, endpoint));
    return [id, { ...toFields(job), steps: [...steps, lookingStep(isDryRun, results)] }] as const;
  });
  return stringify({ ...fields, jobs: Object.fromEntries(jobs) });
}

/** Steps that need the outside are left out; of docker/metadata-action, its version is kept. */
function runnableStep(step: Fields, endpoint: string): readonly Fields[] {
  const uses = textOf(step['uses']);
  if (uses.startsWith('docker/')) {
    return step['id'] === 'meta'
      ? [{ id: 'meta', run: 'echo "version=${GITHUB_REF_NAME#v}" >> "$GITHUB_OUTPUT"' }]
      : [];
  }
  if (uses !== 'org/bec-create@v1') return [step];
  return [{ ...step, with: { endpoint, ...toFields(step['with']) } }];
}

function lookingStep(isDryRun: boolean, results: string): Fields {
  return {
    name: 'What a later step sees',
    if: 'always()',
    shell: 'bash',
    env: {
      OUTPUTS: '${{ toJson(steps.bec.outputs) }}',
      SERVICE_ID: '${{ steps.bec.outputs.serviceId }}',
    },
    run: [
      `printf '%s' "$OUTPUTS" > "$(mktemp '${join(results, 'XXXXXX')}')"`,
      isDryRun ? '[[ -z "$SERVICE_ID" ]]' : '[[ "$SERVICE_ID" =~ ^s-[a-z0-9]+$ ]]',
    ].join('\n'),
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
