/** Writes the tables of inputs and outputs in the READMEs from action.yml; `--check`: only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { textOf, toFields } from '../src/answer.ts';
import { repositoryRoot } from './runner.ts';

const manifest: unknown = parse(readFileSync(join(repositoryRoot, 'action.yml'), 'utf8'));

function tableOf(section: 'inputs' | 'outputs'): string {
  const entries = Object.entries(toFields(toFields(manifest)?.[section]) ?? {});
  const isInputs = section === 'inputs';
  const rows = entries.map(([name, facts]) => {
    const { description, default: fallback } = { ...toFields(facts) };
    const cells = [
      `\`${name}\``,
      ...(isInputs ? [textOf(fallback) === '' ? '' : `\`${textOf(fallback)}\``] : []),
      textOf(description),
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const head = isInputs ? ['input', 'default', 'meaning'] : ['output', 'meaning'];
  return [`| ${head.join(' | ')} |`, `|${head.map(() => ' --- |').join('')}`, ...rows].join('\n');
}

/** Between `<!-- inputs -->` and `<!-- /inputs -->`. */
function withTables(text: string): string {
  return text.replace(
    /(<!-- (inputs|outputs) -->)[^]*?(<!-- \/\2 -->)/g,
    (_, open: string, section: string, close: string) =>
      `${open}\n\n${tableOf(section === 'inputs' ? 'inputs' : 'outputs')}\n\n${close}`,
  );
}

for (const name of ['README.md']) {
  const file = join(repositoryRoot, name);
  const text = readFileSync(file, 'utf8');
  const wanted = withTables(text);
  if (wanted === text) continue;
  if (!process.argv.includes('--check')) writeFileSync(file, wanted);
  else {
    console.error(`The tables in ${name} are not what action.yml says: run npm run readme`);
    process.exitCode = 1;
  }
}
