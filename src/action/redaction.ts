import { printable } from '../text.ts';

/** Shorter secrets are masked by the runner only: to replace "1" by *** would spoil every number and id. */
const minLength = 4;

/** What a message may have cut off; longer beginnings of a secret need not be looked for. */
const maxCutLength = 400;

const replacement = '***';

/**
 * The ways in which a secret may stand in a text that somebody else made of it: as it is, as JSON writes
 * it (also twice), in a URL, in base64 at each of the three offsets, as {@link printable} writes it, and
 * as UTF-8 that was read as Latin-1. Upper and lower case are left to the search.
 */
export function spellingsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret.toWellFormed());
  const all = [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    printable(secret, Infinity),
    url,
    url.replaceAll('%20', '+'),
    encodeURI(secret.toWellFormed()),
    Buffer.from(secret).toString('latin1'),
    ...base64Of(secret),
  ];
  const cased = all.flatMap((text) => [text, text.toUpperCase(), text.toLowerCase()]);
  return [...new Set(cased)].filter((text) => text.length >= minLength);
}

/** Only the characters that no neighbour in the encoded text can change. */
function base64Of(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  if (bytes.length < minLength) return [];
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const start = [0, 2, 3][offset] ?? 0;
    const end = padded.length - ([0, 3, 2][(offset + bytes.length) % 3] ?? 0);
    const text = padded.slice(start, end);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

type Span = readonly [start: number, end: number];

/** A search for the secrets of a run. */
export interface Redaction {
  /** @param secret a value, or a line of one */
  readonly add: (secret: string) => void;
  /** The text with every secret in it, in any of its spellings, as `***`. */
  readonly redact: (text: string) => string;
}

export function createRedaction(): Redaction {
  const spellings = new Map<string, RegExp>();
  return {
    add: (secret) => {
      if (secret.length < minLength) return;
      for (const spelling of spellingsOf(secret)) {
        if (!spellings.has(spelling)) spellings.set(spelling, literal(spelling));
      }
    },
    redact: (text) => {
      const spans = [...spellings.values(), signature].flatMap((pattern) => spansOf(pattern, text));
      const cuts = cutSpansOf([...spellings.keys()], text);
      return withoutSpans(text, [...spans, ...cuts]);
    },
  };
}

/** No secret key, but good for half an hour. */
const signature = /(?<=bce-auth-v1\/)[^\s"']+/gi;

function literal(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'gi');
}

/** All places, those that overlap too: a secret that begins inside another one must go whole. */
function spansOf(pattern: RegExp, text: string): readonly Span[] {
  const spans: Span[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    spans.push([match.index, match.index + match[0].length]);
    pattern.lastIndex = pattern === signature ? match.index + match[0].length : match.index + 1;
  }
  return spans;
}

/** A long text may have been cut in the middle of a secret: its beginning, then an ellipsis. */
function cutSpansOf(spellings: readonly string[], text: string): readonly Span[] {
  if (!text.includes('…')) return [];
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return [];
  const ends = [...text.matchAll(/…/g)].map(({ index }) => index);
  const beginnings = new Set(spellings.map((text) => text.toLowerCase().slice(0, maxCutLength)));
  return ends.flatMap((end) =>
    [...beginnings].flatMap((beginning): readonly Span[] => {
      const length = cutLength(lower, end, beginning);
      return length < minLength ? [] : [[end - length, end]];
    }),
  );
}

/** How much of the beginning comes before the end. */
function cutLength(text: string, end: number, beginning: string): number {
  for (let length = Math.min(end, beginning.length); length >= minLength; length--) {
    if (text.startsWith(beginning.slice(0, length), end - length)) return length;
  }
  return 0;
}

function withoutSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let position = 0;
  for (const [start, end] of merged(spans)) {
    result += text.slice(position, start) + replacement;
    position = end;
  }
  return result + text.slice(position);
}

/** In their order; those that overlap or touch as one. */
function merged(spans: readonly Span[]): readonly Span[] {
  const result: [number, number][] = [];
  for (const [start, end] of spans.toSorted(([left], [right]) => left - right)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
