/** The README's first workflow, the examples and the CI's own job, each in one run. */
import assert from 'node:assert/strict';
import {
  callsOf,
  example,
  firstWorkflowOf,
  readText,
  valuesOf,
  type Scenario,
} from './workflow-scenario.ts';

/** Versions whose images a scenario pushes later. */
const notYetPushed = ['v1.2.3'];

export const exampleScenarios: readonly Scenario[] = [
  {
    name: 'the README’s first workflow',
    workflow: firstWorkflowOf('README.md'),
    check: ({ exitCode, outputs }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'imageVersion'), ['v1.2.3']);
      assert.deepEqual(valuesOf(outputs, 'status'), ['RUNNING']);
    },
  },
  {
    name: 'without-an-account.yml',
    workflow: example('without-an-account.yml'),
    check: ({ exitCode, outputs, log }) => {
      assert.equal(exitCode, 0);
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
    name: 'regions.yml: two jobs of the matrix, two tokens, two services',
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
    name: 'update-in-place.yml and roll-back.yml: one service for all tags',
    workflow: example('update-in-place.yml'),
    next: [
      { env: { GITHUB_RUN_ID: '2' }, tag: 'v1.2.4' },
      {
        env: { GITHUB_RUN_ID: '3' },
        workflow: example('roll-back.yml'),
        event: 'workflow_dispatch',
        tag: 'v1.2.2',
      },
    ],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(bec.services.length, 1);
      const bodies = callsOf(bec, 'update').map(({ body }) => body);
      assert.deepEqual(
        bodies.map((body) => /v1\.2\.\d/.exec(body)?.[0]),
        ['v1.2.4', 'v1.2.2'],
      );
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
      assert.match(log, /This push deletes [^ ]*v1\.2\.3/);
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
