import type { ContainerState, Phase } from './rollout.ts';
import { phaseOf, runningPodsAt, totalOf, totalPodsOf } from './service.ts';
import type { ContainerPlan, DeployInstance, Service } from './service.ts';

/** A service as the create call and the list show it. */
export function briefOf(service: Service, nowMs: number) {
  return {
    ...summaryOf(service, nowMs),
    level: null,
    regions: service.plan.deployInstances.length,
    createTime: null,
    lastUpdateTime: null,
  };
}

/** A service as the detail call shows it. */
export function detailOf(service: Service, nowMs: number) {
  return {
    ...summaryOf(service, nowMs),
    regionSize: service.plan.deployInstances.length,
    createTime: new Date(service.record.createdAt).toISOString(),
    lastUpdateTime: null,
  };
}

function summaryOf(service: Service, nowMs: number) {
  const { record, plan } = service;
  const { status } = phaseOf(service, nowMs);
  return {
    serviceId: record.serviceId,
    serviceName: plan.serviceName,
    status: status === 'VANISHED' ? 'UNKNOWN' : status,
    totalCpu: totalOf(plan, 'cpu'),
    totalMem: totalOf(plan, 'memory'),
    totalGpu: totalOf(plan, 'gpu'),
    totalDisk: plan.diskGb * totalPodsOf(plan),
    totalPods: totalPodsOf(plan),
    runningPods: runningPodsAt(service, nowMs),
    tagsMap: null,
    deployInstances: plan.deployInstances.map((instance) => ({
      ...placeOf(instance),
      serviceProvider: instance.serviceProvider,
      spName: null,
      replicas: instance.replicas,
    })),
  };
}

/** The pods as the list of pods shows them. */
export function podsOf(service: Service, nowMs: number) {
  const { plan, record } = service;
  const runningPods = runningPodsAt(service, nowMs);
  const instances = plan.deployInstances.flatMap((instance) =>
    Array.from({ length: instance.replicas }, () => instance),
  );
  return instances.map((instance, index) => {
    const podId = `${record.serviceId}-${index}`;
    return {
      podId,
      podName: podId,
      serviceId: record.serviceId,
      status: index < runningPods ? 'RUNNING' : 'PENDING',
      ...placeOf(instance),
      imageList: plan.containers.map(imageOf),
    };
  });
}

/** One pod with its containers and events. */
export function podOf(service: Service, podId: string, nowMs: number) {
  const pod = podsOf(service, nowMs).find((candidate) => candidate.podId === podId);
  if (pod === undefined) return undefined;
  const { createdAt } = service.record;
  const condition = pod.status === 'RUNNING' ? runningSince(createdAt) : phaseOf(service, nowMs);
  return {
    ...pod,
    podEventDetails: condition.events ?? [],
    containerStatuses: containerStatusesOf(service.plan.containers, condition),
    createTime: new Date(createdAt).toISOString(),
  };
}

type PodCondition = Pick<Phase, 'containers' | 'lastState' | 'restartCount' | 'events'>;

const NO_STATE = { running: null, waiting: null, terminated: null } as const;

const CREATING: ContainerState = { waiting: { reason: 'ContainerCreating', message: '' } };

function runningSince(startedAt: number): PodCondition {
  return { containers: { running: { startedAt } } };
}

function containerStatusesOf(containers: readonly ContainerPlan[], condition: PodCondition) {
  const { containers: state = CREATING, lastState, restartCount = 0 } = condition;
  if (state === null) return [];
  return containers.map((container) => ({
    name: container.name,
    image: imageOf(container),
    ready: 'running' in state,
    restartCount,
    lastState: { ...NO_STATE, ...lastState },
    state: { ...NO_STATE, ...state },
  }));
}

function placeOf({ regionId, region, city }: DeployInstance) {
  return {
    regionId,
    region,
    regionName: null,
    city,
    cityName: null,
    country: 'CHINA',
    countryName: null,
  };
}

function imageOf({ imageAddress, imageVersion }: ContainerPlan): string {
  return imageVersion === '' ? imageAddress : `${imageAddress}:${imageVersion}`;
}
