/** A deployment's whole life: what becomes of a service when the next one is deployed. */
import assert from 'node:assert/strict';
import type { Fields } from '../src/json.ts';
import type { NextRun } from './workflow-runner.ts';
import { example, livingIn, valuesOf, type Scenario } from './workflow-scenario.ts';

/** The run of the tag that follows v1.2.3. */
const secondTag: NextRun = { env: { GITHUB_RUN_ID: '2' }, tag: 'v1.2.4' };

const refusal = { code: 'AccessDenied', message: 'The list is not for you.', requestId: 'none' };

export const lifecycleScenarios: readonly Scenario[] = [
  {
    name: 'replace.yml: the first tag has nothing to replace',
    workflow: example('replace.yml'),
    check: ({ exitCode, outputs, bec }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'previousServiceIds'), ['']);
      assert.match(valuesOf(outputs, 'publicIp').join(), /^127\./);
      assert.deepEqual(livingIn(bec), valuesOf(outputs, 'serviceId'));
    },
  },
  {
    name: 'replace.yml: the second tag replaces the first after its smoke test',
    workflow: example('replace.yml'),
    next: [secondTag],
    check: ({ exitCode, outputs, bec }) => {
      assert.equal(exitCode, 0);
      const [first, second] = bec.services;
      assert.deepEqual(valuesOf(outputs, 'previousServiceIds'), [first?.serviceId]);
      assert.deepEqual(livingIn(bec), [second?.serviceId]);
    },
  },
  {
    name: 'replace.yml: leaves services of another region or with a longer name alone',
    workflow: example('regions.yml'),
    arguments: ['--var', 'REPLICAS=1', '--secret', 'DB_PASSWORD=correct-horse-battery'],
    next: [
      { env: { GITHUB_RUN_ID: '2' }, workflow: example('staging-and-production.yml') },
      { env: { GITHUB_RUN_ID: '3' }, workflow: example('replace.yml'), tag: 'v1.2.4' },
    ],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      const deleted = bec.services.filter(({ deletedAt }) => deletedAt !== undefined);
      assert.equal(bec.services.length, 5);
      assert.equal(deleted.length, 1);
      const { serviceName, deployInstances } = deleted[0]?.body ?? {};
      assert.equal(serviceName, 'web');
      assert.match(JSON.stringify(deployInstances), /cn-shanghai-ct/);
    },
  },
  {
    name: 'replace.yml: after a smoke test that fails both stay',
    workflow: example('replace.yml'),
    siteStatus: 503,
    next: [secondTag],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 1);
      assert.equal(livingIn(bec).length, 2);
    },
  },
  {
    name: 'replace.yml: without createTime nothing is deleted',
    workflow: example('replace.yml'),
    server: { variants: { createTime: 'null' } },
    next: [secondTag],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(livingIn(bec).length, 2);
    },
  },
  {
    name: 'replace.yml: a list that is refused leaves it green, and nothing is deleted',
    workflow: example('replace.yml'),
    next: [
      {
        ...secondTag,
        before: (bec) => {
          bec.inject({ kind: 'answer', on: 'list', status: 403, times: 20, body: refusal });
        },
      },
    ],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(livingIn(bec).length, 2);
    },
  },
  {
    name: 'preview.yml: a new preview after each push',
    workflow: example('preview.yml'),
    event: 'pull_request',
    payload: pullRequest('opened'),
    next: [{ env: { GITHUB_RUN_ID: '2' }, payload: pullRequest('synchronize') }],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(bec.services.length, 2);
      assert.deepEqual(livingIn(bec), [bec.services[1]?.serviceId]);
      assert.match(JSON.stringify(bec.services[1]?.body), /"serviceName":"preview-7"/);
    },
  },
  {
    name: 'preview.yml: none is left once the pull request is closed',
    workflow: example('preview.yml'),
    event: 'pull_request',
    payload: pullRequest('opened'),
    next: [{ env: { GITHUB_RUN_ID: '2' }, payload: pullRequest('closed') }],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(bec.services.length, 1);
      assert.deepEqual(livingIn(bec), []);
    },
  },
  {
    name: 'preview.yml: nothing for a pull request from a fork',
    workflow: example('preview.yml'),
    event: 'pull_request',
    payload: pullRequest('opened', 'somebody/fork'),
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(bec.requests.length, 0);
    },
  },
  {
    name: 'clean-up.yml: deletes by hand all services of the name, and no other',
    workflow: example('wait-and-delete.yml'),
    next: [
      {
        env: { GITHUB_RUN_ID: '2' },
        workflow: example('clean-up.yml'),
        event: 'workflow_dispatch',
        payload: { inputs: { 'service-name': 'web', max: '1' } },
      },
    ],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(livingIn(bec), []);
    },
  },
];

/** act takes its own repository for the one that it runs in. */
function pullRequest(action: string, from = 'nektos/act'): Fields {
  const head = { sha: 'a'.repeat(40), ref: 'topic', repo: { full_name: from } };
  return { action, number: 7, pull_request: { number: 7, head } };
}
