import { printable } from '../text.ts';
import { decodingsOf, type DecodedText } from './decoded-text.ts';
import { wordSearch, type Reading } from './word-search.ts';

/** Shorter secrets are masked by the runner only: to replace "1" by *** would spoil every number and id. */
const minLength = 4;

const replacement = '***';

/** A search for the secrets of a run. */
export interface Redaction {
  /** @param secret a value, or a line of one */
  readonly add: (secret: string) => void;
  /** The text with every secret in it, in any of its spellings, as `***`. */
  readonly redact: (text: string) => string;
}

export function createRedaction(): Redaction {
  const words = new Set<string>();
  let read: (() => Reading) | undefined;
  return {
    add: (secret) => {
      if (secret.length < minLength) return;
      for (const word of wordsOf(secret)) words.add(word);
      read = undefined;
    },
    redact: (text) => {
      read ??= wordSearch([...words]);
      const begin = read;
      const spans = decodingsOf(text).map((decoded) => secretsIn(decoded, begin()));
      return withoutSpans(text, [...spans, signaturesIn(text)].flat());
    },
  };
}

/**
 * What to search for besides what decoding undoes, folded: {@link printable} leaves backslashes as they are,
 * and upper case spoils UTF-8 that was read as Latin-1.
 */
function wordsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [secret, printable(secret, Infinity), bytes.toString('latin1'), ...base64Of(bytes)]
    .map(folded)
    .filter((text) => text.length >= minLength);
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
function secretsIn({ text, places }: DecodedText, { next, depth }: Reading): readonly Span[] {
  const spans: Span[] = [];
  /** Where each folded unit comes from. */
  const origins: number[] = [];
  const add = (length: number, end: number): void => {
    const start = places[origins.at(-length) ?? 0] ?? 0;
    while ((spans.at(-1)?.[0] ?? -1) >= start) spans.pop();
    spans.push([start, places[end] ?? 0]);
  };
  const read = (unit: number, at: number, end: number): void => {
    origins.push(at);
    const length = next(unit);
    if (length > 0) add(length, end);
  };
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    const end = at + (code > 0xffff ? 2 : 1);
    if (code === ellipsis && depth() >= minLength) add(depth(), at);
    const units = foldings[code] ?? foldingOf(code);
    if (typeof units === 'number') read(units, at, end);
    else for (const unit of units) read(unit, at, end);
    at = end;
  }
  return spans;
}

const ellipsis = 0x2026;

/** By code points: the units of each when folded, or the only one. */
const foldings: (number | readonly number[])[] = [];

function foldingOf(code: number): number | readonly number[] {
  const text = folded(String.fromCodePoint(code));
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return (foldings[code] = units.length === 1 ? (units[0] ?? 0) : units);
}

/** The same for all cases, also of what is ASCII in one of them alone, and for the space of a form. */
function folded(text: string): string {
  const cased = text.toLowerCase().toUpperCase().toLowerCase();
  return cased.replaceAll('ς', 'σ').replaceAll('+', ' ');
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
