import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { textOf, toFields, type Fields } from '../src/json.ts';
import {
  blocksOf,
  codeSpansIn,
  leadsSomewhere,
  linksIn,
  pagePaths,
  sectionsOf,
  tablesIn,
} from '../testing/pages.ts';
import { repositoryRoot } from '../testing/runner.ts';
import { repositoryText } from '../testing/workspace.ts';

const translation = '.zh-CN.md';
const translated = pagePaths().filter((page) => page.endsWith(translation));

test('what is generated in the pages is fresh, and the translations say what action.yml says', () => {
  const check = join(repositoryRoot, 'scripts/readme.ts');

  expect(execFileSync(process.execPath, [check, '--check'], { encoding: 'utf8' })).toBe('');
});

/** Such as `org/bec-create/delete@v1 inputs.service-id`. */
const ownNames = ['', '/delete', '/update', '/local-bec'].flatMap((folder) => {
  const [manifest] = parseAllDocuments(repositoryText(`.${folder}/action.yml`));
  const fields = toFields(manifest?.toJS()) ?? {};
  return ['inputs', 'outputs'].flatMap((section) =>
    Object.keys(toFields(fields[section]) ?? {}).map(
      (name) => `org/bec-create${folder}@v1 ${section}.${name}`,
    ),
  );
});

describe.each(pagePaths())('%s', (page) => {
  const text = repositoryText(page);

  test('leads nowhere that is not there', () => {
    const local = linksIn(text).filter((link) => !/^(?:https|mailto):/.test(link));

    expect(local.filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  test('names no file that is not there', () => {
    const folders =
      /^(?:src|__tests__|testing|lab|scripts|docs|examples|schema|local-bec|delete|update|cli|dist|\.ci)\/[\w./-]*$/;
    const paths = codeSpansIn(text).filter((code) => folders.test(code));

    expect(paths.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([]);
  });

  test('gives our actions only inputs that they have, and reads only outputs that they have', () => {
    const blocks = blocksOf(text, 'yaml');
    const steps = blocks.flatMap((block) =>
      parseAllDocuments(block).flatMap((it) => stepsIn(it.toJS())),
    );
    const given = steps.flatMap(({ uses, with: inputs }) =>
      Object.keys(toFields(inputs) ?? {}).map((name) => `${textOf(uses)} inputs.${name}`),
    );
    const read = [...blocks.join('\n').matchAll(/steps\.bec\.outputs\.(\w+)/g)].map(
      ([, name = '']) => `org/bec-create@v1 outputs.${name}`,
    );

    expect([...given, ...read].filter((name) => !ownNames.includes(name))).toEqual([]);
  });
});

test.each(pagePaths())(
  '%s: a delete step says what may be deleted, a workflow waits its turn',
  (page) => {
    const documents = blocksOf(repositoryText(page), 'yaml').flatMap((it) => parseAllDocuments(it));
    const unguarded = documents
      .flatMap((document) => stepsIn(document.toJS()))
      .filter(({ uses }) => uses === 'org/bec-create/delete@v1')
      .filter(({ with: inputs }) => textOf(toFields(inputs)?.['service-name']) === '');
    const unordered = documents
      .map((document) => toFields(document.toJS()))
      .filter((fields) => fields?.['jobs'] !== undefined && fields['concurrency'] === undefined);

    expect([...unguarded, ...unordered]).toEqual([]);
  },
);

describe.each(translated)('%s and its original', (page) => {
  const chinese = repositoryText(page);
  const english = repositoryText(page.replace(translation, '.md'));
  const sections = sectionsOf(english);

  test('have the same headings, level by level', () => {
    expect(sectionsOf(chinese).map(({ level }) => level)).toEqual(
      sections.map(({ level }) => level),
    );
  });

  test('have the same blocks of code, but for their comments', () => {
    expect(codeOf(chinese)).toEqual(codeOf(english));
  });

  test('have the same code in each row of their tables', () => {
    expect(spansByRow(chinese)).toEqual(spansByRow(english));
  });

  test('link to the same pages', () => {
    expect(targetsOf(chinese)).toEqual(targetsOf(english));
  });

  test.each(sections.map(({ title }, index) => ({ title, index })))(
    'have the same code and the same numbers in "$title"',
    ({ index }) => {
      const [left = '', right = ''] = [chinese, english].map(
        (text) => sectionsOf(text)[index]?.text,
      );

      expect(factsIn(left)).toEqual(factsIn(right));
    },
  );
});

describe('CONTRIBUTING.md', () => {
  const contributing = repositoryText('CONTRIBUTING.md');
  const map = tablesIn(contributing).find(([head]) => head?.[1] === 'door') ?? [];
  const places = map.slice(1).map(([place = '']) => codeSpansIn(place)[0] ?? '');

  test('has a line for every room, and every folder of code', () => {
    const rooms = foldersIn('src').map((name) => `src/${name}/`);
    const others = foldersIn('.').filter(
      (name) => !/^(?:\..*|dist|docs|node_modules|src)$/.test(name),
    );

    expect(places).toEqual(expect.arrayContaining([...rooms, ...others.map((name) => `${name}/`)]));
  });

  test('names the doors that npm run check holds', () => {
    const structure = repositoryText('scripts/structure.ts');
    const doors = [...structure.matchAll(/'(src\/\w+)': \[(.*)\]/g)].flatMap(
      ([, room = '', files = '']) =>
        [...files.matchAll(/'(\S+?)'/g)].map(([, door]) => [`${room}/`, door]),
    );
    const drawn = map.slice(1).flatMap(([place = '', door = '']) => {
      const [room = ''] = codeSpansIn(place);
      return codeSpansIn(door).map((name) => [room, `${room}${name}`]);
    });

    expect(drawn.toSorted()).toEqual(doors.toSorted());
  });

  test('names only scripts that package.json has', () => {
    const commands = [...contributing.matchAll(/`npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    const manifest = repositoryText('package.json');

    expect(commands.filter((name) => !manifest.includes(`"${name}":`))).toEqual([]);
  });
});

test('every promise in SECURITY.md names the tests that hold it', () => {
  const promises = tablesIn(repositoryText('SECURITY.md')).find(
    ([head]) => head?.[2] === 'held by',
  );
  const rows = promises?.slice(1) ?? [];

  expect(rows.length).toBeGreaterThan(8);
  expect(
    rows.filter(([, , tests = '']) => !/\]\((?:__tests__|\.github|\.ci)\//.test(tests)),
  ).toEqual([]);
});

/** All maps, however deep, that use one of our actions. */
function stepsIn(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.flatMap(stepsIn);
  const fields = toFields(value);
  if (fields === undefined) return [];
  return textOf(fields['uses']).startsWith('org/bec-create')
    ? [fields]
    : Object.values(fields).flatMap(stepsIn);
}

function foldersIn(path: string): readonly string[] {
  return readdirSync(join(repositoryRoot, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function codeOf(markdown: string): readonly string[] {
  return [...blocksOf(markdown, 'yaml'), ...blocksOf(markdown, 'sh')].map((code) =>
    code.replace(/(^| +)#.*$/gm, '').replace(/^\n+/, ''),
  );
}

function spansByRow(markdown: string): readonly (readonly (readonly string[])[])[] {
  return tablesIn(markdown).map((rows) =>
    rows.map((cells) => sorted(codeSpansIn(cells.join(' ')))),
  );
}

/** Of other pages and sites, the other language's counted as one's own. */
function targetsOf(markdown: string): readonly string[] {
  const targets = linksIn(markdown).map((link) =>
    link.replace(/#.*$/, '').replace(translation, '.md'),
  );
  return sorted(targets.filter((target) => target !== ''));
}

interface Facts {
  readonly code: readonly string[];
  readonly numbers: readonly string[];
}

/** What a translation leaves as it is. */
function factsIn(text: string): Facts {
  const words = text.replace(/`[^`\n]+`/g, '').replace(/\]\([^)]*\)/g, ']');
  const numbers = [...words.matchAll(/\d+(?:\.\d+)*/g)].map(([number]) => number);
  return { code: sorted(codeSpansIn(text)), numbers: sorted(numbers) };
}

/** Each once. */
function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
