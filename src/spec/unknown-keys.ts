import { closest } from '../edit-distance.ts';
import type { Path } from './locate.ts';
import { describe } from './messages.ts';
import type { PassResult } from './pass.ts';
import { problemAt, type Problem } from './problem.ts';
import { schemaOfField, schemaOfItems, specSchema, type Schema } from './schema.ts';
import { entryOf, type SpecEntry, type SpecMap, type SpecNode } from './tree.ts';

/** What BEC calls what people write who know Kubernetes, Compose or Docker. */
const synonyms = {
  commands: 'command',
  containerGroupName: 'containerGroup',
  containerPort: 'port',
  cpu: 'cpus',
  deployInstances: 'regions',
  envs: 'env environment',
  imageAddress: 'image',
  imageRegistrySecrets: 'imagePullSecrets',
  imageVersion: 'tag version',
  memory: 'mem',
  mountPath: 'path target',
  replicas: 'instances scale',
  serviceName: 'metadata',
  serviceProvider: 'serviceproviders',
  storageSize: 'size',
  volumeMounts: 'mounts',
} as const;

/** The known word that was most likely meant; undefined if none is near. */
export function suggestionFor(word: string, known: readonly string[]): string | undefined {
  const meant = Object.entries(synonyms).find(([, words]) => words.split(' ').includes(word))?.[0];
  return meant !== undefined && known.includes(meant) ? meant : closest(word, known);
}

/** All keys but those for editors, or for those who copied Baidu's example. */
export function knownKeys({ properties = {} }: Schema): readonly string[] {
  return Object.keys(properties).filter((key) => key !== '$schema' && key !== 'volume');
}

/**
 * Every unknown key is a problem. If the spec is strict, a misspelt one is corrected in the tree, so that
 * what is below it is checked too; if not, it may be a key that is newer than this action.
 */
export function withKnownKeys(tree: SpecMap, strict: boolean): PassResult {
  const problems: Problem[] = [];

  function correctMap(map: SpecMap, schema: Schema, path: Path): SpecMap {
    if (schema.properties === undefined) return map;
    const corrected = new Set<string>();
    const entries = map.entries.map((entry): SpecEntry => {
      const suggestion = isKnown(schema, entry.key) ? undefined : report(entry, schema, path);
      // A key that is there already was not meant once more.
      const isFree =
        suggestion !== undefined && !corrected.has(suggestion) && !entryOf(map, suggestion);
      const key = strict && isFree ? suggestion : entry.key;
      corrected.add(key);
      return {
        ...entry,
        key,
        value: correct(entry.value, schemaOfField(schema, key), [...path, key]),
      };
    });
    return { ...map, entries };
  }

  function correct(node: SpecNode, schema: Schema | undefined, path: Path): SpecNode {
    if (schema === undefined || node.kind === 'scalar') return node;
    if (node.kind === 'map') return correctMap(node, schema, path);
    const itemSchema = schemaOfItems(schema);
    const items = node.items.map((item, index) => correct(item, itemSchema, [...path, index]));
    return { ...node, items };
  }

  /** Returns the key that was likely meant. */
  function report({ key, keyRange }: SpecEntry, schema: Schema, path: Path): string | undefined {
    const known = knownKeys(schema);
    const suggestion = suggestionFor(key, known);
    const severity = strict ? 'error' : 'warning';
    const description = describe('unknown-key', { key, suggestion, known });
    problems.push(problemAt(description, { range: keyRange, path: [...path, key], severity }));
    return suggestion;
  }

  return { tree: correctMap(tree, specSchema, []), problems };
}

function isKnown(schema: Schema, key: string): boolean {
  return schemaOfField(schema, key) !== undefined;
}

/**
 * Baidu's example writes `volume`, which BEC ignores; its table and SDK say `volumes`. It is renamed, so
 * that the body has the right name, too.
 */
export function withVolumes(tree: SpecMap): PassResult {
  const misnamed = entryOf(tree, 'volume');
  if (misnamed === undefined) return { tree };
  const hasBoth = entryOf(tree, 'volumes') !== undefined;
  const problem = problemAt(describe(hasBoth ? 'volume-and-volumes' : 'volume-key'), {
    range: misnamed.keyRange,
    path: ['volume'],
    severity: hasBoth ? 'error' : 'warning',
  });
  const entries = tree.entries.flatMap((entry) => {
    if (entry !== misnamed) return [entry];
    return hasBoth ? [] : [{ ...entry, key: 'volumes' }];
  });
  return { tree: { ...tree, entries }, problems: [problem] };
}
