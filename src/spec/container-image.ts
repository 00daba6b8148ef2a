import type { Problem, Range } from './problem.ts';
import { listed, printable, quoted } from '../text.ts';
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
  /** Of the containers that take the version, in their order. */
  readonly images: readonly SpecImage[];
}

/** An image that takes the run's version, and where its address stands. */
export interface SpecImage {
  readonly imageAddress: string;
  readonly imageVersion: string;
  /** With secrets as `***`. */
  readonly printableAddress: string;
  readonly printableVersion: string;
  /** `containers[0].imageAddress` */
  readonly path: string;
  readonly range: Range;
}

/** @param nearTags tags that the registry has and that were probably meant */
export function missingImageProblem(image: SpecImage, nearTags: readonly string[]): Problem {
  const { path, range, printableAddress, imageVersion, printableVersion: version } = image;
  const name = `Image ${printable(`${printableAddress}:${version}`)} is not in its registry.`;
  const isNear = nearTags.length > 0 && version === imageVersion;
  const near = `${listed(nearTags.map((tag) => printable(tag)))} ${nearTags.length === 1 ? 'is' : 'are'} there, ${version} is not`;
  const message = isNear
    ? `${name} ${near}: set the input image-version to the tag that was pushed.`
    : `${name} Push it before this step, or set the input image-version to the tag that was pushed.`;
  return { severity: 'error', range, path, message };
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
  if (list?.kind !== 'list') return { tree: spec, problems: [], images: [] };
  const containers = list.items.filter((item) => item.kind === 'map');
  const taking = takingContainers(containers, named);
  const message = problemOf(containers, named, taking);
  const items = list.items.map((item) =>
    item.kind === 'map' && taking.includes(item) ? withVersion(item, imageVersion) : item,
  );
  const tree = withEntry(spec, 'containers', { ...list, items });
  const images = list.items.flatMap((item, index) =>
    item.kind === 'map' && taking.includes(item) ? imagesOf(items[index], index) : [],
  );
  if (message === undefined) return { tree, problems: [], images };
  const range = headingRange(placeAt(spec, ['containers']));
  return { tree, problems: [{ severity: 'error', range, path: 'containers', message }], images };
}

/** None where the address is missing, which is a problem of its own. */
function imagesOf(container: SpecNode | undefined, index: number): readonly SpecImage[] {
  if (container?.kind !== 'map') return [];
  const address = entryOf(container, 'imageAddress')?.value;
  const version = entryOf(container, 'imageVersion')?.value;
  if (address?.kind !== 'scalar' || version?.kind !== 'scalar') return [];
  return [
    {
      imageAddress: address.text,
      imageVersion: version.text,
      printableAddress: address.resolved?.shownAs ?? address.text,
      printableVersion: version.resolved?.shownAs ?? version.text,
      path: `containers[${index}].imageAddress`,
      range: address.range,
    },
  ];
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
