import { quoted } from '../text.ts';
import {
  entryOf,
  isFailed,
  textOf,
  type Range,
  type SpecMap,
  type SpecNode,
  type SpecScalar,
} from './tree.ts';

/** The keys and indices from the top to a node. */
export type Path = readonly (string | number)[];

/** From 1, columns in UTF-16 units, as annotations count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionOf(text: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

/** `containers[0].envs[2].name` */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = /^[A-Za-z_$][\w$-]{0,79}$/.test(step) ? step : quoted(step);
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** A node, and the range of its key if it is an entry of a map. */
export interface Place {
  readonly node: SpecNode;
  readonly keyRange: Range | undefined;
}

/** The node at the path, or the nearest above it that exists. */
export function placeAt(root: SpecNode, path: Path): Place {
  let place: Place = { node: root, keyRange: undefined };
  for (const step of path) {
    const next = childOf(place.node, step);
    if (next === undefined) return place;
    place = next;
  }
  return place;
}

function valueIn(node: SpecNode | undefined, step: string | number): SpecNode | undefined {
  if (typeof step === 'number') return node?.kind === 'list' ? node.items[step] : undefined;
  return node?.kind === 'map' ? entryOf(node, step)?.value : undefined;
}

/** An entry that was left out for want of a value has its place too. */
function childOf(node: SpecNode, step: string | number): Place | undefined {
  if (typeof step === 'number') {
    const item = valueIn(node, step);
    return item && { node: item, keyRange: undefined };
  }
  if (node.kind === 'map') {
    const entry = entryOf(node, step) ?? node.emptied?.find((candidate) => candidate.key === step);
    return entry && { node: entry.value, keyRange: entry.keyRange };
  }
  return undefined;
}

/** The range for what concerns a whole node: its key, else the start of its text. */
export function headingRange({ node, keyRange }: Place): Range {
  if (keyRange !== undefined) return keyRange;
  const { start, end } = node.range;
  return node.kind === 'scalar' ? node.range : { start, end: Math.min(end, start + 1) };
}

/** The range for what concerns a value: a scalar itself, else the heading of the list or map. */
export function valueRange(place: Place): Range {
  return place.node.kind === 'scalar' ? place.node.range : headingRange(place);
}

/** The tree with every scalar changed. */
export function withScalars(
  map: SpecMap,
  change: (scalar: SpecScalar, path: Path) => SpecScalar,
  path: Path = [],
): SpecMap {
  const changed = (node: SpecNode, at: Path): SpecNode => {
    switch (node.kind) {
      case 'scalar':
        return change(node, at);
      case 'list':
        return { ...node, items: node.items.map((item, index) => changed(item, [...at, index])) };
      case 'map':
        return withScalars(node, change, at);
    }
  };
  const entries = map.entries.map((entry) => ({
    ...entry,
    value: changed(entry.value, [...path, entry.key]),
  }));
  return { ...map, entries };
}

/** A map of the spec, and its path. */
export interface Located {
  readonly path: Path;
  readonly map: SpecMap;
}

/** The maps in the list at the path; other shapes are the schema's to check. */
export function mapsIn(spec: SpecMap, path: Path): readonly Located[] {
  const node = path.reduce<SpecNode | undefined>(valueIn, spec);
  if (node?.kind !== 'list') return [];
  return node.items.flatMap((map, index) =>
    map.kind === 'map' ? [{ path: [...path, index], map }] : [],
  );
}

export function containersIn(spec: SpecMap): readonly Located[] {
  return mapsIn(spec, ['containers']);
}

/** The maps in a list of every container, as in `envs`. */
export function inContainers(spec: SpecMap, key: string): readonly Located[] {
  return containersIn(spec).flatMap(({ path }) => mapsIn(spec, [...path, key]));
}

const volumeKinds = ['configMap', 'secret', 'emptyDir', 'volumeClaimTemplates'] as const;

export function volumesIn(spec: SpecMap): readonly Located[] {
  return volumeKinds.flatMap((kind) => mapsIn(spec, ['volumes', kind]));
}

/** The scalar of a field; undefined if it is absent, not a scalar, or a placeholder without a value. */
export function scalarOf(map: SpecMap, key: string): SpecScalar | undefined {
  const node = entryOf(map, key)?.value;
  return node?.kind === 'scalar' && !isFailed(node) ? node : undefined;
}

/** The text of {@link scalarOf}. */
export function valueOf(map: SpecMap, key: string): string | undefined {
  return textOf(scalarOf(map, key));
}
