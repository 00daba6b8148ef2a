import { editDistance } from '../edit-distance.ts';
import type { Client } from '../api/client.ts';
import type { FieldNote } from '../errors.ts';
import { listOf, textOf, toFields, type Fields } from '../json.ts';
import { listed, quoted } from '../text.ts';

const maxRequested = 5;
const maxNear = 3;
/** Slips in an id; more of them make another one. */
const maxDistance = 2;

/**
 * A sentence for each regionId of a request that BEC doesn't list, with similar ones; empty if it lists
 * all of them. It comes after a failure and changes nothing about it: BEC is asked once, for a few
 * seconds, and without a list there is no hint.
 */
export async function regionNotes(
  bec: Client,
  deployInstances: unknown,
): Promise<readonly FieldNote[]> {
  const requested = listOf(deployInstances).map(({ regionId }) => textOf(regionId));
  try {
    const { value: regionIds } = await bec.call(
      { method: 'GET', path: '/v1/node/type/container', query: {}, parse: parseRegionIds },
      'hint',
    );
    return notesOnRegions(requested, regionIds);
  } catch {
    return [];
  }
}

/** `regionList[].cityList[].serviceProviderList[].regionId`; undefined if there is none of that. */
export function parseRegionIds(body: Fields): readonly string[] | undefined {
  const regionIds = listOf(body['regionList'] ?? toFields(body['result'])?.['regionList'])
    .flatMap(({ cityList }) => listOf(cityList))
    .flatMap(({ serviceProviderList }) => listOf(serviceProviderList))
    .map(({ regionId }) => textOf(regionId))
    // What BEC sends is printed without quotes only if it looks like a name.
    .filter((regionId) => /^[\w-]{1,60}$/.test(regionId));
  return regionIds.length === 0 ? undefined : regionIds;
}

/** @param requested the regionIds in the order of the spec's deployInstances; empty ones are left out */
export function notesOnRegions(
  requested: readonly string[],
  known: readonly string[],
): readonly FieldNote[] {
  const folded = known.map((regionId) => regionId.toLowerCase());
  const notes = requested.flatMap((regionId, index) => {
    if (regionId === '' || folded.includes(regionId.toLowerCase())) return [];
    const near = nearRegions(regionId.slice(0, 60).toLowerCase(), known);
    const end = near.length === 0 ? '.' : `; did you mean ${listed(near, 'or')}?`;
    const text = `BEC has no region ${quoted(regionId)} for containers${end}`;
    return [{ path: ['deployInstances', index, 'regionId'], text }];
  });
  return notes.slice(0, maxRequested);
}

/** Those of the same city, whatever slip is in it, or with the word in them; the most similar first. */
function nearRegions(wanted: string, known: readonly string[]): readonly string[] {
  // `cn-shanghai` of `cn-shanghai-ct`
  const cityOf = (regionId: string): string => regionId.split('-', 2).join('-');
  const city = cityOf(wanted);
  const isNear = (other: string): boolean =>
    other.includes(city) || editDistance(city, cityOf(other)) <= maxDistance;
  const distanceOf = (regionId: string): number => editDistance(wanted, regionId.toLowerCase());
  return known
    .filter((regionId) => isNear(regionId.toLowerCase()))
    .sort((left, right) => distanceOf(left) - distanceOf(right))
    .slice(0, maxNear);
}
