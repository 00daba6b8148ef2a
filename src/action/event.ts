import { parseRun, type Environment, type Run } from '../context.ts';
import { parseFields, textOf, toFields, type Fields } from '../json.ts';
import { readSmallFile } from '../small-file.ts';

/**
 * The run, with the ref from the event's payload where the runner gives none.
 * @see https://github.com/actions/runner/issues/2788
 */
export function readRun(environment: Environment): Run {
  const run = parseRun(environment);
  if (run.ref !== '' || run.refName !== '') return run;
  const ref = refIn(run.eventName, readPayload(run));
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

/**
 * The ref that a push has deleted, such as `refs/tags/v1`.
 * @see https://docs.github.com/webhooks/webhook-events-and-payloads#push
 */
export function deletedRefIn({ eventName, sha, ref }: Run, payload: Fields): string | undefined {
  if (eventName !== 'push') return undefined;
  const isDeletion =
    payload['deleted'] === true || [textOf(payload['after']), sha].some(isZeroCommit);
  return isDeletion ? textOf(payload['ref']) || ref : undefined;
}

/** Git's id for "no commit", in SHA-1 or SHA-256, whole or abbreviated. */
export function isZeroCommit(id: string): boolean {
  return /^0{7,64}$/.test(id);
}

/** GitHub's limit for a payload is 25 MB. */
const maxPayloadBytes = 32 * 1024 ** 2;

/** Never throws: a missing or unreadable payload counts as an empty one. */
export function readPayload({ eventPath }: Run): Fields {
  return parseFields(readSmallFile(eventPath, maxPayloadBytes) ?? '') ?? {};
}
