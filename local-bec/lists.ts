import type { Fields } from '../src/json.ts';
import { platformError, resultOf } from './responses.ts';
import type { Outcome } from './responses.ts';
import type { ApiVersion } from './routes.ts';
import type { PlatformSettings } from './state.ts';
import type { Variants } from './variants.ts';

/** An item and what a list can be filtered and sorted by. */
export interface Listed {
  /** Made for the items of the page only. */
  readonly toItem: () => Fields;
  /** Marks the place of the item in a list of version 2. */
  readonly marker: string;
  readonly createdAt: number;
}

interface ListCall {
  readonly version: ApiVersion;
  readonly query: Readonly<Record<string, string>>;
}

type ListSettings = Pick<PlatformSettings, 'maxPageSize' | 'variants'>;

const MAX_PAGE = { 1: 100, 2: 1000 } as const;

/**
 * One page of a list. Version 1 counts pages (`pageNo`, `pageSize`, `order`), version 2 goes on from a
 * marker (`marker`, `maxKeys`) and names its items by `key2`. The server gives at most `maxPageSize`
 * items, whatever the client asks for.
 */
export function pageOf(
  items: readonly Listed[],
  { version, query }: ListCall,
  { key2, settings }: { readonly key2: string; readonly settings: ListSettings },
): Outcome {
  const given = query[version === 1 ? 'pageSize' : 'maxKeys'];
  const size = positiveOf(given, MAX_PAGE[version]);
  if (size === undefined || size > MAX_PAGE[version]) {
    const name = version === 1 ? 'pageSize' : 'maxKeys';
    return platformError('BadRequest', `${name} must be 1 to ${MAX_PAGE[version]}.`);
  }
  const pageSize = Math.min(size, settings.maxPageSize);
  return version === 1
    ? pageByNumber(items, query, { pageSize, listPages: settings.variants.listPages })
    : pageByMarker(items, query, pageSize, key2);
}

function pageByNumber(
  items: readonly Listed[],
  query: ListCall['query'],
  { pageSize, listPages }: Pick<Variants, 'listPages'> & { readonly pageSize: number },
): Outcome {
  const pageNo = positiveOf(query['pageNo'], 1);
  if (pageNo === undefined) return platformError('BadRequest', 'pageNo must be a number from 1.');
  const order = query['order']?.toUpperCase() === 'ASC' ? 'ASC' : 'DESC';
  const sign = order === 'ASC' ? 1 : -1;
  const sorted = items.toSorted((one, other) => sign * (one.createdAt - other.createdAt));
  const page = (number: number, of: readonly Listed[] = sorted): readonly Listed[] =>
    of.slice((number - 1) * pageSize, number * pageSize);
  const { listed, totalCount } = {
    exact: () => ({ listed: page(pageNo), totalCount: items.length }),
    short: () => ({ listed: page(pageNo, sorted.slice(0, -1)), totalCount: items.length }),
    'same-page': () => ({ listed: page(1), totalCount: items.length }),
    endless: () => ({ listed: page(1), totalCount: (pageNo + 1) * pageSize }),
  }[listPages]();
  return resultOf({
    result: listed.map(({ toItem }) => toItem()),
    totalCount,
    pageNo,
    pageSize,
    orderBy: 'createTime',
    order,
  });
}

function pageByMarker(
  items: readonly Listed[],
  query: ListCall['query'],
  maxKeys: number,
  key: string,
): Outcome {
  const { marker = '' } = query;
  const start = Math.max(
    0,
    items.findIndex((listed) => listed.marker === marker),
  );
  const next = items[start + maxKeys];
  return resultOf({
    [key]: items.slice(start, start + maxKeys).map(({ toItem }) => toItem()),
    marker,
    maxKeys,
    isTruncated: next !== undefined,
    ...(next !== undefined && { nextMarker: next.marker }),
  });
}

/** `undefined` if the text is not a number from 1. */
function positiveOf(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined || text === '') return otherwise;
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
