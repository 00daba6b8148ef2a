import type { ContainerState, Phase } from './rollout.ts';
import { addressesOf, noAddresses } from './addresses.ts';
import { phaseOf, resourceOfPod, runningPodsAt, totalOf, totalPodsOf } from './service.ts';
import type { ContainerPlan, DeployInstance, Service } from './service.ts';
import type { Variants } from './variants.ts';

/** When and how a service is looked at. */
export interface View {
  readonly nowMs: number;
  readonly variants: Variants;
}

/** A service in the response to a create, without the time that its page shows as null. */
export function createdOf(service: Service, view: View) {
  return { ...briefOf(service, view), createTime: null };
}

/** A service in a list. */
export function briefOf(service: Service, view: View) {
  return {
    ...summaryOf(service, view),
    level: null,
    regions: service.plan.deployInstances.length,
  };
}

export function detailOf(service: Service, view: View) {
  return {
    ...summaryOf(service, view),
    regionSize: service.plan.deployInstances.length,
    resourceBriefVos: service.plan.deployInstances.map((instance) => ({
      serviceId: service.record.serviceId,
      serviceName: service.plan.serviceName,
      deployInstance: instanceOf(instance),
      imageList: service.plan.containers.map(imageOf),
      containers: service.plan.containers,
    })),
  };
}

function summaryOf(service: Service, { nowMs, variants }: View) {
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
    ...(variants.tags !== 'absent' && { tagsMap: variants.tags === 'null' ? null : plan.tags }),
    deployInstances: plan.deployInstances.map(instanceOf),
    createTime: timeOf(record.createdAt, variants),
    lastUpdateTime: null,
  };
}

/** Beijing is 8 hours ahead of UTC, all year round. */
const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** `2019-12-11T16:06:44Z`, or in another form. */
function timeOf(epochMs: number, { createTime }: Variants): string | number | null {
  const textAt = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
  switch (createTime) {
    case 'set':
      return `${textAt(epochMs)}Z`;
    case 'null':
      return null;
    case 'local-as-utc':
      return `${textAt(epochMs + BEIJING_OFFSET_MS)}Z`;
    case 'no-zone':
      return textAt(epochMs + BEIJING_OFFSET_MS);
    case 'seconds':
      return Math.floor(epochMs / 1000);
  }
}

/** The pods of a service, with what a list can be filtered by. */
export function podsOf(service: Service, view: View) {
  const { plan, record } = service;
  const runningPods = runningPodsAt(service, view.nowMs);
  const instances = plan.deployInstances.flatMap((instance) =>
    Array.from({ length: instance.replicas }, () => instance),
  );
  return instances.map((instance, index) => {
    const pod = { index, instance, isRunning: index < runningPods };
    return {
      podName: `${record.serviceId}-${index}`,
      deploymentId: deploymentIdOf(service, instance),
      toItem: () => podItemOf(service, pod, view),
    };
  });
}

/** A pod as a list has it: by name, without an id. */
function podItemOf(
  service: Service,
  {
    index,
    instance,
    isRunning,
  }: {
    readonly index: number;
    readonly instance: DeployInstance;
    readonly isRunning: boolean;
  },
  { variants }: View,
) {
  const { plan, record } = service;
  const { serviceProvider } = instance;
  return {
    podName: `${record.serviceId}-${index}`,
    serviceId: record.serviceId,
    deploymentId: deploymentIdOf(service, instance),
    deploymentName: deploymentIdOf(service, instance),
    status: isRunning ? 'RUNNING' : 'PENDING',
    ...placeOf(instance),
    serviceProvider,
    labels: {},
    cpu: resourceOfPod(plan, 'cpu'),
    mem: resourceOfPod(plan, 'memory'),
    ingressBandwidth: String(plan.bandwidth),
    ...(isRunning ? addressesOf({ ...plan, serviceProvider }, service.number, index) : noAddresses),
    imageList: plan.containers.map(imageOf),
    createTime: timeOf(service.startedAt, variants),
  };
}

function deploymentIdOf({ record }: Service, { regionId, city }: DeployInstance): string {
  return `sts-${record.serviceId.replace(/^s-/, '')}-${regionId ?? city ?? 'any'}`;
}

/** One pod with its containers and events. */
export function podOf(service: Service, podId: string, view: View) {
  const pod = podsOf(service, view)
    .find(({ podName }) => podName === podId)
    ?.toItem();
  if (pod === undefined) return undefined;
  const { podName, ...rest } = pod;
  const isRunning = pod.status === 'RUNNING';
  const condition = isRunning ? runningSince(service.startedAt) : phaseOf(service, view.nowMs);
  return {
    podId: podName,
    ...rest,
    podIp: pod.internalIp,
    podEventDetails: condition.events ?? [],
    containers: service.plan.containers,
    containerStatuses: containerStatusesOf(service.plan.containers, condition),
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

function instanceOf(instance: DeployInstance) {
  return {
    ...placeOf(instance),
    serviceProvider: instance.serviceProvider,
    spName: null,
    replicas: instance.replicas,
  };
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
