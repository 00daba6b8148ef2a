import { countOf, listOf, textOf, toFields, type Fields } from '../json.ts';
import { CallError, type Client, type PolicyName } from '../api/client.ts';
import { shown } from '../text.ts';

/** A pod that does not run as it should, and why. */
export interface Pod {
  readonly podId: string;
  readonly status: string;
  readonly regionId: string;
  readonly containers: readonly ContainerStatus[];
  /** The newest first, those that say the same folded into one. */
  readonly events: readonly PodEvent[];
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  /** Why it waits, or how it ended; empty where it runs. */
  readonly reason: string;
  readonly message: string;
}

export interface PodEvent {
  readonly name: string;
  readonly isWarning: boolean;
  readonly message: string;
  readonly count: number;
}

/** What is shown: of hundreds that fail, a few say why. */
const maxPods = 4;
const maxContainers = 10;
const maxEvents = 10;

/**
 * The pods of a service that do not run, the details of the first few with them.
 * `GET /v1/pod?serviceId=…`, then `GET /v1/pod/{podId}` for each of those.
 */
export async function readTroubledPods(
  client: Client,
  serviceId: string,
  policyName: PolicyName,
  signal: AbortSignal,
  limit = maxPods,
): Promise<readonly Pod[]> {
  const list = await client.call(
    {
      method: 'GET',
      path: '/v1/pod',
      query: { serviceId, pageNo: '1', pageSize: '100' },
      parse: (body) => listOf(toFields(body['result'])?.['result'] ?? body['result']),
    },
    policyName,
    signal,
  );
  // A pod can be RUNNING while a container in it crashes, so those are looked at too, last.
  const byTrouble = list.value.toSorted(
    (left, right) => Number(isRunning(left)) - Number(isRunning(right)),
  );
  const pods: Pod[] = [];
  for (const pod of byTrouble.slice(0, limit)) {
    const podId = textOf(pod['podId']);
    if (!/^[\w.-]{1,128}$/.test(podId)) continue;
    try {
      const detail = await client.call(
        { method: 'GET', path: `/v1/pod/${podId}`, query: {}, parse: (body) => body },
        policyName,
        signal,
      );
      pods.push(parsePod({ ...pod, ...(toFields(detail.value['result']) ?? detail.value) }));
    } catch (error) {
      // What the pods before it said is worth more than to hear that this one can't be read.
      if (!(error instanceof CallError) || pods.length === 0) throw error;
      break;
    }
  }
  return pods.filter(
    ({ status, containers }) => status !== 'RUNNING' || containers.some(({ ready }) => !ready),
  );
}

function isRunning(pod: Fields): boolean {
  return textOf(pod['status']).toUpperCase() === 'RUNNING';
}

export function parsePod(pod: Fields): Pod {
  return {
    podId: textOf(pod['podId']),
    status: textOf(pod['status']).toUpperCase(),
    regionId: textOf(pod['regionId']),
    containers: listOf(pod['containerStatuses']).slice(0, maxContainers).map(parseContainer),
    events: foldedEvents(listOf(pod['podEventDetails'])).slice(0, maxEvents),
  };
}

function parseContainer(container: Fields): ContainerStatus {
  const state = toFields(container['state']);
  const lastState = toFields(container['lastState']);
  const waiting = toFields(state?.['waiting']);
  const ended = toFields(state?.['terminated']) ?? toFields(lastState?.['terminated']);
  const reasons = [textOf(waiting?.['reason']), textOf(ended?.['reason'])];
  const exitCode = textOf(ended?.['exitCode']);
  const messages = [
    textOf(waiting?.['message']),
    exitCode === '' ? '' : `it ended with exit code ${exitCode}`,
    textOf(ended?.['message']),
  ];
  return {
    name: textOf(container['name']),
    ready: container['ready'] === true,
    restartCount: countOf(container['restartCount']) ?? 0,
    reason: reasons.find((reason) => reason !== '') ?? '',
    message: messages.filter((message) => message !== '').join('; '),
  };
}

/** The API gives no times, and lists the oldest first, as the cluster below it does. */
function foldedEvents(events: readonly Fields[]): readonly PodEvent[] {
  const folded = new Map<string, PodEvent>();
  for (const event of events.toReversed()) {
    const name = textOf(event['eventName']);
    const message = textOf(event['eventMessage']);
    const key = `${name}\n${message}`;
    const count = (folded.get(key)?.count ?? 0) + 1;
    const isWarning = textOf(event['eventType']).toLowerCase() === 'warning';
    folded.set(key, { name, message, isWarning, count });
  }
  return [...folded.values()];
}

/** The one line that says most: `web: ImagePullBackOff: manifest unknown`; undefined where nothing is said. */
export function mainReason(pods: readonly Pod[]): string | undefined {
  const containers = pods.flatMap((pod) => pod.containers.filter(({ ready }) => !ready));
  const telling = containers.find(({ reason }) => reason !== '' && !isOrdinary(reason));
  if (telling !== undefined) return containerText(telling);
  const warning = pods.flatMap((pod) => pod.events).find(({ isWarning }) => isWarning);
  if (warning !== undefined) return shown(`${warning.name}: ${warning.message}`);
  const waiting = containers.find(({ reason }) => reason !== '');
  return waiting && containerText(waiting);
}

export function containerText({ name, reason, message }: ContainerStatus): string {
  return shown([name, reason, message].filter((text) => text !== '').join(': '));
}

/** What every container goes through on its way. */
function isOrdinary(reason: string): boolean {
  return reason === 'ContainerCreating' || reason === 'PodInitializing' || reason === 'Completed';
}

/** The pods as lines of text, for the log. */
export function podLines(pods: readonly Pod[]): readonly string[] {
  return pods.flatMap((pod) => [
    `pod ${shown([pod.podId, pod.regionId, pod.status].filter((text) => text !== '').join(' · '))}`,
    ...pod.containers.map((container) => {
      const restarts = container.restartCount === 0 ? '' : ` (restarts: ${container.restartCount})`;
      const state = container.reason === '' && container.ready ? 'ready' : '';
      return `  container ${containerText(container)}${state === '' ? '' : `: ${state}`}${restarts}`;
    }),
    ...pod.events.map((event) => `  event ${eventText(event)}`),
  ]);
}

export function eventText({ name, message, count }: PodEvent): string {
  return shown(`${name}: ${message}${count === 1 ? '' : ` (×${count})`}`);
}

/** What to do about it; empty where the reason is not a known one. */
export function hintOn(reason: string): string {
  return hints.find(({ pattern }) => pattern.test(reason))?.hint ?? '';
}

const hints: readonly { readonly pattern: RegExp; readonly hint: string }[] = [
  {
    pattern: /ImagePull|InvalidImageName|pull image|manifest unknown/i,
    hint: 'Check that this image was pushed with exactly this version, and that imageRegistrySecrets names credentials for its registry.',
  },
  {
    pattern: /CrashLoop|OOMKilled|exit code|^[^:]*: Error\b/i,
    hint: 'The container starts and ends again: check its commands, args and envs, and its memory; its output is in the BEC console.',
  },
  {
    pattern: /Insufficient|FailedScheduling|Unschedulable/i,
    hint: 'No node in that region has room for such a pod: ask for less cpu or memory, fewer replicas, or another region.',
  },
  {
    pattern: /FailedMount|FailedAttach|MountVolume|CreateContainerConfig/i,
    hint: 'Check that every configMap and secret under volumes and envs exists on BEC, and that the names match.',
  },
];
