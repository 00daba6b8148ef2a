import { describe, expect, test } from 'vitest';
import { excerptOf, problemText, sortedProblems, type Problem } from '../../src/spec/problem.ts';
import { positionOf } from '../../src/spec/spec.ts';
import { problemsOf } from '../../testing/spec.ts';

function problem(start: number, end: number, message = 'is wrong.', path = ''): Problem {
  return { code: 'syntax', severity: 'error', range: { start, end }, path, message };
}

/** The excerpt of a text in which «…» marks the place of the problem. */
function excerpt(marked: string): readonly string[] {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace('«', '').replace('»', '');
  return excerptOf({ path: 'a.yml', text }, problem(start, end));
}

test.each([
  ['', 0, 1, 1],
  ['abc', 0, 1, 1],
  ['abc', 3, 1, 4],
  ['a\nb', 2, 2, 1],
  ['a\r\nb', 3, 2, 1],
  ['a\n\n\nb', 4, 4, 1],
  ['🚀x', 2, 1, 3],
])('in %j, offset %i is line %i, column %i', (text, offset, line, column) => {
  expect(positionOf(text, offset)).toEqual({ line, column });
});

describe('an excerpt', () => {
  test.each([
    ['a: 1\nb: «2»\n', ['  --> a.yml:2:4', '    2 | b: 2', '      |    ^']],
    ['a: «one two» # x', ['  --> a.yml:1:4', '    1 | a: one two # x', '      |    ^^^^^^^']],
    ['a: «|\n  b\n  c\n»d: 1', ['  --> a.yml:1:4', '    1 | a: |', '      |    ^']],
    ['a: «b»\r\nc: 1\r\n', ['  --> a.yml:1:4', '    1 | a: b', '      |    ^']],
    ['«»', ['  --> a.yml:1:1', '    1 | ', '      | ^']],
    ['a: 1\n«»', ['  --> a.yml:2:1', '    2 | ', '      | ^']],
    ['网页: «b»', ['  --> a.yml:1:5', '    1 | 网页: b', '      |       ^']],
    ['a: «🚀é»', ['  --> a.yml:1:4', '    1 | a: 🚀é', '      |    ^^^']],
    ['\u3000«b»: 1', ['  --> a.yml:1:2', '    1 | \\u3000b: 1', '      |       ^']],
    ['\t«b»: 1', ['  --> a.yml:1:2', '    1 |  b: 1', '      |  ^']],
    [
      'a\u200b: «b\u0007c» d',
      ['  --> a.yml:1:5', '    1 | a\\u200b: b\\u0007c d', '      |          ^^^^^^^^'],
    ],
  ])('of %j', (marked, lines) => {
    expect(excerpt(marked)).toEqual(lines);
  });

  test('of a long line is cut around its place', () => {
    const [heading, line = '', caret = ''] = excerpt(`${'a'.repeat(500)}«bbb»${'c'.repeat(500)}`);
    expect(heading).toBe('  --> a.yml:1:501');
    expect(line).toBe(`    1 | ${'a'.repeat(60)}bbb${'c'.repeat(97)}`);
    expect(caret).toBe(`      | ${' '.repeat(60)}^^^`);
  });

  test('of a long place is no longer than its line', () => {
    const [, line = '', caret = ''] = excerpt(`«${'a'.repeat(1000)}»`);
    expect(caret.length).toBe(line.length);
  });

  test('of a file with an odd name is one line all the same', () => {
    const [heading] = excerptOf({ path: 'a\n::error::b', text: 'x' }, problem(0, 1));
    expect(heading).toBe('  --> a\\n::error::b:1:1');
  });
});

/** Files that a link in the repository may lead to. */
test.each([
  ['text', 'API_KEY=correct-horse'],
  ['YAML', 'api_key: correct-horse'],
  ['YAML with an error', 'api_key: "correct-horse'],
  ['two documents', 'api_key: correct-horse\n---\nb: 1'],
  ['JSON with a comment', '{"api_key": "correct-horse", // old\n"b": 1}'],
  [
    'JSON that is nested deeply',
    `{"api_key": "correct-horse", "b": ${'['.repeat(99)}${']'.repeat(99)}}`,
  ],
  ['JSON with many values', `{"api_key": "correct-horse", "b": [${'1,'.repeat(35_000)}1]}`],
  [
    'JSON with more values than are read',
    `{"api_key": "correct-horse", "b": [${'1,'.repeat(400_000)}1]}`,
  ],
  ['a client’s configuration', '{"apiVersion":"v1","kind":"Config","token":"correct-horse"}'],
  ['a Compose file', '{"services":{"a":{"environment":["KEY=correct-horse"]}}}'],
])('of a file that is not a spec, %s, nothing is printed', async (_, text) => {
  const problems = await problemsOf(text);
  expect(problems).not.toEqual([]);
  for (const found of problems) {
    expect(excerptOf({ path: 'a.json', text }, found)).toEqual(['  --> a.json']);
    expect(problemText(found)).not.toContain('horse');
  }
});

test('a problem has its path before it, if it has one', () => {
  expect(problemText(problem(0, 1, 'is wrong.', 'containers[0].cpu'))).toBe(
    'containers[0].cpu: is wrong.',
  );
  expect(problemText(problem(0, 1, 'All is wrong.'))).toBe('All is wrong.');
});

test('problems come in the order of the text, each once, within the text', () => {
  const problems = [
    problem(5, 6),
    problem(0, 1),
    problem(5, 6),
    problem(5, 7, 'b'),
    problem(9, 12),
  ];
  expect(sortedProblems(problems, '1234567890')).toEqual([
    problem(0, 1),
    problem(5, 6),
    problem(5, 7, 'b'),
    problem(9, 10),
  ]);
});
