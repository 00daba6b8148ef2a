/** A text as somebody may read it. */
export interface Reading {
  readonly text: string;
  /** Where in the text as it is written each unit comes from, and at last that text's length. */
  readonly places: readonly number[];
}

/** What stands for a character in JSON and programs, in URLs and forms, and in HTML. */
const escapes =
  /\\(?:u00(?:0[1-9a-f]|10)[0-9a-f]{4}|u[0-9a-f]{4}|u\{[0-9a-f]{1,6}\}|x[0-9a-f]{2}|["'\\/abfnrtv])|%[0-9a-f]{2}|&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);/gi;

/** UTF-8 that was read as Latin-1: as bytes that stand for a character each leave it. */
const bytes = /(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})[\x80-\xbf]/g;

const entities: Readonly<Record<string, string>> = {
  ...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" },
};

/** In the order of their codes. */
const controls = { letters: 'abtnvfr', firstCode: 7 } as const;

function characterOf(escape: string): string {
  if (escape.length === 2) {
    const letter = controls.letters.indexOf(escape.slice(1).toLowerCase());
    return letter === -1 ? escape.slice(1) : String.fromCharCode(controls.firstCode + letter);
  }
  const digits = escape.replace(/[^0-9A-Fa-f]/g, '');
  const code = Number.parseInt(digits, /^&#[0-9]/.test(escape) ? 10 : 16);
  return (
    entities[escape.toLowerCase()] ?? (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd')
  );
}

/** How often a text may have been written into another one. */
const maxDepth = 3;

/** The text as it is, and with its escapes resolved, once and again; each also with its bytes as UTF-8. */
export function readingsOf(text: string): readonly Reading[] {
  const places = Array.from({ length: text.length + 1 }, (_, at) => at);
  const readings: Reading[] = [{ text, places }];
  for (const reading of readings) {
    if (readings.length <= maxDepth) readings.push(...resolved(reading, escapes, characterOf));
  }
  const decode = (text: string): string => Buffer.from(text, 'latin1').toString();
  return readings.flatMap((reading) => [reading, ...resolved(reading, bytes, decode)]);
}

/** None if the pattern is not in the text. */
function resolved(
  given: Reading,
  pattern: RegExp,
  characterFor: (match: string) => string,
): readonly Reading[] {
  const places: number[] = [];
  let end = 0;
  const keepUntil = (start: number): void => {
    for (; end < start; end++) places.push(given.places[end] ?? 0);
  };
  const text = given.text.replace(pattern, (match, index: number) => {
    keepUntil(index);
    const character = characterFor(match);
    const length = places.length + character.length;
    while (places.length < length) places.push(given.places[index] ?? 0);
    end = index + match.length;
    return character;
  });
  if (end === 0) return [];
  keepUntil(given.places.length);
  return [{ text, places }];
}
