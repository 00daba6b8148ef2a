/**
 * Writes the tables of inputs and outputs in the READMEs from action.yml, the Chinese one with the
 * texts of docs/action.zh-CN.yml. `--check`: only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { textOf, toFields, type Fields } from '../src/json.ts';
import { repositoryRoot } from '../testing/runner.ts';

type Section = 'inputs' | 'outputs';

interface Readme {
  readonly file: string;
  readonly heads: Readonly<Record<Section, readonly string[]>>;
  /** The text about an input or output; empty where there is none. */
  readonly meaningOf: (section: Section, name: string) => string;
}

const manifest = readYaml('action.yml');
const chinese = readYaml('docs/action.zh-CN.yml');

const readmes: readonly Readme[] = [
  {
    file: 'README.md',
    heads: { inputs: ['input', 'default', 'meaning'], outputs: ['output', 'meaning'] },
    meaningOf: (section, name) =>
      textOf(toFields(entriesOf(manifest, section)[name])?.['description']),
  },
  {
    file: 'README.zh-CN.md',
    heads: { inputs: ['输入', '默认值', '含义'], outputs: ['输出', '含义'] },
    meaningOf: (section, name) => textOf(entriesOf(chinese, section)[name]),
  },
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

function tableOf({ heads, meaningOf }: Readme, section: Section): string {
  const rows = Object.entries(entriesOf(manifest, section)).map(([name, facts]) => {
    const fallback = textOf(toFields(facts)?.['default']);
    const defaultCell = fallback === '' ? '' : `\`${fallback}\``;
    return [
      `\`${name}\``,
      ...(section === 'inputs' ? [defaultCell] : []),
      meaningOf(section, name),
    ];
  });
  const head = heads[section];
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** Between `<!-- inputs -->` and `<!-- /inputs -->`. Prettier would pad the cells to one width. */
function withTables(text: string, readme: Readme): string {
  return text.replace(
    /(<!-- (inputs|outputs) -->)[^]*?(<!-- \/\2 -->)/g,
    (_, open: string, section: string, close: string) => {
      const table = tableOf(readme, section === 'inputs' ? 'inputs' : 'outputs');
      return `${open}\n\n<!-- prettier-ignore -->\n${table}\n\n${close}`;
    },
  );
}

/** What one of the two files describes and the other does not. */
function translationFaults(): readonly string[] {
  return (['inputs', 'outputs'] as const).flatMap((section) => {
    const names = Object.keys(entriesOf(manifest, section));
    const translated = Object.keys(entriesOf(chinese, section));
    return [
      ...names
        .filter((name) => !translated.includes(name))
        .map((name) => `docs/action.zh-CN.yml has no text for ${section}.${name}`),
      ...translated
        .filter((name) => !names.includes(name))
        .map((name) => `docs/action.zh-CN.yml has ${section}.${name}, which action.yml has not`),
    ];
  });
}

const isCheck = process.argv.includes('--check');
const stale = readmes.flatMap((readme) => {
  const text = readText(readme.file);
  const wanted = withTables(text, readme);
  if (wanted === text) return [];
  if (!isCheck) writeFileSync(join(repositoryRoot, readme.file), wanted);
  return isCheck
    ? [`The tables in ${readme.file} are not what action.yml says: run npm run readme`]
    : [];
});
const faults = [...translationFaults(), ...stale];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
