/** How a service comes up: its phases, in order of time. Each lasts until the next begins. */
export type Rollout = readonly Phase[];

export interface Phase {
  /** Counted from the creation. */
  readonly afterMs: number;
  /** While it is `VANISHED`, the service can't be found (`NoSuchObject`). */
  readonly status: ServiceStatus | 'VANISHED';
  readonly runningPods: number | 'all' | 'all but one';
  /** The containers of the pods that do not run; `null` while such a pod has no node to be on. */
  readonly containers?: ContainerState | null;
  readonly lastState?: ContainerState;
  readonly restartCount?: number;
  /** The events of the pods that do not run. */
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

const RUNNING_AT_ONCE: Phase = { afterMs: 0, status: 'RUNNING', runningPods: 'all' };

/** The phase that the rollout is in; a rollout without phases runs at once. */
export function phaseAt(rollout: Rollout, elapsedMs: number): Phase {
  return rollout.findLast(({ afterMs }) => afterMs <= elapsedMs) ?? rollout[0] ?? RUNNING_AT_ONCE;
}

export function runningPodsOf(phase: Phase, totalPods: number): number {
  if (phase.runningPods === 'all') return totalPods;
  if (phase.runningPods === 'all but one') return Math.max(0, totalPods - 1);
  return Math.min(phase.runningPods, totalPods);
}
