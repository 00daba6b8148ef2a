import { isImageTag } from '../image-tag.ts';
import { quoted } from '../text.ts';
import { faultOf, parseTagged } from './image-reference.ts';
import { containersIn, inContainers, scalarOf, valueOf } from './locate.ts';
import { describe, type Description } from './messages.ts';
import type { Finding, Rule } from './problem.ts';
import { entryOf, printableOf, type SpecMap, type SpecScalar } from './tree.ts';

/** Images, their versions, and the variables of containers. */
export const containerRules: readonly Rule[] = [
  { severity: 'error', find: invalidAddresses },
  { severity: 'error', find: invalidVersions },
  { severity: 'error', find: unnamedVariables },
  { severity: 'error', find: ambiguousVariables },
  { severity: 'error', find: invalidValueSources },
  { severity: 'warning', find: missingTexts },
  { severity: 'warning', find: incompleteContainers },
  { severity: 'warning', find: movingVersions },
  { severity: 'warning', find: largeMemories },
];

function* invalidAddresses(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of containersIn(spec)) {
    const address = scalarOf(map, 'imageAddress');
    const description = address && problemWithAddress(address);
    if (description !== undefined) yield { path: [...path, 'imageAddress'], description };
  }
}

/** What a placeholder stands for is not taken apart in a message: it may be a secret. */
function problemWithAddress({ text, resolved }: SpecScalar): Description | undefined {
  const isWritten = resolved === undefined;
  const tagged = parseTagged(text);
  const address = tagged?.address ?? text;
  const fault = faultOf(address);
  if (fault !== undefined) {
    const { reason, suggestion } = fault;
    return describe('invalid-image-address', {
      reason,
      ...(isWritten && tagged === undefined && suggestion !== undefined && { suggestion }),
    });
  }
  if (tagged === undefined) return undefined;
  const isSafe = isWritten && isImageTag(tagged.tag);
  return describe('image-with-version', {
    found: tagged.hasDigest ? 'a digest, which BEC does not document' : 'a tag',
    address: isWritten ? tagged.address : undefined,
    version: isSafe ? tagged.tag : undefined,
  });
}

function* invalidVersions(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of containersIn(spec)) {
    const version = scalarOf(map, 'imageVersion');
    if (version === undefined || isImageTag(version.text)) continue;
    const value = quoted(printableOf(version));
    const description = describe('invalid-image-version', { value });
    yield { path: [...path, 'imageVersion'], description };
  }
}

/** The run's own version is not the spec's to choose. */
function* movingVersions(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of containersIn(spec)) {
    const version = scalarOf(map, 'imageVersion');
    if (version?.text !== 'latest' || version.resolved !== undefined) continue;
    yield { path: [...path, 'imageVersion'], description: describe('moving-version') };
  }
}

function* incompleteContainers(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of containersIn(spec)) {
    for (const key of ['name', 'imageAddress', 'imageVersion', 'cpu', 'memory']) {
      if (entryOf(map, key) !== undefined) continue;
      yield { path, description: describe('incomplete-container', { key }) };
    }
  }
}

/** In GB, no node has as much; in MB, it is what people write elsewhere. */
const unusualMemory = 512;

function* largeMemories(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of containersIn(spec)) {
    const memory = scalarOf(map, 'memory');
    if (memory === undefined || !(Number(memory.text) >= unusualMemory)) continue;
    const description = describe('large-memory', { value: printableOf(memory) });
    yield { path: [...path, 'memory'], description };
  }
}

function* unnamedVariables(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of inContainers(spec, 'envs')) {
    if (entryOf(map, 'name') === undefined) {
      yield { path, description: describe('unnamed-variable') };
    }
  }
}

function* ambiguousVariables(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of inContainers(spec, 'envs')) {
    if (entryOf(map, 'value') === undefined || entryOf(map, 'valueFrom') === undefined) continue;
    yield { path: [...path, 'valueFrom'], description: describe('ambiguous-variable') };
  }
}

const sourceKinds = ['configMapKeyRef', 'fieldRef', 'resourceFieldRef', 'secretKeyRef'] as const;

function* invalidValueSources(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of inContainers(spec, 'envs')) {
    const source = entryOf(map, 'valueFrom')?.value;
    if (source?.kind !== 'map' || entryOf(map, 'value') !== undefined) continue;
    const found = sourceKinds.filter((kind) => entryOf(source, kind) !== undefined);
    if (found.length === 1) continue;
    const description = describe('invalid-value-source', { kinds: sourceKinds, found });
    yield { path: [...path, 'valueFrom'], description };
  }
}

function* missingTexts(spec: SpecMap): Iterable<Finding> {
  for (const { path, map } of inContainers(spec, 'envs')) {
    const emptied = map.emptied?.find(({ key }) => key === 'value')?.value;
    if (emptied?.kind !== 'scalar' || valueOf(map, 'valueFrom') !== undefined) continue;
    const description = describe('missing-text', { hasComment: emptied.isComment === true });
    yield { path: [...path, 'value'], description };
  }
}
