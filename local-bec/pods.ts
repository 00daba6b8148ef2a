import { totalPodsOf } from './plan.ts';
import type { Region, ServicePlan, Template } from './plan.ts';
import { phaseAt, runningPodsOf } from './rollout.ts';
import type { PodPhase, Rollout } from './rollout.ts';

/** Where a pod runs, and another one of the same name after it. */
export interface Slot {
  readonly podName: string;
  readonly deploymentId: string;
  /** Counted in its region; from the last to the first, pods are replaced. */
  readonly ordinal: number;
  /** Counted over all regions. */
  readonly index: number;
  /** In order of time; some may lie ahead. */
  readonly lives: readonly Life[];
}

/** What runs in a slot until the next life begins. */
export interface Life {
  /** Epoch milliseconds. */
  readonly fromMs: number;
  /** When the pod was made: earlier than `fromMs` if only its containers were restarted. */
  readonly createdMs: number;
  readonly template: Template;
  readonly restarts: number;
  readonly phases: readonly PodPhase[];
}

/** A pod as it is at a time. */
export interface Pod {
  readonly podName: string;
  readonly deploymentId: string;
  readonly index: number;
  /** How many pods were in the slot before. */
  readonly serial: number;
  readonly template: Template;
  readonly createdMs: number;
  /** When its state began. */
  readonly sinceMs: number;
  readonly phase: PodPhase;
  readonly isRunning: boolean;
  readonly isEnding: boolean;
}

/** How long an old pod takes to end. */
export const ENDING_MS = 20_000;

/** The slots of a service that comes up. */
export function newSlots(plan: ServicePlan, rollout: Rollout, nowMs: number): readonly Slot[] {
  const total = totalPodsOf(plan);
  const slots = plan.regions.flatMap((region) =>
    Array.from({ length: region.replicas }, (_, ordinal) => ({ region, ordinal })),
  );
  return slots.map(({ region, ordinal }, index) => ({
    ...newSlot(region, ordinal, index),
    lives: [newLife(region.template, nowMs, podPhasesOf(rollout, index, total))],
  }));
}

export function newSlot({ deploymentId }: Region, ordinal: number, index: number): Slot {
  const podName = `${deploymentId}-${ordinal}`;
  return { podName, deploymentId, ordinal, index, lives: [] };
}

export function newLife(template: Template, fromMs: number, phases: readonly PodPhase[]): Life {
  return { fromMs, createdMs: fromMs, template, restarts: 0, phases };
}

/** What a pod goes through while its service comes up. */
export function podPhasesOf(rollout: Rollout, index: number, total: number): readonly PodPhase[] {
  return rollout.map(({ runningPods, ...phase }) => ({
    ...phase,
    isRunning: index < runningPodsOf(runningPods, total),
  }));
}

/** Those that are there at that time, the ones that end included. */
export function podsAt(slots: readonly Slot[], nowMs: number): readonly Pod[] {
  return slots.flatMap((slot) => podsIn(slot, nowMs));
}

function podsIn(slot: Slot, nowMs: number): readonly Pod[] {
  const serialOf = (life: Life): number =>
    new Set(slot.lives.slice(0, slot.lives.indexOf(life)).map(({ createdMs }) => createdMs)).size;
  const begun = slot.lives.filter(({ fromMs }) => fromMs <= nowMs);
  const current = begun.at(-1);
  if (current === undefined) return [];
  const before = begun.findLast(({ createdMs }) => createdMs < current.createdMs);
  const toPod = (life: Life, atMs: number): Pod => {
    const phase = phaseAt(life.phases, atMs - life.fromMs) ?? RUNNING;
    return {
      podName: slot.podName,
      deploymentId: slot.deploymentId,
      index: slot.index,
      serial: serialOf(life),
      template: life.template,
      createdMs: life.createdMs,
      sinceMs: life.fromMs + phase.afterMs,
      phase: { ...phase, restartCount: life.restarts + (phase.restartCount ?? 0) },
      isRunning: phase.isRunning,
      isEnding: false,
    };
  };
  const pod = toPod(current, nowMs);
  if (before === undefined || nowMs - current.createdMs >= ENDING_MS) return [pod];
  // It keeps the state that it had when its successor was made; no two pods have the same name.
  const ending = toPod(before, current.createdMs - 1);
  return [pod, { ...ending, podName: `${slot.podName}-${ending.serial}`, isEnding: true }];
}

const RUNNING: PodPhase = { afterMs: 0, isRunning: true };

/** The addresses of one pod. */
export interface Addresses {
  readonly publicIp: string | null;
  readonly ipv6PublicIp: string | null;
  readonly internalIp: string | null;
  readonly multiplePublicIp: readonly {
    readonly ip: string | null;
    readonly ipv6: string | null;
    readonly serviceProvider: string | null;
  }[];
}

export const noAddresses: Addresses = {
  publicIp: null,
  ipv6PublicIp: null,
  internalIp: null,
  multiplePublicIp: [],
};

interface AddressPlan {
  readonly needPublicIp: boolean;
  readonly needIpv6PublicIp: boolean;
  readonly serviceProvider: string | null;
}

/** The most pods that a service may have. */
export const MAX_PODS = 10_000;

/**
 * No two pods of any service have the same addresses. The public IPv4 address is of the loopback
 * network, so a smoke test of a workflow reaches what listens on the same machine, and nothing beyond
 * it; the IPv6 address is of the range for documentation.
 */
export function addressesOf(plan: AddressPlan, serviceNumber: number, podIndex: number): Addresses {
  const host = serviceNumber * MAX_PODS + podIndex;
  const [high, middle, low] = [(host >> 16) % 200, (host >> 8) & 255, host & 255];
  const publicIp = plan.needPublicIp ? `127.${16 + high}.${middle}.${low}` : null;
  const ipv6PublicIp = plan.needIpv6PublicIp ? `2001:db8::${host.toString(16)}` : null;
  const { serviceProvider } = plan;
  const isPublic = publicIp !== null || ipv6PublicIp !== null;
  return {
    publicIp,
    ipv6PublicIp,
    internalIp: `172.${16 + (high % 16)}.${middle}.${low}`,
    multiplePublicIp: isPublic ? [{ ip: publicIp, ipv6: ipv6PublicIp, serviceProvider }] : [],
  };
}
