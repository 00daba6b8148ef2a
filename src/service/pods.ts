import { CallError, type Client, type PolicyName } from '../api/client.ts';
import { countOf, listOf, textOf, toFields, type Fields } from '../json.ts';

/** A pod with its containers and events. */
export interface Pod {
  readonly podId: string;
  readonly status: string;
  readonly regionId: string;
  readonly containers: readonly ContainerStatus[];
  /** Newest first, equal ones as one. */
  readonly events: readonly PodEvent[];
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  /** Why it is waiting, or how it ended; empty while it is running. */
  readonly reason: string;
  readonly message: string;
}

export interface PodEvent {
  readonly name: string;
  readonly isWarning: boolean;
  readonly message: string;
  readonly count: number;
}

/** Replicas fail alike, so a few of them show why. */
const maxPods = 4;
const maxContainers = 10;
const maxEvents = 10;

/**
 * The pods of a service that are not running, or have a container that is not ready; the first few.
 * `GET /v1/pod?serviceId=…`, then `GET /v1/pod/{podId}` for each of those.
 * @throws CallError
 */
export async function readFailingPods(
  client: Client,
  serviceId: string,
  options: {
    readonly policyName: PolicyName;
    readonly signal: AbortSignal;
    readonly limit?: number;
  },
): Promise<readonly Pod[]> {
  const { policyName, signal, limit = maxPods } = options;
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
  const failingFirst = list.value.toSorted(
    (left, right) => Number(isRunning(left)) - Number(isRunning(right)),
  );
  const pods: Pod[] = [];
  for (const pod of failingFirst.slice(0, limit)) {
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
      // The reasons of the pods before it are worth more than this error.
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
    events: distinctEvents(listOf(pod['podEventDetails'])).slice(0, maxEvents),
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

/** The API gives no times; it lists the oldest first, as Kubernetes does. */
function distinctEvents(events: readonly Fields[]): readonly PodEvent[] {
  const distinct = new Map<string, PodEvent>();
  for (const event of events.toReversed()) {
    const name = textOf(event['eventName']);
    const message = textOf(event['eventMessage']);
    const key = `${name}\n${message}`;
    const count = (distinct.get(key)?.count ?? 0) + 1;
    const isWarning = textOf(event['eventType']).toLowerCase() === 'warning';
    distinct.set(key, { name, message, isWarning, count });
  }
  return [...distinct.values()];
}
