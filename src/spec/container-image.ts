import type { Problem } from './problem.ts';
import { listed, quoted } from '../text.ts';
import {
  entryOf,
  headingRange,
  placeAt,
  textOf,
  type SpecEntry,
  type SpecMap,
  type SpecNode,
} from './tree.ts';

export interface VersionedSpec {
  readonly tree: SpecMap;
  readonly problems: readonly Problem[];
}

/**
 * The spec with the image version in the containers that take it: those that are named; else those
 * without an `imageVersion` or with `${{ image.version }}` in it; else the only one there is.
 */
export function withImageVersion(
  spec: SpecMap,
  imageVersion: string,
  named: readonly string[],
): VersionedSpec {
  const list = entryOf(spec, 'containers')?.value;
  if (list?.kind !== 'list') return { tree: spec, problems: [] };
  const containers = list.items.filter((item) => item.kind === 'map');
  const taking = takingContainers(containers, named);
  const message = problemOf(containers, named, taking);
  const items = list.items.map((item) =>
    item.kind === 'map' && taking.includes(item) ? withVersion(item, imageVersion) : item,
  );
  const tree = withEntry(spec, 'containers', { ...list, items });
  if (message === undefined) return { tree, problems: [] };
  const range = headingRange(placeAt(spec, ['containers']));
  return { tree, problems: [{ severity: 'error', range, path: 'containers', message }] };
}

function takingContainers(
  containers: readonly SpecMap[],
  named: readonly string[],
): readonly SpecMap[] {
  const meant = containers.filter((container) => named.includes(nameOf(container)));
  if (meant.length > 0) return meant;
  const open = containers.filter((container) => holdsVersion(container) || !hasVersion(container));
  return open.length === 0 && containers.length === 1 ? containers : open;
}

function problemOf(
  containers: readonly SpecMap[],
  named: readonly string[],
  taking: readonly SpecMap[],
): string | undefined {
  const names = containers.map(nameOf);
  const unknown = named.filter((name) => !names.includes(name));
  const shownNames = listed(
    names.map((name) => (name === '' ? 'one without a name' : quoted(name))),
  );
  if (unknown.length > 0) {
    return `Input containers names ${listed(unknown.map(quoted))}, which the spec does not have. It has ${shownNames}.`;
  }
  if (taking.length > 0 || containers.length === 0) return undefined;
  return `No container takes the image version: every one of ${shownNames} has an imageVersion of its own. Leave it out where the version belongs, write \${{ image.version }} there, or name the containers in the input containers.`;
}

function withVersion(container: SpecMap, imageVersion: string): SpecMap {
  if (holdsVersion(container)) return container;
  const written = entryOf(container, 'imageVersion');
  const range = written?.value.range ?? headingRange({ node: container, keyRange: undefined });
  return withEntry(container, 'imageVersion', {
    kind: 'scalar',
    text: imageVersion,
    plain: false,
    range,
  });
}

function withEntry(map: SpecMap, key: string, value: SpecNode): SpecMap {
  const written = entryOf(map, key);
  const entry: SpecEntry = { key, keyRange: written?.keyRange ?? value.range, value };
  if (written === undefined) return { ...map, entries: [...map.entries, entry] };
  return { ...map, entries: map.entries.map((other) => (other === written ? entry : other)) };
}

function nameOf(container: SpecMap): string {
  return textOf(entryOf(container, 'name')?.value) ?? '';
}

function hasVersion(container: SpecMap): boolean {
  const version = entryOf(container, 'imageVersion')?.value;
  return version !== undefined && textOf(version) !== '';
}

function holdsVersion(container: SpecMap): boolean {
  const version = entryOf(container, 'imageVersion')?.value;
  return version?.kind === 'scalar' && version.resolved?.names.includes('image.version') === true;
}
