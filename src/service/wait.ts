import { isDeepStrictEqual } from 'node:util';
import type { Fields } from '../json.ts';
import { CallError, type Client } from '../api/client.ts';
import { durationText, type Clock } from '../clock.ts';
import { containerText, eventText, readTroubledPods, type Pod } from './pods.ts';
import { parseService, type Service } from './service.ts';
import { failureOf, progressText, stateOf, troubleAfter, type Trouble } from './state.ts';

/** How a wait ended. */
export type WaitEnd = Readonly<{ service: Service; elapsedMs: number }> &
  (
    | { readonly kind: 'running' }
    | { readonly kind: 'failed' | 'gone' | 'timed out'; readonly reason: string }
  );

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** Told of every state that is another than the one before, before anything is made of it. */
  readonly onSeen: (service: Service) => void;
}

const firstPollMs = 2_000;
const pollGrowth = 1.5;
const maxPollMs = 15_000;
/** At least once a minute is what is promised, and the next poll may be 15 s away. */
const signOfLifeMs = 45_000;
/** When to look at the pods of a service that is not up yet, first; then at twice the distance each time. */
const firstLookMs = 30_000;
const podsPerLook = 2;
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
      if (reason !== undefined) {
        return { kind: seen === 'gone' ? 'gone' : 'failed', service, elapsedMs, reason };
      }
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
    return (await client.call({ ...call, parse }, 'poll', signal)).value;
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
      const pods = await readTroubledPods(client, serviceId, 'poll', signal, podsPerLook);
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
