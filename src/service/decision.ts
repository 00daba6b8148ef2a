import { ageOf } from './create-time.ts';
import type { Look } from './detail.ts';
import type { CreatedService } from './generations.ts';
import type { Service } from './service.ts';
import { isDeleted } from './state.ts';

/** What becomes of a created service that fails to run. */
export type OnFailure = 'keep' | 'delete';

/** A service that `on-failure: delete` deletes unless it runs. */
export interface Cleanup {
  readonly serviceId: string;
  /** As requested; empty if it is not known. */
  readonly serviceName: string;
  /** Whether a response has shown it, besides the one to its create. */
  readonly wasSeen: boolean;
  /** BEC's time when it was requested, if an earlier one with the same token must be told apart. */
  readonly requestedAt: Date | undefined;
}

/** What this attempt has seen of the service. */
export interface Sightings {
  readonly created: CreatedService;
  readonly first: Service | undefined;
  readonly last: Service | undefined;
  readonly lastLook: Look['kind'] | undefined;
  readonly isRenamed: boolean;
  /** Whether a look has not found it, as one that was just created. */
  readonly wasMissing: boolean;
}

export function unseen(created: CreatedService): Sightings {
  const [first, last, lastLook] = [undefined, undefined, undefined];
  return { created, first, last, lastLook, isRenamed: false, wasMissing: false };
}

export function withLook(before: Sightings, look: Look): Sightings {
  const sightings = { ...before, lastLook: look.kind };
  switch (look.kind) {
    case 'renamed':
      return { ...sightings, isRenamed: true };
    case 'not found':
      return { ...sightings, wasMissing: true };
    case 'unreadable':
      return sightings;
    case 'service':
      return { ...sightings, first: sightings.first ?? look.service, last: look.service };
  }
}

/** Whether anything is known of it but the response to its create, which may be a repeated one. */
export function isSeen({ first, wasMissing }: Sightings): boolean {
  return first !== undefined || wasMissing;
}

/** What becomes of the service unless it runs. */
export type Decision =
  | { readonly kind: 'delete'; readonly cleanup: Cleanup }
  /** `reason`: why it is kept despite `on-failure: delete`. */
  | { readonly kind: 'keep'; readonly reason: string | undefined };

/** Only what this attempt may have created, and did not find running, may be deleted. */
export function decisionOn(sightings: Sightings, onFailure: OnFailure): Decision {
  if (onFailure === 'keep' || isSeenDeleted(sightings)) return { kind: 'keep', reason: undefined };
  const reason = reasonToKeep(sightings);
  if (reason !== undefined) return { kind: 'keep', reason };
  const { requested, value, isRepeat, requestedAt } = sightings.created;
  const cleanup = {
    serviceId: value.serviceId,
    serviceName: requested.serviceName,
    wasSeen: sightings.first !== undefined,
    requestedAt: isRepeat ? requestedAt : undefined,
  };
  return { kind: 'delete', cleanup };
}

export const mayBeAnothers =
  'an earlier attempt, or another step with the same token, may have created it';

/** The decision before anything is seen of the service. */
export function firstDecisionOn(created: CreatedService, onFailure: OnFailure): Decision {
  return decisionOn(unseen(created), onFailure);
}

function reasonToKeep({ created, first, last, isRenamed }: Sightings): string | undefined {
  if (isRenamed) return 'BEC has shown it under another name';
  const { value, isRepeat, requestedAt } = created;
  const age = ageOf(last ?? value, requestedAt);
  // A list may lag behind, so after a repeated request the time must agree with it, once there is one.
  const isUnproven =
    isRepeat && (requestedAt === undefined || (first !== undefined && age === 'unknown'));
  if (created.mayBeOlder || age === 'older' || isUnproven) return mayBeAnothers;
  const wasRunning = [created.value, first].some((service) => (service?.runningPods ?? 0) > 0);
  return wasRunning && age !== 'newer'
    ? 'it was running when this attempt first saw it'
    : undefined;
}

/** Of one that nobody has looked at lately. */
export const existsUnlessDeleted = 'Unless it has been deleted since, it exists, and is billed.';

export const alreadyDeleted = 'It has been deleted already.';

/** What the last look says; without one, the response to the create. */
export function existenceText(sightings: Sightings): string {
  const { last, lastLook } = sightings;
  if (lastLook === 'not found' || lastLook === 'unreadable') {
    return 'It may still exist, and be billed: look it up in the BEC console.';
  }
  return last !== undefined && isSeenDeleted(sightings)
    ? deletedText(last)
    : 'It still exists, and is billed until it is deleted.';
}

/** Of one that somebody else has deleted, or is deleting. */
export function deletedText({ status }: Service): string {
  return status === 'TERMINATED' ? alreadyDeleted : 'It is being deleted already.';
}

/** Whether somebody else has deleted it, or is deleting it. */
export function isSeenDeleted({ last, lastLook }: Sightings): boolean {
  return lastLook === 'service' && last !== undefined && isDeleted(last);
}
