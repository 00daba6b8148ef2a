import type { Call, Client, PolicyName } from '../api/client.ts';
import { countOf, idOf, listOf, textOf, toFields, type Fields } from '../json.ts';
import { quoted } from '../text.ts';
import { isServiceId } from './detail.ts';

interface ListCall extends Pick<Call<unknown>, 'path' | 'query'> {
  /** What identifies an item. */
  readonly keyOf: (item: Fields) => string;
}

interface Page {
  readonly items: readonly Fields[];
  /** How many BEC counts, at most of all pages; undefined if it doesn't say. */
  readonly totalCount: number | undefined;
}

/** The most that a page may have. */
const pageSize = 100;
/** A limit for a server whose pages never end. */
const maxPages = 200;

/**
 * Reads a list to its end. How many items a page has is up to the server, and its total may lag behind, so
 * only a page with nothing new tells that it was the last.
 * @returns all that its pages have; it is whole if it came to its end, with as many items as BEC counts
 * @throws CallError
 */
export async function readList(
  bec: Client,
  { path, query, keyOf }: ListCall,
  policyName: PolicyName,
): Promise<Page & { readonly isWhole: boolean }> {
  const seen = new Set<string>();
  let items: readonly Fields[] = [];
  let totalCount: number | undefined;
  for (let pageNo = 1; pageNo <= maxPages; pageNo++) {
    const paging = { pageNo: String(pageNo), pageSize: String(pageSize) };
    const call = { method: 'GET', path, query: { ...query, ...paging }, parse: parsePage } as const;
    const { value: page } = await bec.call(call, policyName);
    const added = page.items.filter((item) => {
      const key = keyOf(item);
      const isNew = key === '' ? pageNo === 1 : !seen.has(key);
      seen.add(key);
      return isNew;
    });
    items = items.concat(added);
    if (page.totalCount !== undefined) totalCount = Math.max(page.totalCount, totalCount ?? 0);
    if (added.length === 0) {
      return { items, totalCount, isWhole: items.length >= (totalCount ?? 0) };
    }
  }
  return { items, totalCount, isWhole: false };
}

/** The services that have exactly a name. */
export interface Namesakes {
  readonly ids: readonly string[];
  /** Why there may be more of them; undefined if there are not. */
  readonly shortage: string | undefined;
}

/**
 * From `GET /v1/service`; BEC may take the keyword for a part of the name.
 * @throws CallError
 */
export async function readNamesakes(
  bec: Client,
  serviceName: string,
  policyName: PolicyName,
): Promise<Namesakes> {
  const keyOf = (item: Fields): string => idOf(item['serviceId']);
  const query = { keywordType: 'serviceName', keyword: serviceName };
  const list = await readList(bec, { path: '/v1/service', query, keyOf }, policyName);
  const named = list.items.filter((item) => textOf(item['serviceName']) === serviceName).map(keyOf);
  const ids = named.filter(isServiceId);
  const shortage = list.isWhole
    ? 'an item of its list has no usable serviceId'
    : `it counts ${list.totalCount ?? 'an unknown number'} and lists ${list.items.length}`;
  return {
    ids,
    shortage:
      list.isWhole && ids.length === named.length
        ? undefined
        : `BEC's list of services for ${quoted(serviceName)} is not complete: ${shortage}.`,
  };
}

/**
 * BEC's pages nest the list once or twice. An empty one may be null; anything else that is
 * not a list must not pass for an empty one.
 */
function parsePage(body: Fields): Page | undefined {
  const inner = toFields(body['result']) ?? body;
  const totalCount = countOf(inner['totalCount']) ?? countOf(body['totalCount']);
  const { result } = inner;
  const isEmpty = result === null && (totalCount ?? 0) === 0;
  return isEmpty || Array.isArray(result) ? { items: listOf(result), totalCount } : undefined;
}
