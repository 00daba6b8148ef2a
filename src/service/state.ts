import { durationText } from '../clock.ts';
import { patience } from '../http/retry.ts';
import { counted, printable } from '../text.ts';
import type { Service } from './detail.ts';

/** The last three may pass by themselves. `refused`: to a key that was let in. */
export type State = 'running' | 'in progress' | 'failed' | 'exception' | 'not found' | 'refused';

/** Which states are final is not documented: a service is running once all its pods are. */
export function stateOf(service: Service): Exclude<State, 'not found' | 'refused'> {
  const { status, totalPods, runningPods } = service;
  if (status === 'EXCEPTION') return 'exception';
  if (isDeleted(service) || ['FAILED', 'STOP', 'STOPPING'].includes(status)) return 'failed';
  const mayRun = status === 'RUNNING' || status === 'NORMAL';
  return mayRun && totalPods > 0 && runningPods >= totalPods ? 'running' : 'in progress';
}

/** Whether the service is deleted, or about to be. */
export function isDeleted({ status }: Service): boolean {
  return status === 'TERMINATED' || status === 'TERMINATING' || status === 'DELETING';
}

const lasting = {
  exception: 'it has been in EXCEPTION for',
  'not found': 'BEC has not found it for',
  refused: 'BEC has refused to show its state for',
} as const;

/**
 * Why to give up, as in `it is FAILED`; undefined while it may still run.
 * @param lastedMs how long the state has lasted without a break
 */
export function failureReasonOf(
  state: State,
  { status }: Service,
  lastedMs: number,
): string | undefined {
  if (state === 'failed') return `it is ${printable(status)}`;
  if (state === 'running' || state === 'in progress') return undefined;
  if (lastedMs < patience.notFound.limitMs) return undefined;
  return `${lasting[state]} ${durationText(lastedMs)}`;
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
