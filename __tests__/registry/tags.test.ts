import { describe, expect, test } from 'vitest';
import { nearTags } from '../../src/registry/tags.ts';
import { checkAt } from '../../testing/registry/check.ts';
import { plainRegistry, type Behavior, type Reply } from '../../testing/registry/fake-registry.ts';

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

  test('is read on behind a full page that has no link', async () => {
    const full = Array.from({ length: 1000 }, (_, index) => `t+${index}`);
    const { check: result, requests } = await checkAt(
      withList(({ target }) => (target.includes('last=') ? page(['1.2.3']) : page(full))),
      'v1.2.3',
    );
    expect(result).toEqual({ kind: 'missing', nearTags: ['1.2.3'] });
    expect(requests.at(-1)?.target).toBe('/v2/acme/web/tags/list?n=1000&last=t%2B999');
  });

  test.each([
    '</v2/acme/web/tags/list?last=a>; rel="prev"',
    '<https://docs.example/>; rel="help"',
    '<',
    '>',
  ])('ends where the link says no more than %s', async (link) => {
    const { check: result, requests } = await checkAt(
      withList(() => page(['a'], link)),
      'v1.2.3',
    );
    expect(result).toEqual({ kind: 'missing', nearTags: [] });
    expect(requests.filter(({ target }) => target.includes('/tags/'))).toHaveLength(1);
  });

  test('of 250,000 tags is read to its end', async () => {
    const tagsOf = (number: number) =>
      Array.from({ length: 1000 }, (_, index) => `1.${number}.${index}`);
    const next = (number: number) => `</v2/acme/web/tags/list?last=${number}&n=1000>; rel="next"`;
    const list: Behavior = ({ target }) => {
      const number = Number(/last=(\d+)/.exec(target)?.[1] ?? 0);
      return number < 249 ? page(tagsOf(number), next(number + 1)) : page(['1.249.999']);
    };
    const { check: result, requests } = await checkAt(withList(list), '1.249.9999');
    expect(requests.filter(({ target }) => target.includes('/tags/'))).toHaveLength(250);
    expect(result).toEqual({ kind: 'missing', nearTags: ['1.249.999'] });
  });

  test('may have 300,000 tags in one page', async () => {
    const tags = Array.from({ length: 300_000 }, (_, index) => `1.2.${300_000 - index}`);
    const { check: result } = await checkAt(
      withList(() => page(tags)),
      'v1.2.3',
    );
    expect(result).toEqual({ kind: 'missing', nearTags: ['1.2.3'] });
  });

  test('gives no near tag that is none', async () => {
    const tags = ['::set-output::', 'v1.2.\n3', 3, null, 'v1.2.4'];
    const { check: result } = await checkAt(
      withList(() => ({ status: 200, body: JSON.stringify({ tags }) })),
      'v1.2.3',
    );
    expect(result).toEqual({ kind: 'missing', nearTags: ['v1.2.4'] });
  });
});

const sha = '0123456789abcdef0123456789abcdef01234567';

describe('the tags near a version', () => {
  test.each([
    ['v1.2.3', ['0.9.0', '1.2.3', 'latest'], ['1.2.3']],
    ['1.2.3', ['v1.2.3', '1.2.2', '9.9.9'], ['v1.2.3']],
    ['V1.2.3-RC1', ['v1.2.3-rc1'], ['v1.2.3-rc1']],
    ['Stable', ['stale', 'stable'], ['stable']],
    [sha, ['0123456', 'sha-0123456', '1234567', '012345'], ['0123456', 'sha-0123456']],
    ['v10.20.30', ['v10.2.30', 'v10.20.3', 'v1.20.30', 'v10.20.31', 'v20.20.30'], ['v10.2.30']],
    ['v1', ['v2', 'v3', '1'], []],
    ['x', ['y', 'z'], []],
    ['v1.2.3', [], []],
    ['vendor', ['endor'], ['endor']],
  ])('of %s among %j are %j', (version, tags, expected) => {
    expect(nearTags(version, tags)).toEqual(expected);
  });
});
