import { isIPv4, isIPv6 } from 'node:net';
import { CallError, type Client, type PolicyName } from '../api/client.ts';
import { joined } from '../text.ts';
import { countOf, idOf, listOf, textOf, toFields, type Fields } from '../json.ts';
import { readList } from './pages.ts';

/** A pod; its containers and events are known once its detail is read. Addresses that it does not have are empty. */
export interface Pod {
  /** Its name if the response has no id, as the list of pods. */
  readonly podId: string;
  readonly podName: string;
  readonly status: string;
  readonly regionId: string;
  /** As BEC writes it; empty if it doesn't. */
  readonly createTime: string;
  readonly publicIp: string;
  readonly ipv6PublicIp: string;
  readonly internalIp: string;
  readonly containers: readonly ContainerStatus[];
  /** Newest first, equal ones as one. */
  readonly events: readonly PodEvent[];
  /** The object as received. */
  readonly details: Fields;
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  /** Why it is waiting, or how it ended; empty while it is ready. */
  readonly reason: string;
  readonly message: string;
  /** How its last process ended, such as `OOMKilled, exit code 137`; empty if none has. */
  readonly end: string;
  /** Another one each time that it is started. */
  readonly start: string;
  /** What it shows of the image that it runs; empty where it shows nothing. */
  readonly image: string;
  readonly imageId: string;
}

/** The reason of a container whose process runs, and of which BEC says no more. */
export const notReady = 'running, not ready';

export interface PodEvent {
  readonly name: string;
  readonly isWarning: boolean;
  readonly message: string;
  readonly count: number;
}

/** Replicas fail alike, so a few of them show why. */
export const maxExplained = 6;
const maxEvents = 10;

/**
 * The pods of a service that are not running, or have a container that is not ready. The first
 * {@link maxExplained} have what `GET /v1/pod/{podId}` adds to the list.
 * @throws CallError
 */
export async function readFailingPods(
  bec: Client,
  serviceId: string,
  policyName: PolicyName,
): Promise<readonly Pod[]> {
  const { pods } = await readPodList(bec, serviceId, policyName);
  const failing = varied(pods.filter((pod) => !isRunning(pod)));
  // A pod can be RUNNING while a container in it crashes, so those are looked at too, last.
  const candidates = [...failing, ...varied(pods.filter(isRunning))].slice(0, maxExplained);
  const seen = await readDetails(bec, candidates, policyName);
  const isFailing = (pod: Pod): boolean =>
    !isRunning(pod) || pod.containers.some(({ ready }) => !ready);
  return [...seen.filter(isFailing), ...failing.slice(maxExplained)];
}

function isRunning({ status }: Pod): boolean {
  return status === 'RUNNING';
}

/** One of each region and status first. */
function varied(pods: readonly Pod[]): readonly Pod[] {
  const firsts = new Map<string, Pod>();
  for (const pod of pods) {
    const kind = `${pod.regionId}\n${pod.status}`;
    if (!firsts.has(kind)) firsts.set(kind, pod);
  }
  return [...new Set([...firsts.values(), ...pods])];
}

/** @throws CallError */
export async function readPodList(
  bec: Client,
  serviceId: string,
  policyName: PolicyName,
): Promise<{ readonly pods: readonly Pod[]; readonly isWhole: boolean }> {
  const call = { path: '/v1/pod', query: { serviceId }, keyOf: podIdOf };
  const { items, isWhole } = await readList(bec, call, policyName);
  return { pods: items.map(parsePod), isWhole };
}

/**
 * The pods of a list, each with its detail. One whose detail can't be read is as the list has it: its status
 * is worth more than the error, which the log has.
 */
export async function readDetails(
  bec: Client,
  pods: readonly Pod[],
  policyName: PolicyName,
): Promise<readonly Pod[]> {
  const detailed: Pod[] = [];
  let problem = '';
  let isWorthAsking = true;
  for (const pod of pods) {
    const { podId } = pod;
    let detail: Fields = {};
    // An id gets into the path.
    if (isWorthAsking && /^[\w-][\w.-]{0,127}$/.test(podId)) {
      const call = { method: 'GET', path: `/v1/pod/${podId}`, query: {}, parse: resultOf } as const;
      try {
        detail = (await bec.call(call, policyName)).value;
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        problem ||= error.message;
        // A pod may be gone by now; every other error would come again, after as many attempts.
        isWorthAsking = error.status === 404;
      }
    }
    detailed.push(parsePod({ ...pod.details, ...detail }));
  }
  if (problem !== '') bec.log(`A pod's details can't be read: ${problem}`);
  return detailed;
}

function resultOf(body: Fields): Fields {
  return toFields(body['result']) ?? body;
}

function podIdOf(pod: Fields): string {
  return idOf(pod['podId']) || idOf(pod['podName']);
}

export function parsePod(pod: Fields): Pod {
  const multiple = listOf(pod['multiplePublicIp']);
  return {
    podId: podIdOf(pod),
    podName: firstOf([pod['podName'], pod['podId']], (name) => name !== ''),
    status: textOf(pod['status']).toUpperCase(),
    regionId: textOf(pod['regionId']),
    createTime: textOf(pod['createTime']),
    publicIp: firstOf([pod['publicIp'], ...multiple.map(({ ip }) => ip)], isIPv4),
    ipv6PublicIp: firstOf([pod['ipv6PublicIp'], ...multiple.map(({ ipv6 }) => ipv6)], isIPv6),
    internalIp: firstOf([pod['internalIp']], (text) => isIPv4(text) || isIPv6(text)),
    containers: listOf(pod['containerStatuses']).map(parseContainer),
    events: distinctEvents(listOf(pod['podEventDetails'])).slice(0, maxEvents),
    details: pod,
  };
}

/** What the output `pods` has of it. */
export function addressOf(pod: Pod) {
  const { podName, regionId, status, publicIp, ipv6PublicIp, internalIp } = pod;
  return { podName, regionId, status, publicIp, ipv6PublicIp, internalIp };
}

/** The first address to try; empty if no pod has one. */
export function publicIpOf(pods: readonly Pod[] = []): string {
  return pods.find(({ publicIp }) => publicIp !== '')?.publicIp ?? '';
}

/** What stands for no address yet. */
const unspecified = new Set(['0.0.0.0', '::']);

/** Addresses get into URLs and commands, so anything else is left out. */
function firstOf(values: readonly unknown[], isUsable: (text: string) => boolean): string {
  const texts = values.map((value) => textOf(value).trim());
  return texts.find((text) => isUsable(text) && !unspecified.has(text)) ?? '';
}

function parseContainer(container: Fields): ContainerStatus {
  const state = toFields(container['state']);
  const lastState = toFields(container['lastState']);
  const waiting = toFields(state?.['waiting']);
  const running = toFields(state?.['running']);
  const ended = toFields(state?.['terminated']) ?? toFields(lastState?.['terminated']);
  const endReason = textOf(ended?.['reason']);
  const exitCode = textOf(ended?.['exitCode']);
  const isReady = container['ready'] === true;
  const reasons = [textOf(waiting?.['reason']), endReason, running && !isReady ? notReady : ''];
  const end = ['Error', 'Completed'].includes(endReason) ? '' : endReason;
  const start = [container['containerID'], container['restartCount'], running?.['startedAt']];
  return {
    name: textOf(container['name']),
    ready: isReady,
    restartCount: countOf(container['restartCount']) ?? 0,
    reason: reasons.find((reason) => reason !== '') ?? '',
    message: joined([textOf(waiting?.['message']), textOf(ended?.['message'])], '; '),
    end: joined([end, exitCode && `exit code ${exitCode}`], ', '),
    start: start.map(textOf).join(' '),
    image: textOf(container['image']),
    imageId: textOf(container['imageID']),
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
