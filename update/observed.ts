import { countOf, listOf, textOf, toFields, type Fields } from '../src/json.ts';
import {
  parseContainer,
  parsePod,
  parsePodAddress,
  type PodAddress,
} from '../src/service/reading.ts';
import type { ContainerStatus, Pod, Service } from '../src/service/service.ts';
import type { ShownImage } from './image.ts';

/** One look at a service: what it is set to, and what its pods show. */
export interface Look {
  readonly service: Service;
  readonly pods: readonly ObservedPod[];
  /** Whether the list had as many pods as it counts. */
  readonly isWhole: boolean;
}

/** What the detail of a pod shows, which is observed; the rest of the API may repeat what is planned. */
export interface ObservedPod extends Pod {
  /** As BEC writes it; empty if it doesn't. */
  readonly createTime: string;
  readonly containers: readonly ObservedContainer[];
  readonly address: PodAddress;
}

export interface ObservedContainer extends ContainerStatus, ShownImage {
  /** Another one each time that it is started. */
  readonly start: string;
}

export function parseObservedPod(pod: Fields): ObservedPod {
  return {
    ...parsePod(pod),
    createTime: textOf(pod['createTime']),
    containers: listOf(pod['containerStatuses']).map(parseObservedContainer),
    address: parsePodAddress(pod),
  };
}

function parseObservedContainer(container: Fields): ObservedContainer {
  const running = toFields(toFields(container['state'])?.['running']);
  const start = [container['containerID'], container['restartCount'], running?.['startedAt']];
  return {
    ...parseContainer(container),
    image: textOf(container['image']),
    imageId: textOf(container['imageID']),
    start: start.map(textOf).join(' '),
  };
}

/** What a region of a service is set to: BEC updates each on its own. */
export interface RegionPlan {
  readonly region: string;
  readonly containers: readonly Fields[];
  /** Of imageRegistrySecrets, as far as the detail shows them. */
  readonly secretNames: readonly string[];
}

/** `resourceBriefVos[]` of a service's detail; empty if it has none. */
export function regionPlansOf({ details }: Service): readonly RegionPlan[] {
  return listOf(details['resourceBriefVos']).map((brief) => {
    const place = toFields(brief['deployInstance']) ?? brief;
    return {
      region: textOf(place['regionId']) || textOf(brief['resourceId']),
      containers: listOf(brief['containers']),
      secretNames: listOf(brief['imageRegistrySecrets']).map(({ name }) => textOf(name)),
    };
  });
}

/** The pods that a service is to have: of its regions if each of them says so, else in all. */
export function replicasOf({ deployInstances, totalPods }: Service): number {
  const replicas = deployInstances.map((instance) => countOf(instance.replicas));
  const known = replicas.filter((count) => count !== undefined);
  return known.length === 0 || known.length < replicas.length
    ? totalPods
    : known.reduce((sum, count) => sum + count, 0);
}
