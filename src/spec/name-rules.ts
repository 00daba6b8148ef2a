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
import type { Finding, Rule } from './problem.ts';
import { printableOf, type SpecMap, type SpecScalar } from './tree.ts';

/** Names that must be unique, or be those of something. */
export const nameRules: readonly Rule[] = [
  { severity: 'error', find: duplicateContainers },
  { severity: 'error', find: duplicateVolumes },
  { severity: 'error', find: unknownVolumes },
  { severity: 'error', find: duplicateMounts },
  { severity: 'error', find: duplicatePorts },
  { severity: 'warning', find: duplicateVariables },
  { severity: 'warning', find: duplicatePlaces },
  { severity: 'warning', find: unsafeNames },
];

function duplicateContainers(spec: SpecMap): Iterable<Finding> {
  return duplicates(containersIn(spec), { code: 'duplicate-container', key: 'name' });
}

function duplicateVolumes(spec: SpecMap): Iterable<Finding> {
  return duplicates(volumesIn(spec), { code: 'duplicate-volume', key: 'name' });
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

function* duplicateMounts(spec: SpecMap): Iterable<Finding> {
  for (const { path } of containersIn(spec)) {
    const mounts = mapsIn(spec, [...path, 'volumeMounts']);
    yield* duplicates(mounts, { code: 'duplicate-mount', key: 'mountPath', keyOf: mountPathOf });
  }
}

/** `/data` and `/data/` are one place. */
function mountPathOf({ map }: Located): string | undefined {
  const path = valueOf(map, 'mountPath');
  if (path === undefined) return undefined;
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') end--;
  return path.slice(0, end);
}

function* duplicatePorts(spec: SpecMap): Iterable<Finding> {
  const ports = inContainers(spec, 'ports');
  for (const { path, map } of repeated(ports, portOf)) {
    const port = printableIn(map, 'containerPort');
    const name = `${port}/${printableIn(map, 'protocol') ?? 'TCP'}`;
    yield { path: [...path, 'containerPort'], description: describe('duplicate-port', { name }) };
  }
}

function portOf({ map }: Located): string | undefined {
  const port = valueOf(map, 'containerPort');
  return port && `${port}/${valueOf(map, 'protocol') ?? 'TCP'}`;
}

function* duplicateVariables(spec: SpecMap): Iterable<Finding> {
  for (const { path } of containersIn(spec)) {
    const variables = mapsIn(spec, [...path, 'envs']);
    yield* duplicates(variables, { code: 'duplicate-variable', key: 'name' });
  }
}

function duplicatePlaces(spec: SpecMap): Iterable<Finding> {
  const places = mapsIn(spec, ['deployInstances']);
  return duplicates(places, { code: 'duplicate-place', key: 'regionId' });
}

function* unsafeNames(spec: SpecMap): Iterable<Finding> {
  const containers = containersIn(spec).map(({ path, map }) => ({ path: [...path, 'name'], map }));
  const named = [
    { path: ['containerGroupName'], name: scalarOf(spec, 'containerGroupName') },
    ...containers.map(({ path, map }) => ({ path, name: scalarOf(map, 'name') })),
  ];
  for (const { path, name } of named) {
    if (name === undefined || /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name.text)) continue;
    yield { path, description: describe('unsafe-name', { name: quotedText(name) }) };
  }
}

interface Uniqueness {
  readonly code:
    | 'duplicate-container'
    | 'duplicate-volume'
    | 'duplicate-mount'
    | 'duplicate-variable'
    | 'duplicate-place';
  /** The field that each must have a value of its own in. */
  readonly key: string;
  /** What is compared, if it is not the field's text as it is. */
  readonly keyOf?: (located: Located) => string | undefined;
}

function* duplicates(
  all: readonly Located[],
  { code, key, keyOf = ({ map }) => valueOf(map, key) }: Uniqueness,
): Iterable<Finding> {
  for (const { path, map } of repeated(all, keyOf)) {
    yield { path: [...path, key], description: describe(code, { name: nameIn(map, key) }) };
  }
}

/** All but the first of those that have the same key. */
function* repeated(
  all: readonly Located[],
  keyOf: (located: Located) => string | undefined,
): Iterable<Located> {
  const seen = new Set<string>();
  for (const located of all) {
    const key = keyOf(located);
    if (key === undefined) continue;
    if (seen.has(key)) yield located;
    seen.add(key);
  }
}

function printableIn(map: SpecMap, key: string): string | undefined {
  const scalar = scalarOf(map, key);
  return scalar && quotedText(scalar).slice(1, -1);
}

function nameIn(map: SpecMap, key: string): string {
  const scalar = scalarOf(map, key);
  return scalar === undefined ? '""' : quotedText(scalar);
}

function quotedText(scalar: SpecScalar): string {
  return quoted(printableOf(scalar));
}
