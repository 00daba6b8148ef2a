import { quoted } from '../text.ts';
import {
  entryOf,
  isFailed,
  type Range,
  type SpecEntry,
  type SpecMap,
  type SpecNode,
  type SpecScalar,
} from './tree.ts';

/** The keys and indices from the top to a node. */
export type Path = readonly (string | number)[];

/** From 1, columns in UTF-16 units, as annotations count them. */
export function positionOf(text: string, offset: number) {
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
  readonly keyRange?: Range;
}

/** The node at the path, or the nearest above it that exists. */
export function placeAt(root: SpecNode, path: Path): Place {
  let place: Place = { node: root };
  for (const step of path) {
    const next = childOf(place.node, step);
    if (next === undefined) return place;
    place = next;
  }
  return place;
}

/** An entry that was left out for want of a value has its place too. */
function childOf(node: SpecNode, step: string | number): Place | undefined {
  if (node.kind === 'map') {
    const isStep = ({ key }: SpecEntry): boolean => key === step;
    const entry = node.entries.find(isStep) ?? node.emptied?.find(isStep);
    return entry && { node: entry.value, keyRange: entry.keyRange };
  }
  const item = node.kind === 'list' && typeof step === 'number' ? node.items[step] : undefined;
  return item && { node: item };
}

/** What concerns a value is at a scalar itself, at the key of a list or map, else where that starts. */
export function rangeOf({ node, keyRange }: Place): Range {
  const { start, end } = node.range;
  if (node.kind === 'scalar') return node.range;
  return keyRange ?? { start, end: Math.min(end, start + 1) };
}

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

export interface Located {
  readonly path: Path;
  readonly map: SpecMap;
}

/**
 * The maps in a list; other shapes are the schema's to check.
 * @param path of the map that has the list
 */
export function mapsIn(map: SpecMap, key: string, path: Path = []): readonly Located[] {
  const list = entryOf(map, key)?.value;
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item, index) =>
    item.kind === 'map' ? [{ path: [...path, key, index], map: item }] : [],
  );
}

/** The maps in a list of every container, as in `envs`. */
export function inContainers(spec: SpecMap, key: string): readonly Located[] {
  return mapsIn(spec, 'containers').flatMap(({ path, map }) => mapsIn(map, key, path));
}

const volumeKinds = ['configMap', 'secret', 'emptyDir', 'volumeClaimTemplates'] as const;

export function volumesIn(spec: SpecMap): readonly Located[] {
  const volumes = entryOf(spec, 'volumes')?.value;
  if (volumes?.kind !== 'map') return [];
  return volumeKinds.flatMap((kind) => mapsIn(volumes, kind, ['volumes']));
}

/** The scalar of a field; undefined if it is absent, not a scalar, or a placeholder without a value. */
export function scalarOf(map: SpecMap, key: string): SpecScalar | undefined {
  const node = entryOf(map, key)?.value;
  return node?.kind === 'scalar' && !isFailed(node) ? node : undefined;
}
