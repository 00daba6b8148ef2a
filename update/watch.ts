import { isUpdated, type PodProgress, type Progress, type RegionProgress } from './progress.ts';

/** What the looks so far have shown. */
export interface Watch {
  readonly state: UpdateState;
  /** The look from which on all was done, with the same containers. */
  readonly doneSince: Moment | undefined;
  /** Since when the pods and what they are to be have been the same. */
  readonly unchangedSince: Moment;
  /** The most pods that ran the new version, and when that was reached. */
  readonly most: { readonly count: number; readonly atMs: number };
  /** What regions were set to before the update, as long as they have not been set to the new version. */
  readonly former: readonly RegionProgress[];
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
    state: 'in progress',
    doneSince: undefined,
    unchangedSince: { picture: '', atMs: 0 },
    most: { count: 0, atMs: 0 },
    former: regions,
  };
}

/**
 * @param atMs since the update was sent
 * @param timeoutMs how long no further pod may come to run the new version
 */
export function withLook(
  watch: Watch,
  progress: Progress,
  { atMs, timeoutMs }: { readonly atMs: number; readonly timeoutMs: number },
): Watch {
  const { pods, regions, isDone } = progress;
  const count = pods.filter(isUpdated).length;
  const seen = {
    doneSince: isDone ? momentOf(watch.doneSince, startsOf(progress), atMs) : undefined,
    unchangedSince: momentOf(watch.unchangedSince, pictureOf(progress), atMs),
    most: count > watch.most.count ? { count, atMs } : watch.most,
    former: watch.former.filter(
      ({ region }) => !regions.some((now) => now.region === region && !now.isOther),
    ),
  };
  return { ...seen, state: stateOf(seen, progress, { atMs, timeoutMs }) };
}

function momentOf(before: Moment | undefined, picture: string, atMs: number): Moment {
  return before?.picture === picture ? before : { picture, atMs };
}

function stateOf(
  { doneSince, unchangedSince, most, former }: Omit<Watch, 'state'>,
  { service, pods, regions }: Progress,
  { atMs, timeoutMs }: { readonly atMs: number; readonly timeoutMs: number },
): UpdateState {
  if (doneSince !== undefined && atMs - doneSince.atMs >= confirmationMs) return 'updated';
  if (/^(?:STOP|TERMINAT|DELET)/.test(service.status)) return 'gone';
  const isOvertaken = regions.some(
    ({ region, versions, isOther }) =>
      isOther && !former.some((plan) => plan.region === region && plan.versions === versions),
  );
  // One look may lag behind the one before it.
  if (isOvertaken && unchangedSince.atMs < atMs) return 'overtaken';
  if (pods.some(hasFailedAnew)) return 'failing';
  const isBad = hasFailed(service) || pods.some(isBroken);
  if (isBad && atMs - unchangedSince.atMs >= stuckMs) return 'stuck';
  return doneSince === undefined && atMs - most.atMs >= timeoutMs ? 'too slow' : 'in progress';
}

/** That a pod of the old version has failed is often the reason for the update. */
function hasFailedAnew({ pod, image, isEnding }: PodProgress): boolean {
  return image === 'new' && pod.status === 'FAILED' && !isEnding;
}

/** A pod that doesn't run, and says why. */
export function isBroken({ pod, containers, isServing, isEnding }: PodProgress): boolean {
  const hasReason = containers.some(
    ({ ready, reason }) => !ready && !['', 'ContainerCreating', 'PodInitializing'].includes(reason),
  );
  return !isServing && !isEnding && (hasReason || hasFailed(pod));
}

function hasFailed({ status }: { readonly status: string }): boolean {
  return status === 'FAILED' || status === 'EXCEPTION';
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
