import type { ContainerStatus } from '../src/service/service.ts';
import {
  isOvertaken,
  isUpdated,
  type PodProgress,
  type Progress,
  type Region,
} from './progress.ts';

/** What the looks so far come to, as an error says it. */
export const stateTexts = {
  updated: 'all pods run it',
  'in progress': 'it is in progress',
  gone: 'it was stopped or deleted meanwhile',
  overtaken:
    'BEC, or somebody else, has set another version since. Find out who before you update again',
  failing: 'a pod of the new version has failed',
  stuck: 'something is broken, and nothing has changed for a minute',
  unseen: 'its state could not be read within wait-timeout',
  'too slow': 'no further pod came to run it within wait-timeout',
} as const;

export type UpdateState = keyof typeof stateTexts;

export interface Watch {
  readonly state: UpdateState;
  /** Of the last look that got all there is to see; at first of the one before the update. */
  readonly progress: Progress;
  /** The look from which on all was done, with the same containers. */
  readonly doneSince: Moment | undefined;
  /** Since when the pods and what they are to be have been the same. */
  readonly unchangedSince: Moment;
  /** The most pods that ran the new version, and when that was reached. */
  readonly most: { readonly count: number; readonly atMs: number };
  /** What regions were set to before the update, as long as they have not been set to the new version. */
  readonly former: readonly Region[];
}

interface Moment {
  readonly picture: string;
  readonly atMs: number;
}

/** Between the two looks that must agree: BEC's specs have no probes, so "ready" is only "started". */
export const confirmationMs = 15_000;
/** How long something may be broken while nothing changes, and how long a service not be found. */
const stuckMs = 60_000;

/** @param before the last look before the update */
export function startWatch(before: Progress): Watch {
  return {
    state: 'in progress',
    progress: before,
    doneSince: undefined,
    unchangedSince: { picture: '', atMs: 0 },
    most: { count: 0, atMs: 0 },
    former: before.regions,
  };
}

interface LookTime {
  /** Since the update was sent. */
  readonly atMs: number;
  /** How long no further pod may come to run the new version. */
  readonly timeoutMs: number;
}

/** @param look from one that is unreadable, nothing follows */
export function withLook(
  watch: Watch,
  look: Progress | 'not found' | 'unreadable',
  time: LookTime,
): Watch {
  const { atMs, timeoutMs } = time;
  if (typeof look === 'string') {
    const { unchangedSince: before, most } = watch;
    const unchangedSince = look === 'unreadable' ? before : momentOf(before, look, atMs);
    const isGone = look === 'not found' && atMs - unchangedSince.atMs >= stuckMs;
    const end = look === 'unreadable' ? 'unseen' : 'too slow';
    const other = atMs - most.atMs >= timeoutMs ? end : 'in progress';
    return { ...watch, unchangedSince, state: isGone ? 'gone' : other };
  }
  const count = look.pods.filter(isUpdated).length;
  const starts = pictureOf(look, ({ start }) => start);
  // Without what flickers while a container starts again and again.
  const picture = pictureOf(look, ({ name, image, imageId }) => [name, image, imageId]);
  const seen = {
    progress: look,
    doneSince: look.isDone ? momentOf(watch.doneSince, starts, atMs) : undefined,
    unchangedSince: momentOf(watch.unchangedSince, picture, atMs),
    most: count > watch.most.count ? { count, atMs } : watch.most,
    former: watch.former.filter(
      ({ region }) => !look.regions.some((now) => now.region === region && !now.isOther),
    ),
  };
  return { ...seen, state: stateOf(seen, time) };
}

function momentOf(before: Moment | undefined, picture: string, atMs: number): Moment {
  return before?.picture === picture ? before : { picture, atMs };
}

function pictureOf(
  { regions, pods }: Progress,
  shownOf: (container: ContainerStatus) => unknown,
): string {
  const shown = pods.map(({ pod: { podId, createTime }, containers, isEnding }) => {
    return [podId, createTime, isEnding, containers.map(shownOf)];
  });
  return JSON.stringify([regions, shown]);
}

function stateOf(
  { progress, doneSince, unchangedSince, most, former }: Omit<Watch, 'state'>,
  { atMs, timeoutMs }: LookTime,
): UpdateState {
  const { service, pods, regions } = progress;
  if (doneSince !== undefined && atMs - doneSince.atMs >= confirmationMs) return 'updated';
  if (/^(?:STOP|TERMINAT|DELET)/.test(service.status)) return 'gone';
  // One look may lag behind the one before it.
  if (isOvertaken(regions, former) && unchangedSince.atMs < atMs) return 'overtaken';
  // That a pod of the old version has failed is often the reason for the update.
  const failed = pods.filter(({ pod, isEnding }) => pod.status === 'FAILED' && !isEnding);
  if (failed.some(({ image }) => image === 'new')) return 'failing';
  const isBad = hasFailed(service) || pods.some(isBroken);
  if (isBad && atMs - unchangedSince.atMs >= stuckMs) return 'stuck';
  return doneSince === undefined && atMs - most.atMs >= timeoutMs ? 'too slow' : 'in progress';
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
