import { numberOf, objectsOf, stringOf } from './json.ts';
import type { JsonObject } from './json.ts';
import { phaseAt, runningPodsOf } from './rollout.ts';
import type { Phase, Rollout } from './rollout.ts';

/** What is known of a service that was created, deleted ones included. Times are epoch milliseconds. */
export interface ServiceRecord {
  readonly serviceId: string;
  readonly clientToken: string | undefined;
  readonly body: JsonObject;
  readonly createdAt: number;
  readonly deletedAt?: number | undefined;
}

export interface Service {
  readonly record: ServiceRecord;
  readonly plan: ServicePlan;
  readonly rollout: Rollout;
}

/** What the platform takes from the body. */
export interface ServicePlan {
  readonly serviceName: string;
  readonly containers: readonly ContainerPlan[];
  readonly deployInstances: readonly DeployInstance[];
  readonly diskGb: number;
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
  };
}

export function totalPodsOf(plan: ServicePlan): number {
  return sumOf(plan.deployInstances.map(({ replicas }) => replicas));
}

/** For all its pods together. */
export function totalOf(plan: ServicePlan, resource: 'cpu' | 'memory' | 'gpu'): number {
  return sumOf(plan.containers.map((container) => container[resource])) * totalPodsOf(plan);
}

export function phaseOf(service: Service, nowMs: number): Phase {
  const { createdAt, deletedAt } = service.record;
  return deletedAt === undefined
    ? phaseAt(service.rollout, nowMs - createdAt)
    : { afterMs: 0, status: 'TERMINATED', runningPods: 0 };
}

export function isThere(service: Service, nowMs: number): boolean {
  return service.record.deletedAt === undefined && phaseOf(service, nowMs).status !== 'VANISHED';
}

export function runningPodsAt(service: Service, nowMs: number): number {
  return runningPodsOf(phaseOf(service, nowMs), totalPodsOf(service.plan));
}

function toContainerPlan(container: JsonObject): ContainerPlan {
  return {
    name: stringOf(container['name']) ?? '',
    imageAddress: stringOf(container['imageAddress']) ?? '',
    imageVersion: stringOf(container['imageVersion']) ?? '',
    cpu: numberOf(container['cpu']) ?? 0,
    memory: numberOf(container['memory']) ?? 0,
    gpu: numberOf(container['gpu']) ?? 0,
  };
}

function toDeployInstance(instance: JsonObject): DeployInstance {
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
