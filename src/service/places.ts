import leven from 'leven';
import type { Client } from '../api/client.ts';
import { listOf, textOf, toFields, type Fields } from '../json.ts';
import { listed, quoted } from '../text.ts';

/** Where a service can run: `cn-shanghai-ct`, or `EAST_CHINA`, `SHANGHAI` and `CHINA_TELECOM`. */
export interface Place {
  readonly regionId: string;
  readonly region: string;
  readonly city: string;
  readonly serviceProvider: string;
}

/** The platform has some hundred. */
const maxPlaces = 2_000;
const maxRequested = 5;
const maxNear = 3;
/** Slips in a name; more of them make another one. */
const maxDistance = 2;

/**
 * A sentence for each place of a request that BEC doesn't list, with similar ones that it lists; empty
 * if it lists all of them. It comes after a failure and changes nothing about it: BEC is asked once, for a
 * few seconds, and without a list there is no hint.
 */
export async function placeHint(bec: Client, deployInstances: unknown): Promise<string> {
  const requested = listOf(deployInstances).map(toPlace);
  try {
    const { value: places } = await bec.call(
      { method: 'GET', path: '/v1/node/type/container', query: {}, parse: parsePlaces },
      'hint',
    );
    return hintOnPlaces(requested, places);
  } catch {
    return '';
  }
}

/** `regionList[].cityList[].serviceProviderList[].regionId`; undefined if there is none of that. */
export function parsePlaces(body: Fields): readonly Place[] | undefined {
  const regions = listOf(body['regionList'] ?? toFields(body['result'])?.['regionList']);
  const places = regions.flatMap(({ region, cityList }) =>
    listOf(cityList).flatMap(({ city, serviceProviderList }) =>
      listOf(serviceProviderList).map((provider) => toPlace({ ...provider, region, city })),
    ),
  );
  return places.length === 0 ? undefined : places.slice(0, maxPlaces);
}

function toPlace({ regionId, region, city, serviceProvider }: Fields): Place {
  return {
    regionId: textOf(regionId),
    region: textOf(region),
    city: textOf(city),
    serviceProvider: textOf(serviceProvider),
  };
}

export function hintOnPlaces(requested: readonly Place[], places: readonly Place[]): string {
  return requested
    .filter((place) => nameOf(place) !== '' && !places.some((known) => isSame(place, known)))
    .slice(0, maxRequested)
    .map((place) => {
      const near = nearPlaces(place, places);
      const end = near.length === 0 ? '.' : `; did you mean ${listed(near, 'or')}?`;
      return `BEC lists no place ${quoted(nameOf(place))} for containers${end}`;
    })
    .join(' ');
}

/** With an id, the rest does not count. */
function nameOf({ regionId, region, city, serviceProvider }: Place): string {
  if (regionId !== '') return regionId;
  return [region, city, serviceProvider].filter((part) => part !== '').join(' ');
}

/** What is not given fits any place. */
function isSame(requested: Place, known: Place): boolean {
  const fits = (field: keyof Place): boolean =>
    requested[field] === '' || requested[field].toLowerCase() === known[field].toLowerCase();
  if (requested.regionId !== '') return fits('regionId');
  return fits('region') && fits('city') && fits('serviceProvider');
}

/** Best first: those with a slip or two between them, then those in the same city. */
function nearPlaces(requested: Place, places: readonly Place[]): readonly string[] {
  const field = requested.regionId === '' ? 'city' : 'regionId';
  const wanted = requested[field].slice(0, 100).toLowerCase();
  if (wanted === '') return [];
  const city = wanted.replace(/-[^-]*$/, '');
  return places
    .map((place) => {
      const known = place[field].toLowerCase();
      const isInCity = field === 'regionId' && known.startsWith(`${city}-`);
      const distance = leven(wanted, known, { maxDistance: maxDistance + 1 });
      return { name: knownNameOf(place, field), rank: isInCity ? distance - 1 : distance };
    })
    .filter(({ name, rank }) => name !== '' && rank <= maxDistance)
    .sort((left, right) => left.rank - right.rank)
    .slice(0, maxNear)
    .map(({ name }) => name);
}

function knownNameOf(place: Place, field: 'city' | 'regionId'): string {
  const { regionId } = place;
  // What BEC sends is printed without quotes only if it looks like a name.
  if (field === 'regionId') return /^[\w-]{1,60}$/.test(regionId) ? regionId : '';
  return quoted(nameOf({ ...place, regionId: '' }));
}
