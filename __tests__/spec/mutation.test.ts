import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf, positionOf, problemText } from '../../src/spec/spec.ts';
import { problemsOf } from '../../testing/spec.ts';
import { repositoryText } from '../../testing/workspace.ts';

const environment = { REPLICAS: '2', LOG_LEVEL: 'info', DB_PASSWORD: 'correct horse' } as const;

/** One change of a text; positions are fractions of its length. */
type Mutation = (text: string) => string;

function ofLines(change: (lines: string[], index: number) => string[], at: number): Mutation {
  return (text) => {
    const lines = text.split('\n');
    return change(lines, Math.floor(at * lines.length)).join('\n');
  };
}

function spliced(text: string, at: number, deleted: number, inserted: string): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + inserted + text.slice(start + deleted);
}

/** Puts the word in the place of one of those that the pattern finds. */
function replacing(pattern: RegExp, at: number, replacement: string): Mutation {
  return (text) => {
    const found = [...text.matchAll(pattern)];
    const match = found[Math.floor(at * found.length)];
    if (match === undefined) return text;
    return text.slice(0, match.index) + replacement + text.slice(match.index + match[0].length);
  };
}

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const character = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ': ',
    '- ',
    '\n- ',
    '? ',
    '#',
    ' #',
    '&a ',
    '*a',
    '!',
    '!!int ',
  ],
  ...['|', '|\n', '>', '>+2\n', "'", '"', '\\', '%', '@', '`', '\t', '\r', '\n', '\n\n', ' ', '  '],
  ...[
    '---\n',
    '\n---\n',
    '...\n',
    '<<: ',
    '<<: *a\n',
    '%YAML 1.2\n',
    '\ufeff',
    '\0',
    '\u2028',
    '/',
  ],
  ...['${{', '}}', '${{ env.X }}', '${{ secrets.X }}', '$${{', '${{ ${{ }}', '__proto__: ', '~'],
);
const value = fc.constantFrom(
  ...['', '1', '-1', '0', '0.5', '1e400', '0x', '1'.repeat(400), 'true', 'null', '~', '""', "''"],
  ...['[]', '{}', '[a, {b: c}]', '{a: [b]}', '|', '>-', '*container', '&container x', '*none'],
  ...['${{ image.version }}', '${{ env.NONE }}', '${{ secrets.DB_PASSWORD }}', '${{ github.x }}'],
);
const word = fc.constantFrom(
  ...['x', 'name', 'containers', 'volumes', 'volume', 'envs', 'value', 'valueFrom', 'ports'],
  ...['__proto__', 'constructor', 'x-a', '<<', '"a b"', "''", '$schema', 'cpu', 'env', 'a/b~c'],
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  // Drop a line, or some.
  fc
    .tuple(place, fc.integer({ min: 1, max: 4 }))
    .map(([at, count]) => ofLines((lines, index) => lines.toSpliced(index, count), at)),
  // Say a line twice, or again elsewhere.
  fc.tuple(place, place).map(([at, to]) =>
    ofLines((lines, index) => {
      const target = to < 0.5 ? index : Math.floor(to * lines.length);
      return lines.toSpliced(target, 0, lines[index] ?? '');
    }, at),
  ),
  // Swap two lines.
  fc.tuple(place, place).map(([at, to]) =>
    ofLines((lines, index) => {
      const other = Math.floor(to * lines.length);
      return lines.with(index, lines[other] ?? '').with(other, lines[index] ?? '');
    }, at),
  ),
  // Indent a line in another way.
  fc
    .tuple(place, fc.constantFrom('', ' ', '  ', '     ', '\t'))
    .map(([at, indent]) =>
      ofLines((lines, index) => lines.with(index, (lines[index] ?? '').replace(/^ */, indent)), at),
    ),
  // Rename a key, give a value another type.
  fc.tuple(place, word).map(([at, name]) => replacing(/[\w$-]+(?=['"]?:)/g, at, name)),
  fc.tuple(place, value).map(([at, other]) => replacing(/(?<=: ).+/g, at, other)),
  // Cut the text off, cut some out of it, put something in.
  place.map(
    (at): Mutation =>
      (text) =>
        text.slice(0, Math.floor(at * text.length)),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 60 })).map(
    ([at, count]): Mutation =>
      (text) =>
        spliced(text, at, count, ''),
  ),
  fc.tuple(place, character).map(
    ([at, inserted]): Mutation =>
      (text) =>
        spliced(text, at, 0, inserted),
  ),
  fc.tuple(place, fc.string({ unit: 'binary', maxLength: 8 })).map(
    ([at, inserted]): Mutation =>
      (text) =>
        spliced(text, at, inserted.length, inserted),
  ),
  // Random bytes, as far as they make UTF-8 at all.
  fc.tuple(place, fc.uint8Array({ maxLength: 8 })).map(
    ([at, bytes]): Mutation =>
      (text) =>
        spliced(text, at, 0, Buffer.from(bytes).toString('utf8')),
  ),
);

/** The same mutants every time; others with, say, MUTATION_SEED=2. */
const seed = Number(process.env['MUTATION_SEED'] ?? 1);

// JSON may not be cut in the middle of a pair of surrogates; a file can't hold half of one.
function wellFormed(text: string): string {
  return text.toWellFormed();
}

test.each([
  ['examples/service.yml', 600],
  ['examples/full.yml', 400],
  ['examples/api-page.yml', 300],
  ['examples/api-page.json', 300],
])(
  'whatever happens to %s, its mistakes are reported in their places',
  { timeout: 180_000 },
  async (path, numRuns) => {
    const original = repositoryText(path);
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (mutations, strict) => {
          const text = wellFormed(mutations.reduce((changed, mutate) => mutate(changed), original));
          const lineCount = text.split('\n').length;
          for (const problem of await problemsOf(text, { environment, strict })) {
            const { start, end } = problem.range;
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(text.length);
            expect(positionOf(text, start).line).toBeLessThanOrEqual(lineCount);
            const excerpt = excerptOf({ path: 'a.yml', text }, problem);
            const isSpec = !['not-a-spec', 'foreign-manifest'].includes(problem.code);
            expect(excerpt).toHaveLength(isSpec ? 3 : 1);
            // Nothing that would break out of its line, or out of sight.
            expect([...excerpt, problemText(problem)].join('')).not.toMatch(
              /[\p{Cc}\p{Zl}\p{Zp}]/u,
            );
            expect(problem.message).toMatch(/[.?>}]$/);
          }
        },
      ),
      { numRuns, seed },
    );
  },
);
