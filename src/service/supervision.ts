import { isDeepStrictEqual } from 'node:util';
import { CallError, type Client } from '../api/client.ts';
import { durationText, startDeadline } from '../clock.ts';
import { CancelledError, UserError } from '../errors.ts';
import { cleanUpService } from './cleanup.ts';
import {
  decisionOn,
  existenceText,
  isSeen,
  unseen,
  withLook,
  type Decision,
  type OnFailure,
  type Sightings,
} from './decision.ts';
import { readService, type Look } from './detail.ts';
import type { CreatedService } from './generations.ts';
import { placeHint } from './places.ts';
import { readFailingPods, type FailingPods, type Pod } from './pods.ts';
import { hintOn, mainReason, podLines } from './reasons.ts';
import { describeRunning, type RunningService } from './running.ts';
import { serviceText, type Service } from './service.ts';
import { waitForService, type WaitEnd, type WaitOptions } from './wait.ts';

export interface RolloutOptions extends Omit<WaitOptions, 'onLook'> {
  readonly onFailure: OnFailure;
  /** Prints lines that belong together. */
  readonly logGroup: (title: string, lines: readonly string[]) => void;
  /** Called with each state that differs from the one before. */
  readonly onSeen: (service: Service) => void;
  /** Called with the failing pods of a service that fails. */
  readonly onPods: (failing: FailingPods) => void;
  /** Called with each decision that differs from the one before. The last one to delete is left undone. */
  readonly onDecision: (decision: Decision) => void;
}

/** @throws UserError, CancelledError */
export async function superviseRollout(
  bec: Client,
  created: CreatedService,
  options: RolloutOptions,
): Promise<RunningService> {
  let sightings = unseen(created);
  let decision = decisionOn(sightings, options.onFailure);
  options.onDecision(decision);
  const onLook = (look: Look): void => {
    const before = sightings.last ?? created.value;
    sightings = withLook(sightings, look);
    const next = decisionOn(sightings, options.onFailure);
    if (!isDeepStrictEqual(next, decision)) options.onDecision(next);
    decision = next;
    if (look.kind === 'service' && !isDeepStrictEqual(look.service, before)) {
      options.onSeen(look.service);
    }
  };
  const name = nameOf(created);
  let end: WaitEnd;
  try {
    end = await waitForService(bec, created.value, { ...options, onLook });
  } catch (error) {
    if (error instanceof CancelledError) {
      const text = await endOfFailure(bec, sightings, options);
      throw new CancelledError(
        error.signal,
        `${name} was created and was not running yet. ${text}`,
      );
    }
    if (error instanceof CallError) {
      options.onDecision({ kind: 'keep', reason: "its state can't be read" });
      throw new UserError(
        `${name} was created, but its state can't be read: ${error.message} ${existenceText(sightings)}`,
        { cause: error },
      );
    }
    // A fault of our own: what exists is reported and cleaned up all the same.
    bec.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    throw new UserError(
      `${name} was created, but waiting for it failed: ${String(error)} This is a fault in bec-create; please report it with the log. ${await endOfFailure(bec, sightings, options)}`,
      { cause: error },
    );
  }
  if (end.kind === 'running') {
    options.onDecision({ kind: 'keep', reason: undefined });
    bec.log(`It is running, after ${durationText(end.elapsedMs)}.`);
    return describeRunning(bec, { service: end.service, ...created.requested });
  }
  throw await failureOf(bec, { end, sightings }, options);
}

async function failureOf(
  bec: Client,
  {
    end,
    sightings,
  }: { readonly end: Exclude<WaitEnd, { kind: 'running' }>; readonly sightings: Sightings },
  options: RolloutOptions,
): Promise<UserError> {
  const pods = await diagnose(bec, end.service, options);
  const reason = mainReason(pods);
  const sentences = [
    `${nameOf(sightings.created)} was created, but ${end.reason}.`,
    reason === undefined ? '' : `${reason}.`,
    reason === undefined ? '' : hintOn(reason),
    isUnplaced(end, pods) ? await hintOnPlace(bec, sightings) : '',
    await endOfFailure(bec, sightings, options),
  ];
  return new UserError(sentences.filter((sentence) => sentence !== '').join(' '));
}

/** Pending, without a container that anything has begun to start: it may be for want of such a place. */
function isUnplaced({ kind, service }: WaitEnd, pods: readonly Pod[]): boolean {
  const statuses = [service.status, ...pods.map(({ status }) => status)];
  const isPending = statuses.some((status) => status.toUpperCase() === 'PENDING');
  return (
    kind === 'timed out' && isPending && pods.every(({ containers }) => containers.length === 0)
  );
}

function hintOnPlace(bec: Client, { created }: Sightings): Promise<string> {
  return placeHint(bec, created.requested.body['deployInstances']);
}

/** Prints the pods' reasons. If they can't be read, the failure itself is still reported. */
async function diagnose(
  bec: Client,
  { serviceId }: Service,
  { logGroup, onPods }: RolloutOptions,
): Promise<readonly Pod[]> {
  try {
    const failing = await readFailingPods(bec, serviceId, 'diagnosis');
    onPods(failing);
    logGroup(
      `Why ${serviceId} is not running`,
      failing.pods.length === 0 ? ['BEC lists no failing pod.'] : podLines(failing),
    );
    return failing.pods;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!bec.signal.aborted) bec.log(`The pods can't be read: ${error.message}`);
    return [];
  }
}

/** How long a look may take that decides about deleting: a cancelled step has a few seconds. */
const lastLookLimitMs = 2_000;

/** Deletes the service if that was requested; says in a sentence whether it still exists. */
async function endOfFailure(
  bec: Client,
  before: Sightings,
  options: RolloutOptions,
): Promise<string> {
  const isLookNeeded = options.onFailure === 'delete' && !isSeen(before);
  const sightings = isLookNeeded ? await lookOnce(bec, before) : before;
  const decision = decisionOn(sightings, options.onFailure);
  if (decision.kind === 'keep') {
    options.onDecision(decision);
    return keptText(sightings, decision.reason);
  }
  // The response to the create may repeat what another step with the same token got.
  if (!isSeen(sightings)) return keptText(sightings, 'BEC does not show its state');
  const { isDone, text } = await cleanUpService(bec, decision.cleanup);
  if (isDone) options.onDecision({ kind: 'keep', reason: undefined });
  return text;
}

async function lookOnce(bec: Client, sightings: Sightings): Promise<Sightings> {
  const deadline = startDeadline(bec.clock, lastLookLimitMs, new CancelledError('timeout'));
  try {
    const { value, requested } = sightings.created;
    const service = { serviceId: value.serviceId, serviceName: requested.serviceName };
    return withLook(sightings, await readService(bec.within(deadline.signal), service));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return withLook(sightings, { kind: 'unreadable' });
  } finally {
    deadline.stop();
  }
}

function keptText(sightings: Sightings, reason: string | undefined): string {
  const kept = existenceText(sightings);
  return reason === undefined ? kept : `It was not deleted, because ${reason}. ${kept}`;
}

function nameOf({ value: { serviceId }, requested: { serviceName } }: CreatedService): string {
  return serviceText({ serviceName, serviceId });
}
