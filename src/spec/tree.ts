import type { Range } from './problem.ts';
import { quoted } from '../text.ts';

/** The spec as it is written, YAML or JSON, every part with its place. */
export type SpecNode = SpecScalar | SpecMap | SpecList;

export interface SpecScalar {
  readonly kind: 'scalar';
  readonly range: Range;
  /** The source text where it is plain; where it is quoted, what the quotes hold. */
  readonly text: string;
  /** Neither quoted nor a block: its type is that of its place. */
  readonly plain: boolean;
  /** Set where placeholders stood in the text, or an alias of nothing. */
  readonly resolved?: Resolved;
}

export interface Resolved {
  /** Their names, as in `image.version`. */
  readonly names: readonly string[];
  /** The text was one placeholder and nothing else. */
  readonly whole: boolean;
  /** The text as it may be shown: secrets as `***`. */
  readonly shownAs: string;
  /** There was no value, which has been told; nothing more can be said of this text. */
  readonly failed: boolean;
}

export interface SpecEntry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: SpecNode;
}

export interface SpecMap {
  readonly kind: 'map';
  readonly range: Range;
  readonly entries: readonly SpecEntry[];
  /** Entries that hold nothing and are not sent. */
  readonly emptied?: readonly SpecEntry[];
}

export interface SpecList {
  readonly kind: 'list';
  readonly range: Range;
  readonly items: readonly SpecNode[];
}

/** The keys and indices from the top to a node. */
export type Path = readonly (string | number)[];

export function entryOf(map: SpecMap, key: string): SpecEntry | undefined {
  if (map.entries.length <= 32) return map.entries.find((entry) => entry.key === key);
  const index = indexes.get(map) ?? new Map(map.entries.map((entry) => [entry.key, entry]));
  indexes.set(map, index);
  return index.get(key);
}

/** Of maps with many keys: to search such a map for each of them would take time by their square. */
const indexes = new WeakMap<SpecMap, ReadonlyMap<string, SpecEntry>>();

/** The node's text, where it is a scalar. */
export function textOf(node: SpecNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.text : undefined;
}

/** `containers[0].envs[2].name` */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = /^[A-Za-z_$][\w$-]*$/.test(step) ? step : quoted(step);
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** The node at the path; undefined where there is none. */
export function nodeAt(root: SpecNode, path: Path): SpecNode | undefined {
  return path.reduce<SpecNode | undefined>((node, step) => {
    if (node?.kind === 'list' && typeof step === 'number') return node.items[step];
    return node?.kind === 'map' ? entryOf(node, String(step))?.value : undefined;
  }, root);
}

/** Where in the text a path is: its node, and its key's place where it is an entry of a map. */
export interface Place {
  readonly node: SpecNode;
  readonly keyRange: Range | undefined;
}

/** The node at the path, or the nearest above it that is there. */
export function placeAt(root: SpecNode, path: Path): Place {
  let place: Place = { node: root, keyRange: undefined };
  for (const step of path) {
    const next = childOf(place.node, step);
    if (next === undefined) return place;
    place = next;
  }
  return place;
}

/** A place for what is said of a whole node: its key, else the start of its text. */
export function headingRange(place: Place): Range {
  if (place.keyRange !== undefined) return place.keyRange;
  const { start, end } = place.node.range;
  return place.node.kind === 'scalar' ? { start, end } : { start, end: Math.min(end, start + 1) };
}

function childOf(node: SpecNode, step: string | number): Place | undefined {
  if (node.kind === 'list' && typeof step === 'number') {
    const item = node.items[step];
    return item && { node: item, keyRange: undefined };
  }
  if (node.kind === 'map' && typeof step === 'string') {
    const entry = entryOf(node, step) ?? node.emptied?.find((candidate) => candidate.key === step);
    return entry && { node: entry.value, keyRange: entry.keyRange };
  }
  return undefined;
}
