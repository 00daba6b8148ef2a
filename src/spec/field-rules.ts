import { isImageTag } from '../image-tag.ts';
import { quoted } from '../text.ts';
import { isAddress, mendedAddress, parseTagged } from './image-reference.ts';
import type { Path } from './locate.ts';
import { describe, type Description } from './messages.ts';
import type { Schema } from './schema.ts';
import { isFailed, printableOf, type SpecScalar } from './tree.ts';

type Rule = (scalar: SpecScalar) => Description | undefined;

const rules: ReadonlyMap<string, readonly Rule[]> = new Map([
  ['containers.imageAddress', [invalidAddress]],
  ['containers.imageVersion', [invalidVersion, movingVersion]],
  ['containers.memory', [largeMemory]],
]);

/** Texts that may hold anything; addresses and versions of images have rules of their own. */
const free: ReadonlySet<string> = new Set([
  ...['value', 'args', 'commands', 'tagValue', 'kernelParam', 'esUserPassword'],
  ...['imageAddress', 'imageVersion'],
]);

/** What is said of a field alone, beside what its schema says. */
export function ruleViolations(
  scalar: SpecScalar,
  path: Path,
  { type }: Schema,
): readonly Description[] {
  if (isFailed(scalar)) return [];
  const names = path.filter((step) => typeof step === 'string');
  const found: readonly Rule[] = [
    ...(rules.get(names.join('.')) ?? []),
    ...(type === 'string' ? [strayPunctuation] : []),
    ...(type === 'string' && !free.has(names.at(-1) ?? '') ? [strayWhiteSpace] : []),
  ];
  return found.map((find) => find(scalar)).filter((description) => description !== undefined);
}

function strayWhiteSpace({ text }: SpecScalar): Description | undefined {
  const isStray = text.includes('\n') || text.trim() !== text;
  return isStray ? describe('stray-white-space') : undefined;
}

/** `name: web,`, `name: “web”` */
function strayPunctuation({ plain, resolved, text }: SpecScalar): Description | undefined {
  const [found] = /^[“‘]|[,，]$/.exec(text) ?? [];
  if (found === undefined || !plain || resolved !== undefined) return undefined;
  return describe('stray-punctuation', found);
}

/** What a placeholder stands for is not taken apart in a message: it may be a secret. */
function invalidAddress({ text, resolved }: SpecScalar): Description | undefined {
  const isWritten = resolved === undefined;
  const tagged = parseTagged(text);
  if (!isAddress(tagged?.address ?? text)) {
    const suggestion = isWritten && tagged === undefined ? mendedAddress(text) : undefined;
    return describe('invalid-image-address', suggestion);
  }
  if (tagged === undefined) return undefined;
  const found = tagged.hasDigest ? 'a digest, which BEC does not document' : 'a tag';
  if (!isWritten) return describe('image-with-version', found);
  const version = isImageTag(tagged.tag) ? tagged.tag : undefined;
  return describe('image-with-version', found, tagged.address, version);
}

function invalidVersion(version: SpecScalar): Description | undefined {
  if (isImageTag(version.text)) return undefined;
  return describe('invalid-image-version', quoted(printableOf(version)));
}

/** The run's own version is not the spec's to choose. */
function movingVersion({ text, resolved }: SpecScalar): Description | undefined {
  return text === 'latest' && resolved === undefined ? describe('moving-version') : undefined;
}

/** In GB, no node has 512; in MB, it is what people write elsewhere. */
function largeMemory(memory: SpecScalar): Description | undefined {
  return Number(memory.text) >= 512 ? describe('large-memory', printableOf(memory)) : undefined;
}
