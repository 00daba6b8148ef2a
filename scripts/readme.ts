/**
 * Writes the tables of the pages that have a source elsewhere: inputs and outputs from each action.yml,
 * in Chinese with the texts of docs/*.zh-CN.yml, and the retry policies from the client's own table. The
 * errors of docs/troubleshooting.md get anchors, and src/action/generated/errors.json their words.
 * `--check`: only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { retryPolicies } from '../src/http/retry.ts';
import { durationText } from '../src/clock.ts';
import { textOf, toFields, type Fields } from '../src/json.ts';
import { anchorOf } from '../src/action/help.ts';
import { codeSpansIn, tablesIn } from '../testing/pages.ts';
import { repositoryRoot } from '../testing/runner.ts';

type Section = 'inputs' | 'outputs';

/** An action, and where its inputs and outputs are described. */
interface Action {
  readonly manifest: string;
  readonly page: string;
  /** The texts in Chinese, by the same names. */
  readonly translation: string;
  readonly translatedPage: string;
}

const actions: readonly Action[] = [
  {
    manifest: 'action.yml',
    page: 'README.md',
    translation: 'docs/action.zh-CN.yml',
    translatedPage: 'README.zh-CN.md',
  },
  {
    manifest: 'delete/action.yml',
    page: 'docs/delete.md',
    translation: 'docs/delete.zh-CN.yml',
    translatedPage: 'docs/delete.zh-CN.md',
  },
  {
    manifest: 'update/action.yml',
    page: 'docs/update.md',
    translation: 'docs/update.zh-CN.yml',
    translatedPage: 'docs/update.zh-CN.md',
  },
];

const englishHeads = {
  inputs: ['input', 'default', 'meaning'],
  outputs: ['output', 'meaning'],
} as const;
const chineseHeads = {
  inputs: ['输入', '默认值', '含义'],
  outputs: ['输出', '含义'],
} as const;

/** A page, and the tables in it by the name in their marks. */
interface Page {
  readonly file: string;
  readonly tables: Readonly<Record<string, string>>;
}

const pages: readonly Page[] = [
  ...actions.flatMap(({ manifest, page, translation, translatedPage }) => {
    const action = readYaml(manifest);
    const texts = readYaml(translation);
    const english = (section: Section, name: string): string =>
      descriptionOf(action, section, name);
    const chinese = (section: Section, name: string): string =>
      textOf(entriesOf(texts, section)[name]);
    return [
      { file: page, tables: tablesOf(action, englishHeads, english) },
      { file: translatedPage, tables: tablesOf(action, chineseHeads, chinese) },
    ];
  }),
  { file: 'docs/reliability.md', tables: { policies: policyTable() } },
];

function readYaml(path: string): Fields {
  return toFields(parse(readText(path))) ?? {};
}

function readText(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}

function entriesOf(fields: Fields, section: Section): Fields {
  return toFields(fields[section]) ?? {};
}

function descriptionOf(action: Fields, section: Section, name: string): string {
  return textOf(toFields(entriesOf(action, section)[name])?.['description']);
}

function tablesOf(
  action: Fields,
  heads: Readonly<Record<Section, readonly string[]>>,
  meaningOf: (section: Section, name: string) => string,
): Readonly<Record<Section, string>> {
  const rowsOf = (section: Section): readonly (readonly string[])[] =>
    Object.entries(entriesOf(action, section)).map(([name, facts]) => {
      const fallback = textOf(toFields(facts)?.['default']);
      const defaultCell = fallback === '' ? '' : `\`${fallback}\``;
      const cells = section === 'inputs' ? [defaultCell] : [];
      return [`\`${name}\``, ...cells, meaningOf(section, name)];
    });
  return {
    inputs: toTable(heads.inputs, rowsOf('inputs')),
    outputs: toTable(heads.outputs, rowsOf('outputs')),
  };
}

/** How patient each kind of request is. */
function policyTable(): string {
  const head = [
    'request',
    'attempts at most',
    'within',
    'first wait at most',
    'later waits at most',
    '`Retry-After` at most',
  ];
  const rows = Object.entries(retryPolicies).map(([name, policy]) => [
    `\`${name}\``,
    policy.maxAttempts === Infinity ? 'any number' : String(policy.maxAttempts),
    ...[
      policy.maxElapsedMs,
      policy.firstBackoffMs,
      policy.maxBackoffMs,
      policy.maxRetryAfterMs,
    ].map(durationText),
  ]);
  return toTable(head, rows);
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** Between `<!-- inputs -->` and `<!-- /inputs -->`. Prettier would pad the cells to one width. */
function withTables(text: string, { tables }: Page): string {
  return text.replace(
    /(<!-- (\w+) -->)[^]*?(<!-- \/\2 -->)/g,
    (whole, open: string, name: string, close: string) => {
      const table = tables[name];
      return table === undefined
        ? whole
        : `${open}\n\n<!-- prettier-ignore -->\n${table}\n\n${close}`;
    },
  );
}

/** What an action.yml describes and its translation does not, or the other way round. */
function translationFaults({ manifest, translation }: Action): readonly string[] {
  const action = readYaml(manifest);
  const texts = readYaml(translation);
  return (['inputs', 'outputs'] as const).flatMap((section) => {
    const translated = entriesOf(texts, section);
    const names = Object.keys(entriesOf(action, section));
    return [
      ...names.flatMap((name) => {
        const place = `${translation} ${section}.${name}`;
        const text = textOf(translated[name]);
        if (text === '') return [`${place} is missing`];
        const facts = factsIn(descriptionOf(action, section, name));
        return facts === factsIn(text)
          ? []
          : [`${place} does not have the code and the numbers of ${manifest}: ${facts}`];
      }),
      ...Object.keys(translated)
        .filter((name) => !names.includes(name))
        .map((name) => `${translation} ${section}.${name} is not in ${manifest}`),
    ];
  });
}

/** The code and the numbers in a text: the same in every language. */
function factsIn(text: string): string {
  return [...new Set(text.match(/`[^`]+`|\d+/g))].sort().join(' ');
}

const troubleshooting = ['docs/troubleshooting.md', 'docs/troubleshooting.zh-CN.md'] as const;

/** The words of each of its rows. */
function errorRows(): readonly (readonly string[])[] {
  return tablesIn(readText(troubleshooting[0])).flatMap(([, ...rows]) =>
    rows.map(([cell = '']) => codeSpansIn(cell)),
  );
}

/** Each row begins with the anchor that its error leads to. */
function withAnchors(text: string): string {
  return text.replace(/^\| (?:<a id="[^"]*"><\/a>)?(`.*)$/gm, (_, row: string) => {
    const [cell = ''] = row.split(/(?<!\\)\|/);
    return `| <a id="${anchorOf(codeSpansIn(cell))}"></a>${row}`;
  });
}

const isCheck = process.argv.includes('--check');
const wanted: readonly (readonly [file: string, change: (text: string) => string])[] = [
  ...pages.map((page) => [page.file, (text: string) => withTables(text, page)] as const),
  ...troubleshooting.map((file) => [file, withAnchors] as const),
  ['src/action/generated/errors.json', () => `${JSON.stringify(errorRows(), undefined, 2)}\n`],
];
const stale = wanted.flatMap(([file, change]) => {
  const text = readText(file);
  if (change(text) === text) return [];
  if (!isCheck) writeFileSync(join(repositoryRoot, file), change(text));
  return isCheck ? [`What is generated in ${file} is outdated: run npm run readme`] : [];
});
const faults = [...actions.flatMap(translationFaults), ...stale];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
