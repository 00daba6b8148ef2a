import { CallError, type Client } from '../api/client.ts';
import { durationText } from '../clock.ts';
import { readService, type Service } from './detail.ts';
import type { CreatedService, Journal } from './journal.ts';
import { readFailingPods } from './pods.ts';
import { reasonsOf, reasonText } from './reasons.ts';
import { failureReasonOf, progressText, stateOf, type State } from './state.ts';

export type WaitEnd = { readonly service: Service } & (
  | { readonly kind: 'running' }
  /** `unseen`: BEC doesn't show it. */
  | { readonly kind: 'failed' | 'unseen' | 'timed out'; readonly reason: string }
);

const minPauseMs = 2_000;
const maxPauseMs = 15_000;
const pauseShare = 0.05;
/** A line a minute is promised, and the next poll may be 15 s away. */
const maxSilenceMs = 45_000;
/** When the pods of a service that is not running yet are first looked at. */
const firstPodLookMs = 30_000;

/** The pause between two polls, by which "running" is noticed late: 5% of the time waited, 2 s to 15 s. */
export function pauseAfter(elapsedMs: number): number {
  return Math.min(maxPauseMs, Math.max(minPauseMs, elapsedMs * pauseShare));
}

/**
 * Polls the service until it is running, has failed, or the time is up.
 * @throws CancelledError
 */
export async function waitForService(
  bec: Client,
  created: CreatedService,
  { timeoutMs, journal }: { readonly timeoutMs: number; readonly journal: Journal },
): Promise<WaitEnd> {
  const { clock, signal } = bec;
  const startMs = clock.elapsedMs();
  const printProgress = progressPrinter(bec);
  const lookAtPods = podWatch(bec, created);
  let { service } = created;
  let last: { readonly state: State; readonly sinceMs: number } | undefined;
  for (;;) {
    const look = await readService(bec, created);
    // Told before anything is concluded from it.
    const wasSeen = journal.add({ kind: 'looked', look }).service?.first !== undefined;
    const elapsedMs = clock.elapsedMs() - startMs;
    const isHidden =
      (look.kind === 'refused' && !wasSeen) ||
      (look.kind === 'unreadable' && last === undefined && elapsedMs >= timeoutMs);
    if (isHidden) {
      return { kind: 'unseen', service, reason: `its state can't be read: ${look.reason}` };
    }
    if (look.kind === 'service') ({ service } = look);
    if (look.kind !== 'unreadable') {
      const state = look.kind === 'service' ? stateOf(service) : look.kind;
      const left = durationText(Math.max(0, timeoutMs - elapsedMs));
      const line = look.kind === 'service' ? progressText(service) : state;
      printProgress(line, elapsedMs, ` (${left} left)`);
      if (state === 'running') {
        bec.log(`The service is running (after ${durationText(elapsedMs)}).`);
        return { kind: 'running', service };
      }
      if (last?.state !== state) last = { state, sinceMs: elapsedMs };
      const reason = failureReasonOf(state, service, elapsedMs - last.sinceMs);
      const kind = look.kind === 'not found' ? 'unseen' : 'failed';
      if (reason !== undefined) return { kind, service, reason };
    }
    if (elapsedMs >= timeoutMs) {
      const reason = `it was not running after ${durationText(timeoutMs)}`;
      return { kind: 'timed out', service, reason };
    }
    await lookAtPods(elapsedMs);
    const pauseMs = Math.min(pauseAfter(elapsedMs), timeoutMs - elapsedMs);
    await clock.sleep(Math.max(1, pauseMs), signal);
  }
}

/**
 * Prints a line when it is another one, and every so often when it isn't.
 * @returns the printer; what comes behind the time does not count
 */
export function progressPrinter({
  log,
}: Client): (line: string, elapsedMs: number, rest?: string) => void {
  let lastLine = '';
  let lastMs = 0;
  return (line, elapsedMs, rest = '') => {
    if (line === lastLine && elapsedMs - lastMs < maxSilenceMs) return;
    lastLine = line;
    lastMs = elapsedMs;
    log(`${line} · ${durationText(elapsedMs)}${rest}`);
  };
}

/** Looks at the pods now and then, each time after three times as long, and prints each new reason once. */
function podWatch(bec: Client, created: CreatedService): (elapsedMs: number) => Promise<void> {
  const printed = new Set<string>();
  let nextLookMs = firstPodLookMs;
  return async (elapsedMs) => {
    if (elapsedMs < nextLookMs) return;
    nextLookMs = elapsedMs * 3;
    try {
      const pods = await readFailingPods(bec, created.serviceId, 'poll');
      for (const reason of reasonsOf(pods, created.body).map(reasonText)) {
        if (!printed.has(reason)) bec.log(`Still waiting: ${reason}`);
        printed.add(reason);
      }
    } catch (error) {
      // The wait goes on without the pods' reasons.
      if (!(error instanceof CallError)) throw error;
    }
  };
}
