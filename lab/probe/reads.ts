import type { Variants } from '../../local-bec/variants.ts';
import { countOf, listOf, textOf } from '../../src/json.ts';
import type { Context } from './context.ts';
import { found, open, type Finding } from './findings.ts';
import type { Watched } from './looks.ts';
import { itemsIn } from './services.ts';

/** The first two regions that take containers. */
export async function findRegions({ bec }: Context): Promise<readonly string[]> {
  const { fields, text } = await bec.persist({ path: '/v1/node/type/container' });
  const regions = listOf(fields['regionList'])
    .flatMap(({ cityList }) => listOf(cityList))
    .flatMap(({ serviceProviderList }) => listOf(serviceProviderList))
    .map(({ regionId }) => textOf(regionId))
    .filter((id) => id !== '');
  if (regions.length < 2)
    throw new Error(`BEC lists fewer than two regions: ${text.slice(0, 500)}`);
  return regions.slice(0, 2);
}

/** A key that can't exist is refused by the gateway. */
export async function gatewayErrors({ bec }: Context): Promise<Finding<Variants['gatewayErrors']>> {
  const credentials = { accessKeyId: 'bec-probe-no-such-key', secretAccessKey: 'none' };
  const { status, code, text } = await bec.persist({ path: '/v1/service', credentials });
  const evidence = `${status} ${code}, ${text === '' ? 'no body' : 'with a body'}`;
  return found(text === '' ? 'without-body' : 'with-body', evidence);
}

export async function keyword(
  { bec }: Context,
  { serviceId, serviceName }: Watched,
): Promise<Finding<Variants['keyword']>> {
  const part = serviceName.slice(0, -1);
  const query = { pageNo: '1', pageSize: '100', keywordType: 'serviceName', keyword: part };
  const { fields } = await bec.persist({ path: '/v1/service', query });
  // A list that leaves out its only item still counts it.
  const isFound =
    itemsIn(fields).some((item) => textOf(item['serviceId']) === serviceId) ||
    countOf(fields['totalCount']) === 1;
  return found(isFound ? 'part' : 'exact', `"${part}" finds ${isFound ? 'it' : 'nothing'}`);
}

/** With pages of one pod each. */
export async function listPages(
  { bec }: Context,
  { serviceId }: Watched,
): Promise<Finding<Variants['listPages']>> {
  const names: string[] = [];
  const totals: number[] = [];
  for (let pageNo = 1; pageNo <= 6; pageNo++) {
    const query = { serviceId, pageNo: String(pageNo), pageSize: '1' };
    const { fields } = await bec.persist({ path: '/v1/pod', query });
    names.push(...itemsIn(fields).map(({ podName }) => textOf(podName)));
    totals.push(countOf(fields['totalCount']) ?? 0);
  }
  const distinct = new Set(names).size;
  const evidence = `${names.length} items on six pages of one, ${distinct} distinct, totalCount ${totals.join(', ')}`;
  const [total = 0, ...others] = totals;
  if (total === 0) return open(evidence);
  if (others.some((other) => other > total)) return found('endless', evidence);
  if (distinct < names.length) return found('same-page', evidence);
  return found(distinct < total ? 'short' : 'exact', evidence);
}

const burst = 60;

/** Reads only, once, and at the end: a limit that is met then disturbs nothing. */
export async function throttling({ bec }: Context): Promise<Finding<Variants['throttling']>> {
  const query = { pageNo: '1', pageSize: '1' };
  const replies = await Promise.all(
    Array.from({ length: burst }, () => bec.ask({ path: '/v1/service', query })),
  );
  const refused = replies.find(({ status }) => status === 429 || status === 403);
  if (refused === undefined) return open(`none of ${burst} reads at once was refused`);
  const evidence = `of ${burst} reads at once, one got ${refused.status} ${refused.code}`;
  return found(refused.status === 429 ? '429' : '403', evidence);
}
