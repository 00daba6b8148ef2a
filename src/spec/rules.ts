import { quoted } from '../text.ts';
import { inContainers, mapsIn, scalarOf, volumesIn, type Located, type Path } from './locate.ts';
import { describe, type Description } from './messages.ts';
import { problemWithValue, type Problem } from './problem.ts';
import { entryOf, printableOf, type SpecMap } from './tree.ts';

type Finding = readonly [Path, Description];

/** What a schema can't say, of the spec as it will be sent. */
export function ruleProblems(tree: SpecMap): readonly Problem[] {
  const rules = [duplicates, unknownVolumes, variables, unsetKeys, places, publicAddresses];
  return rules.flatMap((find) =>
    Array.from(find(tree), ([path, description]) => problemWithValue(description, tree, path)),
  );
}

function* duplicates(spec: SpecMap): Iterable<Finding> {
  const containers = mapsIn(spec, 'containers');
  yield* repeated(containers, 'name', 'duplicate-container');
  yield* repeated(volumesIn(spec), 'name', 'duplicate-volume');
  yield* repeated(inContainers(spec, 'ports'), 'containerPort', 'duplicate-port');
  yield* repeated(mapsIn(spec, 'deployInstances'), 'regionId', 'duplicate-place');
  for (const { path, map } of containers) {
    yield* repeated(mapsIn(map, 'volumeMounts', path), 'mountPath', 'duplicate-mount');
    yield* repeated(mapsIn(map, 'envs', path), 'name', 'duplicate-variable');
  }
}

/** All but the first of those that have the same value. */
function* repeated(
  all: readonly Located[],
  key: string,
  code: `duplicate-${'container' | 'mount' | 'place' | 'port' | 'variable' | 'volume'}`,
): Iterable<Finding> {
  const seen = new Set<string>();
  for (const { path, map } of all) {
    const [scalar, protocol] = [scalarOf(map, key), scalarOf(map, 'protocol')];
    // What a placeholder without a value stands for may be another one.
    if (scalar === undefined || (protocol === undefined && has(map, 'protocol'))) continue;
    const ending = (text = 'TCP'): string => (key === 'containerPort' ? `/${text}` : '');
    // `/data` and `/data/` are one place.
    const name = scalar.text.replace(/(?<=[^/])\/+$/, '') + ending(protocol?.text);
    if (seen.has(name)) {
      const printed = printableOf(scalar) + ending(protocol && printableOf(protocol));
      yield [[...path, key], describe(code, quoted(printed))];
    }
    seen.add(name);
  }
}

function* unknownVolumes(spec: SpecMap): Iterable<Finding> {
  const volumes = volumesIn(spec).map(({ map }) => map);
  const names = new Set(volumes.map((map) => scalarOf(map, 'name')?.text));
  // Of a volume whose name is not known, nobody can say that it is not the one.
  if (names.has(undefined)) return;
  const known = volumes.map((map) => quoted(printableIn(map, 'name')));
  for (const { path, map } of inContainers(spec, 'volumeMounts')) {
    const name = scalarOf(map, 'name');
    if (name === undefined || names.has(name.text)) continue;
    yield [[...path, 'name'], describe('unknown-volume', quoted(printableOf(name)), known)];
  }
}

const sourceKinds = ['configMapKeyRef', 'fieldRef', 'resourceFieldRef', 'secretKeyRef'] as const;

function* variables(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of inContainers(spec, 'envs')) {
    if (!has(map, 'name')) yield [path, describe('unnamed-variable')];
    const source = entryOf(map, 'valueFrom')?.value;
    const from = [...path, 'valueFrom'];
    if (source === undefined) {
      const emptied = map.emptied?.find(({ key }) => key === 'value')?.value;
      if (emptied?.kind !== 'scalar') continue;
      yield [[...path, 'value'], describe('missing-text', emptied.isComment === true)];
    } else if (has(map, 'value')) {
      yield [from, describe('ambiguous-variable')];
    } else if (source.kind === 'map') {
      const found = sourceKinds.filter((kind) => has(source, kind));
      if (found.length !== 1) yield [from, describe('invalid-value-source', sourceKinds, found)];
    }
  }
}

/** All are optional on Baidu's page, without a documented default; but nobody can choose an image. */
const expectedKeys = {
  containers: ['imageAddress', 'name', 'imageVersion', 'cpu', 'memory'],
  deployInstances: ['replicas'],
} as const;

function* unsetKeys(spec: SpecMap): Iterable<Finding> {
  for (const [list, keys] of Object.entries(expectedKeys)) {
    for (const { path, map } of mapsIn(spec, list)) {
      for (const key of keys.filter((one) => !has(map, one))) {
        const isImage = key === 'imageAddress';
        yield [[...path, key], isImage ? describe('no-image') : describe('unset-key', key)];
      }
    }
  }
}

const regionId = /^[a-z]+(?:-[a-z0-9_]+){2,}$/;

function* places(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of mapsIn(spec, 'deployInstances')) {
    if (has(map, 'regionId')) {
      const id = scalarOf(map, 'regionId');
      if (id === undefined || regionId.test(id.text)) continue;
      yield [[...path, 'regionId'], describe('unusual-region', quoted(printableOf(id)))];
    } else if (regionId.test(scalarOf(map, 'region')?.text ?? '')) {
      yield [[...path, 'region'], describe('region-id-as-region')];
    } else {
      const missing = ['region', 'serviceProvider'].filter((key) => !has(map, key));
      if (missing.length > 0) yield [path, describe('incomplete-place', missing)];
    }
  }
}

function* publicAddresses(spec: SpecMap): Iterable<Finding> {
  const hasBandwidth = has(spec, 'bandwidth');
  const needPublicIp = scalarOf(spec, 'needPublicIp')?.text.toLowerCase();
  if (hasBandwidth && (!has(spec, 'needPublicIp') || needPublicIp === 'false')) {
    yield [['bandwidth'], describe('bandwidth-without-public-ip')];
  }
  if (!hasBandwidth && needPublicIp === 'true') {
    yield [['needPublicIp'], describe('public-ip-without-bandwidth')];
  }
}

function has(map: SpecMap, key: string): boolean {
  return entryOf(map, key) !== undefined;
}

function printableIn(map: SpecMap, key: string): string {
  const scalar = scalarOf(map, key);
  return scalar === undefined ? '' : printableOf(scalar);
}
