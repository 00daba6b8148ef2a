import { isImageTag } from '../image-tag.ts';
import { quoted } from '../text.ts';
import { isAddress, mendedAddress, parseTagged } from './image-reference.ts';
import type { Path } from './locate.ts';
import { describe, type Description } from './messages.ts';
import type { Schema } from './schema.ts';
import { isFailed, printableOf, type SpecScalar } from './tree.ts';

/** Texts that may hold anything; addresses and versions of images have rules of their own. */
const free: ReadonlySet<string> = new Set([
  ...['value', 'args', 'commands', 'tagValue', 'kernelParam', 'esUserPassword'],
  ...['imageAddress', 'imageVersion'],
]);

/** What is said of a field alone, beside what its schema says. */
export function* ruleViolations(
  scalar: SpecScalar,
  path: Path,
  { type }: Schema,
): Iterable<Description> {
  if (isFailed(scalar)) return;
  const { text, plain, resolved } = scalar;
  const isWritten = resolved === undefined;
  const names = path.filter((step) => typeof step === 'string');
  const field = names.join('.');
  if (field === 'containers.imageAddress') yield* addressViolations(scalar);
  if (field === 'containers.imageVersion') {
    if (!isImageTag(text)) yield describe('invalid-image-version', quoted(printableOf(scalar)));
    // The run's own version is not the spec's to choose.
    if (text === 'latest' && isWritten) yield describe('moving-version');
  }
  // In GB, no node has 512; in MB, it is what people write elsewhere.
  const isLarge = field === 'containers.memory' && Number(text) >= 512;
  if (isLarge) yield describe('large-memory', printableOf(scalar));
  if (type !== 'string') return;
  // `name: web,`, `name: “web”`
  const [stray] = /^[“‘]|[,，]$/.exec(text) ?? [];
  if (stray !== undefined && plain && isWritten) yield describe('stray-punctuation', stray);
  const isStray = text.includes('\n') || text.trim() !== text;
  if (isStray && !free.has(names.at(-1) ?? '')) yield describe('stray-white-space');
}

/** What a placeholder stands for is not taken apart in a message: it may be a secret. */
function* addressViolations({ text, resolved }: SpecScalar): Iterable<Description> {
  const isWritten = resolved === undefined;
  const tagged = parseTagged(text);
  if (!isAddress(tagged?.address ?? text)) {
    const suggestion = isWritten && tagged === undefined ? mendedAddress(text) : undefined;
    yield describe('invalid-image-address', suggestion);
  } else if (tagged !== undefined) {
    const found = tagged.hasDigest ? 'a digest, which BEC does not document' : 'a tag';
    const version = isImageTag(tagged.tag) ? tagged.tag : undefined;
    yield isWritten
      ? describe('image-with-version', found, tagged.address, version)
      : describe('image-with-version', found);
  }
}
