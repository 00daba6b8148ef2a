import { durationText } from '../clock.ts';
import { patience } from '../http/retry.ts';
import { counted, printable } from '../text.ts';
import type { Service } from './detail.ts';

/** What may pass by itself, so that only for how long it lasts tells. `refused`: to a key that was let in. */
type Passing = 'exception' | 'not found' | 'refused';

export type State = 'running' | 'in progress' | 'failed' | Passing;

/** Which states are final is not documented: a service is running once all its pods are. */
export function stateOf({
  status,
  totalPods,
  runningPods,
}: Service): Exclude<State, 'not found' | 'refused'> {
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

/** Since when a state that may pass has lasted without a break. */
export interface Trouble {
  readonly state: Passing;
  readonly sinceMs: number;
}

export function troubleAfter(
  before: Trouble | undefined,
  state: State,
  elapsedMs: number,
): Trouble | undefined {
  if (state === 'running' || state === 'in progress' || state === 'failed') return undefined;
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
  if (lastedMs < patience.notFound.limitMs) return undefined;
  const lasted = durationText(lastedMs);
  switch (trouble.state) {
    case 'exception':
      return `it has been in EXCEPTION for ${lasted}`;
    case 'not found':
      return `BEC has not found it for ${lasted}`;
    case 'refused':
      return `BEC has refused to show its state for ${lasted}`;
  }
}

/** `STARTING · 0 of 2 pods`, followed by the regions if there are several. */
export function progressText({ status, runningPods, totalPods, deployInstances }: Service): string {
  const regions = deployInstances.flatMap(({ regionId, runningPods: running, replicas }) =>
    running === undefined || replicas === undefined
      ? []
      : [`${printable(regionId)} ${running} of ${replicas}`],
  );
  return [
    status === '' ? 'no status' : printable(status),
    `${runningPods} of ${counted(totalPods, 'pod')}`,
    ...(regions.length > 1 ? [regions.join(', ')] : []),
  ].join(' · ');
}
