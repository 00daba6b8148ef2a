import { deepStrictEqual } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../testing/runner.ts';
import { parseBlockSpec } from '../../src/spec/spec-block.ts';
import { parseYamlSpec } from '../../src/spec/parse-yaml.ts';
import { complaintsOn } from '../../testing/spec.ts';
import { repositoryText } from '../../testing/workspace.ts';

const service = repositoryText('examples/service.yml');
const apiPage = repositoryText('examples/api-page.yml');
const full = repositoryText('examples/full.yml');

describe('reads as the library reads it, to the character:', () => {
  test.each([
    ['the short example', service],
    ['the example of Baidu’s page', apiPage],
    ['the same with CRLF', apiPage.replaceAll('\n', '\r\n')],
    ['one entry', 'a: 1\n'],
    ['no line end behind the last value', 'a: 1'],
    ['no line end behind the last key', 'a:\n  b:'],
    ['all of it indented', '\n  a: 1\n  b: 2\n'],
    ['spaces around values', 'a:    1  \nb:  \nc:   '],
    ['spaces before the colon', 'a : 1\nb  :\n'],
    ['spaces in a key', 'my key: 1\n'],
    ['quotes and brackets in a key', 'it\'s "a" [0]{}: 1\n'],
    ['keys like values of other types', '1: a\n1.5: b\ntrue: c\nnull: d\n~: e\n'],
    ['a key as long as may be', `${'k'.repeat(1024)}: 1\n`],
    ['empty values', 'a:\nb: \nc:\n\n\nd:\n  e:\n  f:\ng:\n'],
    ['an empty value and comments', 'a:\n  b:   # c\n  # d\n\n    # e\nf: 1\n'],
    ['an empty value and comments at the end', 'a:\n  b:\n    c:\n # d\n\n'],
    ['comments above and behind', '# a\n\n  # b\na: 1 # c\nb: # d\n  - x    #\n# e'],
    ['comments below a value', 'a:\n  b: 1\n   # c\n\n    # d\n  # e\n # f\ng: 1\n'],
    ['comments below a map', 'a:\n  - b: 1\n    c: 2\n    # d\n  # e\n\nf: 1\n'],
    ['comments left of a map', 'a:\n  - b: 1\n  # e\nf: 1\n'],
    ['comments below nested maps', 'a:\n  b:\n    c:\n      d: 1\n    # e\n  # f\n# g\nh: 1'],
    ['comments in a map, anywhere', 'a:\n    b: 1\n  # c\n      # d\n    e: 2\n'],
    ['colons and sharps in a value', 'a: b:c\nb: http://x:80/#y\nc: a#b\n'],
    ['values like markers', 'a: -1\nb: --c\nc: ---\nd: ...\ne: <<\nf: =\ng: ~\n'],
    ['quotes and brackets in a value', 'a: it\'s "b" [c] {d}, e\n'],
    ['placeholders', 'a: ${{ env.A }}-$(B) ${C}\n'],
    ['quoted values', `a: 'b: c # d' # e\nb: "it's"\nc: '"'\nd: ''\ne: ""\nf: " g "   \n`],
    ['a list further in', 'a:\n    - b\n    -   c # d\n'],
    ['a list level with its key', 'a:\n- b\n- c\nd:\n- e\n'],
    ['the same in a list', 'a:\n- b:\n  - c\n  d: 1\n- e\n'],
    ['maps in a list', 'a:\n  -   b: 1\n      c: 2\n  - d:\n      e: 1\n  - f:\n'],
    ['lists in a list', 'a:\n  - - b\n    - c: 1\n      d: 2\n  - - - e\n'],
    ['lists in brackets', `a: [/bin/sh, -c, "b, c" , 'd' ] # e\nb:\n  - [ 1.5,--x ]\n`],
    ['CRLF', 'a: 1 \r\n\r\nb:\r\n  - c: \r\n    d: "e" # f\r\n  # g\r\n'],
    ['characters of all lengths', 'é: ü\n键: 值 # 注\n😀: "👍🏽" # 🎉\n\u00a0a: b\u00a0\n'],
    ['maps in maps', nested(63)],
  ])('%s', (_, text) => {
    const root = parseBlockSpec(text);

    expect(root).toBeDefined();
    expect({ root, problems: [] }).toStrictEqual(parseYamlSpec(text));
  });
});

describe('leaves to the library:', () => {
  test.each([
    ['the full example, with its anchors', full],
    ['JSON', repositoryText('examples/api-page.json')],
    ['nothing', ''],
    ['comments only', '# a\n\n'],
    ['a list', '- a\n'],
    ['a word', 'a\n'],
    ['a tab before a value', 'a:\t1\n'],
    ['a tab as indentation', 'a:\n\tb: 1\n'],
    ['a tab in a comment', 'a: 1 #\tb\n'],
    ['a control character', 'a: b\u0007\n'],
    ['a byte order mark', '\ufeffa: 1\n'],
    ['next line', 'a: b\u0085\n'],
    ['a line separator', 'a: b\u2028\n'],
    ['a paragraph separator', 'a: "b\u2029"\n'],
    ['a carriage return on its own', 'a: 1\rb: 2\n'],
    ['an anchor', 'a: &b 1\n'],
    ['an anchor on a key', '&b a: 1\n'],
    ['an alias', 'a: *b\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a merge key', 'a:\n  <<: b\n'],
    ['a literal block', 'a: |\n  b\n'],
    ['a folded block', 'a: >-\n  b\n'],
    ['a map in braces', 'a: {}\n'],
    ['an empty list in brackets', 'a: []\n'],
    ['a comma behind the last item', 'a: [b, ]\n'],
    ['a map in brackets', 'a: [b: c]\n'],
    ['words in brackets', 'a: [b c]\n'],
    ['brackets in brackets', 'a: [[b]]\n'],
    ['brackets over two lines', 'a: [b,\n  c]\n'],
    ['an open bracket', 'a: [b\n'],
    ['text behind a bracket', 'a: [b] c\n'],
    ['a comment close behind a bracket', 'a: [b]# c\n'],
    ['a list in brackets as a key', '[a]: b\n'],
    ['a document’s start', '---\na: 1\n'],
    ['a document’s start between', 'a: 1\n---\nb: 1\n'],
    ['a document’s start with a key', 'a: 1\n--- b: 1\n'],
    ['a document’s end', 'a: 1\n...\n'],
    ['a document’s end with a key', 'a: 1\n... b: 1\n'],
    ['a directive', '%YAML 1.2\n---\na: 1\n'],
    ['an explicit key', '? a\n: 1\n'],
    ['a quoted key', '"a": 1\n'],
    ['a single-quoted key', "'a': 1\n"],
    ['a key without its name', ': 1\n'],
    ['a key with a colon', 'a:b: 1\n'],
    ['a key with a sharp', 'a#b: 1\n'],
    ['a key that is too long', `${'k'.repeat(1025)}: 1\n`],
    ['the same key twice', 'a: 1\nb: 2\na: 3\n'],
    ['no colon', 'a: 1\nb\n'],
    ['no space behind the colon', 'a:1\n'],
    ['a comment close behind the colon', 'a:# b\n'],
    ['a colon and a space in a value', 'a: b: c\n'],
    ['a colon at the end of a value', 'a: b:\n'],
    ['a colon before a comment', 'a: b: # c\n'],
    ['a plain value over two lines', 'a: b\n  c\n'],
    ['a plain value over two lines, like a key', 'a: b\n  c: d\n'],
    ['a plain value below its key', 'a:\n  b\n'],
    ['a quoted value over two lines', 'a: "b\n  c"\n'],
    ['a quoted value below its key', 'a:\n  "b"\n'],
    ['an open quote', 'a: "b\n'],
    ['text behind a quote', 'a: "b" c\n'],
    ['a comment close behind a quote', 'a: "b"# c\n'],
    ['an escape', String.raw`a: "b\n"`],
    ['a doubled quote', "a: 'it''s'\n"],
    ...'? : - , ] } | > @ ` %'
      .split(' ')
      .map((sign) => [`a value that begins with ${sign}`, `a: ${sign} b\n`]),
    ['a dash alone', 'a: -\n'],
    ['a list on its key’s line', 'a: - b\n'],
    ['an item of nothing', 'a:\n  -\n  - b\n'],
    ['an item of nothing but a comment', 'a:\n  - # b\n  - c\n'],
    ['an item below its dash', 'a:\n  -\n    b: 1\n'],
    ['a key less indented than those before', 'a:\n    b: 1\n  c: 2\n'],
    ['a key further indented than those before', 'a:\n  b: 1\n   c: 2\n'],
    ['a dash less indented than those before', 'a:\n    - b\n  - c\n'],
    ['a dash further indented than those before', 'a:\n  - b\n    - c\n'],
    ['a dash among keys', 'a: 1\n- b\n'],
    ['a key among dashes', 'a:\n  - b\n  c: 1\n'],
    ['a first line further in than the rest', '  a: 1\nb: 2\n'],
    ['maps nested too deep', nested(65)],
    ['a list in brackets nested too deep', `${nested(64).trimEnd()} [b]\n`],
    ['more nodes than there may be', `a:\n${'- b\n'.repeat(260_000)}`],
  ])('%s', (_, text = '') => {
    expect(parseBlockSpec(text)).toBeUndefined();
  });
});

describe('of texts that chance makes,', () => {
  test('each that is plain is read as the library reads it', () => {
    fc.assert(
      fc.property(plainText(), (text) => {
        const root = parseBlockSpec(text);

        deepStrictEqual({ root, problems: [] }, parseYamlSpec(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test('none with mistakes and oddities is read in another way than by the library', () => {
    let readHere = 0;
    const text = fc.oneof(
      { arbitrary: plainText(), weight: 8 },
      { arbitrary: fc.constantFrom(service, apiPage, full), weight: 1 },
    );
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 4 }), (original, edits) => {
        const edited = edits.reduce((result, change) => change(result), original);
        const root = parseBlockSpec(edited);
        if (root === undefined) return;
        readHere += 1;

        deepStrictEqual({ root, problems: [] }, parseYamlSpec(edited));
      }),
      { numRuns: 20_000 },
    );

    // Else the property would say little.
    expect(readHere).toBeGreaterThan(2_000);
  });
});

describe('of a spec in YAML', () => {
  test.each([
    ['a plain one is read without the library', service, false],
    ['one that is not plain is read with it', full, true],
  ])('%s', (_, text, isLoaded) => {
    const program = `
      import { createRequire } from 'node:module';
      import { problemsOf } from ${JSON.stringify(urlOf('testing/spec.ts'))};
      await problemsOf(${JSON.stringify(text)});
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log(loaded.some((path) => /[\\\\/]node_modules[\\\\/]yaml[\\\\/]/.test(path)));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
    });

    expect(output.trim()).toBe(String(isLoaded));
  });

  test.each([
    ['serviceName: web', 'The key "serviceName" stands here for the second time.'],
    ['dnsPolicy: a: b', 'A value with a colon and a space in it needs quotes.'],
  ])('that ends in %s, it is said: %s', async (mistake, words) => {
    const line = service.split('\n').length;

    expect(await complaintsOn(`${service}${mistake}\n`)).toEqual([
      expect.stringMatching(`^error ${line}:[0-9]+ ${words}$`),
    ]);
  });
});

function urlOf(path: string): string {
  return pathToFileURL(join(repositoryRoot, path)).href;
}

/** That many maps, each in the one before. */
function nested(depth: number): string {
  return Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
}

/** Writes a part of the text whose content begins at the column. */
type Writer = (column: number) => string;

/** Block YAML that holds nothing unusual, in many styles. */
function plainText(): Arbitrary<string> {
  return fc
    .record({
      above,
      column: fc.constantFrom(0, 0, 0, 0, 2),
      map: writers.map,
      below: above,
      lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
      endsInLine: fc.boolean(),
    })
    .map((parts) => {
      const { column } = parts;
      const text = `${parts.above(column)}${indented(parts.map)(column)}${parts.below(column)}`;
      return (parts.endsInLine ? text.replace(/\n$/, '') : text).replaceAll('\n', parts.lineEnd);
    });
}

const spaces = fc.constantFrom(' ', ' ', ' ', '  ', '    ');
const lineEnd = fc.constantFrom('\n', '\n', '\n', '  \n', ' # b\n', '   # c: "d" [e] - é \n');
const key = fc.constantFrom('a', 'b', 'my key', 'c ', '1', 'true', "it's", 'é', '😀', 'x[0]');
const scalar = fc.constantFrom(
  ...['x', '1.10', 'a b  c', '-c', '--flag', 'http://x:80/#y', 'a#b', 'null', '~', '---', '<<'],
  ...['${{ env.A }}', "it's", 'a "b" [c], {d}', '""', "''", '"a # b"', "'a: b'", 'é', '😀'],
  ...['[/bin/sh, -c]', `["a, b" , 1,'c']`],
);
const lineAbove: Arbitrary<Writer> = fc.oneof(
  fc.constantFrom('\n', '   \n').map((line) => () => line),
  fc
    .integer({ min: -4, max: 4 })
    .map((offset) => (column: number) => `${' '.repeat(Math.max(0, column + offset))}# a: 1\n`),
);
/** Comments and blank lines. */
const above: Arbitrary<Writer> = fc.array(lineAbove, { maxLength: 2 }).map(joined);
const oneLine: Arbitrary<Writer> = fc
  .tuple(spaces, scalar, lineEnd)
  .map((parts) => () => parts.join(''));

/** Values are written from behind a colon or a dash, whose block has the column. */
const writers = fc.letrec<Record<'map' | 'list' | 'block' | 'value' | 'item', Writer>>((tie) => ({
  map: fc
    .uniqueArray(fc.record({ key, value: tie('value'), above }), {
      minLength: 1,
      maxLength: 4,
      selector: (entry) => entry.key.trim(),
    })
    .map((entries) =>
      rows(entries.map((entry) => ({ ...entry, write: prefixed(`${entry.key}:`, entry.value) }))),
    ),
  list: fc
    .array(fc.record({ item: tie('item'), above }), { minLength: 1, maxLength: 4 })
    .map((items) => rows(items.map((item) => ({ ...item, write: prefixed('-', item.item) })))),
  block: fc.oneof(tie('map'), tie('list')),
  value: fc.oneof(
    { depthIdentifier: 'block', maxDepth: 4 },
    oneLine,
    lineEnd.map((end) => () => end),
    fc
      .tuple(lineEnd, above, fc.integer({ min: 1, max: 4 }), tie('block'))
      .map(([end, lines, offset, block]) => {
        return (column: number) => end + joined([lines, indented(block)])(column + offset);
      }),
    fc
      .tuple(lineEnd, above, tie('list'))
      .map(([end, lines, list]) => prefixed(end, joined([lines, indented(list)]))),
  ),
  item: fc.oneof(
    { depthIdentifier: 'block', maxDepth: 4 },
    oneLine,
    fc.tuple(spaces, tie('block')).map(
      ([gap, block]) =>
        (column: number) =>
          gap + block(column + 1 + gap.length),
    ),
  ),
}));

/** Of the first, the line is begun already. */
function rows(parts: readonly { readonly above: Writer; readonly write: Writer }[]): Writer {
  return joined(
    parts.flatMap(({ above, write }, index) => (index === 0 ? [write] : [above, indented(write)])),
  );
}

function joined(parts: readonly Writer[]): Writer {
  return (column) => parts.map((write) => write(column)).join('');
}

function prefixed(prefix: string, write: Writer): Writer {
  return (column) => prefix + write(column);
}

function indented(write: Writer): Writer {
  return (column) => ' '.repeat(column) + write(column);
}

const signs = `\n\n   ::--##[]{},"'&*!|>%@\`?.<~=ab1$\\\r\t`;

/** A slip of the hand: characters put in, taken out or over others; lines joined, cut, moved, shifted. */
const edit: Arbitrary<(text: string) => string> = fc.oneof(
  fc
    .record({
      place: fc.nat(),
      length: fc.constantFrom(0, 0, 1, 1, 2, 5),
      put: fc.oneof(
        fc.constant(''),
        fc.nat(signs.length - 1).map((index) => signs.charAt(index)),
        fc.constantFrom(
          '- ',
          ': ',
          ' #',
          '\n  ',
          '\n- ',
          '\r\n',
          '---\n',
          '...\n',
          '<<: ',
          'k: v\n',
        ),
        fc.constantFrom('\u0085', '\u2028', '\ufeff', '\u00a0', '\u0000', '\ud800', '😀', 'é'),
      ),
    })
    .map(({ place, length, put }) => (text: string) => {
      const start = place % (text.length + 1);
      return text.slice(0, start) + put + text.slice(start + length);
    }),
  fc
    .record({
      place: fc.nat(),
      change: fc.constantFrom<(line: string, next: string) => readonly string[]>(
        (line, next) => [line + next],
        (line, next) => [next, line],
        (line, next) => [line, line, next],
        (line, next) => [` ${line}`, next],
        (line, next) => [`  ${line}`, next],
        (line, next) => [line.slice(1), next],
        (line, next) => [line.slice(2), next],
      ),
    })
    .map(({ place, change }) => (text: string) => {
      const lines = text.split('\n');
      const index = place % lines.length;
      const [line = '', next = ''] = lines.slice(index);
      return lines.toSpliced(index, 2, ...change(line, next)).join('\n');
    }),
);
