import type { Fields } from '../src/json.ts';
import { totalPodsOf } from './plan.ts';
import type { ServicePlan } from './plan.ts';
import { podsAt } from './pods.ts';
import type { Pod, Slot } from './pods.ts';
import { phaseAt } from './rollout.ts';
import type { Phase, Rollout } from './rollout.ts';
import type { Variants } from './variants.ts';

/** What is known of a service, deleted ones included. Times are epoch milliseconds. */
export interface ServiceRecord {
  readonly serviceId: string;
  readonly clientToken: string | undefined;
  readonly body: Fields;
  readonly createdAt: number;
  /** When its deletion was accepted. */
  readonly deletedAt?: number | undefined;
  /** When a deletion that takes time is over. */
  readonly goneAt?: number | undefined;
}

export interface Service {
  readonly record: ServiceRecord;
  /** What it is set to, from when on. Later ones are what will be set without a call of the user's. */
  readonly plans: readonly [Planned, ...Planned[]];
  /** What runs, apart from what is planned. */
  readonly slots: readonly Slot[];
  /** How it came up, at the creation or at the last start. */
  readonly rollout: Rollout;
  readonly startedAt: number;
  /** When its pods were last changed while it ran: from then on, its status is theirs. */
  readonly changedAt: number | undefined;
  readonly isStopped: boolean;
  /** Services are numbered in the order of their creation; their addresses depend on it. */
  readonly number: number;
}

export interface Planned {
  readonly fromMs: number;
  readonly plan: ServicePlan;
}

export function planAt({ plans }: Pick<Service, 'plans'>, nowMs: number): ServicePlan {
  return (plans.findLast(({ fromMs }) => fromMs <= nowMs) ?? plans[0]).plan;
}

/** When it is gone for good, if it was deleted. */
export function goneAtOf({ record }: Service): number | undefined {
  return record.goneAt ?? record.deletedAt;
}

export function isGone(service: Service, nowMs: number): boolean {
  const goneAt = goneAtOf(service);
  return goneAt !== undefined && nowMs >= goneAt;
}

/** How a service is looked at. */
export interface View {
  readonly nowMs: number;
  /** What was created or changed in the last so many milliseconds is not visible yet. */
  readonly lagMs: number;
  readonly variants: Variants;
}

/** A service at one time: what it is set to, and what runs. */
export interface Snapshot {
  readonly record: ServiceRecord;
  readonly number: number;
  readonly plan: ServicePlan;
  readonly status: Phase['status'];
  readonly pods: readonly Pod[];
  readonly runningPods: number;
}

/** `undefined` if it can't be found. */
export function findSnapshot(service: Service, view: View): Snapshot | undefined {
  const isNew = view.nowMs - view.lagMs < service.record.createdAt;
  if (isNew || isGone(service, view.nowMs)) return undefined;
  const snapshot = snapshotOf(service, view);
  return snapshot.status === 'VANISHED' ? undefined : snapshot;
}

/** Deletions and stops are seen at once. */
export function snapshotOf(service: Service, { nowMs, lagMs, variants }: View): Snapshot {
  const { record, number, isStopped } = service;
  const seenMs = nowMs - lagMs;
  const plan = planAt(service, seenMs);
  const isDown = isStopped || goneAtOf(service) !== undefined;
  const listed = podsAt(service.slots, seenMs).map((pod) => ({
    ...pod,
    isRunning: pod.isRunning && !isDown,
  }));
  const pods = listed.filter(({ isEnding }) => !isEnding || variants.endingPods === 'listed');
  const current = pods.filter(({ isEnding }) => !isEnding);
  const shown = { record, number, plan, pods };
  const counted = current.filter(({ isRunning }) => isRunning).length;
  if (isDown) return { ...shown, status: downStatusOf(service, nowMs), runningPods: 0 };
  const { changedAt, rollout, startedAt } = service;
  if (changedAt === undefined || seenMs < changedAt) {
    const status = phaseAt(rollout, seenMs - startedAt)?.status ?? 'RUNNING';
    return { ...shown, status, runningPods: counted };
  }
  if (current.every(isBroken)) return { ...shown, status: 'FAILED', runningPods: 0 };
  const total = totalPodsOf(plan);
  if (counted === total) return { ...shown, status: 'RUNNING', runningPods: total };
  return variants.updateStatus === 'running'
    ? { ...shown, status: 'RUNNING', runningPods: total }
    : { ...shown, status: 'STARTING', runningPods: counted };
}

function downStatusOf(service: Service, nowMs: number): Phase['status'] {
  if (goneAtOf(service) === undefined) return 'STOP';
  return isGone(service, nowMs) ? 'TERMINATED' : 'TERMINATING';
}

/** It does not run, and not because it has just begun. */
export function isBroken({ isRunning, phase }: Pod): boolean {
  const { containers } = phase;
  const reason = containers && 'waiting' in containers ? containers.waiting.reason : '';
  return !isRunning && reason !== '' && reason !== 'ContainerCreating';
}
