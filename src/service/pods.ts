import { isIPv4, isIPv6 } from 'node:net';
import { CallError, type Client, type PolicyName } from '../api/client.ts';
import { joined } from '../text.ts';
import { countOf, idOf, listOf, textOf, toFields, type Fields } from '../json.ts';
import { readList, type ListCall } from './pages.ts';

/** A pod with its containers and events, which only its detail has. */
export interface Pod {
  /** Its name if the response has no id, as the list of pods. */
  readonly podId: string;
  readonly status: string;
  readonly regionId: string;
  /** As BEC writes it; empty if it doesn't. */
  readonly createTime: string;
  readonly address: PodAddress;
  readonly containers: readonly ContainerStatus[];
  /** Newest first, equal ones as one. */
  readonly events: readonly PodEvent[];
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

/** A pod as the output `pods` has it; addresses that it does not have are empty. */
export interface PodAddress {
  readonly podName: string;
  readonly regionId: string;
  readonly status: string;
  readonly publicIp: string;
  readonly ipv6PublicIp: string;
  readonly internalIp: string;
}

/** The reason of a container whose process runs, and of which BEC says no more. */
export const notReady = 'running, not ready';

export interface PodEvent {
  readonly name: string;
  readonly isWarning: boolean;
  readonly message: string;
  readonly count: number;
}

/** Some of the pods that are failing, and how many others are. */
export interface FailingPods {
  readonly pods: readonly Pod[];
  readonly omitted: number;
  /** How many are failing in each region, by its id. */
  readonly counts: ReadonlyMap<string, number>;
  /** Why some of them are shown as the list has them, without their events; undefined if none is. */
  readonly detailProblem: string | undefined;
}

/** Replicas fail alike, so a few of them show why. */
const maxPods = 6;
const maxEvents = 10;

/**
 * The pods of a service that are not running, or have a container that is not ready; the first few of
 * them with what `GET /v1/pod/{podId}` adds to the list.
 * @throws CallError
 */
export async function readFailingPods(
  bec: Client,
  serviceId: string,
  policyName: PolicyName,
): Promise<FailingPods> {
  const { items: list } = await readList(bec, podList(serviceId), policyName);
  const failing = list.filter((pod) => !isRunning(parsePod(pod)));
  // A pod can be RUNNING while a container in it crashes, so those are looked at too, last.
  const running = list.filter((pod) => isRunning(parsePod(pod)));
  const candidates = [...varied(failing), ...varied(running)].slice(0, maxPods);
  const details = await readDetails(bec, candidates, policyName);
  const { detailProblem } = details;
  const pods = details.pods.filter(
    (pod) => !isRunning(pod) || pod.containers.some(({ ready }) => !ready),
  );
  const unready = pods.filter(isRunning);
  const counts = new Map<string, number>();
  for (const { regionId } of [...failing.map(parsePod), ...unready]) {
    counts.set(regionId, (counts.get(regionId) ?? 0) + 1);
  }
  const omitted = Math.max(0, failing.length + unready.length - pods.length);
  return { pods, omitted, counts, detailProblem };
}

/** One of each region and status first. */
function varied(pods: readonly Fields[]): readonly Fields[] {
  const first = new Map<string, Fields>();
  for (const pod of pods) {
    const { regionId, status } = parsePod(pod);
    const key = `${regionId}\n${status}`;
    if (!first.has(key)) first.set(key, pod);
  }
  const firsts = new Set(first.values());
  return [...firsts, ...pods.filter((pod) => !firsts.has(pod))];
}

export function podList(serviceId: string): ListCall {
  return { path: '/v1/pod', query: { serviceId }, keyOf: (pod) => parsePod(pod).podId };
}

/**
 * The pods of a list, each with its detail. One whose detail can't be read is as the list has it: its status
 * is worth more than the error.
 */
export async function readDetails(
  bec: Client,
  briefs: readonly Fields[],
  policyName: PolicyName,
): Promise<Pick<FailingPods, 'pods' | 'detailProblem'>> {
  const pods: Pod[] = [];
  let detailProblem: string | undefined;
  let isWorthAsking = true;
  for (const brief of briefs) {
    const { podId } = parsePod(brief);
    let detail: Fields = {};
    if (isWorthAsking && isPodId(podId)) {
      try {
        detail = (await bec.call(podCall(podId), policyName)).value;
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        detailProblem ??= error.message;
        // A pod may be gone by now; every other error would come again, after as many attempts.
        isWorthAsking = error.status === 404;
      }
    }
    pods.push(parsePod({ ...brief, ...detail }));
  }
  return { pods, detailProblem };
}

/** An id gets into a path. */
function isPodId(text: string): boolean {
  return /^[\w-][\w.-]{0,127}$/.test(text);
}

/** `GET /v1/pod/{podId}` */
function podCall(podId: string) {
  const parse = (body: Fields): Fields => toFields(body['result']) ?? body;
  return { method: 'GET', path: `/v1/pod/${podId}`, query: {}, parse } as const;
}

function isRunning({ status }: Pod): boolean {
  return status === 'RUNNING';
}

export function parsePod(pod: Fields): Pod {
  const [podId = ''] = [pod['podId'], pod['podName']].map(idOf).filter((id) => id !== '');
  return {
    podId,
    status: textOf(pod['status']).toUpperCase(),
    regionId: textOf(pod['regionId']),
    createTime: textOf(pod['createTime']),
    address: parsePodAddress(pod),
    containers: listOf(pod['containerStatuses']).map(parseContainer),
    events: distinctEvents(listOf(pod['podEventDetails'])).slice(0, maxEvents),
  };
}

export function parsePodAddress(pod: Fields): PodAddress {
  const multiple = listOf(pod['multiplePublicIp']);
  return {
    podName: firstOf([pod['podName'], pod['podId']], (name) => name !== ''),
    regionId: textOf(pod['regionId']),
    status: textOf(pod['status']).toUpperCase(),
    publicIp: firstOf([pod['publicIp'], ...multiple.map(({ ip }) => ip)], isIPv4),
    ipv6PublicIp: firstOf([pod['ipv6PublicIp'], ...multiple.map(({ ipv6 }) => ipv6)], isIPv6),
    internalIp: firstOf([pod['internalIp']], (text) => isIPv4(text) || isIPv6(text)),
  };
}

/** The first address to try; empty if no pod has one. */
export function publicIpOf(pods: readonly PodAddress[]): string {
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
  const reasons = [
    textOf(waiting?.['reason']),
    endReason,
    running === undefined || isReady ? '' : notReady,
  ];
  const ends = [
    endReason === 'Error' || endReason === 'Completed' ? '' : endReason,
    exitCode === '' ? '' : `exit code ${exitCode}`,
  ];
  const start = [container['containerID'], container['restartCount'], running?.['startedAt']];
  return {
    name: textOf(container['name']),
    ready: isReady,
    restartCount: countOf(container['restartCount']) ?? 0,
    reason: reasons.find((reason) => reason !== '') ?? '',
    message: joined([textOf(waiting?.['message']), textOf(ended?.['message'])], '; '),
    end: joined(ends, ', '),
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
