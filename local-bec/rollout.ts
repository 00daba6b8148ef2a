/** How a service comes up: its phases, in order of time. Each lasts until the next begins. */
export type Rollout = readonly Phase[];

export interface Phase extends Condition {
  /** While it is `VANISHED`, the service can't be found (`NoSuchObject`). */
  readonly status: ServiceStatus | 'VANISHED';
  readonly runningPods: number | 'all' | 'all but one';
}

/** What a pod goes through. */
export interface PodPhase extends Condition {
  readonly isRunning: boolean;
}

/** The state of the pods that do not run. */
interface Condition {
  /** Counted from the creation. */
  readonly afterMs: number;
  /** Their containers; `null` while such a pod has no node to be on. */
  readonly containers?: ContainerState | null;
  readonly lastState?: ContainerState;
  readonly restartCount?: number;
  readonly events?: readonly PodEvent[];
}

/** As documented at https://cloud.baidu.com/doc/BEC/s/sl2yjddjq */
export type ServiceStatus =
  | 'STARTING'
  | 'RUNNING'
  | 'PENDING'
  | 'EXCEPTION'
  | 'FAILED'
  | 'UNKNOWN'
  | 'TERMINATED'
  | 'WAITING'
  | 'STOP'
  | 'BINDING'
  | 'STOPPING'
  | 'TERMINATING'
  | 'DELETING'
  | 'NORMAL';

export type ContainerState =
  | { readonly running: { readonly startedAt: number } }
  | { readonly waiting: { readonly reason: string; readonly message: string } }
  | {
      readonly terminated: {
        readonly exitCode: number;
        readonly reason: string;
        readonly message: string;
      };
    };

export interface PodEvent {
  readonly eventName: string;
  readonly eventType: 'Normal' | 'Warning';
  readonly eventMessage: string;
}

/** The phase that holds at a time; none if there are no phases. */
export function phaseAt<Any extends Pick<Phase, 'afterMs'>>(
  phases: readonly Any[],
  elapsedMs: number,
): Any | undefined {
  return phases.findLast(({ afterMs }) => afterMs <= elapsedMs) ?? phases[0];
}

export function runningPodsOf(runningPods: Phase['runningPods'], totalPods: number): number {
  if (runningPods === 'all') return totalPods;
  if (runningPods === 'all but one') return Math.max(0, totalPods - 1);
  return Math.min(runningPods, totalPods);
}
