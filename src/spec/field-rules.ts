import { isImageTag } from '../image-tag.ts';
import { quoted } from '../text.ts';
import { isAddress, mendedAddress, parseTagged } from './image-reference.ts';
import type { Path } from './locate.ts';
import { describe, type Description } from './messages.ts';
import { problemAt, type Problem, type Severity } from './problem.ts';
import type { Schema } from './schema.ts';
import { isFailed, printableOf, type SpecScalar } from './tree.ts';

type Rule = readonly [Severity, (scalar: SpecScalar) => Description | undefined];

/** What is said of a field alone. */
const rules: ReadonlyMap<string, readonly Rule[]> = new Map([
  ['containers.imageAddress', [['error', invalidAddress]]],
  [
    'containers.imageVersion',
    [
      ['error', invalidVersion],
      ['warning', movingVersion],
    ],
  ],
  ['containers.memory', [['warning', largeMemory]]],
]);

/** Texts that may hold anything; addresses and versions of images have rules of their own. */
const free: ReadonlySet<string> = new Set([
  ...['value', 'args', 'commands', 'tagValue', 'kernelParam', 'esUserPassword'],
  ...['imageAddress', 'imageVersion'],
]);

export function fieldRuleProblems(
  scalar: SpecScalar,
  path: Path,
  { type }: Schema,
): readonly Problem[] {
  if (isFailed(scalar)) return [];
  const names = path.filter((step) => typeof step === 'string');
  const isText = type === 'string';
  const found: readonly Rule[] = [
    ...(rules.get(names.join('.')) ?? []),
    ...(isText ? [['warning', strayPunctuation] as const] : []),
    ...(isText && !free.has(names.at(-1) ?? '') ? [['error', strayWhiteSpace] as const] : []),
  ];
  return found.flatMap(([severity, find]) => {
    const description = find(scalar);
    if (description === undefined) return [];
    return [problemAt(description, { range: scalar.range, path, severity })];
  });
}

function strayWhiteSpace({ text }: SpecScalar): Description | undefined {
  const isStray = text.includes('\n') || text.trim() !== text;
  return isStray ? describe('stray-white-space') : undefined;
}

/** `name: web,`, `name: “web”` */
function strayPunctuation({ plain, resolved, text }: SpecScalar): Description | undefined {
  const [found] = /^[“‘]|[,，]$/.exec(text) ?? [];
  return found === undefined || !plain || resolved !== undefined
    ? undefined
    : describe('stray-punctuation', { found });
}

/** What a placeholder stands for is not taken apart in a message: it may be a secret. */
function invalidAddress({ text, resolved }: SpecScalar): Description | undefined {
  const isWritten = resolved === undefined;
  const tagged = parseTagged(text);
  if (!isAddress(tagged?.address ?? text)) {
    const suggestion = isWritten && tagged === undefined ? mendedAddress(text) : undefined;
    return describe('invalid-image-address', { suggestion });
  }
  if (tagged === undefined) return undefined;
  const isSafe = isWritten && isImageTag(tagged.tag);
  return describe('image-with-version', {
    found: tagged.hasDigest ? 'a digest, which BEC does not document' : 'a tag',
    address: isWritten ? tagged.address : undefined,
    version: isSafe ? tagged.tag : undefined,
  });
}

function invalidVersion(version: SpecScalar): Description | undefined {
  if (isImageTag(version.text)) return undefined;
  return describe('invalid-image-version', { value: quoted(printableOf(version)) });
}

/** The run's own version is not the spec's to choose. */
function movingVersion({ text, resolved }: SpecScalar): Description | undefined {
  return text === 'latest' && resolved === undefined ? describe('moving-version') : undefined;
}

/** In GB, no node has 512; in MB, it is what people write elsewhere. */
function largeMemory(memory: SpecScalar): Description | undefined {
  if (!(Number(memory.text) >= 512)) return undefined;
  return describe('large-memory', { value: printableOf(memory) });
}
