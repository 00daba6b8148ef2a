/**
 * What the runner of Gitea does otherwise than GitHub's: it sets no event name in `exec`, hands the inputs
 * of a composite action on to the steps in it, kills a cancelled step at once, and has its API at /api/v1.
 */
import assert from 'node:assert/strict';
import { callsOf, livingIn, valuesOf, type Scenario } from './workflow-scenario.ts';

const keys = `access-key-id: \${{ secrets.BCE_ACCESS_KEY_ID }}
          secret-access-key: \${{ secrets.BCE_SECRET_ACCESS_KEY }}`;

const checkout = '- uses: actions/checkout@v4';

function workflowOf(...steps: readonly string[]): string {
  return `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      ${steps.join('\n      ')}
`;
}

function deployStep(...inputs: readonly string[]): string {
  return `- uses: org/bec-create@v1
        id: bec
        with:
          ${[keys, 'image-version: ${{ github.ref_name }}', ...inputs].join('\n          ')}`;
}

const deleteStep = `- uses: org/bec-create/delete@v1
        with:
          ${keys}
          service-id: \${{ steps.bec.outputs.serviceId }}
          service-name: web`;

const updateStep = `- uses: org/bec-create/update@v1
        with:
          ${keys}
          service-id: \${{ steps.bec.outputs.serviceId }}
          image-version: v1.3.0`;

/** A composite action whose input has the name of one of bec-create's, but for the sign between the words. */
const wrapper = `inputs:
  image_version: { required: true }
  endpoint: { required: true }
  id: { required: true }
  secret: { required: true }
runs:
  using: composite
  steps:
    - uses: org/bec-create@v1
      with:
        image-version: \${{ inputs.image_version }}
        endpoint: \${{ inputs.endpoint }}
        access-key-id: \${{ inputs.id }}
        secret-access-key: \${{ inputs.secret }}
`;

const wrapperStep = `- uses: ./deploy
        with:
          image_version: 1.2.4
          id: \${{ secrets.BCE_ACCESS_KEY_ID }}
          secret: \${{ secrets.BCE_SECRET_ACCESS_KEY }}`;

export const giteaScenarios: readonly Scenario[] = [
  {
    name: 'Gitea: a tag is deployed, and deleted',
    workflow: workflowOf(checkout, deployStep('wait: true'), deleteStep),
    check: ({ exitCode, outputs, bec }) => {
      assert.equal(exitCode, 0);
      assert.deepEqual(valuesOf(outputs, 'imageVersion'), ['v1.2.3']);
      assert.deepEqual(valuesOf(outputs, 'status'), ['RUNNING']);
      assert.equal(bec.services.length, 1);
      assert.deepEqual(livingIn(bec), []);
    },
  },
  {
    name: 'Gitea: a service is updated in place',
    workflow: workflowOf(checkout, deployStep('wait: true'), updateStep),
    check: ({ exitCode, log, bec }) => {
      assert.equal(exitCode, 0);
      assert.match(log, /All pods of the service "web" \(s-\w+\) run v1\.3\.0\./);
      assert.equal(callsOf(bec, 'update').length, 1);
      assert.equal(livingIn(bec).length, 1);
    },
  },
  {
    name: 'Gitea: the spec comes from the API under /api/v1',
    workflow: workflowOf(deployStep()),
    check: ({ exitCode, log, bec }) => {
      assert.equal(exitCode, 0);
      assert.match(
        log,
        /The spec "\.bec\/service\.yml" comes from octo-org\/shop at [0-9a-f]{7}\./,
      );
      assert.equal(livingIn(bec).length, 1);
    },
  },
  {
    name: 'Gitea: a composite action that passes on image_version',
    files: { 'deploy/action.yml': wrapper },
    workflow: workflowOf(checkout, wrapperStep),
    check: ({ exitCode, bec }) => {
      assert.equal(exitCode, 0);
      assert.equal(callsOf(bec, 'create').length, 1);
      assert.match(callsOf(bec, 'create')[0]?.body ?? '', /"imageVersion":"1\.2\.4"/);
    },
  },
  {
    name: 'Gitea: a step that is killed is cleaned up by its post step',
    workflow: workflowOf(checkout, deployStep('wait: true', 'on-failure: delete')),
    server: { startupMs: 600_000 },
    cancelWhen: (bec) => bec.requests.some(({ operation }) => operation === 'detail'),
    check: ({ exitCode, log, bec }) => {
      assert.equal(exitCode, 1);
      assert.match(log, /Post .*It was deleted, because of on-failure: delete\./s);
      assert.equal(bec.services.length, 1);
      assert.deepEqual(livingIn(bec), []);
    },
  },
];
