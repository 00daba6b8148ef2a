/** A deployment's whole life: what becomes of a service when the next one is deployed. */
import assert from 'node:assert/strict';
import type { Fields } from '../src/json.ts';
import type { NextRun } from './workflow-runner.ts';
import {
  callsOf,
  example,
  livingIn,
  readText,
  valuesOf,
  type Scenario,
} from './workflow-scenario.ts';

/** The run of the tag that follows v1.2.3. */
const secondTag = { env: { GITHUB_RUN_ID: '2' }, tag: 'v1.2.4' } as const;

/** act takes its own repository for the one that it runs in. */
const ownRepository = 'nektos/act';

const refusal = { code: 'AccessDenied', message: 'Lists are not allowed.', requestId: 'none' };

const staging: NextRun = {
  env: { GITHUB_RUN_ID: '2' },
  workflow: example('staging-and-production.yml'),
};
const variables = ['--var', 'REPLICAS=1', '--secret', 'DB_PASSWORD=correct-horse-battery'];

export const lifecycleScenarios: readonly Scenario[] = [
  {
    name: 'replace.yml: the first tag has nothing to replace',
    workflow: example('replace.yml'),
    check: ({ exitCode, outputs, bec }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'previousServiceIds'), ['']);
      assert.match(valuesOf(outputs, 'publicIp').join(), /^127\./);
      assert.deepEqual(livingIn(bec), valuesOf(outputs, 'serviceId'));
      assert.deepEqual(callsOf(bec, 'delete'), []);
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
    // On GitHub the concurrency group makes one wait for the other; act runs both.
    name: 'replace.yml: of two tags at once at most the older one is deleted',
    workflow: example('replace.yml'),
    together: secondTag,
    check: ({ log, bec }) => {
      const [older, newer] = bec.services;
      assert.equal(bec.services.length, 2, log);
      assert.equal(newer?.deletedAt, undefined);
      assert(livingIn(bec).length > 0);
      assert(callsOf(bec, 'delete').every(({ path }) => path.endsWith(`/${older?.serviceId}`)));
    },
  },
  {
    name: 'replace.yml: leaves services of another region or with a longer name alone',
    workflow: example('regions.yml'),
    arguments: variables,
    next: [
      staging,
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
    name: 'replace.yml: without createTime nothing is deleted, and the log says why',
    workflow: example('replace.yml'),
    server: { variants: { createTime: 'null' } },
    next: [secondTag],
    check: ({ exitCode, log, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(livingIn(bec).length, 2);
      assert.match(log, /BEC does not show that it is older/);
    },
  },
  {
    name: 'replace.yml: a list that is refused is a warning, and nothing is deleted',
    workflow: example('replace.yml'),
    next: [
      {
        ...secondTag,
        before: (bec) => {
          bec.inject({ kind: 'response', on: 'list', status: 403, times: 20, body: refusal });
        },
      },
    ],
    check: ({ exitCode, log, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(livingIn(bec).length, 2);
      assert.match(log, /The services deployed before under this name can't be read/);
    },
  },
  {
    name: 'regions.yml: the second tag leaves one service in each region',
    workflow: example('regions.yml'),
    next: [secondTag],
    check: ({ exitCode, outputs, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(bec.services.length, 4);
      assert.deepEqual(livingIn(bec).toSorted(), valuesOf(outputs, 'serviceId'));
    },
  },
  {
    name: 'staging-and-production.yml: the second tag leaves one service in each environment',
    workflow: example('staging-and-production.yml'),
    arguments: variables,
    next: [secondTag],
    check: ({ exitCode, outputs, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(bec.services.length, 4);
      assert.deepEqual(livingIn(bec).toSorted(), valuesOf(outputs, 'serviceId'));
    },
  },
  {
    name: 'wait-and-delete.yml: the post step deletes what the step could not',
    workflow: example('wait-and-delete.yml'),
    server: { missingImageVersions: ['v1.2.3'] },
    before: (bec) => {
      bec.inject({ kind: 'response', on: 'delete', status: 403, body: refusal });
    },
    check: ({ exitCode, log, bec }) => {
      assert.equal(exitCode, 1);
      assert.match(log, /It could not be deleted, so it still exists and is billed/);
      assert.match(log, /Post .*It was deleted, because of on-failure: delete\./s);
      assert.deepEqual(livingIn(bec), []);
      assert.equal(callsOf(bec, 'delete').length, 2);
    },
  },
  {
    name: 'preview.yml: opened, pushed to, closed: two services, one after the other, and none is left',
    workflow: example('preview.yml'),
    event: 'pull_request',
    payload: pullRequest('opened', ownRepository),
    next: [
      { env: { GITHUB_RUN_ID: '2' }, payload: pullRequest('synchronize', ownRepository) },
      {
        env: { GITHUB_RUN_ID: '3' },
        payload: pullRequest('closed', ownRepository),
        before: (bec) => {
          assert.deepEqual(livingIn(bec), [bec.services[1]?.serviceId]);
        },
      },
    ],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(bec.services.length, 2);
      assert.deepEqual(livingIn(bec), []);
      assert.equal(callsOf(bec, 'delete').length, 2);
      assert.match(JSON.stringify(bec.services[1]?.body), /"serviceName":"preview-7"/);
    },
  },
  {
    name: 'preview.yml: a pull request whose spec has the name of production deletes nothing',
    workflow: example('replace.yml'),
    next: [
      {
        env: { GITHUB_RUN_ID: '2' },
        workflow: example('preview.yml'),
        event: 'pull_request',
        payload: pullRequest('opened', ownRepository),
        tag: 'v1.2.4',
        files: {
          '.bec/preview.yml': readText('examples/workflows/specs/preview.yml').replace(
            'preview-${{ env.PULL_REQUEST }}',
            'web',
          ),
        },
      },
    ],
    check: ({ exitCode, log, bec }) => {
      assert.equal(exitCode, 1);
      const [production, preview] = bec.services;
      assert.equal(preview?.body['serviceName'], 'web');
      assert.deepEqual(livingIn(bec), [production?.serviceId, preview.serviceId]);
      assert.match(log, /Not all services are named "preview-7"/);
    },
  },
  {
    name: 'preview.yml: closing a pull request that has no service succeeds',
    workflow: example('preview.yml'),
    event: 'pull_request',
    payload: pullRequest('closed', ownRepository),
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(bec.services, []);
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
    name: 'clean-up.yml: by hand, all services with the name and no others',
    workflow: example('wait-and-delete.yml'),
    arguments: variables,
    next: [staging, cleanUpByHand('web')],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      const [web, ...others] = bec.services;
      assert.notEqual(web?.deletedAt, undefined);
      assert.equal(others.length, 2);
      assert.deepEqual(
        livingIn(bec),
        others.map(({ serviceId }) => serviceId),
      );
    },
  },
  {
    name: 'clean-up.yml: more services than max are an error, and nothing is deleted',
    workflow: example('wait-and-delete.yml'),
    next: [secondTag, cleanUpByHand('web')],
    check: ({ exitCode, log, bec }) => {
      assert.equal(exitCode, 1);
      assert.equal(livingIn(bec).length, 2);
      assert.match(log, /more than max \(1\)/);
    },
  },
  {
    name: 'clean-up.yml: every night those of staging',
    workflow: example('staging-and-production.yml'),
    arguments: variables,
    next: [{ env: { GITHUB_RUN_ID: '3' }, workflow: example('clean-up.yml'), event: 'schedule' }],
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      const [deletedStaging, production] = bec.services;
      assert.equal(deletedStaging?.body['serviceName'], 'web-staging');
      assert.deepEqual(livingIn(bec), [production?.serviceId]);
    },
  },
];

function cleanUpByHand(serviceName: string): NextRun {
  return {
    env: { GITHUB_RUN_ID: '3' },
    workflow: example('clean-up.yml'),
    event: 'workflow_dispatch',
    payload: { inputs: { 'service-name': serviceName, max: '1' } },
  };
}

function pullRequest(action: string, from: string): Fields {
  const head = { sha: 'a'.repeat(40), ref: 'topic', repo: { full_name: from } };
  return { action, number: 7, pull_request: { number: 7, head } };
}
