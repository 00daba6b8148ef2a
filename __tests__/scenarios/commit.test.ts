/** Which commit's image a run deploys, by its event: nothing else may reach BEC. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createsIn, startDeployment, type Ended } from '../../testing/deployment.ts';
import { makeWorkspace } from '../../testing/workspace.ts';

const zeros = '0'.repeat(40);
const sha = '0123456789abcdef0123456789abcdef01234567';

interface Event {
  readonly variables: Readonly<Record<string, string>>;
  readonly payload?: unknown;
  readonly imageVersion?: string;
}

interface EndedWithCreates extends Ended {
  /** The image versions of the services that were requested. */
  readonly versions: readonly string[];
}

async function deploy({ variables, payload, imageVersion }: Event): Promise<EndedWithCreates> {
  await using deployment = await startDeployment();
  using temp = makeWorkspace({ 'event.json': JSON.stringify(payload ?? {}) });
  const ended = await deployment.run({
    run: { ...variables, GITHUB_EVENT_PATH: join(temp.path, 'event.json') },
    inputs: imageVersion === undefined ? {} : { 'image-version': imageVersion },
  });
  const versions = createsIn(deployment.bec).map(
    ({ body }) => /"imageVersion":"([^"]*)"/.exec(body)?.[1] ?? '',
  );
  return { ...ended, versions };
}

/** After a deletion, the run's ref and commit are the default branch's. */
const onDefaultBranch = {
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REF_NAME: 'main',
  GITHUB_REF_TYPE: 'branch',
  GITHUB_SHA: sha,
};

describe('nothing is deployed by', () => {
  const deletion = { deleted: true, ref: 'refs/tags/v1.2.3', before: sha, after: zeros };

  test.concurrent.each<[string, Event]>([
    ['a push that deletes a tag', { variables: onDefaultBranch, payload: deletion }],
    [
      'a push that deletes a tag, with image-version',
      { variables: onDefaultBranch, payload: deletion, imageVersion: zeros },
    ],
    [
      'a push whose GITHUB_SHA is not a commit',
      { variables: { ...onDefaultBranch, GITHUB_SHA: zeros } },
    ],
  ])('%s', async (_, event) => {
    const ended = await deploy(event);
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain('there is nothing to deploy');
    expect(ended.error).toContain('if: ${{ !github.event.deleted }}');
    expect(ended.versions).toEqual([]);
    expect(ended.summary).toContain('was not deployed');
  });

  test.concurrent.each<[string, unknown]>([
    ['issue_comment', { action: 'created' }],
    ['delete', { ref: 'v1.2.3', ref_type: 'tag' }],
    ['status', { state: 'success' }],
    ['check_suite', { action: 'completed' }],
    ['repository_dispatch', { action: 'deploy' }],
    ['release', { action: 'deleted' }],
    ['release', { action: 'unpublished' }],
    ['page_build', {}],
    ['deployment_status', {}],
    ['registry_package', { action: 'published' }],
  ])('a %s event with the payload %j', async (name, payload) => {
    const ended = await deploy({
      variables: { ...onDefaultBranch, GITHUB_EVENT_NAME: name },
      payload,
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain('Set the input image-version');
    expect(ended.versions).toEqual([]);
  });
});

test.concurrent('a run without a ref may be one for a tag, and deploys nothing', async () => {
  const variables = { GITHUB_REF: '', GITHUB_REF_NAME: '', GITHUB_REF_TYPE: '' };
  const ended = await deploy({ variables });
  expect(ended.error).toContain('Neither GITHUB_REF nor the event names a branch or tag');
  expect(ended.versions).toEqual([]);
});

describe('a service is deployed by', () => {
  test.concurrent.each<[string, Event, string]>([
    [
      'a push of a tag that only GITHUB_REF names',
      { variables: { GITHUB_REF: 'refs/tags/v1.4.2', GITHUB_REF_NAME: '', GITHUB_REF_TYPE: '' } },
      'v1.4.2',
    ],
    [
      'a published release',
      { variables: { GITHUB_EVENT_NAME: 'release' }, payload: { action: 'published' } },
      'v1.2.3',
    ],
    [
      'a release that only its payload names',
      {
        variables: {
          ...{ GITHUB_EVENT_NAME: 'release', GITHUB_REF: '' },
          ...{ GITHUB_REF_NAME: '', GITHUB_REF_TYPE: '' },
        },
        payload: { action: 'published', release: { tag_name: 'v9' } },
      },
      'v9',
    ],
    [
      'a comment, with image-version',
      { variables: { ...onDefaultBranch, GITHUB_EVENT_NAME: 'issue_comment' }, imageVersion: '7' },
      '7',
    ],
    ['a push to a branch', { variables: onDefaultBranch, payload: { deleted: false } }, sha],
  ])('%s', async (_, event, version) => {
    const ended = await deploy(event);
    expect(ended.error).toBe('');
    expect(ended.versions).toEqual([version]);
  });
});

describe('an image version that is not a tag is an error with the cure', () => {
  test.concurrent.each([
    ['refs/tags/v1.0', 'Did you mean "v1.0"?'],
    ['hub.baidubce.com/acme/web:v1.0', 'Did you mean "v1.0"?'],
    ['$GITHUB_REF_NAME', 'such as ${{ github.sha }}'],
  ])('%j', async (imageVersion, cure) => {
    const ended = await deploy({ variables: {}, imageVersion });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain(cure);
    expect(ended.versions).toEqual([]);
  });
});
