import { textOf } from '../src/json.ts';
import type { Service } from '../src/service/service.ts';
import { imageStateOf, type WantedImage } from './image.ts';
import {
  regionPlansOf,
  replicasOf,
  type Look,
  type ObservedContainer,
  type ObservedPod,
  type RegionPlan,
} from './observed.ts';

/** What an update is to reach. */
export interface Target {
  /** Of every container of the spec. */
  readonly images: readonly WantedImage[];
  /**
   * The pods that showed all these images before the update, each with its createTime: they prove it only
   * once they have been made anew. Empty if nothing was sent.
   */
  readonly before: ReadonlyMap<string, string>;
}

/** How far a look shows that the update is. */
export interface Progress {
  readonly service: Service;
  /** By their ids: the order of a list changes while pods are replaced. */
  readonly pods: readonly PodProgress[];
  /** How many pods there should be. */
  readonly replicas: number;
  readonly regions: readonly RegionProgress[];
  /** Everything that must hold does, in this look. */
  readonly isDone: boolean;
}

export interface RegionProgress {
  readonly region: string;
  /** The versions that it is set to, as one text to compare. */
  readonly versions: string;
  /** One of them is not the new one. */
  readonly isOther: boolean;
}

export interface PodProgress {
  readonly pod: ObservedPod;
  readonly image: 'new' | 'old' | 'unknown';
  /** The spec's containers in it, as far as they are shown. */
  readonly containers: readonly ObservedContainer[];
  /** It is running, and so are those containers, whichever images they have. */
  readonly isServing: boolean;
  readonly isEnding: boolean;
}

/** A pod's detail proves what runs; the service's own can only contradict. */
export function progressOf({ service, pods, isWhole }: Look, target: Target): Progress {
  const regions = regionPlansOf(service).map((plan) => regionProgressOf(plan, target.images));
  const seen = pods
    .toSorted((left, right) => (left.podId < right.podId ? -1 : 1))
    .map((pod) => podProgressOf(pod, target));
  const replicas = replicasOf(service);
  return {
    service,
    pods: seen,
    replicas,
    regions,
    isDone:
      isWhole &&
      replicas > 0 &&
      seen.length === replicas &&
      new Set(pods.map(({ podId }) => podId)).size === replicas &&
      regions.every(({ isOther }) => !isOther) &&
      seen.every(isUpdated),
  };
}

export function isUpdated({ image, isServing }: PodProgress): boolean {
  return image === 'new' && isServing;
}

/** A version that is not shown contradicts nothing. */
function regionProgressOf(
  { region, containers }: RegionPlan,
  images: readonly WantedImage[],
): RegionProgress {
  const versions = containers.map(({ name, imageVersion }) => [textOf(name), textOf(imageVersion)]);
  const isOther = images.some(({ name, imageVersion }) =>
    versions.some(
      ([other, version]) => other === name && version !== '' && version !== imageVersion,
    ),
  );
  return { region, versions: JSON.stringify(versions.sort()), isOther };
}

function podProgressOf(pod: ObservedPod, { images, before }: Target): PodProgress {
  const image = shownImagesOf(pod, images);
  const containers = images.flatMap(({ name }) => containersNamed(pod, name));
  return {
    pod,
    image: image === 'new' && !isMadeAnew(pod, before) ? 'old' : image,
    containers,
    isServing:
      pod.status === 'RUNNING' &&
      containers.length === images.length &&
      containers.every(({ ready }) => ready),
    isEnding: /^(?:TERMINAT|DELET)/.test(pod.status),
  };
}

/** The pods that show all the images already, each with its createTime. */
export function podsShowing(
  pods: readonly ObservedPod[],
  images: readonly WantedImage[],
): Target['before'] {
  const showing = pods.filter((pod) => shownImagesOf(pod, images) === 'new');
  return new Map(showing.map(({ podId, createTime }) => [podId, createTime]));
}

/** The pods that run and don't show what: neither the images that the service is set to, nor the new ones. */
export function unreadablePods(
  { service, pods }: Look,
  images: readonly WantedImage[],
): readonly ObservedPod[] {
  const planned = regionPlansOf(service).map(({ containers }) =>
    containers.map(({ name, imageAddress, imageVersion }) => ({
      name: textOf(name),
      imageAddress: textOf(imageAddress),
      imageVersion: textOf(imageVersion),
      digests: [],
    })),
  );
  return pods.filter(
    (pod) =>
      pod.status === 'RUNNING' &&
      [images, ...planned.filter(({ length }) => length > 0)].every(
        (plan) => shownImagesOf(pod, plan) === 'unknown',
      ),
  );
}

/** Every container counts, by its name: others, such as a mesh's proxy, may stand beside them. */
export function shownImagesOf(
  pod: ObservedPod,
  images: readonly WantedImage[],
): PodProgress['image'] {
  const states = images.map((wanted) => {
    const [container] = containersNamed(pod, wanted.name);
    return container === undefined ? 'unknown' : imageStateOf(container, wanted);
  });
  if (states.includes('old')) return 'old';
  return states.includes('unknown') ? 'unknown' : 'new';
}

function containersNamed({ containers }: ObservedPod, wanted: string) {
  return containers.filter(({ name }) => name === wanted).slice(0, 1);
}

function isMadeAnew({ podId, createTime }: ObservedPod, before: Target['before']): boolean {
  const former = before.get(podId);
  return former === undefined || (createTime !== '' && createTime !== former);
}
