import { CallError, isNotFound, type Client } from '../api/client.ts';
import { patience } from '../http/retry.ts';
import { countOf, idOf, listOf, textOf, toFields, type Fields } from '../json.ts';
import { quoted } from '../text.ts';

export interface Service {
  readonly serviceId: string;
  /** Empty if the response does not have it. */
  readonly serviceName: string;
  /** In upper case; empty if the response does not have it. */
  readonly status: string;
  readonly totalPods: number;
  readonly runningPods: number;
  readonly deployInstances: readonly {
    readonly regionId: string;
    readonly runningPods: number | undefined;
    readonly replicas: number | undefined;
  }[];
  /** The object as received. */
  readonly details: Fields;
}

/** `serviceName` is empty if any will do. */
export type ServiceRef = Pick<Service, 'serviceId' | 'serviceName'>;

/** A service as a response has shown it, and BEC's time then, if the response has it. */
export interface Sight {
  readonly service: Service;
  readonly serverTime: Date | undefined;
}

export type Look =
  | ({ readonly kind: 'service' } & Sight)
  | { readonly kind: 'not found' }
  | { readonly kind: 'unreadable' | 'refused'; readonly reason: string };

/**
 * An id gets into paths and outputs, so one with other characters counts as missing, and so does a word
 * that programs print where there is none.
 */
export function isServiceId(text: string): boolean {
  return (
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(text) &&
    !/^(?:null|nil|none|undefined|nan|true|false)$/i.test(text)
  );
}

/**
 * The service in a response. BEC's pages disagree on where it is: in `details` after a create, bare or
 * in `result` in the detail.
 * @returns undefined without a usable id
 */
export function parseService(body: Fields): Service | undefined {
  const details = toFields(body['details']) ?? toFields(body['result']) ?? body;
  const serviceId = idOf(details['serviceId']);
  if (!isServiceId(serviceId)) return undefined;
  return {
    serviceId,
    serviceName: textOf(details['serviceName']),
    status: textOf(details['status']).toUpperCase(),
    totalPods: countOf(details['totalPods']) ?? 0,
    runningPods: countOf(details['runningPods']) ?? 0,
    deployInstances: listOf(details['deployInstances']).map((instance) => ({
      regionId: textOf(instance['regionId']),
      runningPods: countOf(instance['runningPods']),
      replicas: countOf(instance['replicas']),
    })),
    details,
  };
}

/** How a message names it. */
export function serviceText({ serviceName, serviceId }: ServiceRef): string {
  return `The service ${quoted(serviceName)} (${serviceId})`;
}

/** In lower case; undefined if there is none, or one is given without an id: only BEC knows its id. */
export function regionsIn(deployInstances: unknown): readonly string[] | undefined {
  const ids = listOf(deployInstances).map(({ regionId }) => textOf(regionId).toLowerCase());
  return ids.length === 0 || ids.includes('') ? undefined : ids;
}

/** `GET /v1/service/{serviceId}` @throws CancelledCallError */
export async function readService(
  bec: Client,
  { serviceId, serviceName }: ServiceRef,
): Promise<Look> {
  // A response about another service has no value: nothing follows from it.
  const parse = (body: Fields): Service | undefined => {
    const service = parseService(body);
    return service?.serviceId === serviceId ? service : undefined;
  };
  const call = { method: 'GET', path: `/v1/service/${serviceId}`, query: {}, parse } as const;
  try {
    const { value: service, serverTime } = await bec.call(call, 'poll');
    // A name that a response leaves out is not another one.
    if (['', service.serviceName].includes(serviceName) || service.serviceName === '') {
      return { kind: 'service', service, serverTime };
    }
    const reason = `BEC names ${serviceId} ${quoted(service.serviceName)}, not ${quoted(serviceName)}.`;
    bec.log(`The state can't be read just now: ${reason}`);
    return { kind: 'unreadable', reason };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (isNotFound(error)) return { kind: 'not found' };
    const { message: reason } = error;
    if (isRefusal(error)) return { kind: 'refused', reason };
    bec.log(`The state can't be read just now: ${reason}`);
    return { kind: 'unreadable', reason };
  }
}

/** It would be refused again. A 404 that is not BEC's may pass. */
function isRefusal({ status }: CallError): boolean {
  return status !== undefined && status >= 400 && status < 500 && ![404, 408, 429].includes(status);
}

/**
 * Looks at services, all together, until BEC shows each or refuses to. "Not found" may mean "not visible
 * yet", so that counts only after a minute on end; that it can't be read, once a minute has passed.
 * @param limitMs how long BEC must not have found a service
 * @throws CancelledError
 */
export async function findServices(
  bec: Client,
  refs: readonly ServiceRef[],
  limitMs: number = patience.notFound.limitMs,
): Promise<ReadonlyMap<string, Look>> {
  const { clock, signal } = bec;
  const startMs = clock.elapsedMs();
  const missingSinceMs = new Map<string, number>();
  const found = new Map<string, Look>();
  for (;;) {
    for (const ref of refs.filter((one) => !found.has(one.serviceId))) {
      const { serviceId } = ref;
      const look = await readService(bec, ref);
      const nowMs = clock.elapsedMs();
      const isMissing = look.kind === 'not found';
      if (!isMissing) missingSinceMs.delete(serviceId);
      else if (!missingSinceMs.has(serviceId)) {
        missingSinceMs.set(serviceId, nowMs);
        if (limitMs > 0) bec.log(`BEC doesn't find ${serviceId}, which may not be visible yet.`);
      }
      const lastedMs = nowMs - (missingSinceMs.get(serviceId) ?? startMs);
      const isLasting = lastedMs >= (isMissing ? limitMs : patience.unreadable.limitMs);
      if (look.kind === 'service' || look.kind === 'refused' || isLasting) {
        found.set(serviceId, look);
      }
    }
    if (refs.every(({ serviceId }) => found.has(serviceId))) return found;
    await clock.sleep(patience.notFound.pauseMs, signal);
  }
}
