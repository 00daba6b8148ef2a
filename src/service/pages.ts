import type { Client, PolicyName } from '../api/client.ts';
import { countOf, listOf, toFields, type Fields } from '../json.ts';

/** A list of the API's. */
export interface ListCall {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** What identifies an item. */
  readonly keyOf: (item: Fields) => string;
}

/** The most that a page may have. */
const pageSize = 100;
/** A limit for a server whose pages never end. */
const maxPages = 200;

interface Page {
  readonly items: readonly Fields[];
  /** Of all pages; undefined if the response doesn't say. */
  readonly totalCount: number | undefined;
}

/**
 * The pages of a list, each with the items that no page before had. How many items a page has is up to
 * the server, so only an empty page or the total tells that it was the last one.
 * @throws CallError
 */
export async function* readPages(
  bec: Client,
  { path, query, keyOf }: ListCall,
  policyName: PolicyName,
): AsyncGenerator<readonly Fields[]> {
  const seen = new Set<string>();
  let received = 0;
  for (let pageNo = 1; pageNo <= maxPages; pageNo++) {
    const { value: page } = await bec.call(
      {
        method: 'GET',
        path,
        query: { ...query, pageNo: String(pageNo), pageSize: String(pageSize) },
        parse: parsePage,
      },
      policyName,
    );
    received += page.items.length;
    const added = page.items.filter((item) => {
      const key = keyOf(item);
      const isNew = key === '' ? pageNo === 1 : !seen.has(key);
      seen.add(key);
      return isNew;
    });
    if (added.length > 0) yield added;
    if (added.length === 0 || received >= (page.totalCount ?? Infinity)) return;
  }
}

/** The items of all pages. */
export async function readAll(
  bec: Client,
  call: ListCall,
  policyName: PolicyName,
): Promise<readonly Fields[]> {
  const items: Fields[] = [];
  for await (const page of readPages(bec, call, policyName)) items.push(...page);
  return items;
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
