/**
 * `npm run test:act`: the README's first workflow, the examples and the CI's own job, run by a real
 * workflow runner, act. The workflows name the action as a user does (`org/bec-create@v1`), and act
 * takes it from a copy of this checkout. Nothing comes from outside.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LocalBec } from '../local-bec/server.ts';
import { textOf, type Fields } from '../src/json.ts';
import { repositoryRoot } from '../testing/runner.ts';
import {
  findAct,
  runWorkflow,
  type EndedRun,
  type WorkflowRun,
} from '../testing/workflow-runner.ts';

interface Scenario extends WorkflowRun {
  readonly name: string;
  readonly check: (ended: EndedRun) => void;
}

/** Versions whose images a scenario pushes later. */
const notYetPushed = ['v1.2.3'];

const scenarios: readonly Scenario[] = [
  {
    name: 'the README’s first workflow',
    workflow: firstWorkflowOf('README.md'),
    check: ({ exitCode, outputs, log }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'imageVersion'), ['v1.2.3']);
      assert.deepEqual(valuesOf(outputs, 'status'), ['RUNNING']);
      assert.match(log, /\| Created s-[a-z0-9]+\n/);
      assert.match(log, /POST \/v2\/service\/create/);
    },
  },
  {
    // A check that passes here would pass everywhere.
    name: 'the same, red where serviceId is lost',
    workflow: firstWorkflowOf('README.md'),
    isForgetful: true,
    check: ({ exitCode, outputs }) => {
      assert.equal(exitCode, 1);
      assert.deepEqual(valuesOf(outputs, 'imageVersion'), ['v1.2.3']);
      assert.deepEqual(valuesOf(outputs, 'serviceId'), ['']);
    },
  },
  {
    name: 'deploy-on-tag.yml',
    workflow: example('deploy-on-tag.yml'),
    check: ({ exitCode, outputs }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'imageVersion'), ['1.2.3']);
    },
  },
  {
    name: 'staging-and-production.yml',
    workflow: example('staging-and-production.yml'),
    arguments: ['--var', 'REPLICAS=3', '--secret', 'DB_PASSWORD=correct-horse-battery'],
    check: ({ exitCode, outputs, log, bec }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'serviceName'), ['web-production', 'web-staging']);
      for (const { body } of callsOf(bec, 'create')) {
        assert.match(body, /"value":"correct-horse-battery".*"replicas":3/);
      }
      assert.doesNotMatch(log, /correct-horse-battery/);
    },
  },
  {
    name: 'regions.yml: two legs, two tokens, two services',
    workflow: example('regions.yml'),
    check: ({ exitCode, outputs, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(new Set(valuesOf(outputs, 'clientToken')).size, 2);
      assert.equal(new Set(valuesOf(outputs, 'serviceId')).size, 2);
      assert.equal(bec.services.length, 2);
    },
  },
  {
    name: 'dry-run-on-pull-request.yml',
    workflow: example('dry-run-on-pull-request.yml'),
    event: 'pull_request',
    payload: { pull_request: { number: 7, head: { sha: 'a'.repeat(40), ref: 'topic' } } },
    isDryRun: true,
    check: ({ exitCode, outputs, bec }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'imageVersion'), ['a'.repeat(40)]);
      assert.equal(bec.requests.length, 0);
    },
  },
  {
    name: 'roll-back.yml',
    workflow: example('roll-back.yml'),
    event: 'workflow_dispatch',
    payload: { inputs: { version: '1.2.2' } },
    check: ({ exitCode, outputs }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'imageVersion'), ['1.2.2']);
    },
  },
  {
    name: 'wait-and-delete.yml: it runs',
    workflow: example('wait-and-delete.yml'),
    check: ({ exitCode, outputs, bec }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'status'), ['RUNNING']);
      assert.deepEqual(callsOf(bec, 'delete'), []);
    },
  },
  {
    name: 'wait-and-delete.yml: it fails, and nothing is left',
    workflow: example('wait-and-delete.yml'),
    server: { missingImageVersions: ['v1.2.3'] },
    check: ({ exitCode, outputs, log, bec }) => {
      assert.equal(exitCode, 1);
      assert.deepEqual(valuesOf(outputs, 'status'), ['FAILED']);
      assert.match(log, /Service s-[a-z0-9]+ was last seen as FAILED/);
      assert.equal(callsOf(bec, 'delete').length, 1);
    },
  },
  {
    name: 'wait-and-delete.yml: run again after its image was pushed, it makes a new service',
    workflow: example('wait-and-delete.yml'),
    server: { missingImageVersions: notYetPushed },
    next: [
      {
        env: { GITHUB_RUN_ATTEMPT: '2' },
        before: () => {
          notYetPushed.length = 0;
        },
      },
    ],
    check: ({ exitCode, outputs, bec }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'status'), ['RUNNING']);
      const [deleted, running] = bec.services;
      assert.notEqual(deleted?.deletedAt, undefined);
      assert.equal(running?.deletedAt, undefined);
      assert.deepEqual(valuesOf(outputs, 'serviceId'), [running?.serviceId]);
    },
  },
  {
    name: 'wait-and-delete.yml: a push that deletes the tag deploys nothing',
    workflow: example('wait-and-delete.yml'),
    payload: { ref: 'refs/tags/v1.2.3', deleted: true, after: '0'.repeat(40) },
    isDryRun: true,
    check: ({ exitCode, log, bec }) => {
      assert.equal(exitCode, 1);
      assert.match(log, /if: /);
      assert.equal(bec.requests.length, 0);
    },
  },
  {
    name: 'sts.yml',
    workflow: example('sts.yml'),
    event: 'workflow_dispatch',
    server: { sessionToken: 'a-session-token-of-sts' },
    check: ({ exitCode, outputs, log }) => {
      assert.equal(exitCode, 0);
      assert.equal(outputs.length, 1);
      assert.doesNotMatch(log, /a-session-token-of-sts/);
    },
  },
  {
    name: 'the CI’s own job, with uses: ./',
    workflow: readText('.github/workflows/ci.yml'),
    arguments: ['--job', 'action'],
    check: ({ exitCode, outputs }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'status'), ['RUNNING']);
    },
  },
];

function readText(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}

function example(name: string): string {
  return readText(`examples/workflows/${name}`);
}

function firstWorkflowOf(readme: string): string {
  const [, text] = /^```yaml\n([^]*?)^```$/m.exec(readText(readme)) ?? [];
  assert(text !== undefined, `${readme} has no workflow`);
  return text;
}

function valuesOf(outputs: readonly Fields[], name: string): readonly string[] {
  return outputs.map((fields) => textOf(fields[name])).toSorted();
}

function callsOf({ requests }: LocalBec, operation: 'create' | 'delete'): LocalBec['requests'] {
  return requests.filter((request) => request.operation === operation);
}

async function passes({ name, check, ...run }: Scenario, act: string): Promise<boolean> {
  const ended = await runWorkflow(run, act);
  try {
    check(ended);
    assert(!ended.log.includes(ended.bec.credentials.secretAccessKey), 'The log holds the key.');
    console.log(`✓ ${name}`);
    return true;
  } catch (error) {
    console.log(`✗ ${name}\n${String(error)}\n${ended.log}`);
    return false;
  }
}

const help = `Usage: npm run test:act -- [options]

Runs the examples, the README's first workflow and the CI's own job with act.

  --only TEXT   only the scenarios with this text in their names
  --help        prints this text`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) console.log(help);
else {
  const act = findAct();
  const chosen = scenarios.filter(({ name }) => name.includes(values.only));
  let failed = 0;
  for (const scenario of chosen) if (!(await passes(scenario, act))) failed++;
  console.log(`act ran ${chosen.length} workflows: ${chosen.length - failed} as expected.`);
  if (failed > 0 || chosen.length === 0) process.exitCode = 1;
}
