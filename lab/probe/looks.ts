import { countOf, listOf, textOf, toFields, type Fields } from '../../src/json.ts';
import type { Bec } from './bec.ts';
import type { Context } from './context.ts';
import { itemsIn } from './services.ts';

/** A service and its pods, as far as they can be seen at a time. */
export interface Look {
  /** Milliseconds since the first look. */
  readonly atMs: number;
  /** Of the detail. */
  readonly found: boolean;
  readonly status: string;
  readonly detail: Fields;
  /** BEC's date when it gave the detail. */
  readonly date: string;
  readonly isListed: boolean;
  readonly pods: readonly PodSeen[];
}

export interface PodSeen {
  readonly name: string;
  readonly status: string;
  readonly item: Fields;
  readonly detail: Fields;
  /** What differs between a pod, or its containers, and those after it. */
  readonly identity: string;
  readonly isReady: boolean;
}

export interface Watched {
  readonly serviceId: string;
  readonly serviceName: string;
}

/** In order of time. */
export type Looks = readonly [Look, ...Look[]];

export async function lookAt(
  { bec, clock }: Context,
  { serviceId, serviceName }: Watched,
  startMs: number,
): Promise<Look> {
  const atMs = clock.elapsedMs() - startMs;
  const detail = await bec.persist({ path: `/v1/service/${serviceId}` });
  const named = { pageNo: '1', pageSize: '100', keywordType: 'serviceName', keyword: serviceName };
  const list = (await bec.persist({ path: '/v1/service', query: named })).fields;
  const pods = new Map(
    (await listPods(bec, serviceId)).map((item) => [
      textOf(item['podName'] ?? item['podId']),
      item,
    ]),
  );
  return {
    atMs,
    found: detail.status === 200,
    status: textOf(bodyOf(detail.fields)['status']).toUpperCase(),
    detail: bodyOf(detail.fields),
    date: detail.date,
    isListed: isListed(list, serviceId),
    pods: await Promise.all(
      [...pods].map(async ([name, item]) => {
        const { fields } = await bec.persist({ path: `/v1/pod/${name}` });
        return toPodSeen(name, item, bodyOf(fields));
      }),
    ),
  };
}

/** By version 2 where version 1 gives fewer than it counts. */
async function listPods(bec: Bec, serviceId: string): Promise<readonly Fields[]> {
  const query = { serviceId, pageNo: '1', pageSize: '100' };
  const { fields } = await bec.persist({ path: '/v1/pod', query });
  const items = itemsIn(fields);
  if (items.length >= (countOf(fields['totalCount']) ?? 0)) return items;
  const other = await bec.persist({ path: '/v2/pod', query: { serviceId, maxKeys: '100' } });
  return listOf(other.fields['podBriefVoList']);
}

/** Some pages show it inside `result`. */
function bodyOf(fields: Fields): Fields {
  return toFields(fields['result']) ?? fields;
}

/** A list that leaves out its only item still counts it. */
function isListed(list: Fields, serviceId: string): boolean {
  return (
    itemsIn(list).some((item) => textOf(item['serviceId']) === serviceId) ||
    countOf(list['totalCount']) === 1
  );
}

function toPodSeen(name: string, item: Fields, detail: Fields): PodSeen {
  const statuses = listOf(detail['containerStatuses']);
  const ids = statuses.map(({ containerID, restartCount }) => [containerID, restartCount]);
  return {
    name,
    item,
    detail,
    status: textOf(detail['status'] ?? item['status']).toUpperCase(),
    identity: JSON.stringify([detail['createTime'], ids]),
    isReady: statuses.length > 0 && statuses.every(({ ready }) => ready === true),
  };
}

export function isEnding({ status }: PodSeen): boolean {
  return status === 'TERMINATING' || status === 'DELETING';
}

export function currentPods({ pods }: Look): readonly PodSeen[] {
  return pods.filter((pod) => !isEnding(pod));
}

export function hasAddress(look: Look): boolean {
  return currentPods(look).some(({ item }) => textOf(item['publicIp']) !== '');
}

export function isUp(look: Look): boolean {
  const pods = currentPods(look);
  return (
    look.found &&
    ['RUNNING', 'NORMAL'].includes(look.status) &&
    pods.length === countOf(look.detail['totalPods']) &&
    pods.every(({ isReady }) => isReady)
  );
}

/** The version that each region is set to, by its place in the detail. */
export function plannedVersions({ detail }: Look): readonly string[] {
  return listOf(detail['resourceBriefVos']).map((region) =>
    textOf(listOf(region['containers'])[0]?.['imageVersion']),
  );
}

/** Looks until `isOver`, or until nothing has changed for so long that nothing more is expected. */
export async function watch(
  context: Context,
  service: Watched,
  { isOver, quietMs }: { readonly isOver?: (look: Look) => boolean; readonly quietMs: number },
): Promise<Looks> {
  const { clock, signal, pace } = context;
  const startMs = clock.elapsedMs();
  const first = await lookAt(context, service, startMs);
  const looks: [Look, ...Look[]] = [first];
  let [last, changedMs] = [first, 0];
  while (isOver?.(last) !== true && last.atMs - changedMs < quietMs) {
    await clock.sleep(pace.pollMs, signal);
    const look = await lookAt(context, service, startMs);
    if (stateOf(look) !== stateOf(last)) changedMs = look.atMs;
    looks.push(look);
    last = look;
  }
  return looks;
}

function stateOf(look: Look): string {
  const pods = look.pods.map(({ name, identity, isReady, status }) => [
    name,
    identity,
    isReady,
    status,
  ]);
  return JSON.stringify([look.found, look.isListed, look.status, plannedVersions(look), pods]);
}
