import { counted, printable } from '../text.ts';
import type { ContainerStatus, FailingPods, Pod, PodEvent } from './pods.ts';

/** The line that explains most: `web: ImagePullBackOff: manifest unknown`; undefined if none does. */
export function mainReason(pods: readonly Pod[]): string | undefined {
  const containers = pods.flatMap((pod) => pod.containers.filter(({ ready }) => !ready));
  const failed = containers.find(({ reason }) => reason !== '' && !isUsualReason(reason));
  if (failed !== undefined) return containerText(failed);
  const warning = pods.flatMap((pod) => pod.events).find(({ isWarning }) => isWarning);
  if (warning !== undefined) return printable(`${warning.name}: ${warning.message}`);
  const waiting = containers.find(({ reason }) => reason !== '');
  return waiting && containerText(waiting);
}

/** Every container has these on its way. */
function isUsualReason(reason: string): boolean {
  return reason === 'ContainerCreating' || reason === 'PodInitializing' || reason === 'Completed';
}

export function containerText({ name, reason, message }: ContainerStatus): string {
  return printable([name, reason, message].filter((text) => text !== '').join(': '));
}

export function eventText({ name, message, count }: PodEvent): string {
  return printable(`${name}: ${message}${count === 1 ? '' : ` (×${count})`}`);
}

/** The pods as lines of the log. */
export function podLines({ pods, omitted, detailProblem }: FailingPods): readonly string[] {
  const rest = omitted === 0 ? [] : [`and ${counted(omitted, 'more pod')}`];
  const problem =
    detailProblem === undefined ? [] : [`The details can't be read: ${printable(detailProblem)}`];
  return [...pods.flatMap(linesOf), ...rest, ...problem];
}

function linesOf(pod: Pod): readonly string[] {
  return [
    `pod ${printable([pod.podId, pod.regionId, pod.status].filter((text) => text !== '').join(' · '))}`,
    ...pod.containers.map((container) => {
      const restarts = container.restartCount === 0 ? '' : ` (restarts: ${container.restartCount})`;
      const ready = container.reason === '' && container.ready ? ': ready' : '';
      return `  container ${containerText(container)}${ready}${restarts}`;
    }),
    ...pod.events.map((event) => `  event ${eventText(event)}`),
  ];
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

/** What to do about a reason; empty if nothing is known about it. */
export function hintOn(reason: string): string {
  return hints.find(({ pattern }) => pattern.test(reason))?.hint ?? '';
}

const hints: readonly { readonly pattern: RegExp; readonly hint: string }[] = [
  {
    pattern: /ImagePull|InvalidImageName|pull image|manifest unknown/i,
    hint: 'Check that the image was pushed with exactly this version, and that imageRegistrySecrets names credentials for its registry.',
  },
  {
    pattern: /CrashLoop|OOMKilled|exit code|^[^:]*: Error\b/i,
    hint: 'The container starts and exits again: check its commands, args, envs and memory; its output is in the BEC console.',
  },
  {
    pattern: /Insufficient|FailedScheduling|Unschedulable/i,
    hint: 'No node in that region has enough room: ask for less cpu or memory, fewer replicas, or another region.',
  },
  {
    pattern: /FailedMount|FailedAttach|MountVolume|CreateContainerConfig/i,
    hint: 'Check that every configMap and secret under volumes and envs exists on BEC, and that the names match.',
  },
];
