import { durationText } from '../clock.ts';
import { patience } from '../http/retry.ts';
import { counted, printable } from '../text.ts';
import type { Service } from './service.ts';

/** `exception` and `not found` may pass by themselves; only for how long they last tells. */
export type State = 'running' | 'in progress' | 'exception' | 'not found' | 'failed';

const toleranceMs: Readonly<Record<'exception' | 'not found', number>> = {
  exception: 60_000,
  'not found': patience.notFound.limitMs,
};

/** Which states are final is not documented: a service is running once all its pods are. */
export function stateOf({ status, totalPods, runningPods }: Service): Exclude<State, 'not found'> {
  switch (status) {
    case 'RUNNING':
    case 'NORMAL':
      return totalPods > 0 && runningPods >= totalPods ? 'running' : 'in progress';
    case 'FAILED':
    case 'TERMINATED':
    case 'STOP':
    case 'STOPPING':
    case 'TERMINATING':
    case 'DELETING':
      return 'failed';
    case 'EXCEPTION':
      return 'exception';
    default:
      return 'in progress';
  }
}

/** Whether the service is deleted, or about to be. */
export function isDeleted({ status }: Service): boolean {
  return status === 'TERMINATED' || status === 'TERMINATING' || status === 'DELETING';
}

/** A state that may pass, and since when it has lasted without a break. */
export interface Trouble {
  readonly state: 'exception' | 'not found';
  readonly sinceMs: number;
}

export function troubleAfter(
  before: Trouble | undefined,
  state: State,
  elapsedMs: number,
): Trouble | undefined {
  if (state !== 'exception' && state !== 'not found') return undefined;
  return before?.state === state ? before : { state, sinceMs: elapsedMs };
}

/** Why to give up, as in `it is FAILED`; undefined while it may still run. */
export function failureReasonOf(
  state: State,
  { status }: Service,
  { trouble, elapsedMs }: { readonly trouble: Trouble | undefined; readonly elapsedMs: number },
): string | undefined {
  if (state === 'failed') return `it is ${printable(status)}`;
  if (trouble === undefined) return undefined;
  const lastedMs = elapsedMs - trouble.sinceMs;
  if (lastedMs < toleranceMs[trouble.state]) return undefined;
  const words = trouble.state === 'not found' ? 'unknown to BEC' : 'in EXCEPTION';
  return `it has been ${words} for ${durationText(lastedMs)}`;
}

const documentedStatuses = new Set(
  'STARTING RUNNING PENDING EXCEPTION FAILED UNKNOWN TERMINATED WAITING STOP BINDING STOPPING TERMINATING DELETING NORMAL'.split(
    ' ',
  ),
);

/** `STARTING · 0 of 2 pods`, followed by the regions if there are several. */
export function progressText({ status, runningPods, totalPods, deployInstances }: Service): string {
  const undocumented =
    status === '' ? 'no status' : `${printable(status)} (a status that is not documented)`;
  const regions = deployInstances.flatMap(({ regionId, runningPods: running, replicas }) =>
    running === undefined || replicas === undefined
      ? []
      : [`${printable(regionId)} ${running} of ${replicas}`],
  );
  return [
    documentedStatuses.has(status) ? status : undocumented,
    `${runningPods} of ${counted(totalPods, 'pod')}`,
    ...(regions.length > 1 ? [regions.join(', ')] : []),
  ].join(' · ');
}
