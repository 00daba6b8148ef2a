import { listedFirst, printable, quoted } from '../text.ts';
import { containersIn, headingRange, pathText, scalarOf } from './locate.ts';
import { describe, type Description } from './messages.ts';
import { problemWithValue, type CheckedTree, type Problem } from './problem.ts';
import {
  entryOf,
  isNull,
  printableOf,
  textOf,
  type Range,
  type SpecEntry,
  type SpecMap,
  type SpecNode,
  type SpecScalar,
} from './tree.ts';

/** A container that takes the run's version. */
export interface VersionedContainer {
  /** In quotes, as it may be printed. */
  readonly name: string;
  /** The version in the spec in whose place the run's own is sent. */
  readonly replaced: string | undefined;
}

/**
 * The spec with the image version in the containers that take it: those that are named; else those
 * without an `imageVersion` or with `${{ image.version }}` in it; else the only one there is.
 * @param named the input containers, one name an entry; empty if the spec decides
 */
export function withImageVersion(
  spec: SpecMap,
  imageVersion: string,
  named: readonly string[],
): CheckedTree & { readonly versioned: readonly VersionedContainer[] } {
  const list = entryOf(spec, 'containers')?.value;
  if (list?.kind !== 'list') return { tree: spec, problems: [], versioned: [] };
  const containers = containersIn(spec).map(({ map }) => map);
  const taking = new Set(takingContainers(containers, named));
  const description = problemOf(containers, named, taking.size);
  const items = list.items.map((item) =>
    item.kind === 'map' && taking.has(item) ? withVersion(item, imageVersion) : item,
  );
  return {
    tree: withEntry(spec, 'containers', { ...list, items }),
    problems:
      description === undefined
        ? []
        : [problemWithValue(description, { tree: spec, path: ['containers'] })],
    versioned: [...taking].map((container) => ({
      name: quotedNameOf(container),
      replaced: replacedIn(container, imageVersion),
    })),
  };
}

function takingContainers(
  containers: readonly SpecMap[],
  named: readonly string[],
): readonly SpecMap[] {
  const chosen = containers.filter((container) => named.includes(nameOf(container)));
  if (chosen.length > 0) return chosen;
  const open = containers.filter((container) => holdsVersion(container) || !hasVersion(container));
  return open.length === 0 && containers.length === 1 ? containers : open;
}

function problemOf(
  containers: readonly SpecMap[],
  named: readonly string[],
  takingCount: number,
): Description | undefined {
  const names = new Set(containers.map(nameOf));
  const unknown = named.filter((name) => !names.has(name));
  const known = listedFirst(containers.map(quotedNameOf), 8);
  if (unknown.length > 0) {
    return describe('unknown-container', { unknown: unknown.map(quoted), known });
  }
  if (takingCount > 0 || containers.length === 0) return undefined;
  return describe('no-container-takes-version', { known });
}

function replacedIn(container: SpecMap, imageVersion: string): string | undefined {
  const version = entryOf(container, 'imageVersion')?.value;
  if (version?.kind !== 'scalar' || !hasVersion(container) || holdsVersion(container)) {
    return undefined;
  }
  const written = printableOf(version);
  return written === imageVersion ? undefined : written;
}

function quotedNameOf(container: SpecMap): string {
  const name = entryOf(container, 'name')?.value;
  const text = name?.kind === 'scalar' ? printableOf(name) : '';
  return text === '' ? 'one without a name' : quoted(text);
}

function withVersion(container: SpecMap, imageVersion: string): SpecMap {
  const written = entryOf(container, 'imageVersion');
  // A list or a map is a problem, and must not vanish.
  const isOther = written !== undefined && written.value.kind !== 'scalar';
  if (isOther || holdsVersion(container)) return container;
  const range = written?.value.range ?? headingRange({ node: container, keyRange: undefined });
  return withEntry(container, 'imageVersion', {
    kind: 'scalar',
    text: imageVersion,
    plain: false,
    range,
    resolved: { names: ['image.version'], isWhole: true, printable: imageVersion, failed: false },
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
  return version !== undefined && textOf(version) !== '' && !isNull(version);
}

/** Whether the container's version is the run's, or has it in it. */
function holdsVersion(container: SpecMap): boolean {
  const version = entryOf(container, 'imageVersion')?.value;
  return version?.kind === 'scalar' && version.resolved?.names.includes('image.version') === true;
}

/** The image of a container that takes the run's version, and where its address is. */
export interface SpecImage {
  readonly imageAddress: string;
  readonly imageVersion: string;
  /** With secrets as `***`. */
  readonly printableAddress: string;
  readonly printableVersion: string;
  /** What of its name is a secret: nothing, exactly the registry's host, or more. */
  readonly secretPart: 'nothing' | 'host' | 'more';
  /** `containers[0].imageAddress` */
  readonly path: string;
  readonly range: Range;
}

/** In the order of the containers; none for one without an address, which is a problem of its own. */
export function imagesIn(spec: SpecMap): readonly SpecImage[] {
  return containersIn(spec).flatMap(({ path, map }) => {
    const address = scalarOf(map, 'imageAddress');
    const version = scalarOf(map, 'imageVersion');
    if (address === undefined || version === undefined || !holdsVersion(map)) return [];
    return [
      {
        imageAddress: address.text,
        imageVersion: version.text,
        printableAddress: printableOf(address),
        printableVersion: printableOf(version),
        secretPart: secretPartOf(address, version),
        path: pathText([...path, 'imageAddress']),
        range: address.range,
      },
    ];
  });
}

/** Decided by the placeholders: a value may look like anything. */
function secretPartOf(address: SpecScalar, version: SpecScalar): SpecImage['secretPart'] {
  const isSecret = (name: string): boolean => name.startsWith('secrets.');
  const inAddress = address.resolved?.names.filter(isSecret).length ?? 0;
  if (version.resolved?.names.some(isSecret) === true) return 'more';
  if (inAddress === 0) return 'nothing';
  // `***/acme/web`
  const [, path = ''] = /^\*\*\*(\/.*)$/s.exec(printableOf(address)) ?? [];
  return inAddress === 1 &&
    path !== '' &&
    address.text.indexOf('/') === address.text.length - path.length
    ? 'host'
    : 'more';
}

/** A registry that gives the image with a login only, and a spec that names none for BEC. */
export function privateImageProblem({ path, range, printableAddress }: SpecImage): Problem {
  const description = describe('private-image', { name: printable(printableAddress) });
  return { ...description, severity: 'warning', range, path };
}

/** @param nearTags tags that the registry has and that were probably meant */
export function missingImageProblem(image: SpecImage, nearTags: readonly string[]): Problem {
  const { path, range, printableAddress, imageVersion, printableVersion: version } = image;
  const description = describe('missing-image', {
    name: printable(`${printableAddress}:${version}`),
    version,
    // A version with a secret in it is not compared with others.
    nearTags: version === imageVersion ? nearTags.map((tag) => printable(tag)) : [],
  });
  return { ...description, severity: 'error', range, path };
}
