import { flagOf, numberOf, objectsOf, stringOf } from './json.ts';
import type { JsonObject } from './json.ts';
import { phaseAt, runningPodsOf } from './rollout.ts';
import type { Phase, Rollout } from './rollout.ts';

/** What is known of a service, deleted ones included. Times are epoch milliseconds. */
export interface ServiceRecord {
  readonly serviceId: string;
  readonly clientToken: string | undefined;
  readonly body: JsonObject;
  readonly createdAt: number;
  /** When its deletion was accepted. */
  readonly deletedAt?: number | undefined;
  /** When a deletion that takes time is over. */
  readonly goneAt?: number | undefined;
}

export interface Service {
  readonly record: ServiceRecord;
  readonly plan: ServicePlan;
  readonly rollout: Rollout;
  /** When the rollout began: at the creation, or at the last start or change of an image. */
  readonly startedAt: number;
  readonly isStopped: boolean;
  /** Services are numbered in the order of their creation; their addresses depend on it. */
  readonly number: number;
}

/** What the platform reads from the body. */
export interface ServicePlan {
  readonly serviceName: string;
  readonly containers: readonly ContainerPlan[];
  readonly deployInstances: readonly DeployInstance[];
  readonly diskGb: number;
  readonly tags: readonly Tag[];
  readonly needPublicIp: boolean;
  readonly needIpv6PublicIp: boolean;
  readonly bandwidth: number;
}

export interface Tag {
  readonly tagKey: string;
  readonly tagValue: string;
}

export interface ContainerPlan {
  readonly name: string;
  readonly imageAddress: string;
  readonly imageVersion: string;
  readonly cpu: number;
  readonly memory: number;
  readonly gpu: number;
}

export interface DeployInstance {
  readonly regionId: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly serviceProvider: string | null;
  readonly replicas: number;
}

export function toPlan(body: JsonObject): ServicePlan {
  const volumes = objectsOf([body['volumes']]);
  const disks = volumes.flatMap((volume) => objectsOf(volume['volumeClaimTemplates']));
  return {
    serviceName: stringOf(body['serviceName']) ?? '',
    containers: objectsOf(body['containers']).map(toContainerPlan),
    deployInstances: objectsOf(body['deployInstances']).map(toDeployInstance),
    diskGb: sumOf(disks.map((disk) => numberOf(disk['storageSize']) ?? 0)),
    tags: objectsOf(body['tags']).map((tag) => ({
      tagKey: stringOf(tag['tagKey']) ?? '',
      tagValue: stringOf(tag['tagValue']) ?? '',
    })),
    needPublicIp: flagOf(body['needPublicIp']),
    needIpv6PublicIp: flagOf(body['needIpv6PublicIp']),
    bandwidth: numberOf(body['bandwidth']) ?? 0,
  };
}

export function totalPodsOf(plan: ServicePlan): number {
  return sumOf(plan.deployInstances.map(({ replicas }) => replicas));
}

/** The sum over all pods. */
export function totalOf(plan: ServicePlan, resource: 'cpu' | 'memory' | 'gpu'): number {
  return resourceOfPod(plan, resource) * totalPodsOf(plan);
}

export function resourceOfPod(plan: ServicePlan, resource: 'cpu' | 'memory' | 'gpu'): number {
  return sumOf(plan.containers.map((container) => container[resource]));
}

export function phaseOf(service: Service, nowMs: number): Phase {
  const { deletedAt, goneAt = deletedAt } = service.record;
  if (deletedAt !== undefined && goneAt !== undefined) {
    const status = nowMs < goneAt ? 'TERMINATING' : 'TERMINATED';
    return { afterMs: 0, status, runningPods: 0 };
  }
  if (service.isStopped) return { afterMs: 0, status: 'STOP', runningPods: 0 };
  return phaseAt(service.rollout, nowMs - service.startedAt);
}

export function isThere(service: Service, nowMs: number): boolean {
  const { status } = phaseOf(service, nowMs);
  return status !== 'VANISHED' && !isGone(service, nowMs);
}

export function isGone({ record }: Service, nowMs: number): boolean {
  const { deletedAt, goneAt = deletedAt } = record;
  return goneAt !== undefined && nowMs >= goneAt;
}

export function runningPodsAt(service: Service, nowMs: number): number {
  return runningPodsOf(phaseOf(service, nowMs), totalPodsOf(service.plan));
}

export function toContainerPlan(container: JsonObject): ContainerPlan {
  return {
    name: stringOf(container['name']) ?? '',
    imageAddress: stringOf(container['imageAddress']) ?? '',
    imageVersion: stringOf(container['imageVersion']) ?? '',
    cpu: numberOf(container['cpu']) ?? 0,
    memory: numberOf(container['memory']) ?? 0,
    gpu: numberOf(container['gpu']) ?? 0,
  };
}

export function toDeployInstance(instance: JsonObject): DeployInstance {
  return {
    regionId: stringOf(instance['regionId']) ?? null,
    region: stringOf(instance['region']) ?? null,
    city: stringOf(instance['city']) ?? null,
    serviceProvider: stringOf(instance['serviceProvider']) ?? null,
    replicas: numberOf(instance['replicas']) ?? 1,
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
