import { listedFirst, printable, quoted } from '../text.ts';
import { mapsIn, pathText, rangeOf, scalarOf, type Located } from './locate.ts';
import { describe, type Description } from './messages.ts';
import { problemWithValue, type CheckedTree, type Problem } from './problem.ts';
import {
  entryOf,
  isNull,
  printableOf,
  type Range,
  type SpecEntry,
  type SpecMap,
  type SpecNode,
  type SpecScalar,
} from './tree.ts';

/** The image of a container that takes the run's version, and where its address is. */
export interface SpecImage {
  /** Of the container, in quotes, as it may be printed. */
  readonly container: string;
  /** The version in the spec in whose place the run's own is sent. */
  readonly replaced: string | undefined;
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

/**
 * The spec with the image version in the containers that take it: those that are named; else those
 * without an `imageVersion` or with `${{ image.version }}` in it; else the only one there is.
 * @param named the input containers, one name an entry; empty if the spec decides
 * @returns an image for each of them, in their order; none without an address, which is a problem of its own
 */
export function withImageVersion(
  spec: SpecMap,
  imageVersion: string,
  named: readonly string[],
): CheckedTree & { readonly images: readonly SpecImage[] } {
  const list = entryOf(spec, 'containers')?.value;
  if (list?.kind !== 'list') return { tree: spec, problems: [], images: [] };
  const containers = mapsIn(spec, 'containers');
  const maps = containers.map(({ map }) => map);
  const taking = takingContainers(maps, named);
  const versioned = new Map<SpecNode, SpecMap>();
  for (const map of taking) versioned.set(map, withVersion(map, imageVersion));
  const items = list.items.map((item) => versioned.get(item) ?? item);
  const description = nameDescription(maps, named, taking.length);
  return {
    tree: withEntry(spec, 'containers', { ...list, items }),
    problems:
      description === undefined ? [] : [problemWithValue(description, spec, ['containers'])],
    images: containers.flatMap(({ path, map }) =>
      imagesIn(versioned.get(map) ?? map, { path, map }),
    ),
  };
}

function takingContainers(
  containers: readonly SpecMap[],
  named: readonly string[],
): readonly SpecMap[] {
  const chosen = containers.filter((map) => named.includes(scalarOf(map, 'name')?.text ?? ''));
  if (chosen.length > 0) return chosen;
  const open = containers.filter(isOpen);
  return open.length === 0 && containers.length === 1 ? containers : open;
}

/** What is wrong with the names, or with a version that no container takes. */
function nameDescription(
  containers: readonly SpecMap[],
  named: readonly string[],
  takingCount: number,
): Description | undefined {
  const names = new Set(containers.map((map) => scalarOf(map, 'name')?.text));
  const unknown = named.filter((name) => !names.has(name)).map(quoted);
  const known = listedFirst(containers.map(quotedNameOf), 8);
  if (unknown.length > 0) return describe('unknown-container', unknown, known);
  if (takingCount > 0 || containers.length === 0) return undefined;
  return describe('no-container-takes-version', known);
}

function quotedNameOf(container: SpecMap): string {
  const name = scalarOf(container, 'name');
  return name === undefined || name.text === '' ? 'one without a name' : quoted(printableOf(name));
}

/** Whether the spec leaves the version to the run, wholly or in part. */
function isOpen(container: SpecMap): boolean {
  const version = entryOf(container, 'imageVersion')?.value;
  if (version?.kind !== 'scalar') return version === undefined;
  return version.text === '' || isNull(version) || isRunVersion(version);
}

/** Whether it is the run's version, or has it in it. */
function isRunVersion({ resolved }: SpecScalar): boolean {
  return resolved?.names.includes('image.version') === true;
}

function withVersion(container: SpecMap, imageVersion: string): SpecMap {
  const written = entryOf(container, 'imageVersion')?.value;
  // A list or a map is a problem, and must not vanish.
  if (written !== undefined && (written.kind !== 'scalar' || isRunVersion(written))) {
    return container;
  }
  return withEntry(container, 'imageVersion', {
    kind: 'scalar',
    text: imageVersion,
    plain: false,
    range: written?.range ?? rangeOf({ node: container }),
    resolved: { names: ['image.version'], isWhole: true, printable: imageVersion, failed: false },
  });
}

function withEntry(map: SpecMap, key: string, value: SpecNode): SpecMap {
  const written = entryOf(map, key);
  const entry: SpecEntry = { key, keyRange: written?.keyRange ?? value.range, value };
  if (written === undefined) return { ...map, entries: [...map.entries, entry] };
  return { ...map, entries: map.entries.map((other) => (other === written ? entry : other)) };
}

/** None if it does not take the version, or has no address, which is a problem of its own. */
function imagesIn(container: SpecMap, { path, map: written }: Located): readonly SpecImage[] {
  const address = scalarOf(container, 'imageAddress');
  const version = scalarOf(container, 'imageVersion');
  if (address === undefined || version === undefined || !isRunVersion(version)) return [];
  const own = scalarOf(written, 'imageVersion');
  const before = own === undefined || isOpen(written) ? version.text : printableOf(own);
  return [
    {
      container: quotedNameOf(container),
      replaced: before === version.text ? undefined : before,
      imageAddress: address.text,
      imageVersion: version.text,
      printableAddress: printableOf(address),
      printableVersion: printableOf(version),
      secretPart: secretPartOf(address, version),
      path: pathText([...path, 'imageAddress']),
      range: address.range,
    },
  ];
}

/** Decided by the placeholders: a value may look like anything. */
function secretPartOf(address: SpecScalar, version: SpecScalar): SpecImage['secretPart'] {
  const isSecret = (name: string): boolean => name.startsWith('secrets.');
  const inAddress = address.resolved?.names.filter(isSecret).length ?? 0;
  if (version.resolved?.names.some(isSecret) === true) return 'more';
  if (inAddress === 0) return 'nothing';
  // `***/acme/web`
  const [, path = ''] = /^\*\*\*(\/.*)$/s.exec(printableOf(address)) ?? [];
  const isHost = path !== '' && address.text.indexOf('/') === address.text.length - path.length;
  return inAddress === 1 && isHost ? 'host' : 'more';
}

/** A registry that gives the image with a login only, and a spec that names none for BEC. */
export function privateImageProblem({ path, range, printableAddress }: SpecImage): Problem {
  return { ...describe('private-image', printable(printableAddress)), range, path };
}

/** @param nearTags tags that the registry has and that were probably meant */
export function missingImageProblem(image: SpecImage, nearTags: readonly string[]): Problem {
  const { path, range, imageVersion, printableVersion: version } = image;
  // A version with a secret in it is not compared with others.
  const near = version === imageVersion ? nearTags.map((tag) => printable(tag)) : [];
  const name = printable(`${image.printableAddress}:${version}`);
  return { ...describe('missing-image', name, version, near), range, path };
}
