import { readFileSync, statSync } from 'node:fs';
import { parseRun, type Environment, type Run } from '../context.ts';
import { parseFields, textOf, toFields, type Fields } from '../json.ts';

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

export function readEvent(run: Run): RunEvent {
  return parseEvent(run, readPayload(run.eventPath));
}

/**
 * The run, with the ref from the event's payload where the runner gives none.
 * @see https://github.com/actions/runner/issues/2788
 */
export function readRun(environment: Environment): Run {
  const run = parseRun(environment);
  if (run.ref !== '' || run.refName !== '') return run;
  const ref = refIn(run.eventName, readPayload(run.eventPath));
  return parseRun({ ...environment, GITHUB_REF: ref, GITHUB_REF_TYPE: '' });
}

function refIn(eventName: string, payload: Fields): string {
  const ref = textOf(payload['ref']);
  const tag = textOf(toFields(payload['release'])?.['tag_name']);
  if (eventName === 'release') return tag === '' ? '' : `refs/tags/${tag}`;
  if (eventName === 'push' || eventName === 'workflow_dispatch') return ref;
  if (eventName !== 'create' || ref === '') return '';
  return `refs/${payload['ref_type'] === 'tag' ? 'tags' : 'heads'}/${ref}`;
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

/** Never throws: a missing or unreadable payload counts as an empty one. */
function readPayload(path: string): Fields {
  try {
    const stat = statSync(path);
    const isReadable = stat.isFile() && stat.size <= maxPayloadBytes;
    return (isReadable ? parseFields(readFileSync(path, 'utf8')) : undefined) ?? {};
  } catch {
    return {};
  }
}
