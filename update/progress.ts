import { listOf, textOf, toFields, type Fields } from '../src/json.ts';
import type { ContainerStatus, Pod, Service } from '../src/service/service.ts';
import { printable } from '../src/text.ts';
import { imageStateOf, type ImageState, type WantedImage } from './image.ts';

/** One look at a service: what it is set to, and what its pods show. */
export interface Look {
  readonly service: Service;
  readonly pods: readonly Pod[];
  /** Whether the list had as many pods as it counts. */
  readonly isWhole: boolean;
}

/** What an update is to reach. */
export interface Target {
  /** Of every container of the spec. */
  readonly images: readonly WantedImage[];
  /**
   * The pods that showed all these images before the update, as {@link podsShowing} has them: they prove it
   * only once they have been made anew. Empty if nothing was sent.
   */
  readonly before: ReadonlySet<string>;
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
  readonly pod: Pod;
  readonly image: ImageState;
  /** The spec's containers in it, as far as they are shown. */
  readonly containers: readonly ContainerStatus[];
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

/** The pods that are to be: of its regions if each of them says so, else in all. */
function replicasOf({ deployInstances, totalPods }: Service): number {
  const known = deployInstances.flatMap(({ replicas }) => replicas ?? []);
  return known.length === 0 || known.length < deployInstances.length
    ? totalPods
    : known.reduce((sum, count) => sum + count, 0);
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

function podProgressOf(pod: Pod, { images, before }: Target): PodProgress {
  const image = shownBy(pod, images);
  const containers = images.flatMap(({ name }) => containerNamed(pod, name) ?? []);
  return {
    pod,
    image: image === 'new' && before.has(makingOf(pod)) ? 'old' : image,
    containers,
    isServing:
      pod.status === 'RUNNING' &&
      containers.length === images.length &&
      containers.every(({ ready }) => ready),
    isEnding: /^(?:TERMINAT|DELET)/.test(pod.status),
  };
}

/**
 * The pods that show all the images already, and what the service is set to: they may be of another
 * template. Those that an update has left behind run what came before it, and a roll-back keeps them.
 */
export function podsShowing(
  look: Pick<Look, 'service' | 'pods'>,
  images: readonly WantedImage[],
): Target['before'] {
  const left = podsLeft(look, images);
  const showing = look.pods.filter((pod) => shownBy(pod, images) === 'new' && !left.includes(pod));
  return new Set(showing.map(makingOf));
}

/** Another one once a pod has been made anew; its name stays. */
function makingOf({ podId, createTime }: Pod): string {
  return `${podId} ${createTime}`;
}

/** The pods that run and don't show what: neither the images that the service is set to, nor the new ones. */
export function unreadablePods(
  { service, pods }: Look,
  images: readonly WantedImage[],
): readonly Pod[] {
  const plans = [images, ...plannedIn(service, images)];
  return pods.filter(
    (pod) => pod.status === 'RUNNING' && plans.every((plan) => shownBy(pod, plan) === 'unknown'),
  );
}

/** The pods that show something else than what their service is set to. */
export function podsLeft(
  { service, pods }: Pick<Look, 'service' | 'pods'>,
  images: readonly WantedImage[],
): readonly Pod[] {
  const plans = plannedIn(service, images);
  if (plans.length === 0) return [];
  return pods.filter((pod) => plans.every((plan) => shownBy(pod, plan) === 'old'));
}

/** What each region is set to, as far as the detail shows it; with the digests of those that are wanted. */
function plannedIn(
  service: Service,
  images: readonly WantedImage[],
): readonly (readonly WantedImage[])[] {
  const known = new Map(
    images.map((image) => [`${image.imageAddress}:${image.imageVersion}`, image.digests]),
  );
  return regionPlansOf(service)
    .map(({ containers }) => containers.filter((one) => textOf(one['imageVersion']) !== ''))
    .map((containers) => imagesOf(containers, known))
    .filter(({ length }) => length > 0);
}

/** The versions that a service is set to, each once. */
export function versionsIn(service: Service): readonly string[] {
  const containers = regionPlansOf(service).flatMap((plan) => plan.containers);
  const versions = containers.map(({ imageVersion }) => textOf(imageVersion));
  return [...new Set(versions)].filter((version) => version !== '').map((text) => printable(text));
}

/** By `address:version`; an empty list where the registry doesn't tell. */
export type Digests = ReadonlyMap<string, readonly string[]>;

/** Of containers as the spec and BEC write them. */
export function imagesOf(
  containers: readonly Fields[],
  digests: Digests = new Map(),
): readonly WantedImage[] {
  return containers.map(({ name, imageAddress, imageVersion }) => ({
    name: textOf(name),
    imageAddress: textOf(imageAddress),
    imageVersion: textOf(imageVersion) || 'latest',
    digests: digests.get(`${textOf(imageAddress)}:${textOf(imageVersion)}`) ?? [],
  }));
}

/** Every container counts, by its name: others, such as a mesh's proxy, may stand beside them. */
function shownBy(pod: Pod, images: readonly WantedImage[]): ImageState {
  const states = images.map((wanted) => imageStateOf(containerNamed(pod, wanted.name), wanted));
  return (
    (['old', 'pushed again', 'unknown'] as const).find((state) => states.includes(state)) ?? 'new'
  );
}

function containerNamed({ containers }: Pod, wanted: string): ContainerStatus | undefined {
  return containers.find(({ name }) => name === wanted);
}
