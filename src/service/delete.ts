import {
  CallError,
  CancelledCallError,
  isNotFound,
  type Client,
  type PolicyName,
} from '../api/client.ts';
import { durationText, startDeadline } from '../clock.ts';
import { CancelledError, UserError } from '../errors.ts';
import { patience, type Patience } from '../http/retry.ts';
import type { Fields } from '../json.ts';
import { readService } from './detail.ts';
import { isDeleted } from './state.ts';

/** What came of deleting a service. */
export type DeleteEnd =
  /** By this step. */
  | { readonly kind: 'deleted' }
  /** BEC knew it before, and does not know it any more. */
  | { readonly kind: 'already deleted' }
  | { readonly kind: 'kept' | 'unknown'; readonly reason: string };

/** A service to delete. */
export interface Condemned {
  readonly serviceId: string;
  /** Whether a response has shown it, so that "not found" means that it is deleted. */
  readonly wasSeen: boolean;
}

interface Persistence extends Patience {
  readonly policyName: PolicyName;
}

const persistence: Persistence = { policyName: 'delete', ...patience.delete };
const cancelledPersistence: Persistence = { policyName: 'cleanup', ...patience.cleanup };

/**
 * `DELETE /v1/service/{serviceId}`. A service that BEC does not know (404) may not be visible yet, and
 * one that can't be deleted now (409) may be in a minute, so both are tried again. After a cancel it is
 * tried too, with less time.
 */
export async function deleteService(bec: Client, service: Condemned): Promise<DeleteEnd> {
  const started = { kind: 'open', mayHaveWorked: false, isNotFound: false, reason: '' } as const;
  const first = bec.signal.aborted
    ? started
    : await sendDelete(bec, service, { ...persistence, before: started });
  if (first.kind !== 'open') return first;
  if (!bec.signal.aborted) return lookAfter(bec, service, first);
  const uncancelled = bec.within(new AbortController().signal);
  return endOf(await sendDelete(uncancelled, service, { ...cancelledPersistence, before: first }));
}

/** Not known yet what came of it. */
interface Progress {
  readonly kind: 'open';
  /** Whether one of the requests may have deleted it. */
  readonly mayHaveWorked: boolean;
  /** Whether the last response was "not found". */
  readonly isNotFound: boolean;
  readonly reason: string;
}

function endOf(end: DeleteEnd | Progress): DeleteEnd {
  if (end.kind !== 'open') return end;
  const { mayHaveWorked, isNotFound, reason } = end;
  return { kind: mayHaveWorked || isNotFound ? 'unknown' : 'kept', reason };
}

/** Where no response says whether it worked, one more look may. */
async function lookAfter(
  bec: Client,
  { serviceId }: Condemned,
  progress: Progress,
): Promise<DeleteEnd> {
  const end = endOf(progress);
  if (end.kind !== 'unknown' || !progress.mayHaveWorked) return end;
  try {
    const look = await readService(bec, { serviceId, serviceName: '' });
    if (look.kind === 'not found') return { kind: 'deleted' };
    const isThere = look.kind === 'service' && !isDeleted(look.service);
    return isThere ? { kind: 'kept', reason: end.reason } : end;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return end;
  }
}

/** Until something came of it, the time is up or the signal aborts. */
async function sendDelete(
  bec: Client,
  service: Condemned,
  { before, policyName, limitMs, pauseMs }: Persistence & { readonly before: Progress },
): Promise<DeleteEnd | Progress> {
  const { clock, log } = bec;
  const startMs = clock.elapsedMs();
  const deadline = startDeadline(clock, limitMs, new CancelledError('timeout'));
  const stop = AbortSignal.any([bec.signal, deadline.signal]);
  let progress = before;
  try {
    for (;;) {
      const end = await attemptDelete(bec.within(stop), service, { policyName, progress });
      if (end.kind !== 'open') return end;
      progress = end;
      if (stop.aborted || clock.elapsedMs() - startMs + pauseMs >= limitMs) return progress;
      log(`${progress.reason} Trying again in ${durationText(pauseMs)}.`);
      await clock.sleep(pauseMs, stop);
    }
  } catch (error) {
    // Cancelled in the pause.
    if (!(error instanceof CancelledError)) throw error;
    return progress;
  } finally {
    deadline.stop();
  }
}

async function attemptDelete(
  bec: Client,
  { serviceId, wasSeen }: Condemned,
  { policyName, progress }: { readonly policyName: PolicyName; readonly progress: Progress },
): Promise<DeleteEnd | Progress> {
  const path = `/v1/service/${serviceId}`;
  try {
    await bec.call({ method: 'DELETE', path, query: {}, parse }, policyName);
    return { kind: 'deleted' };
  } catch (error) {
    const isCancelled = error instanceof CancelledCallError;
    if (!isCancelled && !(error instanceof CallError)) throw error;
    const mayHaveWorked = progress.mayHaveWorked || error.mayHaveTakenEffect;
    if (isCancelled) {
      const reason =
        progress.reason === '' ? `DELETE ${path} got no response in time.` : progress.reason;
      return { ...progress, mayHaveWorked, reason };
    }
    const isUnknown = isNotFound(error);
    if (isUnknown && mayHaveWorked) return { kind: 'deleted' };
    if (isUnknown && wasSeen) return { kind: 'already deleted' };
    const reason = error.message;
    const mayPass = error.status === 404 || error.status === 409;
    return mayPass || mayHaveWorked
      ? { kind: 'open', mayHaveWorked, isNotFound: isUnknown, reason }
      : { kind: 'kept', reason };
  }
}

function parse(body: Fields): Fields {
  return body;
}
