import { sameWord } from '../edit-distance.ts';
import { describe, type Description } from './messages.ts';
import { specSchema } from './schema.ts';
import { entryOf, isNull, textOf, type SpecMap, type SpecNode } from './tree.ts';
import { knownKeys } from './unknown-keys.ts';

/**
 * What a file is that is not a spec; undefined if it is one, or was meant to be.
 * @param root undefined if the text could not be read, or holds nothing
 */
export function unrecognizedAs(
  text: string,
  root: SpecNode | undefined,
  hasProblems: boolean,
): Description | undefined {
  if (root?.kind === 'map') {
    const kind = foreignKindOf(root);
    if (kind !== undefined) return describe('foreign-manifest', { kind });
    return root.entries.some(({ key }) => isKnownKey(key)) ? undefined : describe('not-a-spec');
  }
  if (root === undefined ? !hasProblems : isNull(root)) return describe('empty-spec');
  if (!mentionsKnownKey(text)) return describe('not-a-spec');
  if (root === undefined) return undefined;
  return describe('not-a-map', { found: root.kind === 'list' ? 'a list' : 'text' });
}

function mentionsKnownKey(text: string): boolean {
  return /(?:^|[\s{,["'])(?:serviceName|containerGroupName|containers|deployInstances)["']?[ \t]*:/m.test(
    text,
  );
}

/** What else is written in YAML and describes containers. */
function foreignKindOf(root: SpecMap): string | undefined {
  if (entryOf(root, 'serviceName') !== undefined) return undefined;
  const kind = textOf(entryOf(root, 'kind')?.value);
  if (entryOf(root, 'apiVersion') !== undefined && kind !== undefined) {
    return 'Kubernetes manifest';
  }
  const hasContainers = entryOf(root, 'containers') !== undefined;
  return entryOf(root, 'services') !== undefined && !hasContainers ? 'Compose file' : undefined;
}

function isKnownKey(key: string): boolean {
  return key === 'volume' || sameWord(key, knownKeys(specSchema)) !== undefined;
}
