import type { Fault } from '../local-bec/faults.ts';
import type { ReceivedRequest } from '../local-bec/requests.ts';
import { startLocalBec } from '../local-bec/server.ts';
import type { LocalBec, LocalBecOptions } from '../local-bec/server.ts';
import { bundled } from './bundled.ts';
import { startStep } from './runner.ts';
import type { RunningStep, Step, StepResult } from './runner.ts';
import { errorsIn, warningsIn } from './log.ts';
import { makeWorkspace } from './workspace.ts';

/** One service in one region, with an image version that comes from the tag. */
export const plainSpec = {
  serviceName: 'shop',
  containerGroupName: 'shop',
  containers: [{ name: 'web', imageAddress: 'registry.example/shop', cpu: 1, memory: 2 }],
  deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 2 }],
} as const;

export const specPath = '.bec/service.yml';

/**
 * The clock of a step: `real` runs the shipped bundle with the machine's. The others run the sources, with
 * a clock of testing/step.ts: one that runs `factor` times as fast, with the date if that says since when.
 */
export type StepClock =
  'real' | 'stepping' | 'held' | { readonly factor: number; readonly sinceMs?: number };

/** How a step is to differ from the usual one. */
export interface Deviation extends Partial<Omit<Step, 'entryArguments'>> {
  /** Default: `stepping`. */
  readonly clock?: StepClock;
}

/** How a step ended. */
export interface Ended extends StepResult {
  /** The text of the error that it ended with; empty if there is none. */
  readonly error: string;
  readonly warnings: readonly string[];
  /** A line for each attempt after which another one was made. */
  readonly attempts: readonly string[];
}

export interface Started {
  readonly process: RunningStep['process'];
  readonly end: Promise<Ended>;
}

/** A server and a repository that is deployed to it, with the shipped bundle. */
export interface Deployment extends AsyncDisposable {
  readonly bec: LocalBec;
  readonly start: (deviation?: Deviation) => Started;
  readonly run: (deviation?: Deviation) => Promise<Ended>;
}

export interface DeploymentOptions {
  readonly server?: LocalBecOptions;
  readonly faults?: readonly Fault[];
  /** The text of the spec, or what it holds. */
  readonly spec?: unknown;
}

export async function startDeployment(options: DeploymentOptions = {}): Promise<Deployment> {
  const { spec = plainSpec, server, faults = [] } = options;
  const bec = await startLocalBec(server);
  bec.inject(...faults);
  const workspace = makeWorkspace({
    [specPath]: typeof spec === 'string' ? spec : JSON.stringify(spec),
  });
  const start = ({ clock = 'stepping', ...deviation }: Deviation = {}): Started => {
    const { process, result } = startStep({
      workspace: workspace.path,
      ...entryFor(clock, stageOf(deviation)),
      ...deviation,
      inputs: {
        endpoint: bec.endpoint,
        'access-key-id': bec.credentials.accessKeyId,
        'secret-access-key': bec.credentials.secretAccessKey,
        'session-token': bec.credentials.sessionToken ?? '',
        ...deviation.inputs,
      },
    });
    return { process, end: result.then(toEnded) };
  };
  return {
    bec,
    start,
    run: (deviation) => start(deviation).end,
    [Symbol.asyncDispose]: async () => {
      workspace[Symbol.dispose]();
      await bec.close();
    },
  };
}

/** The shipped bundle, or the sources with another clock. */
export function entryFor(
  clock: StepClock,
  stage: 'main' | 'post' | 'update' = 'main',
): Pick<Step, 'entry' | 'entryArguments' | 'hasEcho'> {
  if (clock === 'real') return {};
  const entry = bundled('step');
  if (typeof clock === 'string') return { entry, entryArguments: [clock, stage], hasEcho: true };
  const { factor, sinceMs } = clock;
  const since = sinceMs === undefined ? [] : [String(sinceMs)];
  return { entry, entryArguments: [String(factor), stage, ...since] };
}

function stageOf({ postOf, action }: Deviation): 'main' | 'post' | 'update' {
  if (postOf !== undefined) return 'post';
  return action === 'update' ? action : 'main';
}

/** The requests that asked for a service. */
export function createsIn({ requests }: Pick<LocalBec, 'requests'>): readonly ReceivedRequest[] {
  return requests.filter(({ operation }) => operation === 'create');
}

/** The different tokens and bodies among them; a request that was cut before its body has none. */
export function tokensAndBodiesIn(creates: readonly ReceivedRequest[]): {
  readonly tokens: readonly string[];
  readonly bodies: readonly string[];
} {
  const tokens = creates.map(({ query }) => query['clientToken'] ?? '');
  const bodies = creates.map(({ body }) => body).filter((body) => body !== '');
  return { tokens: [...new Set(tokens)], bodies: [...new Set(bodies)] };
}

function toEnded(result: StepResult): Ended {
  return {
    ...result,
    error: errorsIn(result.log).join('\n'),
    warnings: warningsIn(result.log),
    attempts: result.log.split('\n').filter((line) => /^Attempt \d+: /.test(line)),
  };
}
