import type { Fields } from '../json.ts';
import { counted, moreLine, printable } from '../text.ts';
import { causeOf, stateText, type Cause } from './causes.ts';
import type { ContainerStatus, FailingPods, Pod, PodEvent } from './pods.ts';

const maxReasons = 3;

interface Reason extends Cause {
  readonly regionId: string;
  /** How many of the pods that were looked at. */
  readonly count: number;
}

/**
 * Why a service does not run, a line for each region and cause, the most frequent first:
 * `cn-shanghai-ct, 2 pods: the image … can't be pulled: … Push it …`
 * @param body the request's
 */
export function reasonLines(failing: FailingPods, body: Fields): readonly string[] {
  const reasons = reasonsOf(failing.pods, body);
  const told = new Set<string>();
  const lines = reasons.slice(0, maxReasons).map((reason) => {
    const cure = told.has(reason.cure) || reason.cure === '' ? '' : ` ${reason.cure}`;
    told.add(reason.cure);
    return `${placeOf(reason, failing)}: ${reason.text}.${cure}`;
  });
  const rest = reasons.length - maxReasons;
  return rest > 0 ? [...lines, `And ${counted(rest, 'other reason')}: see the pods.`] : lines;
}

function reasonsOf(pods: readonly Pod[], body: Fields): readonly Reason[] {
  const reasons = new Map<string, Reason>();
  for (const pod of pods) {
    const cause = causeOf(pod, body);
    if (cause === undefined) continue;
    const { regionId } = pod;
    const key = `${regionId}\n${cause.text}`;
    const count = (reasons.get(key)?.count ?? 0) + 1;
    reasons.set(key, { ...cause, regionId, count });
  }
  return [...reasons.values()].toSorted((left, right) => right.count - left.count);
}

/** `cn-shanghai-ct, 2 pods`, or `…, 2 of 5 failing pods` where not all of them are known to be alike. */
function placeOf({ regionId, count }: Reason, { counts }: FailingPods): string {
  const total = counts.get(regionId) ?? count;
  const pods = count === total ? counted(count, 'pod') : `${count} of ${total} failing pods`;
  return regionId === '' ? pods : `${printable(regionId)}, ${pods}`;
}

export function containerText(container: ContainerStatus): string {
  return printable(stateText(container));
}

export function eventText({ name, message, count }: PodEvent): string {
  return printable(`${name}: ${message}${count === 1 ? '' : ` (×${count})`}`);
}

/** The pods as lines of the log. */
export function podLines({ pods, omitted, detailProblem }: FailingPods): readonly string[] {
  const problem =
    detailProblem === undefined ? [] : [`The details can't be read: ${printable(detailProblem)}`];
  return [...pods.flatMap(linesOf), ...moreLine(omitted, 'pod'), ...problem];
}

/** A pod in a line, and what it says, each in one. */
export interface PodText {
  readonly title: string;
  readonly lines: readonly string[];
}

export function podText({ podId, regionId, status, containers, events }: Pod): PodText {
  return {
    title: printable([podId, regionId, status].filter((text) => text !== '').join(' · ')),
    lines: [
      ...containers.map((container) => {
        const { ready, restartCount, reason } = container;
        const state =
          ready && reason === '' ? `${containerText(container)}: ready` : containerText(container);
        const restarts = restartCount === 0 ? '' : ` (${counted(restartCount, 'restart')})`;
        return `container ${state}${restarts}`;
      }),
      ...events.map((event) => `${event.isWarning ? 'warning' : 'event'} ${eventText(event)}`),
    ],
  };
}

function linesOf(pod: Pod): readonly string[] {
  const { title, lines } = podText(pod);
  return [`pod ${title}`, ...lines.map((line) => `  ${line}`)];
}

/** Why the pods are not running yet, for the log of a wait. */
export function waitingReasons(pods: readonly Pod[]): readonly string[] {
  return pods.flatMap((pod) => [
    ...pod.containers.filter(({ ready, reason }) => !ready && reason !== '').map(containerText),
    // The same event, seen more often, is not another reason.
    ...pod.events
      .filter(({ isWarning }) => isWarning)
      .map((event) => eventText({ ...event, count: 1 })),
  ]);
}
