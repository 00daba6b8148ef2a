import {
  CallError,
  CancelledCallError,
  isNotFound,
  type Client,
  type PolicyName,
} from '../api/client.ts';
import { durationText, startDeadline } from '../clock.ts';
import { CancelledError } from '../errors.ts';
import { patience } from '../http/retry.ts';
import type { Fields } from '../json.ts';
import { readService, type Look } from './detail.ts';
import { isDeleted } from './state.ts';

/** What came of deleting a service: by this step, or by somebody else. */
export type DeleteEnd =
  | { readonly kind: 'deleted' | 'already deleted' }
  | { readonly kind: 'kept' | 'unknown'; readonly reason: string };

/** Not known yet what came of it. */
export interface Progress {
  readonly kind: 'open';
  /** Whether one of the requests may have deleted it. */
  readonly mayHaveWorked: boolean;
  /** Whether it may be gone, by this step or without it. */
  readonly mayBeGone: boolean;
  readonly reason: string;
}

const started: Progress = { kind: 'open', mayHaveWorked: false, mayBeGone: false, reason: '' };

/**
 * `DELETE /v1/service/{serviceId}` of a service that a look has shown. Where BEC doesn't confirm it, a look
 * decides: "not found" means that it is gone; as long as it is shown, the request is sent again, for up to
 * a minute. After a cancel too, with less time.
 */
export async function deleteService(bec: Client, serviceId: string): Promise<DeleteEnd> {
  const first = bec.signal.aborted
    ? started
    : await tryDeleting(bec, serviceId, { policyName: 'delete', before: started });
  if (first.kind !== 'open' || !bec.signal.aborted) return endOf(first);
  const { limitMs } = patience.cleanup;
  const deadline = startDeadline(bec.clock, limitMs, new CancelledError('timeout'));
  const hurried = bec.within(deadline.signal);
  const last = await tryDeleting(hurried, serviceId, { policyName: 'cleanup', before: first });
  deadline.stop();
  return endOf(last);
}

function endOf(end: DeleteEnd | Progress): DeleteEnd {
  if (end.kind !== 'open') return end;
  return { kind: end.mayBeGone ? 'unknown' : 'kept', reason: end.reason };
}

/**
 * Until something came of it, the time is up or the signal aborts. The last request is not cut short: whether
 * one works that gets no response, no look can tell at once.
 */
async function tryDeleting(
  bec: Client,
  serviceId: string,
  { policyName, before }: { readonly policyName: 'delete' | 'cleanup'; readonly before: Progress },
): Promise<DeleteEnd | Progress> {
  const { clock, signal, log } = bec;
  const { limitMs, pauseMs } = patience[policyName];
  const startMs = clock.elapsedMs();
  let progress = before;
  try {
    for (;;) {
      const error = await requestDelete(bec, serviceId, policyName);
      const end = endOfAttempt(error, progress);
      if (end.kind !== 'open') return end;
      progress = end;
      const seen = endOfLook(await readService(bec, { serviceId, serviceName: '' }), progress);
      if (seen.kind !== 'open') return seen;
      progress = seen;
      if (clock.elapsedMs() - startMs + pauseMs >= limitMs) return progress;
      log(`${progress.reason} Trying again in ${durationText(pauseMs)}.`);
      await clock.sleep(pauseMs, signal);
    }
  } catch (error) {
    // Cancelled in the look or in the pause.
    if (!(error instanceof CancelledError)) throw error;
    return progress;
  }
}

/** Undefined if BEC has accepted it. */
async function requestDelete(
  bec: Client,
  serviceId: string,
  policyName: PolicyName,
): Promise<CallError | CancelledCallError | undefined> {
  const path = `/v1/service/${serviceId}`;
  const parse = (body: Fields): Fields => body;
  try {
    await bec.call({ method: 'DELETE', path, query: {}, parse }, policyName);
    return undefined;
  } catch (error) {
    if (error instanceof CallError || error instanceof CancelledCallError) return error;
    throw error;
  }
}

/** What a request has come to. @param error undefined if BEC has accepted it */
export function endOfAttempt(
  error: CallError | CancelledCallError | undefined,
  before: Progress,
): DeleteEnd | Progress {
  if (error === undefined) return { kind: 'deleted' };
  const mayHaveWorked = before.mayHaveWorked || error.mayHaveTakenEffect;
  if (error instanceof CancelledCallError) {
    const reason = before.reason === '' ? 'DELETE got no response in time.' : before.reason;
    return { kind: 'open', mayHaveWorked, mayBeGone: before.mayBeGone || mayHaveWorked, reason };
  }
  const { status, message: reason } = error;
  const isMissing = isNotFound(error);
  if (isMissing && mayHaveWorked) return { kind: 'deleted' };
  const isOpen = status === 404 || status === 409 || mayHaveWorked;
  if (!isOpen) return { kind: 'kept', reason };
  return { kind: 'open', mayHaveWorked, mayBeGone: isMissing || mayHaveWorked, reason };
}

/** What a look shows after it. */
export function endOfLook(look: Look, progress: Progress): DeleteEnd | Progress {
  const isShown = look.kind === 'service' && !isDeleted(look.service);
  if (isShown) return { ...progress, mayBeGone: false };
  if (look.kind !== 'not found' && look.kind !== 'service') return progress;
  return { kind: progress.mayHaveWorked ? 'deleted' : 'already deleted' };
}
