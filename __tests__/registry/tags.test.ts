import { describe, expect, test } from 'vitest';
import { nearTags } from '../../src/registry/tags.ts';
import { checkAt } from '../../testing/registry/check.ts';
import {
  errorReply,
  plainRegistry,
  type Behavior,
  type Reply,
} from '../../testing/registry/fake-registry.ts';

describe('the list of tags', () => {
  /** A registry without the tag whose list of tags is the test's. */
  const withList =
    (list: Behavior): Behavior =>
    (request) =>
      request.target.includes('/tags/') ? list(request) : plainRegistry(request);
  const page = (tags: readonly string[], link?: string): Reply => ({
    status: 200,
    headers: link === undefined ? {} : { link },
    body: JSON.stringify({ tags }),
  });

  test('is read page by page', async () => {
    const next = '</v2/acme/web/tags/list?last=a&n=1000>; rel="next"';
    const { check: result, requests } = await checkAt(
      withList(({ target }) => (target.includes('last=a') ? page(['1.2.3']) : page(['a'], next))),
      'v1.2.3',
    );
    expect(result).toEqual({ kind: 'missing', nearTags: ['1.2.3'] });
    expect(requests.at(-1)?.target).toBe('/v2/acme/web/tags/list?last=a&n=1000');
  });

  test('ends after five pages', async () => {
    const next = '</v2/acme/web/tags/list?last=a>; rel="next"';
    const { requests } = await checkAt(
      withList(() => page(['a'], next)),
      'v1.2.3',
    );
    expect(requests.filter(({ target }) => target.includes('/tags/'))).toHaveLength(5);
  });

  test.each([
    '<http://evil.example/v2/acme/other/tags/list>; rel="next"',
    '</v2/acme/../other/tags/list>; rel="next"',
    '<//evil.example/tags>; rel="next"',
    '</v2/acme/web/tags/list?last=a>; rel="prev"',
    '<',
    '>',
    'next',
  ])('is not read on at %s', async (link) => {
    const { requests } = await checkAt(
      withList(() => page(['a'], link)),
      'v1.2.3',
    );
    expect(requests.filter(({ target }) => target.includes('/tags/'))).toHaveLength(1);
  });

  test('may have all tags in one page', async () => {
    const tags = Array.from({ length: 50_000 }, (_, index) => `1.2.${50_000 - index}`);
    const { check: result } = await checkAt(
      withList(() => page(tags)),
      'v1.2.3',
    );
    expect(result).toEqual({ kind: 'missing', nearTags: ['1.2.3', '1.2.93', '1.2.83'] });
  });

  test.each<[string, ReturnType<Behavior>]>([
    ['is over 1 MiB', { status: 200, body: JSON.stringify({ tags: ['x'.repeat(1024 ** 2)] }) }],
    ['never ends', 'endless'],
    ['is cut', 'cut'],
    ['is not JSON', { status: 200, body: '<html>' }],
    ['is of another form', { status: 200, body: '{"tags": {"a": 1}}' }],
    ['is null', { status: 200, body: '{"tags": null}' }],
    ['holds no tags', { status: 200, body: '{"tags": ["::set-output::", "v1.2.\\n3", 3, null]}' }],
    ['is denied', errorReply(401, 'UNAUTHORIZED')],
    ['is forbidden', errorReply(403, 'DENIED')],
  ])('is ignored if it %s, and the image is still missing', async (_, list) => {
    const { check: result } = await checkAt(
      withList(() => list),
      'v1.2.3',
    );
    expect(result).toEqual({ kind: 'missing', nearTags: [] });
  });
});

const sha = '0123456789abcdef0123456789abcdef01234567';

describe('the tags near a version', () => {
  test.each([
    ['v1.2.3', ['0.9.0', '1.2.3', 'latest'], ['1.2.3']],
    ['1.2.3', ['v1.2.3', '1.2.2', '9.9.9'], ['v1.2.3', '1.2.2']],
    ['V1.2.3-RC1', ['v1.2.3-rc1'], ['v1.2.3-rc1']],
    ['Stable', ['stable', 'stale'], ['stable', 'stale']],
    [sha, ['0123456', 'sha-0123456', '1234567', '012345'], ['0123456', 'sha-0123456']],
    [
      'v10.20.30',
      ['v10.2.30', 'v10.20.3', 'v1.20.30', 'v10.20.31', 'v20.20.30'],
      ['v10.2.30', 'v10.20.3', 'v1.20.30'],
    ],
    ['v1', ['v2', 'v3', '1'], ['1']],
    ['x', ['y', 'z'], []],
    ['v1.2.3', [], []],
    ['vendor', ['endor'], ['endor']],
  ])('of %s among %j are %j', (version, tags, expected) => {
    expect(nearTags(version, tags)).toEqual(expected);
  });
});
