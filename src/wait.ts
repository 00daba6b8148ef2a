import { isDeepStrictEqual } from 'node:util';
import type { Fields } from './answer.ts';
import { CallError, type Client } from './client.ts';
import { durationText, type Clock } from './clock.ts';
import { containerText, eventText, readTroubledPods, type Pod } from './pods.ts';
import type { RetryPolicy } from './retry.ts';
import { parseService, type Service } from './service.ts';
import { counted, shown } from './shown.ts';

/** How a wait ended. */
export type WaitEnd = Readonly<{ service: Service; elapsedMs: number }> &
  (
    | { readonly kind: 'running' }
    | { readonly kind: 'failed' | 'timed out'; readonly reason: string }
  );

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Told of every state that is another than the one before, before anything is made of it. */
  readonly onSeen: (service: Service) => void;
}

/** A state that lasts is another than one that passes. */
export type State = 'good' | 'in progress' | 'in exception' | 'gone' | 'bad';

const firstPollMs = 2_000;
const pollGrowth = 1.5;
const maxPollMs = 15_000;
/** At least once a minute is what is promised, and the next poll may be 15 s away. */
const signOfLifeMs = 45_000;
/** When to look at the pods of a service that is not up yet, first; then at twice the distance each time. */
const firstLookMs = 30_000;
const podsPerLook = 2;
const patienceMs: Readonly<Record<'in exception' | 'gone', number>> = {
  'in exception': 60_000,
  gone: 30_000,
};

/** A poll comes again soon anyway, so one that fails is not worth much trouble. */
const pollPolicy: RetryPolicy = {
  maxAttempts: 2,
  maxElapsedMs: 15_000,
  firstBackoffMs: 500,
  maxBackoffMs: 2_000,
  maxRetryAfterMs: 10_000,
};

/**
 * Which states are final, the API does not document; this is the reading of bec-api: running is what
 * has all its pods, and a name that nobody knows is no reason to give up.
 */
export function stateOf(service: Service): Exclude<State, 'gone'> {
  switch (service.status) {
    case 'RUNNING':
    case 'NORMAL':
      return service.totalPods > 0 && service.runningPods >= service.totalPods
        ? 'good'
        : 'in progress';
    case 'FAILED':
    case 'TERMINATED':
    case 'STOP':
    case 'STOPPING':
    case 'TERMINATING':
    case 'DELETING':
      return 'bad';
    case 'EXCEPTION':
      return 'in exception';
    default:
      return 'in progress';
  }
}

/**
 * Polls the service until it is good or bad or the time is up.
 * @throws CancelledError, and CallError where the service may not be watched
 */
export async function waitForService(
  client: Client,
  created: Service,
  options: WaitOptions,
): Promise<WaitEnd> {
  const { timeoutMs, clock, signal, onSeen } = options;
  const start = clock.elapsedMs();
  const tell = progressTeller(options);
  const lookAtPods = podWatch(client, created.serviceId, options);
  let service = created;
  let trouble: Trouble | undefined;
  let pollMs = firstPollMs;
  for (;;) {
    const seen = await readService(client, created.serviceId, options);
    const elapsedMs = clock.elapsedMs() - start;
    if (seen !== undefined) {
      if (seen !== 'gone') {
        if (!isDeepStrictEqual(seen, service)) onSeen(seen);
        service = seen;
      }
      tell(seen === 'gone' ? 'not found' : progressText(service), elapsedMs);
      const state = seen === 'gone' ? 'gone' : stateOf(seen);
      if (state === 'good') return { kind: 'running', service, elapsedMs };
      trouble = troubleAfter(trouble, state, elapsedMs);
      const reason = failureOf(state, service, trouble, elapsedMs);
      if (reason !== undefined) return { kind: 'failed', service, elapsedMs, reason };
    }
    if (elapsedMs >= timeoutMs) {
      const reason = `it was not running after ${durationText(timeoutMs)}`;
      return { kind: 'timed out', service, elapsedMs, reason };
    }
    await lookAtPods(elapsedMs);
    await clock.sleep(Math.max(1, Math.min(pollMs, timeoutMs - elapsedMs)), signal);
    pollMs = Math.min(maxPollMs, pollMs * pollGrowth);
  }
}

/** A state that passes or does not, and since when it has been seen without a break. */
interface Trouble {
  readonly state: 'in exception' | 'gone';
  readonly sinceMs: number;
}

function troubleAfter(
  before: Trouble | undefined,
  state: State,
  elapsedMs: number,
): Trouble | undefined {
  if (state !== 'in exception' && state !== 'gone') return undefined;
  return before?.state === state ? before : { state, sinceMs: elapsedMs };
}

function failureOf(
  state: State,
  { status }: Service,
  trouble: Trouble | undefined,
  elapsedMs: number,
): string | undefined {
  if (state === 'bad') return `it is ${shown(status)}`;
  if (trouble === undefined) return undefined;
  const lastedMs = elapsedMs - trouble.sinceMs;
  if (lastedMs < patienceMs[trouble.state]) return undefined;
  const words = trouble.state === 'gone' ? 'unknown to BEC' : 'in EXCEPTION';
  return `it has been ${words} for ${durationText(lastedMs)}`;
}

/** Undefined where the state can't be read just now; the next poll will tell. */
async function readService(
  client: Client,
  serviceId: string,
  { signal, log }: WaitOptions,
): Promise<Service | 'gone' | undefined> {
  try {
    const call = { method: 'GET', path: `/v1/service/${serviceId}`, query: {} } as const;
    // What is said of another service must not get this one deleted, or the other.
    const parse = (body: Fields): Service | undefined => {
      const service = parseService(body);
      return service?.serviceId === serviceId ? service : undefined;
    };
    return (await client.call({ ...call, parse }, pollPolicy, signal)).value;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (error.status === 404) return 'gone';
    const isRefusal = error.status !== undefined && error.status >= 400 && error.status < 500;
    if (isRefusal && error.status !== 408 && error.status !== 429) throw error;
    log(`The state can't be read just now: ${error.message}`);
    return undefined;
  }
}

/** A line when something changes, and a sign of life when nothing does. */
function progressTeller({
  timeoutMs,
  log,
}: WaitOptions): (line: string, elapsedMs: number) => void {
  let last = '';
  let lastMs = 0;
  return (line, elapsedMs) => {
    if (line === last && elapsedMs - lastMs < signOfLifeMs) return;
    last = line;
    lastMs = elapsedMs;
    const left = durationText(Math.max(0, timeoutMs - elapsedMs));
    log(`${line} · ${durationText(elapsedMs)} (${left} left)`);
  };
}

const statuses =
  'STARTING RUNNING PENDING EXCEPTION FAILED UNKNOWN TERMINATED WAITING STOP BINDING STOPPING TERMINATING DELETING NORMAL'.split(
    ' ',
  );

/** `STARTING · 0 of 2 pods`, with the regions where the answer tells them apart. */
export function progressText(service: Service): string {
  const { status, runningPods, totalPods, deployInstances } = service;
  const unknown =
    status === '' ? 'no status' : `${shown(status)} (a status that is not documented)`;
  const regions = deployInstances.flatMap(({ regionId, runningPods: running, replicas }) =>
    running === undefined || replicas === undefined
      ? []
      : [`${shown(regionId)} ${running} of ${replicas}`],
  );
  return [
    statuses.includes(status) ? status : unknown,
    `${runningPods} of ${counted(totalPods, 'pod')}`,
    ...(regions.length > 1 ? [regions.join(', ')] : []),
  ].join(' · ');
}

/** Looks at the pods of a service that takes its time, and prints what keeps them as soon as it is known. */
function podWatch(
  client: Client,
  serviceId: string,
  { signal, log }: WaitOptions,
): (elapsedMs: number) => Promise<void> {
  const told = new Set<string>();
  let nextLookMs = firstLookMs;
  return async (elapsedMs) => {
    if (elapsedMs < nextLookMs) return;
    nextLookMs = elapsedMs * 2;
    try {
      const pods = await readTroubledPods(client, serviceId, pollPolicy, signal, podsPerLook);
      for (const reason of waitingReasons(pods)) {
        if (!told.has(reason)) log(`Still waiting: ${reason}`);
        told.add(reason);
      }
    } catch (error) {
      // What can't be looked at now is no reason to give up the wait.
      if (!(error instanceof CallError)) throw error;
    }
  };
}

function waitingReasons(pods: readonly Pod[]): readonly string[] {
  return pods.flatMap((pod) => [
    ...pod.containers.filter(({ ready, reason }) => !ready && reason !== '').map(containerText),
    // How often it happened so far does not make it another reason.
    ...pod.events
      .filter(({ isWarning }) => isWarning)
      .map((event) => eventText({ ...event, count: 1 })),
  ]);
}
