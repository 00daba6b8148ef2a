import { quoted } from '../text.ts';
import { mapsIn, scalarOf, valueOf } from './locate.ts';
import { describe } from './messages.ts';
import type { Finding, Rule } from './problem.ts';
import { entryOf, printableOf, type SpecMap } from './tree.ts';

/** Where the service runs, how it is reached, and its disks. */
export const placeRules: readonly Rule[] = [
  { severity: 'warning', find: incompletePlaces },
  { severity: 'warning', find: publicAddresses },
  { severity: 'warning', find: largeBandwidth },
  { severity: 'warning', find: largeDisks },
];

const regionId = /^[a-z]+(?:-[a-z0-9_]+){2,}$/;

function* incompletePlaces(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of mapsIn(spec, ['deployInstances'])) {
    if (entryOf(map, 'regionId') !== undefined) {
      const id = scalarOf(map, 'regionId');
      if (id === undefined || regionId.test(id.text)) continue;
      const description = describe('unusual-region', { name: quoted(printableOf(id)) });
      yield { path: [...path, 'regionId'], description };
    } else if (regionId.test(valueOf(map, 'region') ?? '')) {
      yield { path: [...path, 'region'], description: describe('region-id-as-region') };
    } else {
      const missing = ['region', 'serviceProvider'].filter((key) => !entryOf(map, key));
      if (missing.length > 0)
        yield { path, description: describe('incomplete-place', { missing }) };
    }
  }
}

function* publicAddresses(spec: SpecMap): Iterable<Finding> {
  const hasBandwidth = entryOf(spec, 'bandwidth') !== undefined;
  const hasAddress = entryOf(spec, 'needPublicIp') !== undefined;
  const needPublicIp = valueOf(spec, 'needPublicIp')?.toLowerCase();
  if (hasBandwidth && (!hasAddress || needPublicIp === 'false')) {
    yield { path: ['bandwidth'], description: describe('bandwidth-without-public-ip') };
  }
  if (!hasBandwidth && needPublicIp === 'true') {
    yield { path: ['needPublicIp'], description: describe('public-ip-without-bandwidth') };
  }
}

function* largeBandwidth(spec: SpecMap): Iterable<Finding> {
  const bandwidth = Number(valueOf(spec, 'bandwidth') ?? 0);
  if (bandwidth > 2048 && bandwidth <= 5120) {
    yield { path: ['bandwidth'], description: describe('bandwidth-over-limit') };
  }
}

function* largeDisks(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of mapsIn(spec, ['volumes', 'volumeClaimTemplates'])) {
    if (!(Number(valueOf(map, 'storageSize') ?? 0) > 1500)) continue;
    yield { path: [...path, 'storageSize'], description: describe('large-disk') };
  }
}
