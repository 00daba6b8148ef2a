import { CallError, type Client } from '../src/api/client.ts';
import { UserError } from '../src/errors.ts';
import { textOf } from '../src/json.ts';
import {
  isDeleted,
  isPodId,
  podCall,
  podList,
  readList,
  readSelected,
} from '../src/service/reading.ts';
import { isServiceId, type Service } from '../src/service/rollout.ts';
import { listedFirst, printable, quoted } from '../src/text.ts';
import { parseObservedPod, regionPlansOf, type Look, type ObservedPod } from './observed.ts';

/** How long BEC may not list a service that was just created, or not show it. */
const lookAgainAfterMs = 10_000;
const readTimeoutMs = 60_000;

/**
 * The one service that is meant: by its id, else the only living one of the name.
 * @returns undefined if none has the name
 * @throws UserError if there are several, or it can't be updated
 */
export async function findService(
  bec: Client,
  { serviceId, serviceName }: { readonly serviceId: string; readonly serviceName: string },
): Promise<Service | undefined> {
  if (serviceId !== '') return requireUpdatable(await readById(bec, serviceId));
  const first = await readNamed(bec, serviceName);
  if (first.length === 0) await bec.clock.sleep(lookAgainAfterMs, bec.signal);
  const found = first.length === 0 ? await readNamed(bec, serviceName) : first;
  const [service, ...others] = found;
  if (others.length === 0) return service && requireUpdatable(service);
  throw new UserError(
    `${found.length} services are named ${quoted(serviceName)}: ${listedFirst(found.map(describe), 10)}. Set service-id to the one to update.`,
  );
}

async function readById(bec: Client, serviceId: string): Promise<Service> {
  if (!isServiceId(serviceId)) {
    throw new UserError(
      `Input service-id is ${quoted(serviceId)}, which can't be the id of a service.`,
    );
  }
  const selection = { kind: 'ids', serviceIds: [serviceId] } as const;
  const [found] = await readSelected(bec, selection, { timeoutMs: readTimeoutMs });
  if (found?.service !== undefined) return found.service;
  throw new UserError(`BEC does not find the service ${serviceId}. Nothing was changed.`);
}

async function readNamed(bec: Client, serviceName: string): Promise<readonly Service[]> {
  const selection = { kind: 'name', serviceName, max: 1 } as const;
  const found = await readSelected(bec, selection, { timeoutMs: readTimeoutMs });
  return found.flatMap(({ service }) =>
    service === undefined || isDeleted(service) ? [] : [service],
  );
}

function describe(service: Service): string {
  const versions = regionPlansOf(service).flatMap(({ containers }) =>
    containers.map(({ imageVersion }) => textOf(imageVersion)),
  );
  const facts = [service.status, textOf(service.details['createTime']), ...new Set(versions)];
  return printable(`${service.serviceId} (${facts.filter((fact) => fact !== '').join(', ')})`);
}

function requireUpdatable(service: Service): Service {
  const { serviceId, status } = service;
  if (isDeleted(service)) throw new UserError(`The service ${serviceId} is being deleted.`);
  if (!status.startsWith('STOP')) return service;
  throw new UserError(
    `The service ${serviceId} is stopped, and billed all the same. Start it before you update it.`,
  );
}

/**
 * Every pod with its detail. One that can't be read is as the list has it, which proves nothing.
 * @throws CallError if the list can't be read
 */
export async function readPods(
  bec: Client,
  serviceId: string,
): Promise<Pick<Look, 'pods' | 'isWhole'>> {
  const { items, isWhole } = await readList(bec, podList(serviceId), 'poll');
  const pods: ObservedPod[] = [];
  for (const item of items) {
    const brief = parseObservedPod(item);
    try {
      const detail = isPodId(brief.podId)
        ? (await bec.call(podCall(brief.podId), 'poll')).value
        : {};
      pods.push(parseObservedPod({ ...item, ...detail }));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      bec.log(`A pod can't be read just now: ${error.message}`);
      pods.push(brief);
    }
  }
  return { pods, isWhole };
}
