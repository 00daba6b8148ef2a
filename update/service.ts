import type { Client } from '../src/api/client.ts';
import { UserError } from '../src/errors.ts';
import { textOf } from '../src/json.ts';
import { isDeleted, readDetails, readPodList, readSelected } from '../src/service/reading.ts';
import type { Service, ServiceRef } from '../src/service/service.ts';
import { joined, listedFirst, printable, quoted } from '../src/text.ts';
import { versionsIn, type Look } from './progress.ts';

/**
 * The one service that is meant: by its id, else the only living one of the name.
 * @returns undefined if none has the name
 * @throws UserError if there are several, or it can't be updated
 */
export async function findService(
  bec: Client,
  { serviceId, serviceName }: ServiceRef,
): Promise<Service | undefined> {
  const { found, shortage } = await readSelected(
    bec,
    serviceId === ''
      ? { kind: 'name', serviceName, max: 1 }
      : { kind: 'ids', serviceIds: [serviceId] },
  );
  const services = found.flatMap(([, service]) => service ?? []);
  if (serviceId !== '' && services.length === 0) {
    throw new UserError(
      `BEC has not found the service ${serviceId}: it was deleted, or service-id is wrong.`,
    );
  }
  if (shortage !== undefined) throw new UserError(`${shortage} Set service-id.`);
  const living = serviceId === '' ? services.filter((one) => !isDeleted(one)) : services;
  const [service, ...others] = living;
  if (others.length === 0) return service && requireUpdatable(service);
  throw new UserError(
    `${living.length} services are named ${quoted(serviceName)}: ${listedFirst(living.map(describe), 10)}. Set service-id to the one to update.`,
  );
}

function describe(service: Service): string {
  const facts = [service.status, textOf(service.details['createTime']), ...versionsIn(service)];
  return printable(`${service.serviceId} (${joined(facts, ', ')})`);
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
 * What its pods show, each with its detail. One that can't be read is as the list has it, which proves nothing.
 * @throws CallError if the list can't be read
 */
export async function readLook(bec: Client, service: Service): Promise<Look> {
  const { pods, isWhole } = await readPodList(bec, service.serviceId, 'poll');
  return { service, pods: await readDetails(bec, pods, 'poll'), isWhole };
}
