import type { Client } from '../api/client.ts';
import { CancelledError, UserError, type Failure } from '../errors.ts';
import { cleanUpNow, type CleanupEnd } from './clean-up.ts';
import { serviceText } from './detail.ts';
import type { CreatedService, Journal } from './journal.ts';
import { cleanupOf, existenceText, isOwn, isSeenDeleted, type OnFailure } from './may-delete.ts';
import { readFailingPods, type Pod } from './pods.ts';
import { podLines, reasonsOf, reasonText } from './reasons.ts';
import { regionNotes } from './regions.ts';
import { describeRunning, type RunningService } from './running.ts';
import { waitForService, type WaitEnd } from './wait.ts';

export interface RolloutPlan {
  readonly timeoutMs: number;
  readonly onFailure: OnFailure;
  /** Prints lines that belong together. */
  readonly logGroup: (title: string, lines: readonly string[]) => void;
  readonly journal: Journal;
}

/** @throws UserError that says why it isn't running, and what exists; CancelledError */
export async function rollOut(
  bec: Client,
  created: CreatedService,
  plan: RolloutPlan,
): Promise<RunningService> {
  let failure: unknown;
  try {
    const end = await waitForService(bec, created, plan);
    if (end.kind === 'running') {
      plan.journal.add({ kind: 'settled' });
      return await describeRunning(bec, { ...created, service: end.service });
    }
    failure = await failureOf(bec, created, { ...plan, end });
  } catch (error) {
    failure = error;
  }
  throw withEnd(bec, { created, failure }, await endOfFailure(bec, created, plan));
}

/** Whatever has ended the wait, a fault of our own too: what exists is said. */
function withEnd(
  { log }: Client,
  { created, failure }: { readonly created: CreatedService; readonly failure: unknown },
  { kind, text: endText }: CleanupEnd,
): UserError {
  const name = serviceText(created);
  const soFar = failure instanceof UserError ? failure.failure : undefined;
  const known: Failure = { kind: 'failed', reasons: [], ...soFar, isGone: kind === 'gone' };
  if (failure instanceof CancelledError) {
    const text = `${name} was created and was not running yet. ${endText}`;
    return new CancelledError(failure.signal, text, { ...known, kind: 'cancelled' });
  }
  if (failure instanceof UserError) {
    const separator = known.reasons.length === 0 ? ' ' : '\n';
    const message = `${failure.message}${separator}${endText}`;
    return new UserError(message, { cause: failure, failure: known });
  }
  log(failure instanceof Error ? (failure.stack ?? failure.message) : String(failure));
  return new UserError(
    `${name} was created, but waiting for it failed: ${String(failure)} This is a fault in bec-create; please report it with the log. ${endText}`,
    { cause: failure, failure: known },
  );
}

async function failureOf(
  bec: Client,
  created: CreatedService,
  { end, ...plan }: RolloutPlan & { readonly end: Exclude<WaitEnd, { kind: 'running' }> },
): Promise<UserError> {
  const failing = end.kind === 'unseen' ? undefined : await diagnose(bec, created, plan);
  const { body } = created;
  const fields = isUnplaced(end, failing ?? [])
    ? await regionNotes(bec, body['deployInstances'])
    : [];
  const reasons = [
    ...fields.map(({ text }) => ({ place: '', text })),
    ...reasonsOf(failing ?? [], body),
  ];
  const what = `${serviceText(created)} was created, but ${end.reason.replace(/\.$/, '')}.`;
  const message = [what, ...reasons.map(reasonText)].join('\n');
  const kind = end.kind === 'timed out' ? end.kind : 'failed';
  return new UserError(message, { fields, failure: { kind, reasons, isGone: false } });
}

/** Pending, without a container that anything has begun to start: it may be for want of such a region. */
function isUnplaced({ kind, service }: WaitEnd, pods: readonly Pod[]): boolean {
  const statuses = [service.status, ...pods.map(({ status }) => status)];
  const isPending = statuses.some((status) => status.toUpperCase() === 'PENDING');
  return (
    kind === 'timed out' && isPending && pods.every(({ containers }) => containers.length === 0)
  );
}

/** Prints the pods' reasons. If they can't be read, the failure itself is still reported. */
async function diagnose(
  bec: Client,
  { serviceId }: CreatedService,
  { logGroup, journal }: RolloutPlan,
): Promise<readonly Pod[] | undefined> {
  try {
    const failing = await readFailingPods(bec, serviceId, 'diagnosis');
    journal.add({ kind: 'pods', pods: failing });
    logGroup(
      `Why ${serviceId} is not running`,
      failing.length === 0 ? ['BEC lists no failing pod.'] : podLines(failing),
    );
    return failing;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!bec.signal.aborted) bec.log(`The pods can't be read: ${error.message}`);
    return undefined;
  }
}

/** Deletes the service if that was requested; says in sentences whether it still exists. */
async function endOfFailure(
  bec: Client,
  { serviceId }: CreatedService,
  { onFailure, journal }: RolloutPlan,
): Promise<CleanupEnd> {
  const life = journal.life();
  const cleanup = cleanupOf(life, onFailure);
  const { service } = life;
  const look = service?.lastLook;
  const end: CleanupEnd =
    cleanup === undefined
      ? { kind: isSeenDeleted(look) ? 'gone' : 'kept', text: existenceText(look) }
      : await cleanUpNow(bec, cleanup);
  if (end.kind !== 'open') journal.add({ kind: 'settled' });
  if (end.kind === 'gone' || service === undefined || isOwn(service) === true) return end;
  const whose = cleanup === undefined ? ' An earlier attempt of this run may have created it.' : '';
  const advice = `To deploy anew, delete ${serviceId} and re-run the job.`;
  return { ...end, text: `${end.text}${whose} ${advice}` };
}
