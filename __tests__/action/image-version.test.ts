import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { imageVersionOf } from '../../src/action/image-version.ts';
import type { Run } from '../../src/context.ts';
import { tagRun } from '../../testing/spec.ts';

const { sha } = tagRun;
const branchRun: Run = { ...tagRun, ref: 'refs/heads/main', refName: 'main', refType: 'branch' };

function versionOf(run: Partial<Run>, input = ''): string {
  return imageVersionOf({ ...tagRun, ...run }, input, false).value;
}

describe('where the version comes from', () => {
  test.each<[string, Partial<Run>, string, string]>([
    ['the tag’s name, as it is', {}, '', 'v1.2.3'],
    ['the full commit on a branch', branchRun, '', sha],
    ['the full commit where there is no type of ref', { refType: '' }, '', sha],
    ['the tag of a release', { eventName: 'release' }, '', 'v1.2.3'],
    ['the tag that a run was dispatched on', { eventName: 'workflow_dispatch' }, '', 'v1.2.3'],
    ['the input before the tag', {}, '1.10', '1.10'],
    ['the input in a pull request', { ...branchRun, eventName: 'pull_request' }, 'pr-7', 'pr-7'],
    ['a branch’s name is not looked at', { ...branchRun, refName: 'feature/x' }, '', sha],
  ])('%s', (_, run, input, version) => {
    expect(versionOf(run, input)).toBe(version);
  });

  test.each(['pull_request', 'pull_request_target', 'pull_request_review', 'workflow_run'])(
    'not the commit of a %s event, which is another one',
    (eventName) => {
      expect(() => versionOf({ ...branchRun, eventName })).toThrow(
        `In a ${eventName} event GITHUB_SHA is not the commit whose image was built, so the version can't come from it. Set the input image-version, for instance to \${{ steps.meta.outputs.version }} of docker/metadata-action.`,
      );
    },
  );

  test('a dry run shows that commit in its place, and says so', () => {
    const run = { ...branchRun, eventName: 'pull_request' };
    expect(imageVersionOf(run, '', true)).toEqual({
      value: sha,
      warning: `In a pull_request event GITHUB_SHA is not the commit whose image was built: this dry run shows ${sha} in its place. A deployment needs the input image-version.`,
    });
  });

  test('nowhere without a commit', () => {
    expect(() => versionOf({ ...branchRun, sha: '' })).toThrow(
      'GITHUB_SHA is not set, so the image version is unknown: set the input image-version.',
    );
  });
});

describe('what a version may be', () => {
  test.each(['1', '_', 'v1.2.3', 'A-b_c.d', 'x'.repeat(128), '1.10', '0x1F'])('%s', (version) => {
    expect(imageVersionOf(tagRun, version, false)).toEqual({ value: version });
  });

  const rule =
    'which is no valid image tag: 1 to 128 of A-Z a-z 0-9 _ . - not starting with . or -.';

  test.each([
    ['release/1.0', 'release-1.0'],
    ['v1.0+build.5', 'v1.0-build.5'],
    ['.hidden', 'hidden'],
    ['-x', 'x'],
    ['web:1.0', 'web-1.0'],
    ['a b  c', 'a-b-c'],
    ['x'.repeat(129), 'x'.repeat(128)],
  ])('not %j, though perhaps %j', (version, suggestion) => {
    const meant = ` If the image was pushed as ${quoted(suggestion)}, set the input image-version to that.`;
    expect(() => versionOf({}, version)).toThrow(
      `Input image-version is ${quoted(version)}, ${rule}${meant}`,
    );
    expect(() => versionOf({ refName: version })).toThrow(
      `The tag's name is ${quoted(version)}, ${rule}${meant}`,
    );
  });

  test('not what leaves nothing to suggest', () => {
    expect(() => versionOf({}, '日本')).toThrow(
      new UserError(`Input image-version is "日本", ${rule}`),
    );
  });

  test('latest, with a warning', () => {
    expect(imageVersionOf(tagRun, 'latest', false)).toEqual({
      value: 'latest',
      warning:
        'The image version is "latest": nobody can tell later which image this service runs, and a restart can change it. Prefer a version of its own for every commit.',
    });
  });
});

/** As a message shows it: long ones are cut. */
function quoted(text: string): string {
  return text.length > 80 ? `"${text.slice(0, 79)}…"` : `"${text}"`;
}
