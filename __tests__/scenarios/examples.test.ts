import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { listOf, textOf, toFields, type Fields } from '../../src/json.ts';

import { repositoryRoot, runStep } from '../../testing/runner.ts';
import { makeWorkspace, repositoryText } from '../../testing/workspace.ts';

const examples = workflowsIn('examples/workflows');
const ownWorkflows = workflowsIn('.github/workflows');

/** This action and the local BEC, by the paths that `uses:` may give them. */
const ownActions: Readonly<Record<string, string>> = {
  'org/bec-create@v1': 'action.yml',
  'org/bec-create/delete@v1': 'delete/action.yml',
  'org/bec-create/update@v1': 'update/action.yml',
  'org/bec-create/local-bec@v1': 'local-bec/action.yml',
  './': 'action.yml',
  './local-bec': 'local-bec/action.yml',
};

/** The groups of environments in which each pull request has a service of its own. */
const pullRequestGroups: Readonly<Record<string, string>> = {
  preview: 'preview-${{ github.event.pull_request.number }}',
};

describe.each([...examples, ...ownWorkflows])('%s', (path) => {
  const text = repositoryText(path);

  test('GitHub’s own parser has nothing against it', () => {
    const { context } = parseWorkflow({ name: path, content: text }, new NoOperationTraceWriter());

    expect(context.errors.getErrors().map(String)).toEqual([]);
  });

  test('every action of others is pinned to a commit, with its version beside it', () => {
    const uses = [...text.matchAll(/^ *-? *uses: *(.*)$/gm)].map(([, reference = '']) => reference);
    const loose = uses.filter(
      (reference) =>
        !Object.hasOwn(ownActions, reference) &&
        !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(reference),
    );

    expect(loose).toEqual([]);
  });

  test('nothing is allowed but what a job asks for', () => {
    const workflow = fieldsOf(text);

    expect(workflow['permissions']).toEqual({});
    expect(jobsOf(workflow).map(({ permissions }) => permissions)).not.toContain(undefined);
  });

  test('our actions get the inputs that they have, and no others', () => {
    const unknown = stepsOf(fieldsOf(text)).flatMap(({ uses, with: inputs }) => {
      const manifest = ownActions[textOf(uses)];
      if (manifest === undefined) return [];
      const known = Object.keys(sectionOf(manifest, 'inputs')).filter((name) => name !== 'matrix');
      return Object.keys(toFields(inputs) ?? {}).filter((name) => !known.includes(name));
    });

    expect(unknown).toEqual([]);
  });

  test('every output of our actions that is read exists', () => {
    const known = new Map(
      stepsOf(fieldsOf(text)).flatMap(({ id, uses }) => {
        const manifest = ownActions[textOf(uses)];
        return manifest === undefined
          ? []
          : [[textOf(id), Object.keys(sectionOf(manifest, 'outputs'))]];
      }),
    );
    const missing = [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)].filter(
      ([, step = '', output = '']) => known.get(step)?.includes(output) === false,
    );

    expect(missing.map(([reference]) => reference)).toEqual([]);
  });
});

describe.each(examples)('%s', (path) => {
  const text = repositoryText(path);

  test('deployments to one environment wait for each other, whatever the workflow', () => {
    const workflow = fieldsOf(text);
    const groups = jobsOf(workflow)
      .filter(isDeploying)
      .map(({ environment, concurrency }) => ({
        environment: textOf(toFields(environment)?.['name'] ?? environment),
        ...toFields(concurrency ?? workflow['concurrency']),
      }));

    for (const { environment, ...concurrency } of groups) {
      const group = pullRequestGroups[environment] ?? `deploy-to-${environment}`;
      expect(concurrency).toEqual({ group, 'cancel-in-progress': false });
    }
  });

  test('runs of a workflow that deploys or deletes wait for each other, and it says why', () => {
    const steps = stepsOf(fieldsOf(text));
    const isOrdered = jobsOf(fieldsOf(text)).some(isDeploying) || steps.some(isDeleting);

    if (isOrdered) {
      expect(text).toMatch(
        /^(?:# .+\n)+concurrency:\n {2}group: .+\n {2}cancel-in-progress: false\n/m,
      );
    }
  });

  test('every delete step says in the workflow which services may be deleted', () => {
    const names = stepsOf(fieldsOf(text))
      .filter(isDeleting)
      .map(({ with: inputs }) => guardOf(toFields(inputs)));

    expect(names.filter((name) => name === '' || name.includes('steps.'))).toEqual([]);
  });

  test('says at its top what it is for', () => {
    expect(text).toMatch(/^(?:# .+\n){1,4}name: .+\n/);
  });

  test('may read the repository, and no more', () => {
    for (const { permissions } of jobsOf(fieldsOf(text))) {
      expect([{ contents: 'read' }, {}]).toContainEqual(permissions);
    }
  });

  test('its spec is good', async () => {
    const steps = stepsOf(fieldsOf(text)).filter(({ uses }) => uses === 'org/bec-create@v1');

    for (const { with: inputs, env } of steps) {
      const spec = textOf(toFields(inputs)?.['spec']) || '.bec/service.yml';
      const name = spec.slice('.bec/'.length);
      const source = name === 'service.yml' ? 'examples' : 'examples/workflows/specs';
      using workspace = makeWorkspace({ [spec]: repositoryText(`${source}/${name}`) });
      const { exitCode, log } = await runStep({
        workspace: workspace.path,
        inputs: { spec, 'dry-run': 'true' },
        env: filledIn(toFields(env) ?? {}),
      });

      expect(log).not.toMatch(/^::(?:warning|error)/m);
      expect(exitCode).toBe(0);
    }
  });
});

test('every spec beside the workflows belongs to one of them', () => {
  const used = examples.flatMap((path) =>
    [...repositoryText(path).matchAll(/spec: \.bec\/(.+)/g)].map(([, name]) => name),
  );
  const specs = readdirSync(join(repositoryRoot, 'examples/workflows/specs'));

  expect(specs.toSorted()).toEqual([...new Set(used)].toSorted());
});

/** With keys, so neither a dry run nor a deployment to a local BEC of its own. */
function isDeploying({ steps }: Fields): boolean {
  return listOf(steps).some(({ uses, with: inputs }) => {
    const key = textOf(toFields(inputs)?.['access-key-id']);
    return uses === 'org/bec-create@v1' && key.includes('secrets.');
  });
}

function isDeleting({ uses }: Fields): boolean {
  return uses === 'org/bec-create/delete@v1';
}

/** The name that the deleted services must have. */
function guardOf(inputs: Fields | undefined): string {
  return textOf(inputs?.['service-name']) || textOf(inputs?.['all-named']);
}

/** Values for expressions that only GitHub can evaluate. */
function filledIn(env: Fields): Record<string, string> {
  const values: Readonly<Record<string, string>> = {
    '${{ vars.REPLICAS }}': '2',
    '${{ secrets.DB_PASSWORD }}': 'correct-horse-battery',
    '${{ matrix.region }}': 'cn-shanghai-ct',
    '${{ github.event.pull_request.number }}': '7',
  };
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, values[textOf(value)] ?? textOf(value)]),
  );
}

function workflowsIn(folder: string): readonly string[] {
  return readdirSync(join(repositoryRoot, folder))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`);
}

function fieldsOf(yaml: string): Fields {
  return toFields(parse(yaml)) ?? {};
}

function sectionOf(manifest: string, section: 'inputs' | 'outputs'): Fields {
  return toFields(fieldsOf(repositoryText(manifest))[section]) ?? {};
}

function jobsOf(workflow: Fields): readonly Fields[] {
  return listOf(Object.values(toFields(workflow['jobs']) ?? {}));
}

function stepsOf(workflow: Fields): readonly Fields[] {
  return jobsOf(workflow).flatMap(({ steps }) => listOf(steps));
}
