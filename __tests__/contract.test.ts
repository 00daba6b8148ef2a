import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { optionTable } from '../local-bec/options.ts';
import { variantTable } from '../local-bec/variants.ts';
import { repositoryRoot } from '../testing/runner.ts';
import { inputNames as deleteInputNames } from '../delete/inputs.ts';
import { inputNames } from '../src/action/inputs.ts';
import { inputNames as updateInputNames } from '../update/inputs.ts';
import { textOf, toFields, type Fields } from '../src/json.ts';
import { repositoryText } from '../testing/workspace.ts';

type Section = 'inputs' | 'outputs';

const actions = [
  { manifest: 'action.yml', sources: 'src', inputs: inputNames },
  { manifest: 'delete/action.yml', sources: 'delete', inputs: deleteInputNames },
  { manifest: 'update/action.yml', sources: 'update', inputs: updateInputNames },
  {
    manifest: 'local-bec/action.yml',
    sources: 'local-bec',
    inputs: [
      ...inputsRead(sourceIn('local-bec')),
      ...[optionTable.startupMs, optionTable.pageSize, ...Object.values(variantTable)].map(
        ({ flag }) => flag,
      ),
    ],
  },
] as const;

function manifestIn(path: string): Fields {
  const manifest: unknown = parse(repositoryText(path));
  return toFields(manifest) ?? {};
}

function namesIn(path: string, section: Section): readonly string[] {
  return Object.keys(toFields(manifestIn(path)[section]) ?? {}).sort();
}

/** The text of all the program's files in a folder. */
function sourceIn(folder: string): string {
  return readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => repositoryText(`${folder}/${name}`))
    .join('\n');
}

/** What a pattern's group finds, each once, sorted. */
function found(pattern: RegExp, text: string): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
}

/** Names in calls. */
function inputsRead(source: string): readonly string[] {
  return found(/\b(?:getInput|getMultilineInput|getBooleanInput)\('([^']+)'/g, source);
}

/** The first cells of the table between `<!-- inputs -->` and `<!-- /inputs -->`. */
function namesInTable(path: string, section: Section): readonly string[] {
  const [, table = ''] =
    new RegExp(`<!-- ${section} -->([^]*?)<!-- /${section} -->`).exec(repositoryText(path)) ?? [];
  return found(/^\| `([^`]+)` \|/gm, table);
}

describe.each(actions)('$manifest', ({ manifest, sources, inputs }) => {
  const source = sourceIn(sources);

  test('names the inputs that the program reads, no more and no less', () => {
    expect([...inputs].sort()).toEqual(namesIn(manifest, 'inputs'));
  });

  test('names the outputs that the program sets, no more and no less', () => {
    expect(found(/\bset(?:Own|Json)?Output\('([^']+)'/g, source)).toEqual(
      namesIn(manifest, 'outputs'),
    );
  });

  test('describes all of them', () => {
    const fields = manifestIn(manifest);
    for (const section of ['inputs', 'outputs'] as const) {
      for (const [name, facts] of Object.entries(toFields(fields[section]) ?? {})) {
        expect(textOf(toFields(facts)?.['description']), name).toMatch(/\.$/);
      }
    }
  });

  test('runs on Node 24, from a file that exists', () => {
    const { using, main, post } = { ...toFields(manifestIn(manifest)['runs']) };
    expect(using).toBe('node24');
    for (const file of [main, ...(post === undefined ? [] : [post])]) {
      expect(existsSync(join(repositoryRoot, manifest, '..', textOf(file)))).toBe(true);
    }
  });
});

describe.each(['README.md', 'README.zh-CN.md'])('%s', (readme) => {
  test.each<Section>(['inputs', 'outputs'])('lists the %s of action.yml', (section) => {
    expect(namesInTable(readme, section)).toEqual(namesIn('action.yml', section));
  });

  test('names every variable that credentials are read from', () => {
    const variables = found(
      /'((?:BCE|BAIDUCLOUD)_[A-Z_]+)'/g,
      repositoryText('src/action/credentials.ts'),
    );
    expect(variables).toHaveLength(6);
    const text = repositoryText(readme);
    expect(variables.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe.each(['docs/spec.md', 'docs/spec.zh-CN.md'])('%s', (page) => {
  test('names every placeholder', () => {
    const [, table = ''] =
      /const githubNames = \{([^]*?)\}/.exec(repositoryText('src/spec/placeholder-values.ts')) ??
      [];
    const names = found(/^\s*(\w+):/gm, table);
    expect(names).toHaveLength(13);
    const text = repositoryText(page);
    const isNamed = (name: string): boolean =>
      text.includes(`\`${name}\``) || text.includes(`\${{ github.${name} }}`);
    expect(names.filter((name) => !isNamed(name))).toEqual([]);
    for (const name of ['image.version', 'env.NAME', 'secrets.NAME']) {
      expect(text).toContain(`\${{ ${name} }}`);
    }
  });
});
