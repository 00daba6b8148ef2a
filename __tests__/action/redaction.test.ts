import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readingsOf } from '../../src/action/readings.ts';
import { redactedJson, toLogLine } from '../../src/action/report.ts';
import { createRedaction } from '../../src/action/redaction.ts';
import { printable } from '../../src/text.ts';

function redactionOf(secrets: readonly string[]): (text: string) => string {
  const { add, redact } = createRedaction();
  for (const secret of secrets) add(secret);
  return redact;
}

const anySecret = fc
  .string({ unit: 'binary', minLength: 4, maxLength: 40 })
  // Asterisks and ellipses are what a redaction leaves; a secret of them looks the same.
  .filter((secret) => !/[*…]/.test(secret) && secret.trim().length >= 4);

/** Characters that some program escapes, or takes for an escape. */
const oddUnit = fc.oneof(
  fc.constantFrom(
    ...'\\ " \' % & < > + / ~ ! ( ) * ; : # { } $ ? = n r t b u x U 0 1 9'.split(' '),
  ),
  fc.constantFrom(' ', '\n', '\t', 'é', 'ß', 'ı', 'σ', 'Ж', '日', '𝄞', '\u200b', '\u2028'),
);

const oddSecret = fc
  .string({ unit: oddUnit, minLength: 4, maxLength: 24 })
  .filter((secret) => !secret.includes('*') && secret.trim().length >= 4);

function replaced(pattern: RegExp, escape: (code: number) => string): (text: string) => string {
  return (text) => text.replace(pattern, (sign) => escape(sign.codePointAt(0) ?? 0));
}

const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const unicodeEscape = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
const percent = (code: number): string => `%${code.toString(16)}`;

/** As programs write a text within another, which may be written once more. */
const writers: readonly ((text: string) => string)[] = [
  json,
  // Go, Python, PHP.
  (text) => replaced(/[<>&\u2028\u2029]/g, unicodeEscape)(json(text)),
  (text) => replaced(/[^ -~]/g, unicodeEscape)(json(text)),
  (text) => json(text).replaceAll('/', '\\/'),
  (text) => json(text).toUpperCase(),
  encodeURIComponent,
  encodeURI,
  (text) => replaced(/[!'()*]/g, percent)(encodeURIComponent(text)).replaceAll('%2F', '/'),
  (text) => encodeURIComponent(text).replaceAll('%20', '+'),
  (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  replaced(/[&<>"']/g, (code) => `&#${code};`),
  replaced(/[^A-Za-z0-9]/gu, (code) => `&#x${code.toString(16)};`),
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
];

const firstWriters = [
  ...writers,
  // Bytes, as Python prints them.
  (text: string) =>
    replaced(
      /[^ -~]/g,
      (code) => `\\x${code.toString(16).padStart(2, '0')}`,
    )(Buffer.from(text.replaceAll('\\', '\\\\')).toString('latin1')),
  (text: string) => printable(text, Infinity),
  (text: string) => Buffer.from(text).toString('latin1'),
  (text: string) => text.toUpperCase(),
];

describe('a secret', () => {
  test.each([
    ['as it is', 'Pa55"w\\rd\u00e9/+', 'Pa55"w\\rd\u00e9/+'],
    ['in JSON', 'Pa55"word', String.raw`Pa55\"word`],
    ['in JSON in JSON', 'Pa55"word', String.raw`Pa55\\\"word`],
    ['in a URL', 'Pa55 w/rd', 'Pa55%20w%2Frd'],
    ['in a form', 'Pa55 w/rd', 'Pa55+w%2Frd'],
    ['in upper case', 'pa55word', 'PA55WORD'],
    ['in lower case', 'Pa55Word', 'pa55word'],
    ['in upper case that is ASCII', 'straße1ı', 'STRASSE1I'],
    ['read as Latin-1', 'Pässwörd', Buffer.from('Pässwörd').toString('latin1')],
    ['with its line end escaped', 'Pa55\tword', String.raw`Pa55\tword`],
  ])('%s', (_, secret, spelling) => {
    expect(redactionOf([secret])(`<${spelling}>`)).toBe('<***>');
  });

  test.each(['', 'x', 'xy', 'xyz'])('in base64 behind %j', (before) => {
    const encoded = Buffer.from(`${before}Pa55word-Pa55word;after`).toString('base64');
    const redacted = redactionOf(['Pa55word-Pa55word'])(encoded);
    expect(redacted).toContain('***');
    expect(redacted.length).toBeLessThan(encoded.length - 16);
  });

  test('that was cut: its beginning is removed too', () => {
    expect(redactionOf(['Pa55word-1234'])('is "Pa55wor…"')).toBe('is "***…"');
  });

  test('that overlaps another, or itself: nothing of either is left', () => {
    expect(redactionOf(['abcdefgh', 'efghijkl'])('<abcdefghijkl>')).toBe('<***>');
    expect(redactionOf(['abab-abab'])('<abab-abab-abab>')).toBe('<***>');
  });

  test('of fewer than four characters is left to the runner', () => {
    expect(redactionOf(['abc'])('<abc>')).toBe('<abc>');
  });

  test('every signature is removed, also another program’s', () => {
    expect(redactionOf([])('bce-auth-v1/ak/2026-01-01T00:00:00Z/1800/host/00ff, sent')).toBe(
      'bce-auth-v1/*** sent',
    );
  });

  test('nothing is left of any secret in another case', () => {
    const cases: readonly ((text: string) => string)[] = [
      (text) => text.toUpperCase(),
      (text) => text.toLowerCase(),
      (text) => JSON.stringify(text).slice(1, -1).toUpperCase(),
    ];
    const letters = fc.constantFrom(
      'a',
      'Z',
      '0',
      'é',
      'ß',
      'ı',
      'ſ',
      'ﬁ',
      'İ',
      'ŉ',
      'σ',
      'ς',
      'Ж',
      '"',
      '\\',
    );
    const lettered = fc.string({ unit: letters, minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(lettered, fc.constantFrom(...cases), (secret, inCase) => {
        const spelled = inCase(secret);
        fc.pre(secret.trim().length >= 4 && spelled.length >= 4);
        expect(redactionOf([secret])(`<${spelled}>`)).toBe('<***>');
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['a', '\\', '…'])('of 24 %j in a text of them is found in one pass', (character) => {
    const redact = redactionOf([character.repeat(24)]);
    expect(redact(`<${character.repeat(100_000)}>`)).toBe('<***>');
  });

  test('of 2 kB, twenty of them, in a text of 1 MiB takes about a second at most', () => {
    const secrets = Array.from({ length: 20 }, (_, index) => `${'a'.repeat(2000)}${index}`);
    const redact = redactionOf(secrets);
    const mixed = String.raw`\u0026%2541&amp;lt;\\\"é%C3%A9`;
    for (const piece of [secrets.join(' '), 'a', '…', mixed, 'The quick brown fox. ']) {
      const text = piece.repeat(Math.ceil(1024 ** 2 / piece.length));
      const { user: before } = process.cpuUsage();
      redact(text);
      expect(process.cpuUsage().user - before).toBeLessThan(1_500_000);
    }
  });

  /** An escape may reach from the text around a secret into it; these signs are in none. */
  const before = fc.constantFrom(' ', '=', ',', ':', '<', '(');
  const after = fc.constantFrom(' ', '=', ',', ')', '|', '>');
  /** One that holds escapes itself counts by what they stand for, which may be blank. */
  const longSecret = oddSecret.filter((secret) =>
    readingsOf(secret).every(({ text }) => text.trim().length >= 4),
  );
  const around = fc.string({ unit: oddUnit, maxLength: 6 });

  test('nothing is left of any secret, however a program has written it, or two', () => {
    fc.assert(
      fc.property(
        fc.record({ secret: longSecret, before, after, left: around, right: around }),
        fc.constantFrom(...firstWriters),
        fc.constantFrom((text: string) => text, ...writers),
        ({ secret, left, right, ...signs }, first, second) => {
          const redact = redactionOf([secret]);
          const write = (text: string): string => second(first(text));
          const [start, end] = [`${left}${signs.before}`, `${signs.after}${right}`];
          expect(redact(`<${write(secret)}>`)).toBe('<***>');
          expect(redact(start + write(secret) + end)).not.toContain(write(secret));
          expect(redact(write(start + secret + end))).not.toContain(write(secret));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('JSON', () => {
  test('a secret that reads like a number or a boolean spoils neither', () => {
    const redact = redactionOf(['true', '2048', 'null']);
    const value = { needPublicIp: true, bandwidth: 2048, tags: null, name: 'is-true-2048' };
    expect(redactedJson(value, redact)).toEqual({ ...value, name: 'is-***-***' });
  });

  test('stays JSON, and has no secret in its strings', () => {
    fc.assert(
      fc.property(fc.jsonValue(), anySecret, (value, secret) => {
        const json: unknown = JSON.parse(JSON.stringify({ value, secret, [secret]: 1 }));
        const redacted = JSON.stringify(redactedJson(json, redactionOf([secret])));
        expect(JSON.parse(redacted)).toMatchObject({ secret: '***', '***': 1 });
      }),
    );
  });
});

describe('a line of the log', () => {
  /** As the runner looks for commands: .NET's white space, and a search that passes over what has no width. */
  function isCommand(line: string): boolean {
    const start = line.replace(/^[\p{Z}\t-\r\u0085]+/u, '');
    return start.startsWith('::') || line.replace(/\p{Cf}|\p{Mn}/gu, '').includes('##[');
  }

  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      ...['::', ':', '##[', '#', '[', '\n', '\r', '\u0085', '\u2028', '\u2029', '\u00a0', '\u3000'],
      ...['\u200d', '\u00ad', '\ufeff', ' ', '::error::x', '::set-output name=serviceId::s-1'],
    ),
  );

  test('is one line and never a command', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const line = toLogLine(pieces.join(''));
        expect(isCommand(line)).toBe(false);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 1000 },
    );
  });

  test('is cut at its maximum length', () => {
    expect(toLogLine('x'.repeat(1_000_000)).length).toBe(2_000);
  });
});
