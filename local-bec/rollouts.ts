import type { PodEvent, Rollout } from './rollout.ts';
import type { Variants } from './variants.ts';

const STEP_MS = 1000;

const creating = {
  waiting: { reason: 'ContainerCreating', message: 'the container is being created' },
} as const;

/** The rollout of a variant; each of its phases takes `stepMs`. */
export function namedRollout(name: Variants['rollout'], stepMs: number): Rollout {
  switch (name) {
    case 'running':
      return running(stepMs);
    case 'flapping':
      return flapping(stepMs);
    case 'running-short':
      return runningShort(stepMs);
    case 'exception-recovers':
      return exceptionHeals(stepMs);
    case 'exception':
      return exception(stepMs);
    case 'image-pull':
      return imagePull(stepMs);
    case 'crash-loop':
      return crashLoop(stepMs);
    case 'insufficient':
      return insufficient();
    case 'bad-mount':
      return badMount(stepMs);
    case 'stuck':
      return stuck();
    case 'vanishes':
      return vanishes(stepMs);
  }
}

export function running(startupMs: number): Rollout {
  return [
    { afterMs: 0, status: 'STARTING', runningPods: 0 },
    { afterMs: startupMs, status: 'RUNNING', runningPods: 'all' },
  ];
}

/** The image does not exist: STARTING, then FAILED. */
export function imagePull(stepMs: number = STEP_MS): Rollout {
  const message = 'rpc error: code = NotFound desc = manifest unknown: manifest unknown';
  const pulling = event('Normal', 'Pulling', 'Pulling image');
  const failed = event('Warning', 'Failed', `Failed to pull image: ${message}`);
  const backOff = event('Warning', 'BackOff', 'Back-off pulling image');
  return [
    {
      afterMs: 0,
      status: 'STARTING',
      runningPods: 0,
      containers: { waiting: { reason: 'ErrImagePull', message } },
      events: [pulling, failed],
    },
    {
      afterMs: stepMs,
      status: 'FAILED',
      runningPods: 0,
      containers: { waiting: { reason: 'ImagePullBackOff', message } },
      events: [pulling, failed, backOff, pulling, failed, backOff, backOff],
    },
  ];
}

/** The process exits as soon as it starts: STARTING, then FAILED. */
export function crashLoop(stepMs: number = STEP_MS): Rollout {
  const ended = { terminated: { exitCode: 1, reason: 'Error', message: '' } };
  const backOff = event('Warning', 'BackOff', 'Back-off restarting failed container');
  return [
    { afterMs: 0, status: 'STARTING', runningPods: 0, containers: ended, restartCount: 1 },
    {
      afterMs: stepMs,
      status: 'FAILED',
      runningPods: 0,
      containers: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: 'back-off 40s restarting failed container',
        },
      },
      lastState: ended,
      restartCount: 3,
      events: [backOff, backOff, backOff],
    },
  ];
}

/** No node has room: PENDING forever. */
export function insufficient(): Rollout {
  const failed = event(
    'Warning',
    'FailedScheduling',
    '0/3 nodes are available: 3 Insufficient cpu.',
  );
  return [
    { afterMs: 0, status: 'PENDING', runningPods: 0, containers: null, events: [failed, failed] },
  ];
}

/** A volume does not exist: STARTING, then FAILED. */
export function badMount(stepMs: number = STEP_MS): Rollout {
  const failed = event(
    'Warning',
    'FailedMount',
    'MountVolume.SetUp failed for volume "config" : configmap "config" not found',
  );
  const rest = { runningPods: 0, containers: creating, events: [failed, failed] } as const;
  return [
    { afterMs: 0, status: 'STARTING', ...rest },
    { afterMs: stepMs, status: 'FAILED', ...rest },
  ];
}

/** STARTING, EXCEPTION, RUNNING. */
export function exceptionHeals(stepMs: number = STEP_MS): Rollout {
  return [...exception(stepMs), { afterMs: 2 * stepMs, status: 'RUNNING', runningPods: 'all' }];
}

export function exception(stepMs: number = STEP_MS): Rollout {
  return [
    { afterMs: 0, status: 'STARTING', runningPods: 0 },
    {
      afterMs: stepMs,
      status: 'EXCEPTION',
      runningPods: 0,
      containers: {
        waiting: { reason: 'CreateContainerError', message: 'context deadline exceeded' },
      },
      events: [event('Warning', 'Failed', 'Error: context deadline exceeded')],
    },
  ];
}

/** STARTING, then the service can't be found. */
export function vanishes(stepMs: number = STEP_MS): Rollout {
  return [
    { afterMs: 0, status: 'STARTING', runningPods: 0 },
    { afterMs: stepMs, status: 'VANISHED', runningPods: 0 },
  ];
}

/** RUNNING twice without pods before it runs, after five steps. */
export function flapping(stepMs: number = STEP_MS): Rollout {
  return [
    { afterMs: 0, status: 'STARTING', runningPods: 0 },
    { afterMs: stepMs, status: 'RUNNING', runningPods: 0 },
    { afterMs: 2 * stepMs, status: 'PENDING', runningPods: 0 },
    { afterMs: 3 * stepMs, status: 'RUNNING', runningPods: 0 },
    { afterMs: 4 * stepMs, status: 'STARTING', runningPods: 0 },
    { afterMs: 5 * stepMs, status: 'RUNNING', runningPods: 'all' },
  ];
}

/** STARTING forever. */
export function stuck(): Rollout {
  return [
    {
      afterMs: 0,
      status: 'STARTING',
      runningPods: 0,
      containers: creating,
      events: [event('Normal', 'Scheduled', 'Successfully assigned the pod to a node')],
    },
  ];
}

/** RUNNING at once, but one pod does not run until the step is over. */
export function runningShort(stepMs: number = STEP_MS): Rollout {
  return [
    { afterMs: 0, status: 'RUNNING', runningPods: 'all but one', containers: creating },
    { afterMs: stepMs, status: 'RUNNING', runningPods: 'all' },
  ];
}

function event(
  eventType: PodEvent['eventType'],
  eventName: string,
  eventMessage: string,
): PodEvent {
  return { eventName, eventType, eventMessage };
}
