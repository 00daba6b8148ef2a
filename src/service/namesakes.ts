import type { Client, PolicyName } from '../api/client.ts';
import { idOf, textOf, type Fields } from '../json.ts';
import { readAll } from './pages.ts';
import { isServiceId } from './service.ts';

/**
 * The ids of the services that have exactly this name, from `GET /v1/service`: BEC may take the keyword
 * for a part of it.
 * @throws CallError
 */
export async function readIdsNamed(
  bec: Client,
  serviceName: string,
  policyName: PolicyName,
): Promise<readonly string[]> {
  const keyOf = (item: Fields): string => idOf(item['serviceId']);
  const query = { keywordType: 'serviceName', keyword: serviceName };
  const items = await readAll(bec, { path: '/v1/service', query, keyOf }, policyName);
  return items
    .filter((item) => textOf(item['serviceName']) === serviceName)
    .map(keyOf)
    .filter(isServiceId);
}
