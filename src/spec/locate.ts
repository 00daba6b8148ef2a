import { entryOf, nodeAt, textOf, type Path, type SpecMap } from './tree.ts';

const volumeKinds = ['configMap', 'secret', 'emptyDir', 'volumeClaimTemplates'] as const;

/** A map of the spec, and where it stands. */
export interface Located {
  readonly path: Path;
  readonly map: SpecMap;
}

export function volumesOf(spec: SpecMap): readonly Located[] {
  return volumeKinds.flatMap((kind) => mapsIn(spec, ['volumes', kind]));
}

export function mountsOf(spec: SpecMap): readonly Located[] {
  return mapsIn(spec, ['containers']).flatMap(({ path }) =>
    mapsIn(spec, [...path, 'volumeMounts']),
  );
}

export function variablesOf(spec: SpecMap): readonly Located[] {
  return mapsIn(spec, ['containers']).flatMap(({ path }) => mapsIn(spec, [...path, 'envs']));
}

/** The maps in the list at the path; what has another shape, the schema's check tells of. */
export function mapsIn(spec: SpecMap, path: Path): readonly Located[] {
  const list = nodeAt(spec, path);
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((map, index) =>
    map.kind === 'map' ? [{ path: [...path, index], map }] : [],
  );
}

/** All but the first of those that have the same key. */
export function repeated(
  places: readonly Located[],
  keyOf: (place: Located) => string | undefined,
): readonly (Located & { readonly key: string })[] {
  const seen = new Set<string>();
  return places.flatMap((place) => {
    const key = keyOf(place);
    if (key === undefined) return [];
    if (seen.has(key)) return [{ ...place, key }];
    seen.add(key);
    return [];
  });
}

/** The text of a field; undefined where it is absent, no text, or a placeholder without a value. */
export function valueOf(map: SpecMap, key: string): string | undefined {
  const node = entryOf(map, key)?.value;
  return node?.kind === 'scalar' && node.resolved?.failed !== true ? textOf(node) : undefined;
}

export function textAt(spec: SpecMap, path: Path): string | undefined {
  const parent = nodeAt(spec, path.slice(0, -1));
  return parent?.kind === 'map' ? valueOf(parent, String(path.at(-1))) : undefined;
}
