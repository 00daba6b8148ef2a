import { ageOf } from './create-time.ts';
import type { Called } from '../api/client.ts';
import type { Service, Sight } from './detail.ts';
import { serviceIn, type Life, type Sightings } from './journal.ts';
import { isDeleted } from './state.ts';

/** What becomes of a created service that fails to run. */
export type OnFailure = 'keep' | 'delete';

/** A service that `on-failure: delete` deletes unless it runs, as soon as a look has shown it. */
export interface Cleanup {
  readonly serviceId: string;
  /** As requested; empty if it is not known. */
  readonly serviceName: string;
  /** Whether a look has shown it: the response to the create may repeat another step's. */
  readonly wasSeen: boolean;
  /** Whether its token may have been sent before, so that only its age proves whose it is. */
  readonly isRepeat: boolean;
  /** BEC's time when it was requested. */
  readonly requestedAt: Date | undefined;
}

/** What becomes of the service unless it runs. */
export type Decision =
  | { readonly kind: 'delete'; readonly cleanup: Cleanup }
  /** `reason`: why it is kept despite `on-failure: delete`. */
  | { readonly kind: 'keep'; readonly reason: string | undefined };

const keep: Decision = { kind: 'keep', reason: undefined };

export function decisionOn({ service, isSettled }: Life, onFailure: OnFailure): Decision {
  if (service === undefined || onFailure === 'keep' || isSettled) return keep;
  if (isSeenDeleted(service)) return keep;
  if (service.isRenamed) return { kind: 'keep', reason: 'BEC has shown it under another name' };
  const { created, first, last } = service;
  const cleanup = {
    serviceId: created.value.serviceId,
    serviceName: created.requested.serviceName,
    wasSeen: first !== undefined,
    isRepeat: created.isRepeat,
    requestedAt: created.requestedAt,
  };
  const reason = last && reasonToKeep(cleanup, last, first);
  return reason === undefined ? { kind: 'delete', cleanup } : { kind: 'keep', reason };
}

/**
 * Only what this attempt has created may be deleted: BEC says that it was created at most five seconds
 * before the request; or, where BEC doesn't say, nobody can have sent the token before, and it wasn't
 * running yet when it was first seen.
 */
export function reasonToKeep(
  { isRepeat, requestedAt }: Pick<Cleanup, 'isRepeat' | 'requestedAt'>,
  last: Sight,
  first = last,
): string | undefined {
  const age = ageOf(last, requestedAt);
  if (age.kind === 'older') return mayBeAnothers;
  if (age.kind !== 'unknown') return undefined;
  if (isRepeat) return `${mayBeAnothers}: ${age.reason}`;
  return first.service.runningPods > 0
    ? 'it was running when this attempt first saw it'
    : undefined;
}

const mayBeAnothers =
  'an earlier attempt, or another step with the same token, may have created it';

/** Whether this attempt has created the service, or has found it; undefined if that isn't known. */
export function isOwn({ created, last }: Pick<Sightings, 'created' | 'last'>): boolean | undefined {
  if (!created.isRepeat) return true;
  const age = ageOf(last ?? sightOf(created), created.requestedAt);
  return age.kind === 'unknown' ? undefined : age.kind !== 'older';
}

/** What the response to the create has shown. */
export function sightOf({ value, serverTime }: Called<Service>): Sight {
  return { service: value, serverTime };
}

/** Of one that nobody has looked at lately. */
export const existsUnlessDeleted = 'Unless it has been deleted since, it exists, and is billed.';
export const alreadyDeleted = 'It has been deleted already.';

/** What the last look says; without one, the response to the create. */
export function existenceText(sightings: Sightings): string {
  const { lastLook } = sightings;
  if (lastLook === 'not found' || lastLook === 'unreadable') {
    return 'It may still exist, and be billed: look it up in the BEC console.';
  }
  return isSeenDeleted(sightings)
    ? deletedText(serviceIn(sightings))
    : 'It still exists, and is billed until it is deleted.';
}

/** Of one that somebody else has deleted, or is deleting. */
export function deletedText({ status }: { readonly status: string }): string {
  return status === 'TERMINATED' ? alreadyDeleted : 'It is being deleted already.';
}

export function isSeenDeleted({ last, lastLook }: Sightings): boolean {
  return lastLook === 'service' && last !== undefined && isDeleted(last.service);
}
