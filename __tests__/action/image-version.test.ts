import { describe, expect, test } from 'vitest';
import { imageVersionOf, type ImageVersion } from '../../src/action/image-version.ts';
import { parseRun, type Run } from '../../src/context.ts';
import { tagRun } from '../../testing/spec.ts';

const { sha } = tagRun;
const branch: Partial<Run> = { ref: 'refs/heads/main', refName: 'main', refType: 'branch' };

interface Case {
  readonly run?: Partial<Run>;
  readonly event?: {
    readonly name?: string;
    readonly action?: string;
    readonly deletedRef?: string;
  };
  readonly input?: string;
  readonly isDryRun?: boolean;
}

function versionOf({ run, event = {}, input = '', isDryRun = false }: Case): ImageVersion {
  const { name: eventName = tagRun.eventName, action, deletedRef: ref } = event;
  return imageVersionOf({
    run: { ...tagRun, eventName, ...run },
    payload: { action, ...(ref !== undefined && { deleted: true, ref }) },
    input,
    isDryRun,
  });
}

function errorOf(options: Case): string {
  try {
    return `no error, but ${versionOf(options).value}`;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : '';
  }
}

describe('the version comes from', () => {
  test.each<[string, Case, string]>([
    ['the name of the tag, unchanged', {}, 'v1.2.3'],
    ['the full commit SHA on a branch', { run: branch }, sha],
    ['the input rather than the tag', { input: '1.10' }, '1.10'],
    ['the commit rather than the branch', { run: { ...branch, refName: 'feature/x' } }, sha],
    ['the input in a pull request', { event: { name: 'pull_request' }, input: 'pr-7' }, 'pr-7'],
    ['the input in an unknown event', { event: { name: 'future' }, input: 'v1' }, 'v1'],
    [
      'the tag of a published release',
      { event: { name: 'release', action: 'published' } },
      'v1.2.3',
    ],
  ])('%s', (_, options, version) => {
    expect(versionOf(options)).toEqual({ value: version });
  });

  test.each([
    'push',
    'create',
    'release',
    'workflow_dispatch',
    'schedule',
    'merge_group',
    'deployment',
  ])('the commit of a %s event', (name) => {
    expect(versionOf({ run: branch, event: { name } })).toEqual({ value: sha });
  });

  test.each([
    ['refs/tags/v2', 'v2'],
    ['refs/tags/v2.0_rc.1', 'v2.0_rc.1'],
    ['refs/heads/tags/v2', sha],
    ['refs/heads/main', sha],
    ['refs/pull/7/merge', sha],
  ])('GITHUB_REF alone: %s', (ref, version) => {
    const run = parseRun({ GITHUB_EVENT_NAME: 'push', GITHUB_SHA: sha, GITHUB_REF: ref });
    expect(versionOf({ run })).toEqual({ value: version });
  });
});

describe('an event that does not name the commit to deploy', () => {
  const metadata = '${{ steps.meta.outputs.version }} of docker/metadata-action';
  const head = '${{ github.event.pull_request.head.sha }}';

  test.each([
    ['pull_request', head],
    ['pull_request_target', head],
    ['pull_request_review', head],
    ['workflow_run', '${{ github.event.workflow_run.head_sha }}'],
    ['repository_dispatch', metadata],
    ['issue_comment', metadata],
    ['delete', metadata],
    ['status', metadata],
    ['check_suite', metadata],
    ['deployment_status', metadata],
    ['an_event_of_the_future', metadata],
    ['constructor', metadata],
    ['Push', metadata],
  ])('is an error: %s', (name, example) => {
    expect(errorOf({ run: branch, event: { name } })).toBe(
      `UserError: No image version is derived from a ${name} event. Set the input image-version, for example to ${example}.`,
    );
  });

  test.each(['deleted', 'unpublished'])('is an error: a release that was %s', (action) => {
    expect(errorOf({ event: { name: 'release', action } })).toBe(
      `UserError: A release event of type ${action} has no image to deploy. Set the input image-version, for example to ${metadata}.`,
    );
  });

  test('is an error without the name of the event', () => {
    expect(errorOf({ event: { name: '' } })).toMatch(/^UserError: GITHUB_EVENT_NAME is not set/);
  });

  test('is an error without a ref: it may be a tag', () => {
    expect(errorOf({ run: { ref: '', refName: '', refType: '' } })).toBe(
      'UserError: Neither GITHUB_REF nor the event names a branch or tag, so the image version is unknown. Set the input image-version.',
    );
  });

  test('is a warning in a dry run', () => {
    const event = { name: 'pull_request' };
    expect(versionOf({ run: branch, event, isDryRun: true })).toEqual({
      value: sha,
      isStandIn: true,
      warning: `No image version is derived from a pull_request event. This dry run uses ${sha} in its place; a deployment needs the input image-version.`,
    });
  });

  test('is an error without a commit, in a dry run too', () => {
    const error =
      'UserError: GITHUB_SHA is not set, so the image version is unknown. Set the input image-version.';
    expect(errorOf({ run: { ...branch, sha: '' } })).toBe(error);
    expect(errorOf({ run: { sha: '' }, event: { name: 'status' }, isDryRun: true })).toBe(error);
  });
});

describe('a push that deletes a ref deploys nothing', () => {
  const cure = 'Skip the step for such pushes: if: ${{ !github.event.deleted }}';

  test.each<[string, Case]>([
    ['from the tag', {}],
    ['from the commit', { run: branch }],
    ['from the input', { input: 'v1.2.3' }],
    ['in a dry run', { isDryRun: true }],
  ])('%s', (_, options) => {
    expect(errorOf({ ...options, event: { deletedRef: 'refs/heads/old' } })).toBe(
      `UserError: This push deletes "refs/heads/old", so there is nothing to deploy. ${cure}`,
    );
  });

  test('even if its name is unknown', () => {
    expect(errorOf({ run: { ref: '' }, event: { deletedRef: '' } })).toContain(
      'This push deletes a ref, so',
    );
  });
});

describe('a version', () => {
  test.each(['1', '_', 'v1.2.3', 'A-b_c.d', 'x'.repeat(128), '1.10', '0x1F', '000000', '0.0.0'])(
    'can be %s',
    (input) => {
      expect(versionOf({ input })).toEqual({ value: input });
    },
  );

  test.each(['v1/2', ''])('cannot be %j, if it is the name of the tag', (refName) => {
    expect(errorOf({ run: { refName } })).toMatch(
      `UserError: The name of the tag is "${refName}", which is not a valid image tag: 1 to 128 of A-Z a-z 0-9 _ . - that do not start with . or -.`,
    );
  });

  test.each([
    ['refs/tags/v1.0', 'v1.0'],
    ['refs/tags/release/1.0', 'release-1.0'],
    ['refs/heads/Feature/X', 'Feature-X'],
    ['refs/remotes/origin/main', 'main'],
    ['refs/heads/dependabot/npm/@types/node-22', 'dependabot-npm-types-node-22'],
    ['refs/pull/7/merge', 'pr-7'],
    ['hub.baidubce.com/acme/web:v1.0', 'v1.0'],
    ['https://hub.baidubce.com/acme/web:v1.0', 'v1.0'],
    [`hub.baidubce.com/acme/web:v1.0@sha256:${'a'.repeat(64)}`, 'v1.0'],
    ['localhost:5000/web:edge', 'edge'],
    ['acme/web:edge', 'edge'],
  ])('that is %j was meant to be %j', (input, version) => {
    expect(errorOf({ input })).toBe(
      `UserError: Input image-version is ${JSON.stringify(input.length > 80 ? `${input.slice(0, 79)}…` : input)}, which is not a valid image tag: 1 to 128 of A-Z a-z 0-9 _ . - that do not start with . or -. Did you mean "${version}"?`,
    );
  });

  test.each([
    ['refs/tags/release/1.0', 'release/1.0', 'release-1.0'],
    ['refs/tags/v1.0+b', 'v1.0+b', 'v1.0-b'],
    ['refs/heads/fix/#7', 'fix/#7', 'fix-7'],
    ['refs/pull/7/merge', '7/merge', 'pr-7'],
    ['refs/heads/7/merge', '7/merge', '7-merge'],
    ['', 'feature/x', 'feature-x'],
  ])('that is the name of %j, %j, was meant to be %j', (ref, refName, version) => {
    expect(errorOf({ run: { ref, refName }, input: refName })).toMatch(
      new RegExp(`Did you mean "${version}"\\?$`),
    );
  });

  test.each([
    'robot:Passw0rdXYZ',
    'https://robot:Passw0rdXYZ@reg.example/x',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln:nature+',
    'v1.0,latest',
    '日本',
    'a/'.repeat(100_000),
  ])('%# that may be anything is not taken apart', (input) => {
    expect(errorOf({ input })).toMatch(/that do not start with \. or -\.$/);
  });

  test.each(['0'.repeat(40), '0'.repeat(64), '0000000', `sha-${'0'.repeat(40)}`])(
    'cannot be %s, the commit that does not exist',
    (input) => {
      expect(errorOf({ input })).toContain("a commit that doesn't exist");
      expect(errorOf({ run: { ...branch, sha: input } })).toMatch(/^UserError: /);
    },
  );

  test('can be latest, with a warning', () => {
    expect(versionOf({ input: 'latest' })).toEqual({
      value: 'latest',
      warning:
        'The image version is "latest", so it is unclear later which image this service runs, and a restart can change it. Prefer a version of its own for each commit.',
    });
  });
});
