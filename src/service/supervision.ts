import { isDeepStrictEqual } from 'node:util';
import { CallError, type Client } from '../api/client.ts';
import { durationText } from '../clock.ts';
import { CancelledError, UserError } from '../errors.ts';
import { alreadyDeleted, cleanUpService, type Cleanup } from './cleanup.ts';
import { ageOf } from './create-time.ts';
import type { Look } from './detail.ts';
import type { CreatedService } from './generations.ts';
import { placeHint } from './places.ts';
import { readFailingPods, type FailingPods, type Pod } from './pods.ts';
import { hintOn, mainReason, podLines } from './reasons.ts';
import { describeRunning, type RunningService } from './running.ts';
import { serviceText, type Service } from './service.ts';
import { isDeleted } from './state.ts';
import { waitForService, type WaitEnd, type WaitOptions } from './wait.ts';

/** What becomes of a created service that fails to run. */
export type OnFailure = 'keep' | 'delete';

export interface RolloutOptions extends Omit<WaitOptions, 'onLook'> {
  readonly onFailure: OnFailure;
  readonly warn: (message: string) => void;
  /** Prints lines that belong together. */
  readonly logGroup: (title: string, lines: readonly string[]) => void;
  /** Called with each state that differs from the one before. */
  readonly onSeen: (service: Service) => void;
  /** Called with the failing pods of a service that fails. */
  readonly onPods: (failing: FailingPods) => void;
  /**
   * Called with what is to be deleted unless the service runs, and with undefined once nothing is. What it
   * was called with last is what this step has left undone.
   */
  readonly onCleanup: (cleanup: Cleanup | undefined) => void;
}

/** What this attempt has seen of the service. */
interface Sightings {
  readonly created: CreatedService;
  readonly first: Service | undefined;
  readonly last: Service | undefined;
  readonly lastLook: Look['kind'] | undefined;
  readonly isRenamed: boolean;
}

const stillExists = 'It still exists, and is billed until it is deleted.';
const mayExist = 'It may still exist, and be billed: look it up in the BEC console.';

/** @throws UserError, CancelledError */
export async function superviseRollout(
  client: Client,
  created: CreatedService,
  options: RolloutOptions,
): Promise<RunningService> {
  let sightings = unseen(created);
  options.onCleanup(cleanupOf(sightings, options));
  const onLook = (look: Look): void => {
    const before = sightings.last ?? created.value;
    sightings = withLook(sightings, look);
    options.onCleanup(cleanupOf(sightings, options));
    if (look.kind === 'service' && !isDeepStrictEqual(look.service, before)) {
      options.onSeen(look.service);
    }
  };
  const name = nameOf(created);
  let end: WaitEnd;
  try {
    end = await waitForService(client, created.value, { ...options, onLook });
  } catch (error) {
    if (error instanceof CancelledError) {
      const text = await endOfFailure(client, sightings, options);
      throw new CancelledError(
        error.signal,
        `${name} was created and was not running yet. ${text}`,
      );
    }
    if (error instanceof CallError) {
      options.onCleanup(undefined);
      throw new UserError(
        `${name} was created, but its state can't be read: ${error.message} ${existenceText(sightings)}`,
        { cause: error },
      );
    }
    // A fault of our own: what exists is reported and cleaned up all the same.
    options.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    throw new UserError(
      `${name} was created, but waiting for it failed: ${String(error)} This is a fault in bec-create; please report it with the log. ${await endOfFailure(client, sightings, options)}`,
      { cause: error },
    );
  }
  if (end.kind === 'running') {
    options.onCleanup(undefined);
    options.log(`It is running, after ${durationText(end.elapsedMs)}.`);
    return describeRunning(client, { service: end.service, ...created.requested }, options);
  }
  throw await failureOf(client, { end, sightings }, options);
}

function unseen(created: CreatedService): Sightings {
  return { created, first: undefined, last: undefined, lastLook: undefined, isRenamed: false };
}

function withLook(before: Sightings, look: Look): Sightings {
  const sightings = { ...before, lastLook: look.kind };
  if (look.kind === 'renamed') return { ...sightings, isRenamed: true };
  if (look.kind !== 'service') return sightings;
  return { ...sightings, first: sightings.first ?? look.service, last: look.service };
}

async function failureOf(
  client: Client,
  {
    end,
    sightings,
  }: { readonly end: Exclude<WaitEnd, { kind: 'running' }>; readonly sightings: Sightings },
  options: RolloutOptions,
): Promise<UserError> {
  const pods = await diagnose(client, end.service, options);
  const reason = mainReason(pods);
  const sentences = [
    `${nameOf(sightings.created)} was created, but ${end.reason}.`,
    reason === undefined ? '' : `${reason}.`,
    reason === undefined ? '' : hintOn(reason),
    isUnplaced(end, pods) ? await hintOnPlace(client, sightings, options) : '',
    await endOfFailure(client, sightings, options),
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

function hintOnPlace(
  client: Client,
  { created }: Sightings,
  { signal }: RolloutOptions,
): Promise<string> {
  return placeHint(client, created.requested.body['deployInstances'], signal);
}

/** Prints the pods' reasons. If they can't be read, the failure itself is still reported. */
async function diagnose(
  client: Client,
  { serviceId }: Service,
  { signal, log, logGroup, onPods }: RolloutOptions,
): Promise<readonly Pod[]> {
  try {
    const failing = await readFailingPods(client, serviceId, { policyName: 'diagnosis', signal });
    onPods(failing);
    logGroup(
      `Why ${serviceId} is not running`,
      failing.pods.length === 0 ? ['BEC lists no failing pod.'] : podLines(failing),
    );
    return failing.pods;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!signal.aborted) log(`The pods can't be read: ${error.message}`);
    return [];
  }
}

/** Deletes the service if that was requested; says in a sentence whether it still exists. */
async function endOfFailure(
  client: Client,
  sightings: Sightings,
  options: RolloutOptions,
): Promise<string> {
  const decision = decisionOn(sightings, options);
  if (decision.kind === 'keep') return decision.text;
  const { isDone, text } = await cleanUpService(client, decision.cleanup, options);
  if (isDone) options.onCleanup(undefined);
  return text;
}

/** What becomes of the service unless it runs. */
type Decision =
  | { readonly kind: 'delete'; readonly cleanup: Cleanup }
  | { readonly kind: 'keep'; readonly text: string };

function decisionOn(
  sightings: Sightings,
  { onFailure }: Pick<RolloutOptions, 'onFailure'>,
): Decision {
  const kept = existenceText(sightings);
  if (onFailure === 'keep' || isSeenDeleted(sightings)) return { kind: 'keep', text: kept };
  const reason = reasonToKeepOf(sightings);
  if (reason !== undefined) {
    return { kind: 'keep', text: `It was not deleted, because ${reason}. ${kept}` };
  }
  const { serviceId } = sightings.created.value;
  return { kind: 'delete', cleanup: { serviceId, wasSeen: sightings.first !== undefined } };
}

function cleanupOf(
  sightings: Sightings,
  options: Pick<RolloutOptions, 'onFailure'>,
): Cleanup | undefined {
  const decision = decisionOn(sightings, options);
  return decision.kind === 'delete' ? decision.cleanup : undefined;
}

function nameOf({ value: { serviceId }, requested: { serviceName } }: CreatedService): string {
  return serviceText({ serviceName, serviceId });
}

/** What the last look says; without one, the response to the create. */
function existenceText(sightings: Sightings): string {
  const { last, lastLook } = sightings;
  if (lastLook === 'not found' || lastLook === 'unreadable') return mayExist;
  if (!isSeenDeleted(sightings)) return stillExists;
  return last?.status === 'TERMINATED' ? alreadyDeleted : 'It is being deleted already.';
}

function isSeenDeleted({ last, lastLook }: Sightings): boolean {
  return lastLook === 'service' && last !== undefined && isDeleted(last);
}

/** Only what this attempt may have created, and did not find running, may be deleted. */
function reasonToKeepOf({ created, first, last, isRenamed }: Sightings): string | undefined {
  if (isRenamed) return 'BEC has shown it under another name';
  const age = ageOf(last ?? created.value, created.requestedAt);
  if (created.mayBeOlder || age === 'older') {
    return 'an earlier attempt, or another step with the same token, may have created it';
  }
  const wasRunning = [created.value, first].some((service) => (service?.runningPods ?? 0) > 0);
  return wasRunning && age !== 'newer'
    ? 'it was running when this attempt first saw it'
    : undefined;
}
