import { durationText } from '../clock.ts';
import type { Service } from './service.ts';
import { counted, shown } from '../text.ts';

/** A state that lasts is another than one that passes. */
export type State = 'good' | 'in progress' | 'in exception' | 'gone' | 'bad';

const patienceMs: Readonly<Record<'in exception' | 'gone', number>> = {
  'in exception': 60_000,
  gone: 30_000,
};

/**
 * Which states are final, the API does not document; this is the reading of bec-api: running is what
 * has all its pods, and a name that nobody knows is no reason to give up.
 */
export function stateOf(service: Service): Exclude<State, 'gone'> {
  switch (service.status) {
    case 'RUNNING':
    case 'NORMAL':
      return service.totalPods > 0 && service.runningPods >= service.totalPods
        ? 'good'
        : 'in progress';
    case 'FAILED':
    case 'TERMINATED':
    case 'STOP':
    case 'STOPPING':
    case 'TERMINATING':
    case 'DELETING':
      return 'bad';
    case 'EXCEPTION':
      return 'in exception';
    default:
      return 'in progress';
  }
}

/** A state that passes or does not, and since when it has been seen without a break. */
export interface Trouble {
  readonly state: 'in exception' | 'gone';
  readonly sinceMs: number;
}

export function troubleAfter(
  before: Trouble | undefined,
  state: State,
  elapsedMs: number,
): Trouble | undefined {
  if (state !== 'in exception' && state !== 'gone') return undefined;
  return before?.state === state ? before : { state, sinceMs: elapsedMs };
}

/** Why it is time to give up; undefined as long as it is not. */
export function failureOf(
  state: State,
  { status }: Service,
  trouble: Trouble | undefined,
  elapsedMs: number,
): string | undefined {
  if (state === 'bad') return `it is ${shown(status)}`;
  if (trouble === undefined) return undefined;
  const lastedMs = elapsedMs - trouble.sinceMs;
  if (lastedMs < patienceMs[trouble.state]) return undefined;
  const words = trouble.state === 'gone' ? 'unknown to BEC' : 'in EXCEPTION';
  return `it has been ${words} for ${durationText(lastedMs)}`;
}

const statuses =
  'STARTING RUNNING PENDING EXCEPTION FAILED UNKNOWN TERMINATED WAITING STOP BINDING STOPPING TERMINATING DELETING NORMAL'.split(
    ' ',
  );

/** `STARTING · 0 of 2 pods`, with the regions where the answer tells them apart. */
export function progressText(service: Service): string {
  const { status, runningPods, totalPods, deployInstances } = service;
  const unknown =
    status === '' ? 'no status' : `${shown(status)} (a status that is not documented)`;
  const regions = deployInstances.flatMap(({ regionId, runningPods: running, replicas }) =>
    running === undefined || replicas === undefined
      ? []
      : [`${shown(regionId)} ${running} of ${replicas}`],
  );
  return [
    statuses.includes(status) ? status : unknown,
    `${runningPods} of ${counted(totalPods, 'pod')}`,
    ...(regions.length > 1 ? [regions.join(', ')] : []),
  ].join(' · ');
}
