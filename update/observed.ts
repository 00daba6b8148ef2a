import { countOf, listOf, textOf, toFields, type Fields } from '../src/json.ts';
import type { Service } from '../src/service/service.ts';
import type { ShownImage } from './image.ts';

/** One look at a service: what it is set to, and what its pods show. */
export interface Look {
  readonly service: Service;
  readonly pods: readonly ObservedPod[];
  /** Whether the list had as many pods as it counts. */
  readonly isWhole: boolean;
}

/** What the detail of a pod shows, which is observed; the rest of the API may repeat what is planned. */
export interface ObservedPod {
  readonly podId: string;
  readonly regionId: string;
  readonly status: string;
  /** As BEC writes it; empty if it doesn't. */
  readonly createTime: string;
  readonly containers: readonly ObservedContainer[];
}

export interface ObservedContainer extends ShownImage {
  readonly name: string;
  readonly isReady: boolean;
  /** Why it is not ready, as in `ImagePullBackOff`; empty if nothing says so. */
  readonly reason: string;
  /** Another one each time that it is started. */
  readonly start: string;
}

export function parseObservedPod(pod: Fields): ObservedPod {
  return {
    podId: textOf(pod['podId']) || textOf(pod['podName']),
    regionId: textOf(pod['regionId']),
    status: textOf(pod['status']).toUpperCase(),
    createTime: textOf(pod['createTime']),
    containers: listOf(pod['containerStatuses']).map(parseContainer),
  };
}

function parseContainer(container: Fields): ObservedContainer {
  const state = toFields(container['state']);
  const startedAt = textOf(toFields(state?.['running'])?.['startedAt']);
  const reasons = [state?.['waiting'], state?.['terminated']].map((part) =>
    textOf(toFields(part)?.['reason']),
  );
  return {
    name: textOf(container['name']),
    image: textOf(container['image']),
    imageId: textOf(container['imageID']),
    isReady: container['ready'] === true,
    reason: reasons.find((reason) => reason !== '') ?? '',
    start: [container['containerID'], container['restartCount'], startedAt].map(textOf).join(' '),
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
