import { durationText } from '../src/clock.ts';
import type { Fields } from '../src/json.ts';
import { reasonsOf, reasonText } from '../src/service/reading.ts';
import { serviceText } from '../src/service/service.ts';
import { counted, joined, listedFirst, printable } from '../src/text.ts';
import { versionTextOf } from './image.ts';
import { isUpdated, type PodProgress, type Progress } from './progress.ts';
import type { UpdateEnd } from './wait.ts';
import { isBroken } from './watch.ts';

/** What an update is called in its messages. */
export interface UpdateName {
  readonly serviceId: string;
  readonly serviceName: string;
  readonly imageVersion: string;
  /** The containers that take the version. */
  readonly takers: readonly string[];
}

/** The version in a pod: that of the containers that take it. */
function versionOf({ containers }: PodProgress, { takers }: UpdateName): string {
  const versions = containers.filter(({ name }) => takers.includes(name)).map(versionTextOf);
  return [...new Set(versions)].join('/') || '?';
}

/** What runs where: `cn-shanghai-ct: 2 × v1, 1 × v2 (not ready)`, for each region. */
export function runsTexts({ pods }: Progress, name: UpdateName): readonly string[] {
  const texts = pods.map((pod) => {
    const state = pod.isEnding ? ' (ending)' : pod.isServing ? '' : ' (not ready)';
    return { region: pod.pod.regionId || 'pods', text: `${versionOf(pod, name)}${state}` };
  });
  return [...new Set(texts.map(({ region }) => region))].map((region) => {
    const inRegion = texts.filter((other) => other.region === region).map(({ text }) => text);
    const counts = [...new Set(inRegion)].map(
      (text) => `${inRegion.filter((other) => other === text).length} × ${text}`,
    );
    return printable(`${region}: ${counts.join(', ')}`);
  });
}

export function progressText(progress: Progress, name: UpdateName): string {
  const done = progress.pods.filter(isUpdated).length;
  const runs = listedFirst(runsTexts(progress, name), 8);
  const verb = done === 1 ? 'runs' : 'run';
  return `${done} of ${counted(progress.replicas, 'pod')} ${verb} ${name.imageVersion} · ${runs}`;
}

/** What all pods that serve run; empty if that is several versions, none, or one that moves. */
export function servingVersion({ pods }: Progress, name: UpdateName): string {
  const versions = pods.filter(({ isServing }) => isServing).map((pod) => versionOf(pod, name));
  const [version = '', ...others] = new Set(versions);
  return others.length > 0 || /^latest$|[/?…]/.test(version) ? '' : version;
}

/** Why it did not succeed, what runs, what to do: the most useful sentence first. */
export function failureText(
  end: UpdateEnd,
  plan: { readonly name: UpdateName; readonly before: Progress; readonly previous: string },
  body: Fields,
): string {
  const { progress } = end;
  const { name, before, previous } = plan;
  const pods = progress.pods.filter(isBroken).map(({ pod }) => pod);
  const reasons = reasonsOf(pods, body).map(reasonText);
  const serving = progress.pods.filter(({ isServing }) => isServing).length;
  const ofAll = `${serving} of ${counted(progress.replicas, 'pod')}`;
  const who = serving === 0 ? 'Nothing serves' : `${ofAll} ${serving === 1 ? 'serves' : 'serve'}`;
  const runs = `${who}: ${listedFirst(runsTexts(progress, name), 20)}.`;
  const back = `Before, ${previous} served. To go back, check out ${previous} and run this action again: that brings back the image and its spec.`;
  const lines = [
    `${serviceText(name)} does not run ${name.imageVersion} in all pods: ${endText(end)}.`,
    ...reasons,
    joined([runs, delayText(end, before)], ' '),
    restartText(progress),
    previous === '' || previous === name.imageVersion ? '' : back,
    'Nothing was deleted, restarted or rolled back.',
  ];
  return joined(lines, '\n');
}

function endText({ state, progress, elapsedMs }: UpdateEnd): string {
  switch (state) {
    case 'gone':
      return 'it was stopped or deleted meanwhile';
    case 'overtaken':
      return 'BEC, or somebody else, has set another version since';
    case 'failing':
      return 'a pod of the new version has failed';
    case 'stuck':
      return 'something is broken, and nothing has changed for a minute';
    case 'too slow': {
      const { pods, replicas } = progress;
      const isDown = pods.some(({ isServing }) => !isServing);
      return isDown && pods.length === replicas && pods.every(({ image }) => image === 'new')
        ? `all pods got it, and not all of them run, after ${durationText(elapsedMs)}`
        : `no further pod came to run it, after ${durationText(elapsedMs)}`;
    }
    case 'updated':
    case 'in progress':
      return state;
  }
}

/** Of an update that goes on and does not come to its end. */
function delayText({ state, progress: { regions, pods } }: UpdateEnd, before: Progress): string {
  if (state !== 'too slow') return '';
  if (regions.some(({ isOther }) => isOther)) {
    return 'BEC accepted the update, and still shows the version before it.';
  }
  const times = new Map(before.pods.map(({ pod }) => [pod.podId, pod.createTime]));
  const renewed = pods.filter(({ pod }) => times.get(pod.podId) !== pod.createTime);
  if (renewed.length === 0) return 'BEC accepted the update, and has replaced no pod.';
  return renewed.some(({ image, isServing }) => isServing && image !== 'new')
    ? 'New pods run and show another image, or none that can be compared: check-image: true compares digests.'
    : '';
}

/** A StatefulSet keeps a pod that never became ready, whatever it is set to afterwards. */
function restartText({ pods }: Progress): string {
  const kept = pods.filter((pod) => pod.image !== 'new' && isBroken(pod));
  if (kept.length === 0) return '';
  const ids = listedFirst(
    kept.map(({ pod }) => pod.podId),
    5,
  );
  return `BEC may keep a broken pod of another version: restart ${printable(ids)} (PUT /v1/pod/{podId}/restart, or 重启 in the console).`;
}
