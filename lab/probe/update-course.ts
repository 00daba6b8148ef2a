import type { Variants } from '../../local-bec/variants.ts';
import { countOf, listOf, textOf } from '../../src/json.ts';
import { secondsOf } from './coming-up.ts';
import { found, open, type Finding, type Findings } from './findings.ts';
import {
  currentPods,
  isEnding,
  plannedVersions,
  type Look,
  type Looks,
  type PodSeen,
} from './looks.ts';

/** An update as it was watched. */
export interface Course {
  readonly before: Look;
  readonly after: Looks;
  /** The version that was set before, and the one that has been asked for. */
  readonly versions: readonly [before: string, next: string];
}

/** What an update that was accepted has done. */
export function findingsOfUpdate(course: Course): Findings {
  const last = lastOf(course);
  const isReplaced = course.after.some((look) => newPods(course, look).length > 0);
  const update = found(updateOf(course), evidenceOf(course));
  if (!isReplaced) return { update };
  return {
    update,
    updateStatus: statusOf(course),
    endingPods: endingOf(course),
    imageList: imageListOf(course),
    ...(isDone(course) && { addresses: addressesOf(course.before, last) }),
    ...(plannedVersions(last).includes(course.versions[1]) && { updateBody: bodyOf(last) }),
  };
}

export function lastOf({ after }: Course): Look {
  return after.at(-1) ?? after[0];
}

/** Whether all pods have been replaced, and run. */
export function isDone(course: Course): boolean {
  const last = lastOf(course);
  const pods = currentPods(last);
  return (
    pods.length > 0 &&
    newPods(course, last).length === pods.length &&
    pods.every(({ isReady }) => isReady)
  );
}

function newPods({ before }: Course, look: Look): readonly PodSeen[] {
  const known = new Set(before.pods.map(({ identity }) => identity));
  return currentPods(look).filter(({ identity }) => !known.has(identity));
}

function updateOf(course: Course): Variants['update'] {
  const { after, versions } = course;
  const [old, next] = versions;
  if (!after.some((look) => plannedVersions(look).includes(next))) return 'ignored';
  const planned = new Set(plannedVersions(lastOf(course)));
  if (!planned.has(next)) return planned.has(old) ? 'reversed' : 'taken-over';
  if (planned.size > 1) return 'first-region';
  const fresh = newPods(course, lastOf(course));
  if (fresh.length === 0) return 'on-restart';
  if (fresh.some(({ isReady }) => !isReady)) return hasCrashed(course) ? 'crashing' : 'stuck';
  return orderOf(course);
}

function hasCrashed(course: Course): boolean {
  const down = newPods(course, lastOf(course)).filter(({ isReady }) => !isReady);
  return down.some(({ name }) =>
    course.after.some((look) =>
      newPods(course, look).some((pod) => pod.name === name && pod.isReady),
    ),
  );
}

function orderOf(course: Course): Variants['update'] {
  const partly = course.after.map((look) => {
    const fresh = newPods(course, look);
    const regions = Map.groupBy(currentPods(look), regionOf);
    return [...regions.values()].map((pods) => ({
      changed: pods.filter((pod) => fresh.includes(pod)).length,
      down: pods.filter((pod) => fresh.includes(pod) && !pod.isReady).length,
      isWhole: pods.every((pod) => fresh.includes(pod) && pod.isReady),
    }));
  });
  if (partly.some((regions) => regions.some(({ down }) => down > 1))) return 'all-at-once';
  const isTogether = partly.some(
    (regions) => regions.filter(({ changed, isWhole }) => changed > 0 && !isWhole).length > 1,
  );
  return isTogether ? 'one-by-one' : 'regions-in-turn';
}

function regionOf({ item, name }: PodSeen): string {
  return textOf(item['deploymentId']) || name.replace(/-\d+$/, '');
}

function evidenceOf(course: Course): string {
  const states = course.after.map((look) => {
    const fresh = newPods(course, look);
    const pods = currentPods(look);
    const ready = pods.filter(({ isReady }) => isReady).length;
    const planned = [...new Set(plannedVersions(look))].join('+') || 'nothing';
    return {
      at: look.atMs,
      text: `set to ${planned}, ${fresh.length} of ${pods.length} pods new, ${ready} ready`,
    };
  });
  return states
    .filter(({ text }, index) => text !== states[index - 1]?.text)
    .map(({ at, text }) => `${secondsOf(at)}: ${text}`)
    .join('; ');
}

function statusOf({ after }: Course): Finding<Variants['updateStatus']> {
  const look = after.find((one) => currentPods(one).some(({ isReady }) => !isReady));
  if (look === undefined) return open('all pods were ready at each look');
  const { status, detail } = look;
  const [runningPods, totalPods] = [countOf(detail['runningPods']), countOf(detail['totalPods'])];
  const evidence = `${status} ${String(runningPods)}/${String(totalPods)} while a pod was not ready`;
  return found(status === 'RUNNING' && runningPods === totalPods ? 'running' : 'counted', evidence);
}

function endingOf({ after }: Course): Finding<Variants['endingPods']> {
  const ending = after.flatMap(({ pods }) => pods.filter(isEnding).map(({ name }) => name));
  return found(
    ending.length > 0 ? 'listed' : 'hidden',
    `${new Set(ending).size} ending pods listed`,
  );
}

function imageListOf({ after, before, versions }: Course): Finding<Variants['imageList']> {
  const known = new Set(before.pods.map(({ identity }) => identity));
  for (const look of after) {
    const old = currentPods(look).find(({ identity }) => known.has(identity));
    const isSet = plannedVersions(look).every((version) => version === versions[1]);
    if (old !== undefined && isSet && plannedVersions(look).length > 0) {
      const text = JSON.stringify(old.detail['imageList'] ?? old.item['imageList']);
      return found(
        text.includes(`:${versions[1]}"`) ? 'planned' : 'own',
        `an old pod lists ${text}`,
      );
    }
  }
  return open('no old pod was seen once the new version was set');
}

function addressesOf(before: Look, last: Look): Finding<Variants['addresses']> {
  const addresses = (look: Look): readonly string[] =>
    currentPods(look)
      .map(({ item }) => textOf(item['publicIp']))
      .filter((ip) => ip !== '');
  const [old, fresh] = [addresses(before), addresses(last)];
  if (old.length === 0 || fresh.length === 0) return open('no public addresses were seen');
  const kept = fresh.filter((address) => old.includes(address)).length;
  return found(
    kept === fresh.length ? 'kept' : 'changed',
    `${kept} of ${fresh.length} addresses kept`,
  );
}

/** The update has left out the variable A. */
function bodyOf(last: Look): Finding<Variants['updateBody']> {
  const regions = listOf(last.detail['resourceBriefVos']);
  const names = listOf(listOf(regions[0]?.['containers'])[0]?.['envs']).map(({ name }) =>
    textOf(name),
  );
  const evidence = `after an update without the variable A the detail shows ${names.join(', ') || 'none'}`;
  if (names.length === 0) return open(evidence);
  return found(names.includes('A') ? 'merged' : 'replaced', evidence);
}
