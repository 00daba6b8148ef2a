import { isUpdated, type PodProgress, type Progress } from './progress.ts';

/** What the looks so far have shown, as far as the next one depends on it. */
export interface Watch {
  /** The look from which on all was done, with the same containers. */
  readonly doneSince: Moment | undefined;
  /** Since when the pods and what they are to be have been the same. */
  readonly unchangedSince: Moment;
  /** The most pods that ran the new version, and when that was reached. */
  readonly most: { readonly count: number; readonly atMs: number };
  /** What each region was set to before the update, and those that were set to the new version since. */
  readonly former: readonly string[];
  readonly renewed: readonly string[];
}

interface Moment {
  /** What was seen. */
  readonly picture: string;
  readonly atMs: number;
}

export type UpdateState =
  | 'updated'
  | 'in progress'
  /** It is stopped or deleted. */
  | 'gone'
  /** A region is set to a version again that is not the new one. */
  | 'overtaken'
  /** A pod of the new version has failed. */
  | 'failing'
  /** Something is broken, and nothing changes. */
  | 'stuck'
  | 'too slow';

/** Between the two looks that must agree: BEC's specs have no probes, so "ready" is only "started". */
export const confirmationMs = 15_000;
/** How long something may be broken while nothing changes. */
const stuckMs = 60_000;

/** @param before the last look before the update */
export function startWatch({ regions }: Progress): Watch {
  return {
    doneSince: undefined,
    unchangedSince: { picture: '', atMs: 0 },
    most: { count: 0, atMs: 0 },
    former: regions.map(planTextOf),
    renewed: [],
  };
}

/** @param atMs since the update was sent */
export function withProgress(watch: Watch, progress: Progress, atMs: number): Watch {
  const { pods, regions, isDone } = progress;
  const count = pods.filter(isUpdated).length;
  const renewed = regions.filter(({ isOther }) => !isOther).map(({ region }) => region);
  return {
    ...watch,
    doneSince: isDone ? momentOf(watch.doneSince, startsOf(progress), atMs) : undefined,
    unchangedSince: momentOf(watch.unchangedSince, pictureOf(progress), atMs),
    most: count > watch.most.count ? { count, atMs } : watch.most,
    renewed: [...new Set([...watch.renewed, ...renewed])],
  };
}

function momentOf(before: Moment | undefined, picture: string, atMs: number): Moment {
  return before?.picture === picture ? before : { picture, atMs };
}

/** @param timeoutMs how long no further pod may come to run the new version */
export function stateOf(
  { doneSince, unchangedSince, most, former, renewed }: Watch,
  progress: Progress,
  { atMs, timeoutMs }: { readonly atMs: number; readonly timeoutMs: number },
): UpdateState {
  const { service, pods, regions } = progress;
  if (doneSince !== undefined && atMs - doneSince.atMs >= confirmationMs) return 'updated';
  if (/^(?:STOP|TERMINAT|DELET)/.test(service.status)) return 'gone';
  const overtaken = regions.some(
    (plan) => plan.isOther && (renewed.includes(plan.region) || !former.includes(planTextOf(plan))),
  );
  // One look may lag behind the one before it.
  if (overtaken && unchangedSince.atMs < atMs) return 'overtaken';
  if (pods.some(hasFailedAnew)) return 'failing';
  const isBad = /^(?:FAILED|EXCEPTION)$/.test(service.status) || pods.some(isBroken);
  if (isBad && atMs - unchangedSince.atMs >= stuckMs) return 'stuck';
  return doneSince === undefined && atMs - most.atMs >= timeoutMs ? 'too slow' : 'in progress';
}

function planTextOf({ region, versions }: Progress['regions'][number]): string {
  return `${region} ${versions}`;
}

/** That a pod of the old version has failed is often the reason for the update. */
function hasFailedAnew({ pod, image, isEnding }: PodProgress): boolean {
  return image === 'new' && pod.status === 'FAILED' && !isEnding;
}

/** A pod that doesn't run, and says why. */
export function isBroken({ pod, containers, isServing, isEnding }: PodProgress): boolean {
  const reasons = containers.filter(({ ready }) => !ready).map(({ reason }) => reason);
  const hasReason = reasons.some(
    (reason) => !['', 'ContainerCreating', 'PodInitializing'].includes(reason),
  );
  return !isServing && !isEnding && (hasReason || /^(?:FAILED|EXCEPTION)$/.test(pod.status));
}

/** Without what flickers while a container starts again and again. */
function pictureOf({ regions, pods }: Progress): string {
  const seen = pods.map(({ pod, containers, isEnding }) => [
    ...[pod.podId, pod.createTime, isEnding],
    containers.map(({ name, image, imageId }) => [name, image, imageId]),
  ]);
  return JSON.stringify([regions, seen]);
}

function startsOf({ pods }: Progress): string {
  return JSON.stringify(
    pods.map(({ pod, containers }) => [
      ...[pod.podId, pod.createTime],
      containers.map(({ start }) => start),
    ]),
  );
}
