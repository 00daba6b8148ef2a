import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { optionTable } from '../local-bec/options.ts';
import { variantTable } from '../local-bec/variants.ts';
import { playUpdate } from '../testing/update-play.ts';
import { plainSpec, startDeployment, type Deviation } from '../testing/deployment.ts';
import { repositoryRoot } from '../testing/runner.ts';
import { inputNames as deleteInputNames } from '../delete/inputs.ts';
import { credentialTexts } from '../src/action/credentials.ts';
import { inputNames } from '../src/action/inputs.ts';
import { parseRun } from '../src/context.ts';
import { resolveSpec } from '../src/spec/spec.ts';
import { inputNames as updateInputNames } from '../update/inputs.ts';
import { textOf, toFields, type Fields } from '../src/json.ts';
import { repositoryText } from '../testing/workspace.ts';

type Section = 'inputs' | 'outputs';

/** Nothing listens at the image's registry, which leaves the output imageDigest empty. */
const inputs = { 'check-image': 'true', wait: 'true' };
const [container] = plainSpec.containers;
const spec = {
  ...plainSpec,
  containers: [{ ...container, imageAddress: '127.0.0.1:9/shop' }],
};

/** A deployment, and perhaps what is done with its service afterwards. */
async function outputsOf(then?: (serviceId: string) => Deviation): Promise<readonly string[]> {
  await using deployment = await startDeployment({ server: { startupMs: 0 }, spec });
  const created = await deployment.run({ inputs });
  const serviceId = created.outputs['serviceId'] ?? '';
  const ended = then === undefined ? created : await deployment.run(then(serviceId));
  return Object.keys(ended.outputs);
}

/** Each action with the inputs that it reads. */
const actions = [
  { manifest: 'action.yml', inputs: inputNames },
  { manifest: 'delete/action.yml', inputs: deleteInputNames },
  { manifest: 'update/action.yml', inputs: updateInputNames },
  {
    manifest: 'local-bec/action.yml',
    inputs: [
      'missing-image-versions',
      ...[optionTable.startupMs, optionTable.pageSize, ...Object.values(variantTable)].map(
        ({ flag }) => flag,
      ),
    ],
  },
] as const;

/** A step of each that sets all its outputs; what starts the local BEC has tests of its own. */
const outputs = {
  'action.yml': () => outputsOf(),
  'delete/action.yml': () =>
    outputsOf((id) => ({ action: 'delete', clock: 'real', inputs: { 'service-id': id } })),
  'update/action.yml': async () => Object.keys((await playUpdate({ inputs })).outputs),
} as const;

function manifestIn(path: string): Fields {
  const manifest: unknown = parse(repositoryText(path));
  return toFields(manifest) ?? {};
}

function namesIn(path: string, section: Section): readonly string[] {
  return Object.keys(toFields(manifestIn(path)[section]) ?? {}).sort();
}

/** What a pattern's group finds, each once, sorted. */
function found(pattern: RegExp, text: string): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
}

/** The first cells of the table between `<!-- inputs -->` and `<!-- /inputs -->`. */
function namesInTable(path: string, section: Section): readonly string[] {
  const [, table = ''] =
    new RegExp(`<!-- ${section} -->([^]*?)<!-- /${section} -->`).exec(repositoryText(path)) ?? [];
  return found(/^\| `([^`]+)` \|/gm, table);
}

test.each(Object.entries(outputs))('%s names the outputs of a step', async (manifest, run) => {
  expect([...(await run())].sort()).toEqual(namesIn(manifest, 'outputs'));
});

describe.each(actions)('$manifest', ({ manifest, inputs }) => {
  test('names the inputs that the program reads, no more and no less', () => {
    expect([...inputs].sort()).toEqual(namesIn(manifest, 'inputs'));
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
    const variables = new Set<string>();
    credentialTexts(new Proxy({}, { get: (_, name) => void variables.add(String(name)) }));
    const text = repositoryText(readme);
    const named = [...variables].filter((name) => !name.startsWith('INPUT_'));
    expect(named).toHaveLength(6);
    expect(named.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe.each(['docs/spec.md', 'docs/spec.zh-CN.md'])('%s', (page) => {
  test('names every placeholder', async () => {
    const { problems } = await resolveSpec(
      { path: 'service.yml', text: 'serviceName: ${{ github.nothing }}' },
      {
        ...{ imageVersion: 'v1', run: parseRun({}), environment: {}, dryRun: true },
        ...{ containers: [], strict: true, signal: new AbortController().signal },
      },
    );
    const known = problems.find(({ code }) => code === 'unknown-placeholder')?.message ?? '';
    const names = found(/(\w+)(?=, | and |\.$)/g, known.replace(/^.* of github /, ''));
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
