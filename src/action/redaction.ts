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
  const cased = all
    .flatMap((text) => [text, text.toUpperCase(), text.toLowerCase()])
    // Also what is ASCII in upper case only, as STRASSE of straße.
    .map((text) => (isAscii(text) ? text.toLowerCase() : text));
  return [...new Set(cased)].filter((text) => text.length >= minLength);
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
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
  const searches = new Map<string, Search>();
  return {
    add: (secret) => {
      if (secret.length < minLength) return;
      for (const spelling of spellingsOf(secret)) {
        if (!searches.has(spelling)) searches.set(spelling, searchFor(spelling));
      }
    },
    redact: (text) => {
      const lower = text.toLowerCase();
      const spans = [...searches.values()].flatMap((search) => search(text, lower));
      const cuts = cutSpansOf([...searches.keys()], text);
      return withoutSpans(text, [...spans, ...signaturesIn(text), ...cuts]);
    },
  };
}

/** Finds all places of a spelling in a text, those that overlap too: each of them must go whole. */
type Search = (text: string, lower: string) => readonly Span[];

/** A plain search is as fast as the many lines and spellings of a run need; a pattern takes its time. */
function searchFor(spelling: string): Search {
  const pattern = new RegExp(spelling.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'gi');
  if (!isAscii(spelling)) return (text) => matchesOf(pattern, text);
  // Some letters are longer in lower case; then the places differ.
  return (text, lower) =>
    lower.length === text.length ? placesOf(spelling, lower) : matchesOf(pattern, text);
}

function placesOf(spelling: string, text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(spelling); at !== -1; at = text.indexOf(spelling, at + 1)) {
    spans.push([at, at + spelling.length]);
  }
  return spans;
}

function matchesOf(pattern: RegExp, text: string): readonly Span[] {
  const spans: Span[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    spans.push([match.index, match.index + match[0].length]);
    pattern.lastIndex = match.index + 1;
  }
  return spans;
}

/** No secret key, but good for half an hour. */
function signaturesIn(text: string): readonly Span[] {
  return [...text.matchAll(/(?<=bce-auth-v1\/)[^\s"']+/gi)].map(({ 0: match, index }) => [
    index,
    index + match.length,
  ]);
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
