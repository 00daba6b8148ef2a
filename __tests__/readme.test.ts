import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot, runStep } from '../testing/runner.ts';
import { makeWorkspace, repositoryText } from '../testing/workspace.ts';

const english = repositoryText('README.md');
const chinese = repositoryText('README.zh-CN.md');
const pages = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];

describe('the two READMEs', () => {
  test('have the same headings, level by level', () => {
    const levels = headingsOf(english).map(({ level }) => level);

    expect(headingsOf(chinese).map(({ level }) => level)).toEqual(levels);
  });

  test('have the same code, but for its comments', () => {
    expect(codeOf(chinese)).toEqual(codeOf(english));
  });

  test('have tables of the same length', () => {
    expect(rowCountsOf(chinese)).toEqual(rowCountsOf(english));
  });

  test('name the same errors', () => {
    expect(errorTextsOf(chinese)).toEqual(errorTextsOf(english));
  });

  test('link to the same places', () => {
    const targetsOf = (text: string): readonly string[] =>
      linksOf(text)
        .filter((link) => !link.startsWith('#') && !link.startsWith('README'))
        .toSorted();

    expect(targetsOf(chinese)).toEqual(targetsOf(english));
  });

  test('have the inputs and outputs of action.yml', () => {
    const check = join(repositoryRoot, 'scripts/readme.ts');

    expect(execFileSync(process.execPath, [check, '--check'], { encoding: 'utf8' })).toBe('');
  });
});

test('the first workflow is the example that the tests run', () => {
  const [workflow = ''] = blocksOf(english, 'yaml');

  expect(workflow).toBe(repositoryText('examples/workflows/without-an-account.yml'));
});

test('the spec is good', async () => {
  const [, spec = ''] = blocksOf(english, 'yaml');
  using workspace = makeWorkspace({ '.bec/service.yml': spec });
  const { exitCode, log } = await runStep({
    workspace: workspace.path,
    inputs: { 'dry-run': 'true' },
  });

  expect(log).not.toMatch(/^::(?:warning|error)/m);
  expect(exitCode).toBe(0);
});

test('every example is linked', () => {
  const names = readdirSync(join(repositoryRoot, 'examples/workflows')).filter((name) =>
    name.endsWith('.yml'),
  );

  expect(linksOf(english)).toEqual(
    expect.arrayContaining(names.map((name) => `examples/workflows/${name}`)),
  );
});

describe('troubleshooting', () => {
  const sources = readdirSync(join(repositoryRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => repositoryText(`src/${name}`));

  test.each(errorTextsOf(english))('the code can say: %s', (text) => {
    const parts = text.split('…').map((part) => part.trim());

    expect(sources.some((source) => parts.every((part) => source.includes(part)))).toBe(true);
  });
});

describe.each(pages)('%s', (page) => {
  const text = repositoryText(page);

  test('leads nowhere that is not there', () => {
    const local = linksOf(text).filter((link) => !/^(?:https|mailto):/.test(link));

    expect(local.filter((link) => !exists(page, link))).toEqual([]);
  });
});

interface Heading {
  readonly level: number;
  readonly title: string;
}

function headingsOf(markdown: string): readonly Heading[] {
  return [...proseOf(markdown).matchAll(/^(#+) (.+)$/gm)].map(([, marks = '', title = '']) => ({
    level: marks.length,
    title,
  }));
}

/** Without the blocks of code. */
function proseOf(markdown: string): string {
  return markdown.replace(/^```[^]*?^```$/gm, '');
}

function blocksOf(markdown: string, language: string): readonly string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm');
  return [...markdown.matchAll(pattern)].map(([, code = '']) => code);
}

function codeOf(markdown: string): readonly string[] {
  return [...blocksOf(markdown, 'yaml'), ...blocksOf(markdown, 'sh')].map((code) =>
    code.replace(/(^| +)#.*$/gm, '').replace(/^\n+/, ''),
  );
}

function rowCountsOf(markdown: string): readonly number[] {
  const tables = proseOf(markdown).match(/(?:^\|.*\n)+/gm) ?? [];
  return tables.map((table) => table.trimEnd().split('\n').length);
}

/** The code in the first column of the table of errors. */
function errorTextsOf(markdown: string): readonly string[] {
  const table = (proseOf(markdown).match(/(?:^\|.*\n)+/gm) ?? []).find((rows) =>
    rows.includes('`There are no credentials.`'),
  );
  const rows = (table ?? '').trimEnd().split('\n').slice(2);
  return rows.flatMap((row) => {
    const [, cell = ''] = row.split(' | ')[0]?.split('| ') ?? [];
    return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
  });
}

function linksOf(markdown: string): readonly string[] {
  return [...proseOf(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

function exists(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : posix.join(dirname(page), path);
  if (!existsSync(join(repositoryRoot, target))) return false;
  return anchor === undefined || anchorsIn(repositoryText(target)).includes(decodeURI(anchor));
}

/** As GitHub makes them of headings. */
function anchorsIn(markdown: string): readonly string[] {
  return headingsOf(markdown).map(({ title }) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
