import { printable } from '../text.ts';
import { readingsOf, type Reading } from './readings.ts';
import { wordSearch, type Search } from './word-search.ts';

/** Shorter secrets are masked by the runner only: to replace "1" by *** would spoil every number and id. */
const minLength = 4;

const replacement = '***';

/** A search for the secrets of a run. */
export function createRedaction() {
  const words = new Set<string>();
  let search: (() => Search) | undefined;
  return {
    /** @param secret a value, or a line of one */
    add: (secret: string): void => {
      if (secret.length < minLength) return;
      for (const word of wordsOf(secret)) words.add(word);
      search = undefined;
    },
    /** The text with every secret in it, in any of its spellings, as `***`. */
    redact: (text: string): string => {
      search ??= wordSearch([...words]);
      const begin = search;
      const spans = readingsOf(text).map((reading) => secretsIn(reading, begin()));
      return withoutSpans(text, [...spans, signaturesIn(text)].flat());
    },
  };
}

/**
 * What to search for, folded: what {@link readingsOf} may find in place of the secret, which can hold escapes
 * itself; {@link printable}, which leaves backslashes as they are; and UTF-8 that was read as Latin-1, which
 * upper case spoils.
 */
function wordsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [secret, printable(secret, Infinity), bytes.toString('latin1')]
    .flatMap(readingsOf)
    .flatMap(({ text }) => [text, text.toUpperCase(), text.toLowerCase()])
    .concat(base64Of(bytes))
    .filter((text) => text.trim().length >= minLength)
    .map(folded);
}

/** At each of the three offsets, only the characters that no neighbor in the encoded text can change. */
function base64Of(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const start = [0, 2, 3][offset] ?? 0;
    const end = padded.length - ([0, 3, 2][(offset + bytes.length) % 3] ?? 0);
    const text = padded.slice(start, end);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

type Span = readonly [start: number, end: number];

/** A secret may also have been cut: then an ellipsis follows its beginning. */
function secretsIn({ text, places }: Reading, { next, depth }: Search): readonly Span[] {
  const spans: Span[] = [];
  const add = (length: number, end: number): void => {
    const start = places[end - length] ?? 0;
    while ((spans.at(-1)?.[0] ?? -1) >= start) spans.pop();
    spans.push([start, places[end] ?? 0]);
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === ellipsis && depth() >= minLength) add(depth(), at);
    const length = next((foldedUnits[unit] ??= foldedUnit(unit)));
    if (length > 0) add(length, at + 1);
  }
  return spans;
}

const ellipsis = 0x2026;

/** By units. */
const foldedUnits: number[] = [];

/** The same for both cases, and for a space and the `+` of a form. */
function foldedUnit(unit: number): number {
  const character = String.fromCharCode(unit).replace('+', ' ').replace('ς', 'σ');
  const lower = character.toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : unit;
}

function folded(text: string): string {
  return text.replace(/[^]/g, (unit) => String.fromCharCode(foldedUnit(unit.charCodeAt(0))));
}

/** No secret key, but good for half an hour. */
function signaturesIn(text: string): readonly Span[] {
  return [...text.matchAll(/(?<=bce-auth-v1\/)[^\s"']+/gi)].map(({ 0: match, index }) => [
    index,
    index + match.length,
  ]);
}

/** Those that overlap or touch count as one. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let position = -1;
  for (const [start, end] of spans.toSorted(([left], [right]) => left - right)) {
    if (start > position) result += text.slice(Math.max(position, 0), start) + replacement;
    position = Math.max(position, end);
  }
  return result + text.slice(Math.max(position, 0));
}
