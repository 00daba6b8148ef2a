import { isDeepStrictEqual } from 'node:util';
import { listOf, textOf, toFields } from '../src/json.ts';
import type { ContainerStatus, Pod, Service } from '../src/service/service.ts';
import { printable } from '../src/text.ts';
import {
  imagesOf,
  imageStateOf,
  versionTextOf,
  type Digests,
  type Image,
  type ImageState,
} from './image.ts';

/** One look at a service: what it is set to, and what its pods show. */
export interface Look {
  readonly service: Service;
  readonly pods: readonly Pod[];
  /** Whether the list had as many pods as it counts. */
  readonly isWhole: boolean;
}

export interface Target {
  readonly imageVersion: string;
  /** Of every container of the spec. */
  readonly images: readonly Image[];
  /** Of those images that take the version, as far as they are known. */
  readonly digests: Digests;
  /** The pods, as {@link makingOf} has them, that prove nothing before they have been made anew. */
  readonly before: ReadonlySet<string>;
}

export interface Progress {
  readonly service: Service;
  /** By their ids: the order of a list changes while pods are replaced. */
  readonly pods: readonly PodProgress[];
  /** How many pods there should be. */
  readonly replicas: number;
  readonly regions: readonly Region[];
  /** Everything that must hold does, in this look. */
  readonly isDone: boolean;
}

/** What a region is set to: BEC updates each on its own. */
export interface Region {
  readonly region: string;
  /** As far as the detail shows them: what it doesn't contradicts nothing. */
  readonly images: readonly Image[];
  /** One of them is in another version than is wanted. */
  readonly isOther: boolean;
}

export type PodProgress = Readonly<ReturnType<typeof podProgressOf>>;

/** A pod's detail proves what runs; the service's own can only contradict. */
export function progressOf({ service, pods, isWhole }: Look, target: Target): Progress {
  const regions = regionsOf(service, target.images);
  const plans = regions.map(({ images }) => images).filter(({ length }) => length > 0);
  const seen = pods
    .toSorted((left, right) => (left.podId < right.podId ? -1 : 1))
    .map((pod) => podProgressOf(pod, plans, target));
  const replicas = replicasOf(service);
  const isDone =
    isWhole &&
    replicas > 0 &&
    seen.length === replicas &&
    new Set(pods.map(({ podId }) => podId)).size === replicas &&
    regions.every(({ isOther }) => !isOther) &&
    seen.every(isUpdated);
  return { service, pods: seen, replicas, regions, isDone };
}

export function isUpdated({ image, isServing }: PodProgress): boolean {
  return image === 'new' && isServing;
}

/**
 * The target of an update that is sent after a look: pods that showed the new images then may be of another
 * template. Those that an earlier update has left behind are not, and a roll-back keeps them.
 */
export function targetAfter({ pods }: Progress, target: Target): Target {
  const showing = pods.filter(({ image, isLeft }) => image === 'new' && !isLeft);
  return { ...target, before: new Set(showing.map(({ pod }) => makingOf(pod))) };
}

/** Another one once a pod has been made anew; its name stays. */
function makingOf({ podId, createTime }: Pod): string {
  return `${podId} ${createTime}`;
}

/** The pods that are to be: of its regions if each of them says so, else in all. */
function replicasOf({ deployInstances, totalPods }: Service): number {
  const known = deployInstances.flatMap(({ replicas }) => replicas ?? []);
  return known.length === 0 || known.length < deployInstances.length
    ? totalPods
    : known.reduce((sum, count) => sum + count, 0);
}

/** `resourceBriefVos[]` of a service's detail; empty if it has none. */
export function regionsOf({ details }: Service, wanted: readonly Image[] = []): readonly Region[] {
  return listOf(details['resourceBriefVos']).map((brief) => {
    const place = toFields(brief['deployInstance']) ?? brief;
    const images = imagesOf(listOf(brief['containers']));
    return {
      region: textOf(place['regionId']) || textOf(brief['resourceId']),
      images: images.toSorted((left, right) => (left.name < right.name ? -1 : 1)),
      isOther: wanted.some(({ name, imageVersion }) =>
        images.some((image) => image.name === name && image.imageVersion !== imageVersion),
      ),
    };
  });
}

/** Whether one of the regions is set to something that is neither wanted nor what it was. */
export function isOvertaken(regions: readonly Region[], former: readonly Region[]): boolean {
  return regions.some(
    (region) => region.isOther && !former.some((one) => isDeepStrictEqual(one, region)),
  );
}

/** The versions that a service is set to, each once. */
export function versionsIn(service: Service): readonly string[] {
  const images = regionsOf(service).flatMap((region) => region.images);
  return [...new Set(images.map(({ imageVersion }) => printable(imageVersion)))];
}

function podProgressOf(
  pod: Pod,
  plans: readonly (readonly Image[])[],
  { imageVersion, images, digests, before }: Target,
) {
  const image = shownBy(pod, images, digests);
  const planned = plans.map((plan) => shownBy(pod, plan, digests));
  const containers: readonly ContainerStatus[] = images.flatMap(
    ({ name }) => containerNamed(pod, name) ?? [],
  );
  const versions = images
    .filter((one) => one.imageVersion === imageVersion)
    .flatMap(({ name }) => containerNamed(pod, name) ?? [])
    .map(versionTextOf);
  return {
    pod,
    /** The spec's, as far as they are shown. */
    containers,
    image: image === 'new' && before.has(makingOf(pod)) ? 'old' : image,
    /** What the containers show that take the version. */
    version: [...new Set(versions)].join('/') || '?',
    /** It shows the new images, or what a region is set to, or surely not. */
    isReadable: [image, ...planned].some((state) => state !== 'unknown'),
    /** It shows something else than any region is set to: an update has not come to it yet, or never will. */
    isLeft: planned.length > 0 && planned.every((state) => state === 'old'),
    /** It is running, and so are those containers, whichever images they have. */
    isServing:
      pod.status === 'RUNNING' &&
      containers.length === images.length &&
      containers.every(({ ready }) => ready),
    isEnding: /^(?:TERMINAT|DELET)/.test(pod.status),
  };
}

/** Every container counts, by its name: others, such as a mesh's proxy, may stand beside them. */
function shownBy(pod: Pod, images: readonly Image[], digests: Digests): ImageState {
  const states = images.map((image) =>
    imageStateOf(containerNamed(pod, image.name), image, digests),
  );
  return (
    (['old', 'pushed again', 'unknown'] as const).find((state) => states.includes(state)) ?? 'new'
  );
}

function containerNamed({ containers }: Pod, wanted: string): ContainerStatus | undefined {
  return containers.find(({ name }) => name === wanted);
}
