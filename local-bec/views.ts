import { createHash } from 'node:crypto';
import { listOf } from '../src/json.ts';
import type { Fields } from '../src/json.ts';
import { addressesOf, noAddresses } from './pods.ts';
import type { Pod } from './pods.ts';
import type { ContainerState } from './rollout.ts';
import { imageOf, resourceOf, totalOf, totalPodsOf } from './plan.ts';
import type { ContainerPlan, DeployInstance, Region, ServicePlan, Template } from './plan.ts';
import type { Snapshot, View } from './service.ts';
import type { PlatformSettings } from './state.ts';
import type { Variants } from './variants.ts';

/** A service in a list. */
export function briefOf(snapshot: Snapshot, view: View) {
  return { ...summaryOf(snapshot, view), level: null, regions: snapshot.plan.regions.length };
}

export function detailOf(snapshot: Snapshot, view: View) {
  const { plan, record } = snapshot;
  return {
    ...summaryOf(snapshot, view),
    regionSize: plan.regions.length,
    resourceBriefVos: plan.regions.map((region) => ({
      serviceId: record.serviceId,
      serviceName: plan.serviceName,
      resourceId: region.deploymentId,
      deployInstance: instanceOf(region, view.variants),
      imageList: imagesOf(region.template),
      imageRegistrySecrets: region.template.registrySecrets.map((name) => ({ name })),
      containers: region.template.containers.map((one) => containerOf(one, view.variants)),
    })),
  };
}

function summaryOf({ record, plan, status, runningPods }: Snapshot, { variants }: View) {
  return {
    serviceId: record.serviceId,
    serviceName: plan.serviceName,
    status,
    totalCpu: totalOf(plan, 'cpu'),
    totalMem: totalOf(plan, 'memory'),
    totalGpu: totalOf(plan, 'gpu'),
    totalDisk: plan.diskGb * totalPodsOf(plan),
    totalPods: totalPodsOf(plan),
    runningPods,
    ...(variants.tags !== 'absent' && { tagsMap: variants.tags === 'null' ? null : plan.tags }),
    deployInstances: plan.regions.map((region) => instanceOf(region, variants)),
    createTime: timeOf(record.createdAt, variants),
    lastUpdateTime: null,
  };
}

const NOTHING = {
  args: null,
  commands: null,
  envs: null,
  ports: null,
  volumeMounts: null,
  workingDir: null,
} as const;

/** As the service is set to. */
function containerOf(container: ContainerPlan, { detail }: Variants): Fields {
  const { name, imageAddress, imageVersion, cpu, memory, gpu, fields } = container;
  const image = { name, imageAddress, imageVersion };
  switch (detail) {
    case 'whole':
      return { ...NOTHING, ...fields, ...image, cpu, memory, gpu };
    case 'masked': {
      const envs = listOf(fields['envs']).map((env) => ({ ...env, value: '****' }));
      return { ...NOTHING, ...fields, ...image, cpu, memory, gpu, envs };
    }
    // https://cloud.baidu.com/doc/BEC/s/Hk413e70s
    case 'as-published':
      return { ...NOTHING, ...image, cpu: 0, memory: 0, gpu: 0 };
  }
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

/** A pod as a list has it: by name, without an id. */
export function podItemOf(pod: Pod, snapshot: Snapshot, view: View) {
  const { plan, record } = snapshot;
  const { variants } = view;
  const region = plan.regions.find(({ deploymentId }) => deploymentId === pod.deploymentId);
  return {
    podName: pod.podName,
    serviceId: record.serviceId,
    deploymentId: pod.deploymentId,
    deploymentName: pod.deploymentId,
    status: pod.isEnding ? 'TERMINATING' : pod.isRunning ? 'RUNNING' : 'PENDING',
    ...(region && placeOf(region, variants)),
    serviceProvider: region?.serviceProvider ?? null,
    labels: variants.podLabels === 'revision' ? { [REVISION_LABEL]: pod.template.revision } : {},
    cpu: resourceOf(pod.template, 'cpu'),
    mem: resourceOf(pod.template, 'memory'),
    ingressBandwidth: String(plan.bandwidth),
    ...addressesOfPod(pod, snapshot, view),
    imageList: imagesOf(templateShown(pod, plan, variants)),
    createTime: timeOf(pod.createdMs, variants),
  };
}

const REVISION_LABEL = 'controller-revision-hash';

/** Whether lists of images tell what a pod runs or what it is to run. */
function templateShown(pod: Pod, { regions }: ServicePlan, { imageList }: Variants): Template {
  const region = regions.find(({ deploymentId }) => deploymentId === pod.deploymentId);
  return imageList === 'planned' ? (region?.template ?? pod.template) : pod.template;
}

function addressesOfPod(pod: Pod, { plan, number }: Snapshot, { nowMs, lagMs, variants }: View) {
  const { addressLag, addresses } = variants;
  const isKnown = nowMs - lagMs >= pod.sinceMs + Number(addressLag) * 1000;
  if (!pod.isRunning || !isKnown) return noAddresses;
  const region = plan.regions.find(({ deploymentId }) => deploymentId === pod.deploymentId);
  const podIndex = addresses === 'kept' ? pod.index : pod.index + pod.serial * totalPodsOf(plan);
  const serviceProvider = region?.serviceProvider ?? null;
  return addressesOf({ ...plan, serviceProvider }, number, podIndex);
}

/** One pod with its containers and events. */
export function podOf(
  pod: Pod,
  snapshot: Snapshot,
  view: View & Pick<PlatformSettings, 'digestOf' | 'isImageMissing'>,
) {
  const { podName, ...rest } = podItemOf(pod, snapshot, view);
  const shown = templateShown(pod, snapshot.plan, view.variants);
  return {
    podId: podName,
    ...rest,
    podIp: rest.internalIp,
    podEventDetails: pod.isRunning ? [] : (pod.phase.events ?? []),
    containers: shown.containers.map((container) => containerOf(container, view.variants)),
    containerStatuses: containerStatusesOf(pod, view),
  };
}

const NO_STATE = { running: null, waiting: null, terminated: null } as const;

const CREATING: ContainerState = { waiting: { reason: 'ContainerCreating', message: '' } };

function containerStatusesOf(
  pod: Pod,
  view: View & Pick<PlatformSettings, 'digestOf' | 'isImageMissing'>,
) {
  const { containers: stopped = CREATING, lastState, restartCount = 0 } = pod.phase;
  if (!pod.isRunning && stopped === null) return [];
  const running = { running: { startedAt: pod.sinceMs } };
  const { containers } = pod.template;
  // Beside a container whose image is missing, the others of its pod run.
  const isPulled = (container: ContainerPlan): boolean =>
    containers.some(view.isImageMissing) && !view.isImageMissing(container);
  return containers.map((container) => {
    const ready = pod.isRunning || isPulled(container);
    return {
      name: container.name,
      ...imageShown(container, ready, view),
      containerID: containerIdOf(pod, container),
      ready,
      restartCount,
      lastState: { ...NO_STATE, ...(!ready && lastState) },
      state: { ...NO_STATE, ...(ready ? running : stopped) },
    };
  });
}

/** A container that was started again is another one. */
function containerIdOf({ podName, serial, phase }: Pod, { name }: ContainerPlan): string {
  const text = [podName, serial, phase.restartCount, name].join('/');
  return `containerd://${createHash('sha256').update(text).digest('hex')}`;
}

/** How the image is written that a container runs; before it runs, nothing is known but its name. */
function imageShown(
  container: ContainerPlan,
  isRunning: boolean,
  { variants, digestOf }: View & Pick<PlatformSettings, 'digestOf'>,
): { readonly image?: string; readonly imageID?: string } {
  const { imageAddress } = container;
  const image = imageOf(container);
  const digest = digestOf(image);
  const by = (shown: string, address: string) => ({
    image: shown,
    imageID: isRunning ? `${address}@${digest}` : '',
  });
  switch (variants.podImage) {
    case 'tag':
      return by(image, imageAddress);
    case 'mirror':
      return by(`mirror.local:5000/${image}`, `mirror.local:5000/${imageAddress}`);
    case 'digest':
      return by(`${imageAddress}@${digest}`, imageAddress);
    case 'other-tag':
      return by(`${imageAddress}:same-image`, imageAddress);
    case 'bare-id': {
      const id = `sha256:${createHash('sha256').update(digest).digest('hex')}`;
      return { image: id, imageID: id };
    }
    case 'absent':
      return {};
  }
}

function imagesOf({ containers }: Template): readonly string[] {
  return containers.map(imageOf);
}

function instanceOf(region: Region, variants: Variants) {
  return {
    ...placeOf(region, variants),
    serviceProvider: region.serviceProvider,
    spName: null,
    replicas: region.replicas,
  };
}

function placeOf({ regionId, region, city }: DeployInstance, { detail }: Variants) {
  const isPublished = detail === 'as-published';
  return {
    ...(!isPublished && { regionId, city }),
    region,
    regionName: null,
    cityName: null,
    country: 'CHINA',
    countryName: null,
  };
}
