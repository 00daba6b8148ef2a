import type { Fault } from '../../local-bec/faults.ts';
import { variantTable, type Variants } from '../../local-bec/variants.ts';
import { randomFrom, type Random } from './random.ts';
import type { WireFault } from './wire.ts';

/** All that happens to one run of a workflow. */
export interface Plan {
  readonly seed: number;
  /** By how much BEC's clock is ahead. */
  readonly clockOffsetMs: number;
  readonly ratePerSecond: number | undefined;
  /** How long the service takes to come up. */
  readonly startupMs: number;
  readonly wait: boolean;
  readonly onFailure: 'keep' | 'delete';
  /** Whether the registry lacks the image, so that the service never runs. */
  readonly isImageMissing: boolean;
  /** How the platform behaves in undocumented cases. */
  readonly variants: Partial<Variants> & Pick<Variants, 'readLag' | 'listLag'>;
  /** The job's first attempt, and the re-runs. */
  readonly attempts: readonly AttemptPlan[];
}

export interface AttemptPlan extends StepPlan {
  /** What happens to its post step, which follows if the attempt is not green. */
  readonly post: Faults;
  /** Whether someone has deleted the run's services since the attempt before. */
  readonly isDeletedBefore: boolean;
  /** Another one makes another body, under the same token. */
  readonly imageVersion: string;
  /** A step after it that deletes. */
  readonly deletion: DeletionPlan | undefined;
}

export interface DeletionPlan extends StepPlan {
  /**
   * The service of the attempt; the services before it, by the attempt's output; or all with its name, up
   * to `max`.
   */
  readonly by: 'ids' | 'previous' | 'name';
  readonly max: number;
}

export interface Faults {
  readonly faults: readonly Fault[];
  readonly wireFaults: readonly WireFault[];
}

/** What happens to one step. */
export interface StepPlan extends Faults {
  readonly cancel: { readonly afterMs: number; readonly signal: NodeJS.Signals } | undefined;
}

export function planFrom(seed: number): Plan {
  const random = randomFrom(seed);
  const hour = 3_600_000;
  return {
    seed,
    clockOffsetMs: random.chance(0.1) ? random.pick([-hour, hour, hour / 3, -hour / 3]) : 0,
    ratePerSecond: random.chance(0.05) ? random.integer(1, 20) : undefined,
    startupMs: random.integer(0, 6000),
    wait: random.chance(0.35),
    onFailure: random.pick(['keep', 'delete']),
    isImageMissing: random.chance(0.2),
    variants: {
      deletedToken: random.pick(variantTable.deletedToken.values),
      deletion: random.pick(variantTable.deletion.values),
      createTime: random.chance(0.5) ? 'set' : random.pick(variantTable.createTime.values),
      readLag: random.chance(0.5) ? '0' : random.pick(variantTable.readLag.values),
      listLag: random.chance(0.5) ? '0' : random.pick(variantTable.listLag.values),
      listPages: random.chance(0.7) ? 'exact' : random.pick(variantTable.listPages.values),
      addressLag: random.pick(variantTable.addressLag.values),
      repeatedCreate: random.chance(0.5)
        ? 'answered'
        : random.pick(variantTable.repeatedCreate.values),
      throttling: random.pick(variantTable.throttling.values),
      keyword: random.pick(variantTable.keyword.values),
    },
    attempts: random.list(random.pick([1, 1, 1, 2, 2, 3, 4]), () => attemptFrom(random)),
  };
}

function attemptFrom(random: Random): AttemptPlan {
  return {
    ...stepFrom(random),
    post: random.chance(0.5) ? stepFrom(random) : { faults: [], wireFaults: [] },
    isDeletedBefore: random.chance(0.3),
    imageVersion: random.chance(0.2) ? 'v9.9.9' : '',
    deletion: random.chance(0.25)
      ? {
          ...stepFrom(random),
          by: random.pick(['ids', 'previous', 'previous', 'name']),
          max: random.integer(1, 3),
        }
      : undefined,
  };
}

export function stepFrom(random: Random): StepPlan {
  const isCalm = random.chance(0.15);
  return {
    faults: isCalm ? [] : random.list(random.integer(0, 6), () => faultFrom(random)),
    wireFaults: random.chance(0.4)
      ? random.list(random.integer(1, 4), () => wireFaultFrom(random))
      : [],
    cancel: random.chance(0.2)
      ? {
          afterMs: random.integer(20, 300),
          signal: random.pick(['SIGINT', 'SIGTERM', 'SIGKILL']),
        }
      : undefined,
  };
}

function faultFrom(random: Random): Fault {
  const when = random.pick(['before', 'after'] as const);
  const times = random.chance(0.1) ? random.integer(2, 9) : 1;
  return { ...random.pick(faultKinds)(random, when), times };
}

type Scripted = Pick<Extract<Fault, { kind: 'response' }>, 'status' | 'headers' | 'body'>;

type FaultMaker = (random: Random, when: 'before' | 'after') => Fault;

/** Failures of the network and of servers; no server misreports what it did. */
const faultKinds: readonly [FaultMaker, ...FaultMaker[]] = [
  (_, when) => ({ kind: 'reset', when }),
  (_, when) => ({ kind: 'reset', when }),
  (_, when) => ({ kind: 'close', when }),
  (_, when) => ({ kind: 'hang', when }),
  () => ({ kind: 'half-response' }),
  () => ({ kind: 'garbage' }),
  () => ({ kind: 'huge' }),
  () => ({ kind: 'refuse-upload' }),
  (random) => ({ kind: 'delay', ms: random.integer(1, 250) }),
  (random, when) => ({
    kind: 'response',
    ...random.pick<Scripted>([
      { status: 500, body: { code: 'InternalError', message: 'Oops.' } },
      { status: 500, body: '<h1>Oops</h1>' },
      { status: 502, body: '' },
      { status: 503, headers: { 'X-Bce-Error-Code': 'ServiceUnavailable' } },
      { status: 504, body: { code: 'GatewayTimeout' } },
      { status: 408, body: '' },
      { status: 200, body: '' },
      { status: 200, body: { result: true, details: {} } },
      { status: 200, body: { result: false, code: 'InternalError' } },
    ]),
    processed: when === 'after',
  }),
  (random) => ({
    kind: 'response',
    status: 429,
    headers: { 'Retry-After': random.pick(['0', '1', '5', '70', newYear, 'soon']) },
    body: { code: 'OverRateLimit' },
  }),
  (random) =>
    random.chance(0.5)
      ? { kind: 'delay', ms: random.integer(1, 50) }
      : {
          kind: 'response',
          ...random.pick<Scripted>([
            { status: 400, body: { code: 'BadRequest' } },
            { status: 403, headers: { 'X-Bce-Error-Code': 'AccessDenied' } },
            { status: 413, body: { code: 'LimitExceeded' } },
            { status: 200, body: { result: false } },
            { status: 302, headers: { Location: 'http://127.0.0.1:1/' } },
          ]),
        },
  (random) => ({
    kind: 'response',
    status: 403,
    headers: random.chance(0.5) ? { Date: newYear } : {},
    body: { code: random.pick(['RequestTimeTooSkewed', 'RequestExpired']) },
  }),
];

const newYear = 'Wed, 01 Jan 2025 00:00:00 GMT';

function wireFaultFrom(random: Random): WireFault {
  const afterBytes = random.pick([0, 1, 100, 300, 600, 900]) + random.integer(0, 50);
  return random.pick<() => WireFault>([
    () => ({ kind: 'latency', ms: random.integer(1, 200) }),
    () => ({ kind: 'latency', ms: random.integer(1, 20) }),
    () => ({ kind: 'reset-request', afterBytes: random.chance(0.3) ? 0 : afterBytes }),
    () => ({ kind: 'reset-response', afterBytes }),
    () => ({ kind: 'end-response', afterBytes }),
    () => ({ kind: 'stall-response', afterBytes }),
    () => ({ kind: 'drip', bytes: random.integer(1, 400), ms: random.integer(1, 20) }),
  ])();
}
