import { quoted } from '../text.ts';
import {
  containersIn,
  inContainers,
  mapsIn,
  scalarOf,
  valueOf,
  volumesIn,
  type Located,
} from './locate.ts';
import { describe } from './messages.ts';
import { problemWithValue, type Finding, type Problem, type Severity } from './problem.ts';
import { entryOf, printableOf, type SpecMap } from './tree.ts';

/** What a schema can't say. `error`: documented, or certain to fail. `warning`: only inferred. */
const rules: Readonly<Record<Severity, readonly ((spec: SpecMap) => Iterable<Finding>)[]>> = {
  error: [duplicateErrors, unknownVolumes, variables, missingImages],
  warning: [duplicateWarnings, missingTexts, openChoices, places, publicAddresses],
};

/** Every rule over the spec as it will be sent. */
export function ruleProblems(tree: SpecMap): readonly Problem[] {
  const found = (severity: Severity): readonly Problem[] =>
    rules[severity].flatMap((find) =>
      Array.from(find(tree), ({ path, description }) =>
        problemWithValue(description, { tree, path, severity }),
      ),
    );
  return [...found('error'), ...found('warning')];
}

function* duplicateErrors(spec: SpecMap): Iterable<Finding> {
  yield* duplicates(containersIn(spec), 'name', 'duplicate-container');
  yield* duplicates(volumesIn(spec), 'name', 'duplicate-volume');
  for (const { path } of containersIn(spec)) {
    yield* duplicates(mapsIn(spec, [...path, 'volumeMounts']), 'mountPath', 'duplicate-mount');
  }
  const ports = inContainers(spec, 'ports').map((port) => ({ ...port, name: portIn(port.map) }));
  for (const { path, map } of repeated(ports)) {
    const name = `${nameIn(map, 'containerPort').slice(1, -1)}/${protocolOf(map)}`;
    yield { path: [...path, 'containerPort'], description: describe('duplicate-port', { name }) };
  }
}

function* duplicateWarnings(spec: SpecMap): Iterable<Finding> {
  for (const { path } of containersIn(spec)) {
    yield* duplicates(mapsIn(spec, [...path, 'envs']), 'name', 'duplicate-variable');
  }
  yield* duplicates(mapsIn(spec, ['deployInstances']), 'regionId', 'duplicate-place');
}

function* duplicates(
  all: readonly Located[],
  key: string,
  code: `duplicate-${'container' | 'mount' | 'place' | 'variable' | 'volume'}`,
): Iterable<Finding> {
  // `/data` and `/data/` are one place.
  const named = all.map((located) => ({
    ...located,
    name: valueOf(located.map, key)?.replace(/(?<=[^/])\/+$/, ''),
  }));
  for (const { path, map } of repeated(named)) {
    yield { path: [...path, key], description: describe(code, { name: nameIn(map, key) }) };
  }
}

/** All but the first of those that have the same name. */
function* repeated(
  all: readonly (Located & { readonly name: string | undefined })[],
): Iterable<Located> {
  const seen = new Set<string>();
  for (const each of all) {
    if (each.name === undefined) continue;
    if (seen.has(each.name)) yield each;
    seen.add(each.name);
  }
}

function portIn(map: SpecMap): string | undefined {
  const port = valueOf(map, 'containerPort');
  return port && `${port}/${protocolOf(map)}`;
}

/** One of three words, or a problem of its own. */
function protocolOf(map: SpecMap): string {
  return nameIn(map, 'protocol').slice(1, -1) || 'TCP';
}

function* unknownVolumes(spec: SpecMap): Iterable<Finding> {
  const volumes = volumesIn(spec).map(({ map }) => map);
  const names = new Set(volumes.map((map) => valueOf(map, 'name')));
  // Of a volume whose name is not known, nobody can say that it is not the one.
  if (names.has(undefined)) return;
  const known = volumes.map((map) => nameIn(map, 'name'));
  for (const { path, map } of inContainers(spec, 'volumeMounts')) {
    const name = valueOf(map, 'name');
    if (name === undefined || names.has(name)) continue;
    const facts = { name: nameIn(map, 'name'), known };
    yield { path: [...path, 'name'], description: describe('unknown-volume', facts) };
  }
}

const sourceKinds = ['configMapKeyRef', 'fieldRef', 'resourceFieldRef', 'secretKeyRef'] as const;

function* variables(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of inContainers(spec, 'envs')) {
    if (entryOf(map, 'name') === undefined) {
      yield { path, description: describe('unnamed-variable') };
    }
    const source = entryOf(map, 'valueFrom')?.value;
    if (source === undefined) continue;
    const from = [...path, 'valueFrom'];
    if (entryOf(map, 'value') !== undefined) {
      yield { path: from, description: describe('ambiguous-variable') };
    } else if (source.kind === 'map') {
      const found = sourceKinds.filter((kind) => entryOf(source, kind) !== undefined);
      if (found.length === 1) continue;
      const description = describe('invalid-value-source', { kinds: sourceKinds, found });
      yield { path: from, description };
    }
  }
}

function* missingTexts(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of inContainers(spec, 'envs')) {
    const emptied = map.emptied?.find(({ key }) => key === 'value')?.value;
    if (emptied?.kind !== 'scalar' || valueOf(map, 'valueFrom') !== undefined) continue;
    const description = describe('missing-text', { hasComment: emptied.isComment === true });
    yield { path: [...path, 'value'], description };
  }
}

/** All are optional on Baidu's page, without a documented default; but nobody can choose an image. */
function* unsetKeys(all: readonly Located[], keys: readonly string[]): Iterable<Finding> {
  for (const { path, map } of all) {
    for (const key of keys) {
      if (entryOf(map, key) !== undefined) continue;
      const isImage = key === 'imageAddress';
      const description = isImage ? describe('no-image') : describe('unset-key', { key });
      yield { path: [...path, key], description };
    }
  }
}

function missingImages(spec: SpecMap): Iterable<Finding> {
  return unsetKeys(containersIn(spec), ['imageAddress']);
}

function* openChoices(spec: SpecMap): Iterable<Finding> {
  yield* unsetKeys(containersIn(spec), ['name', 'imageVersion', 'cpu', 'memory']);
  yield* unsetKeys(mapsIn(spec, ['deployInstances']), ['replicas']);
}

const regionId = /^[a-z]+(?:-[a-z0-9_]+){2,}$/;

function* places(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of mapsIn(spec, ['deployInstances'])) {
    const id = scalarOf(map, 'regionId');
    if (entryOf(map, 'regionId') !== undefined) {
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

function nameIn(map: SpecMap, key: string): string {
  const scalar = scalarOf(map, key);
  return quoted(scalar === undefined ? '' : printableOf(scalar));
}
