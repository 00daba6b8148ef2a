import { countOf, listOf, textOf, toFields, type Fields } from '../../src/json.ts';
import type { Bec, Reply } from './bec.ts';
import type { Context, ProbeImage } from './context.ts';

/** All services of a probe, this one and those that were killed, are recognized by it. */
export const namePrefix = 'bec-probe-';

/** How long a service may take to be deleted. */
const deletionMs = 300_000;

/** The smallest service that shows what is asked: one container, one core, 1 GB. */
export function createBody(
  { runId, image }: Context,
  letter: string,
  { regions, replicas }: { readonly regions: readonly string[]; readonly replicas: number },
) {
  const serviceName = `${namePrefix}${runId}-${letter}`;
  return {
    serviceName,
    containerGroupName: serviceName,
    containers: [containerOf(image, image.versions[0], ['A', 'B'])],
    deployInstances: regions.map((regionId) => ({ regionId, replicas })),
    paymentMethod: 'postpay',
    needPublicIp: true,
    bandwidth: 1,
    tags: [{ tagKey: 'purpose', tagValue: 'bec-probe' }],
  };
}

export function containerOf(
  { address }: ProbeImage,
  imageVersion: string,
  variables: readonly string[],
) {
  return {
    name: 'web',
    imageAddress: address,
    imageVersion,
    cpu: 1,
    memory: 1,
    envs: variables.map((name) => ({ name, value: name.toLowerCase() })),
  };
}

/** A create; the id is printed before anything else is done with it. */
export async function create(
  { bec, print, created }: Context,
  body: Fields,
  clientToken: string,
): Promise<Reply & { readonly serviceId: string }> {
  const path = '/v2/service/create';
  const reply = await bec.persist({ method: 'POST', path, query: { clientToken }, body });
  const serviceId = idIn(reply);
  if (serviceId !== '' && !created.has(serviceId)) print(`Created ${serviceId}`);
  if (serviceId !== '') created.add(serviceId);
  return { ...reply, serviceId };
}

export function idIn({ fields }: Pick<Reply, 'fields'>): string {
  return textOf((toFields(fields['details']) ?? fields)['serviceId']);
}

/**
 * Deletes what this probe has created, by its ids, and what another one has left, by its name, until BEC
 * knows of none of it.
 * @returns the ids of what may still exist
 */
export async function deleteAll(context: Context): Promise<readonly string[]> {
  const { bec, clock, signal, print, created, pace } = context;
  const endMs = clock.elapsedMs() + deletionMs;
  const named = new Set<string>();
  for (;;) {
    const ids = new Set([...created, ...(await findAll(bec))]);
    if (ids.size === 0 || clock.elapsedMs() > endMs) return [...ids];
    for (const id of ids) {
      if (!named.has(id)) print(`Deleting ${id}`);
      named.add(id);
      const { status } = await bec.persist({ method: 'DELETE', path: `/v1/service/${id}` });
      if (status === 404) created.delete(id);
    }
    await clock.sleep(pace.pollMs, signal);
  }
}

/** By both kinds of lists, since either may be incomplete; those that are going count. */
async function findAll(bec: Bec): Promise<readonly string[]> {
  const found = new Set<string>();
  const keep = (items: readonly Fields[]): number => {
    const ids = items
      .filter(({ serviceName }) => textOf(serviceName).startsWith(namePrefix))
      .map(({ serviceId }) => textOf(serviceId));
    const { size } = found;
    for (const id of ids) found.add(id);
    return found.size - size;
  };
  for (let pageNo = 1; ; pageNo++) {
    const query = { pageNo: String(pageNo), pageSize: '100' };
    const { fields } = await bec.persist({ path: '/v1/service', query });
    const items = itemsIn(fields);
    const isNew = keep(items) > 0;
    if (items.length === 0 || (!isNew && pageNo * 100 >= (countOf(fields['totalCount']) ?? 0)))
      break;
    // A list that never ends does not bring anything new either.
    if (!isNew && pageNo > 20) break;
  }
  let marker = '';
  do {
    const query = { maxKeys: '1000', ...(marker !== '' && { marker }) };
    const { fields } = await bec.persist({ path: '/v2/service', query });
    keep(listOf(fields['services']));
    marker = fields['isTruncated'] === true ? textOf(fields['nextMarker']) : '';
  } while (marker !== '');
  return [...found];
}

/** An example nests `result.result`. */
export function itemsIn(fields: Fields): readonly Fields[] {
  const { result } = fields;
  return Array.isArray(result) ? listOf(result) : listOf(toFields(result)?.['result']);
}
