/**
 * Runs the action as GitHub's runner does: a child process with the environment that action.yml, the
 * workflow's `with` and `env`, and the event make. The demo, the tests and the benchmark share it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { textOf, toFields } from '../src/json.ts';
import { tagPush } from './tag-push.ts';

export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url));

export interface Step {
  /** The step's `with`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The step's `env`. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the run is about; default: a push of the tag v1.2.3. */
  readonly run?: Readonly<Record<string, string>>;
  /** The leg's `matrix` context. */
  readonly matrix?: unknown;
  readonly workspace: string;
  /** The folder of its action.yml. Default: the repository's root. */
  readonly action?: 'delete' | 'update' | 'local-bec';
  /** The step that this is the post step of; its inputs and environment are to be the same. */
  readonly postOf?: Pick<StepResult, 'state'>;
  /** Another entry than the shipped bundle; relative to the repository, if not absolute. */
  readonly entry?: string;
  /** What the entry is called with. */
  readonly entryArguments?: readonly string[];
  /** The program that runs it. Default: the Node that runs this. */
  readonly node?: string;
  /** For node itself, as in `--import ./clock.ts`. */
  readonly nodeArguments?: readonly string[];
  /** A channel to this process, which returns each message as soon as its event loop comes to it. */
  readonly hasEcho?: boolean;
  /** Called with what is printed, as it comes. */
  readonly onOutput?: (text: string) => void;
}

export interface StepResult {
  readonly exitCode: number | null;
  /** All that was printed, as the runner receives it. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** What it saved for its post step. */
  readonly state: Readonly<Record<string, string>>;
  /** Markdown. */
  readonly summary: string;
}

export interface RunningStep {
  readonly process: ChildProcess;
  readonly result: Promise<StepResult>;
}

/** What the runner reads from an action.yml. */
interface Manifest {
  readonly defaults: ReadonlyMap<string, string>;
  /** Relative to the repository. */
  readonly main: string;
  readonly post: string;
}

const manifests = new Map<string, Manifest>();

/** Read once: it does not change while tests run, and parsing takes as long as a tenth of a step. */
function manifestOf(action = '.'): Manifest {
  const manifest = manifests.get(action) ?? readManifest(action);
  manifests.set(action, manifest);
  return manifest;
}

function readManifest(action: string): Manifest {
  const file = join(repositoryRoot, action, 'action.yml');
  const fields = toFields(parse(readFileSync(file, 'utf8')));
  const inputs = Object.entries(toFields(fields?.['inputs']) ?? {});
  const runs = toFields(fields?.['runs']) ?? {};
  return {
    defaults: new Map(inputs.map(([name, input]) => [name, textOf(toFields(input)?.['default'])])),
    main: join(action, textOf(runs['main'])),
    post: join(action, textOf(runs['post'])),
  };
}

export function startStep(step: Step): RunningStep {
  const temp = mkdtempSync(join(tmpdir(), 'runner-'));
  const files = createStepFiles(temp);
  const { main, post } = manifestOf(step.action);
  const child = spawn(
    step.node ?? process.execPath,
    [
      ...(step.nodeArguments ?? []),
      resolve(repositoryRoot, step.entry ?? (step.postOf === undefined ? main : post)),
      ...(step.entryArguments ?? []),
    ],
    {
      cwd: step.workspace,
      stdio: ['ignore', 'pipe', 'pipe', ...(step.hasEcho === true ? ['ipc' as const] : [])],
      env: {
        ...stepEnvironment(step, temp, files),
        // Sources start in half the time if node need not compile them each time.
        ...(step.entry !== undefined && {
          NODE_COMPILE_CACHE: compileCacheOf(step.entry),
        }),
      },
    },
  );
  // The step may have ended by then.
  child.on('message', () => child.send('round', () => undefined));
  const result = new Promise<StepResult>((settle, reject) => {
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        log += text;
        step.onOutput?.(text);
      });
    }
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const outputs = parseValues(readFileSync(files.output, 'utf8'));
      const state = parseValues(readFileSync(files.state, 'utf8'));
      const summary = readFileSync(files.summary, 'utf8');
      rmSync(temp, { recursive: true });
      settle({ exitCode, log, outputs, state, summary });
    });
  });
  return { process: child, result };
}

/** A bundle that is made for a while has its cache beside it; the repository gets none. */
function compileCacheOf(entry: string): string {
  const folder = dirname(resolve(repositoryRoot, entry));
  return `${folder}${sep}`.startsWith(repositoryRoot)
    ? join(tmpdir(), 'bec-create-sources')
    : join(folder, 'cache');
}

/** Where a step writes what the runner reads after it. */
interface StepFiles {
  readonly output: string;
  readonly state: string;
  readonly summary: string;
}

export function createStepFiles(folder: string): StepFiles {
  const files = {
    output: join(folder, 'output'),
    state: join(folder, 'state'),
    summary: join(folder, 'summary'),
  };
  for (const file of Object.values(files)) writeFileSync(file, '');
  return files;
}

/** All that the step's process gets, and nothing of the environment that this program runs in. */
export function stepEnvironment(
  step: Pick<Step, 'action' | 'workspace' | 'run' | 'env' | 'inputs' | 'matrix' | 'postOf'>,
  temp: string,
  files: StepFiles,
): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: step.workspace,
    GITHUB_OUTPUT: files.output,
    GITHUB_STATE: files.state,
    GITHUB_STEP_SUMMARY: files.summary,
    ...tagPush,
    ...step.run,
    ...step.env,
    ...inputVariables(step),
    ...stateVariables(step.postOf?.state ?? {}),
  };
}

function stateVariables(state: StepResult['state']): Record<string, string> {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
}

export function runStep(step: Step): Promise<StepResult> {
  return startStep(step).result;
}

/** Every input is set, to an empty text if it has neither a value nor a default; spaces become underscores. */
function inputVariables({
  action,
  inputs = {},
  matrix = null,
}: Pick<Step, 'action' | 'inputs' | 'matrix'>): Record<string, string> {
  const { defaults } = manifestOf(action);
  const unknown = Object.keys(inputs).filter((name) => !defaults.has(name));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    [...defaults].map(([name, fallback]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      inputs[name] ?? evaluate(fallback, matrix),
    ]),
  );
}

/** The few expressions that action.yml has in its defaults. */
function evaluate(text: string, matrix: unknown): string {
  return text
    .replace('${{ toJson(matrix) }}', () => JSON.stringify(matrix, undefined, 2))
    .replace('${{ github.token }}', 'ghs_aTokenThatIsNone');
}

/** `name<<delimiter`, lines, `delimiter`, as often as there are values; the last of a name counts. */
function parseValues(text: string): Record<string, string> {
  const pattern = /^([^\n=<]+)<<(.+)\n([^]*?)\n\2$/gm;
  return Object.fromEntries(
    [...text.matchAll(pattern)].map(([, name = '', , value = '']) => [name, value]),
  );
}

/** The log as the runner displays it: commands are carried out, and annotations print their message. */
export function renderedLog(log: string): string {
  return log
    .split('\n')
    .flatMap((line) => {
      const [, command = '', message = ''] = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
      const text = message.replaceAll('%0A', '\n').replaceAll('%0D', '').replaceAll('%25', '%');
      switch (command) {
        case '':
          return [line];
        case 'error':
        case 'warning':
        case 'notice':
          return [`${command[0]?.toUpperCase() ?? ''}${command.slice(1)}: ${text}`];
        case 'group':
          return [`▼ ${text}`];
        default:
          return [];
      }
    })
    .join('\n');
}
