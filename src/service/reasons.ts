import type { Reason } from '../errors.ts';
import type { Fields } from '../json.ts';
import { counted, joined, moreLine, printable } from '../text.ts';
import { causesOf, stateText, type Cause } from './causes.ts';
import { maxExplained, type Pod } from './pods.ts';

const maxReasons = 3;
const maxContainers = 10;

interface Group extends Cause {
  readonly pods: ReadonlySet<Pod>;
}

/**
 * Why a service does not run, one reason for each cause, the most frequent first:
 * `cn-shanghai-ct, 2 pods` and `The image … can't be pulled: … Push it …`
 * @param body the request's
 */
export function reasonsOf(failing: readonly Pod[], body: Fields): readonly Reason[] {
  const groups = groupsOf(failing, body);
  const rest = groups.length - maxReasons;
  return [
    ...groups.slice(0, maxReasons).map(({ pods, text, cure }) => ({
      place: placeOf([...pods], failing),
      text: joined([`${text}.`, cure], ' '),
    })),
    ...(rest > 0 ? [{ place: '', text: `And ${counted(rest, 'other reason')}.` }] : []),
  ];
}

/** `cn-shanghai-ct, 2 pods: the image … can't be pulled: …` */
export function reasonText({ place, text }: Reason): string {
  return joined([place, text], ': ');
}

function groupsOf(pods: readonly Pod[], body: Fields): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    for (const cause of causesOf(pod, body)) {
      const alike = groups.get(cause.text)?.pods ?? [];
      groups.set(cause.text, { ...cause, pods: new Set([...alike, pod]) });
    }
  }
  return [...groups.values()].toSorted((left, right) => right.pods.size - left.pods.size);
}

/**
 * `cn-shanghai-ct, 2 pods; cn-beijing-cm, 1 of 5 failing pods`: of pods that were not looked at, it is not
 * known that they are alike.
 */
function placeOf(alike: readonly Pod[], failing: readonly Pod[]): string {
  return [...new Set(alike.map((pod) => pod.regionId))]
    .map((regionId) => {
      const [count = 0, total = 0] = [alike, failing].map(
        (pods) => pods.filter((pod) => pod.regionId === regionId).length,
      );
      const pods = count === total ? counted(count, 'pod') : `${count} of ${total} failing pods`;
      return joined([printable(regionId), pods], ', ');
    })
    .join('; ');
}

/** The first pods as lines of the log. */
export function podLines(pods: readonly Pod[]): readonly string[] {
  const lines = pods
    .slice(0, maxExplained)
    .flatMap((pod) => [
      `pod ${printable(joined([pod.podId, pod.regionId, pod.status], ' · '))}`,
      ...linesOf(pod).map((line) => `  ${line}`),
    ]);
  return [...lines, ...moreLine(pods.length - maxExplained, 'pod')];
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
    ...events.map(({ name, message, isWarning, count }) => {
      const text = printable(`${name}: ${message}${count === 1 ? '' : ` (×${count})`}`);
      return `${isWarning ? 'warning' : 'event'} ${text}`;
    }),
  ];
}
