import type { Fields } from '../src/json.ts';
import { reasonsOf, reasonText } from '../src/service/reading.ts';
import { serviceText } from '../src/service/service.ts';
import { counted, joined, listedFirst, printable } from '../src/text.ts';
import type { UpdatePlan } from './plan.ts';
import { isUpdated, type Progress } from './progress.ts';
import { isBroken, stateTexts, type Watch } from './watch.ts';

/** What runs where: `cn-shanghai-ct: 2 × v1, 1 × v2 (not ready)`, for each region. */
export function runsTexts({ pods }: Progress): readonly string[] {
  const texts = pods.map(({ pod, version, isServing, isEnding }) => ({
    region: pod.regionId || 'pods',
    text: `${version}${isEnding ? ' (ending)' : isServing ? '' : ' (not ready)'}`,
  }));
  return [...new Set(texts.map(({ region }) => region))].map((region) => {
    const inRegion = texts.filter((other) => other.region === region).map(({ text }) => text);
    const counts = [...new Set(inRegion)].map(
      (text) => `${inRegion.filter((other) => other === text).length} × ${text}`,
    );
    return printable(`${region}: ${counts.join(', ')}`);
  });
}

export function progressText(progress: Progress, imageVersion: string): string {
  const done = progress.pods.filter(isUpdated).length;
  const runs = listedFirst(runsTexts(progress), 8);
  const verb = done === 1 ? 'runs' : 'run';
  return `${done} of ${counted(progress.replicas, 'pod')} ${verb} ${imageVersion} · ${runs}`;
}

/** Why it did not succeed, what runs, what to do: the most useful sentence first. */
export function failureText(
  { state, progress }: Watch,
  { service, target: { imageVersion }, before, previous }: UpdatePlan,
  body: Fields,
): string {
  // Why a pod of another version is broken says nothing of this one.
  const pods = progress.pods.flatMap((one) =>
    isBroken(one) && one.image !== 'old' ? one.pod : [],
  );
  const reasons = reasonsOf(pods, body).map(reasonText);
  const serving = progress.pods.filter(({ isServing }) => isServing).length;
  const ofAll = `${serving} of ${counted(progress.replicas, 'pod')}`;
  const who = serving === 0 ? 'Nothing serves' : `${ofAll} ${serving === 1 ? 'serves' : 'serve'}`;
  const isUnseen = state === 'unseen';
  const doubt = `${serviceText(service)} may not run ${imageVersion} in all pods`;
  const denial = `${serviceText(service)} does not run ${imageVersion} in all pods`;
  const runs = `${isUnseen ? 'When last seen: ' : ''}${who}: ${listedFirst(runsTexts(progress), 20)}.`;
  const delay = state === 'too slow' ? delayText(progress, before) : '';
  const back = `Before, ${previous} served. To go back, check out ${previous} and run this action again: that brings back the image and its spec.`;
  const isChanged = progress.pods.some(({ version }) => version !== previous);
  const canGoBack = isChanged && !['', imageVersion].includes(previous) && state !== 'overtaken';
  const lines = [
    `${isUnseen ? doubt : denial}: ${stateTexts[state]}.`,
    ...reasons,
    joined([runs, delay], ' '),
    restartText(progress),
    canGoBack ? back : '',
    'Nothing was deleted, restarted or rolled back.',
  ];
  return joined(lines, '\n');
}

/** Of an update that goes on and does not come to its end. */
function delayText({ regions, pods }: Progress, before: Progress): string {
  if (regions.some(({ isOther }) => isOther)) {
    return 'BEC accepted the update, and still shows the version before it.';
  }
  const times = new Map(before.pods.map(({ pod }) => [pod.podId, pod.createTime]));
  const renewed = pods.filter(({ pod }) => times.get(pod.podId) !== pod.createTime);
  if (renewed.length === 0) return 'BEC has replaced no pod.';
  return renewed.some(({ image, isServing }) => isServing && image !== 'new')
    ? 'New pods run and show another image, or none that can be compared: check-image: true compares digests.'
    : '';
}

/** A StatefulSet keeps a pod that never became ready, whatever it is set to afterwards. */
function restartText({ pods }: Progress): string {
  const kept = pods.filter((pod) => pod.image !== 'new' && isBroken(pod));
  if (kept.length === 0) return '';
  const ids = kept.map(({ pod }) => pod.podId);
  return `BEC may keep a broken pod of another version: restart ${printable(listedFirst(ids, 5))} (PUT /v1/pod/{podId}/restart, or 重启 in the console).`;
}
