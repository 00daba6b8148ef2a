import type { Reason } from '../errors.ts';
import type { Fields } from '../json.ts';
import { counted, joined, moreLine, printable } from '../text.ts';
import { causesOf, stateText, type Cause } from './causes.ts';
import type { FailingPods, Pod, PodEvent } from './pods.ts';

const maxReasons = 3;
const maxContainers = 10;

/** Pods with one cause: those that were looked at, by their regions. */
interface Group extends Cause {
  readonly regions: readonly string[];
}

/**
 * Why a service does not run, one reason for each cause, the most frequent first:
 * `cn-shanghai-ct, 2 pods` and `The image … can't be pulled: … Push it …`
 * @param body the request's
 */
export function reasonsOf(
  failing: Pick<FailingPods, 'pods' | 'counts'>,
  body: Fields,
): readonly Reason[] {
  const groups = groupsOf(failing.pods, body);
  const rest = groups.length - maxReasons;
  return [
    ...groups.slice(0, maxReasons).map(({ regions, text, cure }) => ({
      place: placeOf(regions, failing),
      text: `${text}.${cure === '' ? '' : ` ${cure}`}`,
    })),
    ...(rest > 0 ? [{ place: '', text: `And ${counted(rest, 'other reason')}.` }] : []),
  ];
}

/** `cn-shanghai-ct, 2 pods: the image … can't be pulled: …` */
export function reasonText({ place, text }: Reason): string {
  return place === '' ? text : `${place}: ${text}`;
}

function groupsOf(pods: readonly Pod[], body: Fields): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    for (const cause of causesOf(pod, body)) {
      const regions = [...(groups.get(cause.text)?.regions ?? []), pod.regionId];
      groups.set(cause.text, { ...cause, regions });
    }
  }
  return [...groups.values()].toSorted((left, right) => right.regions.length - left.regions.length);
}

/**
 * `cn-shanghai-ct, 2 pods; cn-beijing-cm, 1 of 5 failing pods`: of pods that were not looked at, it is not
 * known that they are alike.
 */
function placeOf(regions: readonly string[], { counts }: Pick<FailingPods, 'counts'>): string {
  return [...new Set(regions)]
    .map((regionId) => {
      const count = regions.filter((other) => other === regionId).length;
      const total = counts.get(regionId) ?? count;
      const pods = count === total ? counted(count, 'pod') : `${count} of ${total} failing pods`;
      return regionId === '' ? pods : `${printable(regionId)}, ${pods}`;
    })
    .join('; ');
}

export function eventText({ name, message, count }: PodEvent): string {
  return printable(`${name}: ${message}${count === 1 ? '' : ` (×${count})`}`);
}

/** The pods as lines of the log. */
export function podLines({ pods, omitted, detailProblem }: FailingPods): readonly string[] {
  const problem =
    detailProblem === undefined ? [] : [`The details can't be read: ${printable(detailProblem)}`];
  const lines = pods.flatMap((pod) => [
    `pod ${printable(joined([pod.podId, pod.regionId, pod.status], ' · '))}`,
    ...linesOf(pod).map((line) => `  ${line}`),
  ]);
  return [...lines, ...moreLine(omitted, 'pod'), ...problem];
}

/** What a pod says, a line for each of its containers and events. */
export function linesOf({ containers, events }: Pod): readonly string[] {
  return [
    ...containers.slice(0, maxContainers).map((container) => {
      const { ready, restartCount, reason } = container;
      const state = `${printable(stateText(container))}${ready && reason === '' ? ': ready' : ''}`;
      const restarts = restartCount === 0 ? '' : ` (${counted(restartCount, 'restart')})`;
      return `container ${state}${restarts}`;
    }),
    ...moreLine(containers.length - maxContainers, 'container'),
    ...events.map((event) => `${event.isWarning ? 'warning' : 'event'} ${eventText(event)}`),
  ];
}

/** Why the pods are not running yet, for the log of a wait. */
export function waitingReasons(pods: readonly Pod[]): readonly string[] {
  return pods.flatMap((pod) => [
    ...pod.containers
      .filter(({ ready, reason }) => !ready && reason !== '')
      .map((container) => printable(stateText(container))),
    // The same event, seen more often, is not another reason.
    ...pod.events
      .filter(({ isWarning }) => isWarning)
      .map((event) => eventText({ ...event, count: 1 })),
  ]);
}
