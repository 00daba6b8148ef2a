/** A text that was made of another. */
export interface DecodedText {
  readonly text: string;
  /** Where in the other one each unit comes from, and at last the other's length. */
  readonly places: Uint32Array;
}

/** What a kind of writer puts in place of a character, and the character. */
interface Escape {
  readonly pattern: RegExp;
  readonly character: (escape: string) => string;
}

const controls: Readonly<Record<string, string>> = {
  ...{ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};
const entities: Readonly<Record<string, string>> = {
  ...{ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" },
};

const escapes: readonly Escape[] = [
  {
    // JSON, JavaScript, Python, Go.
    pattern:
      /\\(?:U000[0-9A-Fa-f]{5}|U0010[0-9A-Fa-f]{4}|[Uu][0-9A-Fa-f]{4}|[Uu]\{[0-9A-Fa-f]{1,6}\}|[Xx][0-9A-Fa-f]{2}|[^])/g,
    character: (escape) => {
      const plain = escape.slice(1);
      return plain.length === 1
        ? (controls[plain.toLowerCase()] ?? plain)
        : characterOf(plain.replace(/[^0-9A-Fa-f]/g, ''), 16);
    },
  },
  {
    // URLs and forms: the bytes of a character in UTF-8, or a byte of another encoding.
    pattern:
      /(?:%[CDcd][0-9A-Fa-f]|%[Ee][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]|%[Ff][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){2})%[89ABab][0-9A-Fa-f]|%[0-9A-Fa-f]{2}/g,
    character: (escape) =>
      Buffer.from(escape.replaceAll('%', ''), 'hex').toString(
        escape.length > 3 ? 'utf8' : 'latin1',
      ),
  },
  {
    // HTML and XML.
    pattern: /&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);/gi,
    character: (escape) => {
      const digits = escape.slice(2, -1);
      return (
        entities[escape.toLowerCase()] ??
        (/^x/i.test(digits) ? characterOf(digits.slice(1), 16) : characterOf(digits, 10))
      );
    },
  },
  {
    // UTF-8 that was read as Latin-1.
    pattern: /(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})[\x80-\xbf]/g,
    character: (escape) => Buffer.from(escape, 'latin1').toString(),
  },
];

function characterOf(digits: string, radix: number): string {
  const code = Number.parseInt(digits, radix);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/** The text, and what it may stand for: with one kind of escapes decoded, then with one kind once more. */
export function decodingsOf(text: string): readonly DecodedText[] {
  const whole = { text, places: Uint32Array.from({ length: text.length + 1 }, (_, at) => at) };
  const once = decodedOnce(whole);
  return [whole, ...once, ...once.flatMap(decodedOnce)];
}

function decodedOnce(given: DecodedText): readonly DecodedText[] {
  return escapes.flatMap((escape) => decoded(given, escape) ?? []);
}

/** Undefined if nothing in it is escaped so. */
function decoded(given: DecodedText, { pattern, character }: Escape): DecodedText | undefined {
  // No escape is shorter than its character.
  const places = new Uint32Array(given.text.length + 1);
  let length = 0;
  let end = 0;
  const keepUntil = (start: number): void => {
    places.set(given.places.subarray(end, start), length);
    length += start - end;
  };
  const text = given.text.replace(pattern, (escape, index: number) => {
    keepUntil(index);
    const unescaped = character(escape);
    places.fill(given.places[index] ?? 0, length, length + unescaped.length);
    length += unescaped.length;
    end = index + escape.length;
    return unescaped;
  });
  if (end === 0) return undefined;
  keepUntil(given.text.length + 1);
  return { text, places };
}
