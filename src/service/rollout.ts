import type { Client } from '../api/client.ts';
import { durationText, startDeadline } from '../clock.ts';
import { CancelledError, UserError } from '../errors.ts';
import { patience } from '../http/retry.ts';
import { joined } from '../text.ts';
import { cleanUpSeen, unseenReason, type CleanupEnd } from './clean-up.ts';
import { readService, serviceText, type Look } from './detail.ts';
import type { CreatedService, Journal, Sightings } from './journal.ts';
import { decisionOn, existenceText, isOwn, isSeenDeleted, type OnFailure } from './may-delete.ts';
import { readFailingPods, type FailingPods, type Pod } from './pods.ts';
import { podLines, reasonsOf, reasonText } from './reasons.ts';
import { regionHint } from './regions.ts';
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
      bec.log(`The service is running (after ${durationText(end.elapsedMs)}).`);
      return await describeRunning(bec, { service: end.service, ...created.requested });
    }
    failure = await failureOf(bec, { created, end }, plan);
  } catch (error) {
    failure = error;
  }
  throw withEnd(bec, { created, failure }, await endOfFailure(bec, created, plan));
}

/** Whatever has ended the wait, a fault of our own too: what exists is said. */
function withEnd(
  { log }: Client,
  { created, failure }: { readonly created: CreatedService; readonly failure: unknown },
  { isDone, text: endText }: CleanupEnd,
): UserError {
  const name = nameOf(created);
  const reasons = failure instanceof UserError ? (failure.failure?.reasons ?? []) : [];
  const known = { reasons, isGone: isDone };
  if (failure instanceof CancelledError) {
    const text = `${name} was created and was not running yet. ${endText}`;
    return new CancelledError(failure.signal, text, known);
  }
  if (failure instanceof UserError) {
    const separator = reasons.length === 0 ? ' ' : '\n';
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
  {
    created,
    end,
  }: {
    readonly created: CreatedService;
    readonly end: Exclude<WaitEnd, { kind: 'running' }>;
  },
  plan: RolloutPlan,
): Promise<UserError> {
  const failing = end.kind === 'refused' ? undefined : await diagnose(bec, created, plan);
  const { body } = created.requested;
  const isHintNeeded = isUnplaced(end, failing?.pods ?? []);
  const hint = isHintNeeded ? await regionHint(bec, body['deployInstances']) : '';
  const reasons = [
    ...(hint === '' ? [] : [{ place: '', text: hint }]),
    ...(failing === undefined ? [] : reasonsOf(failing, body)),
  ];
  const what = `${nameOf(created)} was created, but ${end.reason.replace(/\.$/, '')}.`;
  const message = [what, ...reasons.map(reasonText)].join('\n');
  return new UserError(message, { failure: { reasons, isGone: false } });
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
  { value: { serviceId } }: CreatedService,
  { logGroup, journal }: RolloutPlan,
): Promise<FailingPods | undefined> {
  try {
    const failing = await readFailingPods(bec, serviceId, 'diagnosis');
    journal.add({ kind: 'pods', pods: failing });
    logGroup(
      `Why ${serviceId} is not running`,
      failing.pods.length === 0 ? ['BEC lists no failing pod.'] : podLines(failing),
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
  created: CreatedService,
  { onFailure, journal }: RolloutPlan,
): Promise<CleanupEnd> {
  const before = journal.life();
  const isLookNeeded =
    onFailure === 'delete' &&
    before.service?.first === undefined &&
    before.service?.lastLook !== 'refused';
  const look = isLookNeeded ? await lookOnce(bec, created) : undefined;
  const life = look === undefined ? before : journal.add({ kind: 'looked', look });
  const decision = decisionOn(life, onFailure);
  if (life.service === undefined) return { isDone: false, text: '' };
  if (decision.kind === 'keep') return kept(life.service, decision.reason);
  // The post step looks again.
  if (!decision.cleanup.wasSeen) return kept(life.service, unseenReason(life.service.lastLook));
  const end = await cleanUpSeen(bec, decision.cleanup);
  if (end.isDone) journal.add({ kind: 'settled' });
  return end;
}

/** A cancelled step has a few seconds. */
async function lookOnce(bec: Client, { value, requested }: CreatedService): Promise<Look> {
  const { limitMs } = patience.hurriedLook;
  const deadline = startDeadline(bec.clock, limitMs, new CancelledError('timeout'));
  const { serviceName } = requested;
  try {
    return await readService(bec.within(deadline.signal), { ...value, serviceName });
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    return { kind: 'unreadable', reason: error.message };
  } finally {
    deadline.stop();
  }
}

function kept(sightings: Sightings, reason: string | undefined): CleanupEnd {
  const { serviceId } = sightings.created.value;
  const sentences = [
    reason === undefined ? '' : `It was not deleted, because ${reason.replace(/\.$/, '')}.`,
    existenceText(sightings),
    isOwn(sightings) === true
      ? ''
      : `An earlier attempt of this run may have created it: to deploy anew, delete ${serviceId} and re-run the job.`,
  ];
  return { isDone: isSeenDeleted(sightings), text: joined(sentences, ' ') };
}

function nameOf({ value: { serviceId }, requested: { serviceName } }: CreatedService): string {
  return serviceText({ serviceName, serviceId });
}
