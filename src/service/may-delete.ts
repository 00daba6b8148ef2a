import { ageOf } from './create-time.ts';
import type { Look, Sight } from './detail.ts';
import type { CreatedService, Life, Sightings } from './journal.ts';
import { isDeleted } from './state.ts';

/** What becomes of a created service that fails to run. */
export type OnFailure = 'keep' | 'delete';

/** A service that `on-failure: delete` deletes unless it runs, as soon as a look has shown it. */
export interface Cleanup extends Pick<
  CreatedService,
  'serviceId' | 'serviceName' | 'isRepeat' | 'requestedAt'
> {
  /** How many of its pods ran when a look first showed it: the response to the create may repeat another step's. */
  readonly firstRunning: number | undefined;
}

/** Undefined if there is nothing to delete, or nothing more. */
export function cleanupOf({ service, isSettled }: Life, onFailure: OnFailure): Cleanup | undefined {
  if (service === undefined || onFailure === 'keep' || isSettled) return undefined;
  const { serviceId, serviceName, requestedAt } = service.created;
  // None of a new one's pods runs yet, whatever a look that lags behind shows later.
  const isRepeat = service.created.isRepeat || service.created.service.runningPods > 0;
  const firstRunning = service.first?.service.runningPods;
  return { serviceId, serviceName, firstRunning, isRepeat, requestedAt };
}

/**
 * Only what this attempt has created may be deleted: BEC says that it was created at most five seconds
 * before the request; or, where BEC doesn't say, nobody can have sent the token before, and it wasn't
 * running yet when it was first seen.
 */
export function reasonToKeep(
  { isRepeat, requestedAt, firstRunning }: Cleanup,
  sight: Sight,
): string | undefined {
  const age = ageOf(sight, requestedAt);
  if (age.kind === 'older') return mayBeAnothers;
  if (age.kind !== 'unknown') return undefined;
  if (isRepeat) return `${mayBeAnothers}: ${age.reason}`;
  return (firstRunning ?? sight.service.runningPods) > 0
    ? 'it was running when this attempt first saw it'
    : undefined;
}

const mayBeAnothers =
  'an earlier attempt, or another step with the same token, may have created it';

/** Whether this attempt has created the service, or has found it; undefined if that isn't known. */
export function isOwn({ created, last }: Pick<Sightings, 'created' | 'last'>): boolean | undefined {
  if (!created.isRepeat) return true;
  const { kind } = ageOf(last, created.requestedAt);
  return kind === 'unknown' ? undefined : kind !== 'older';
}

/** Of one that nobody has looked at lately. */
export const existsUnlessDeleted = 'Unless it has been deleted since, it exists, and is billed.';
export const alreadyDeleted = 'It has been deleted already.';

/** What the last look says; without one, the response to the create. */
export function existenceText(look: Look | undefined): string {
  if (look?.kind === 'not found' || look?.kind === 'unreadable') {
    return 'It may still exist, and be billed: look it up in the BEC console.';
  }
  const status = look?.kind === 'service' && isDeleted(look.service) ? look.service.status : '';
  if (status === '') return 'It still exists, and is billed until it is deleted.';
  return status === 'TERMINATED' ? alreadyDeleted : 'It is being deleted already.';
}

/** Whether somebody else has deleted it, or is deleting it. */
export function isSeenDeleted(look: Look | undefined): boolean {
  return look?.kind === 'service' && isDeleted(look.service);
}
