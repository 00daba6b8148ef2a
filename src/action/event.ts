import { readFileSync, statSync } from 'node:fs';
import type { Run } from '../context.ts';
import { parseFields, textOf, type Fields } from '../json.ts';

/** The event that started the run, as far as it matters for what is deployed. */
export interface RunEvent {
  /** Such as `push`. */
  readonly name: string;
  /** The activity type, such as `published`; empty if the event has none. */
  readonly action: string;
  /** The ref that a push has deleted, such as `refs/tags/v1`; empty if its name is unknown. */
  readonly deletedRef: string | undefined;
}

/** GitHub's limit for a payload is 25 MB. */
const maxPayloadBytes = 32 * 1024 ** 2;

/** Reads the event's payload. Never throws: a missing or unreadable payload counts as an empty one. */
export function readEvent(run: Run): RunEvent {
  return parseEvent(run, parseFields(readPayload(run.eventPath)) ?? {});
}

/** @see https://docs.github.com/webhooks/webhook-events-and-payloads#push */
export function parseEvent(
  { eventName, sha, ref }: Pick<Run, 'eventName' | 'sha' | 'ref'>,
  payload: Fields,
): RunEvent {
  const isDeletion =
    payload['deleted'] === true || [textOf(payload['after']), sha].some(isZeroCommit);
  return {
    name: eventName,
    action: textOf(payload['action']),
    deletedRef: eventName === 'push' && isDeletion ? textOf(payload['ref']) || ref : undefined,
  };
}

/** Git's id for "no commit", in SHA-1 or SHA-256, whole or abbreviated. */
export function isZeroCommit(id: string): boolean {
  return /^0{7,64}$/.test(id);
}

function readPayload(path: string): string {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= maxPayloadBytes ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
}
