import { closest } from '../edit-distance.ts';
import type { Path } from './locate.ts';
import { describe } from './messages.ts';
import { problemAt, type CheckedTree, type Problem } from './problem.ts';
import { schemaOfField, schemaOfItems, specSchema, type Schema } from './schema.ts';
import type { SpecEntry, SpecMap, SpecNode } from './tree.ts';

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

/** For editors, and for those who copied Baidu's example. */
const unsuggested: readonly string[] = ['$schema', 'volume'];

/** What BEC has in another place, or not at all. */
const foreignKeys: ReadonlyMap<string, 'probe-key' | 'replicas-key' | 'resources-key'> = new Map([
  ['healthcheck', 'probe-key'],
  ['livenessProbe', 'probe-key'],
  ['readinessProbe', 'probe-key'],
  ['startupProbe', 'probe-key'],
  ['replicas', 'replicas-key'],
  ['resources', 'resources-key'],
]);

/**
 * Every unknown key is a problem. If the spec is strict, a misspelt one is corrected in the tree, so that
 * what is below it is checked too; if not, it may be a key that is newer than this action.
 */
export function withKnownKeys(tree: SpecMap, strict: boolean): CheckedTree {
  const problems: Problem[] = [];
  const listed = new Set<string>();

  function correctMap(map: SpecMap, schema: Schema, path: Path): SpecMap {
    if (schema.properties === undefined) return map;
    const known = Object.keys(schema.properties).filter((key) => !unsuggested.includes(key));
    const taken = new Set(map.entries.map(({ key }) => key));
    const entries = map.entries.map((entry): SpecEntry => {
      const key = known.includes(entry.key) ? entry.key : correctKey(entry, { known, taken, path });
      const value = correct(entry.value, schemaOfField(schema, key), [...path, key]);
      return { ...entry, key, value };
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

  /** The key that was likely meant, unless it is there already, else the same. */
  function correctKey({ key, keyRange }: SpecEntry, { known, taken, path }: Keys): string {
    const isVolume = key === 'volume' && path.length === 0 && !taken.has('volumes');
    const suggestion = isVolume ? 'volumes' : suggestionFor(key, known);
    const foreign = isVolume ? 'volume-key' : foreignKeys.get(key);
    const description =
      foreign === undefined || (suggestion !== undefined && !isVolume)
        ? describe('unknown-key', key, suggestion, suggestion ? [] : unlisted(known))
        : describe(foreign);
    const severity = strict && !isVolume ? 'error' : 'warning';
    problems.push(problemAt({ ...description, severity }, keyRange, [...path, key]));
    const corrected = suggestion ?? key;
    if (taken.has(corrected) || !(strict || isVolume)) return key;
    taken.add(corrected);
    return corrected;
  }

  /** Each list of keys is told once. */
  function unlisted(known: readonly string[]): readonly string[] {
    const text = known.join();
    const isTold = listed.has(text);
    listed.add(text);
    return isTold ? [] : known;
  }

  return { tree: correctMap(tree, specSchema, []), problems };
}

interface Keys {
  readonly known: readonly string[];
  /** The keys of the map, corrected ones too. */
  readonly taken: Set<string>;
  readonly path: Path;
}
