import { describe, expect, test } from 'vitest';
import { steppingClock } from '../../testing/clock.ts';
import { check, checkAt, imageAt } from '../../testing/registry/check.ts';
import {
  digest,
  errorReply,
  plainRegistry,
  registryReply,
  startFakeServer,
  type Behavior,
} from '../../testing/registry/fake-registry.ts';

describe('a registry that lets everybody in', () => {
  test('has an image, and says its digest, after one HEAD', async () => {
    const { check: result, requests } = await checkAt(plainRegistry, '1.2.3');
    expect(result).toEqual({ kind: 'found', digest });
    expect(requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'HEAD /v2/acme/web/manifests/1.2.3',
    ]);
  });

  test('is asked for every type of manifest', async () => {
    const { requests } = await checkAt(plainRegistry, '1.2.3');
    expect(requests[0]?.accept.split(', ')).toEqual([
      'application/vnd.oci.image.index.v1+json',
      'application/vnd.oci.image.manifest.v1+json',
      'application/vnd.docker.distribution.manifest.list.v2+json',
      'application/vnd.docker.distribution.manifest.v2+json',
      'application/vnd.docker.distribution.manifest.v1+prettyjws',
      'application/vnd.docker.distribution.manifest.v1+json',
    ]);
  });

  test('lacks a tag, and has others that are near', async () => {
    const { check: result } = await checkAt(plainRegistry, 'v1.2.3');
    expect(result).toEqual({ kind: 'missing', nearTags: ['1.2.3', '1.2.2'] });
  });

  test('lacks the repository', async () => {
    const { check: result } = await checkAt((request) => registryReply({}, request), '1.2.3');
    expect(result).toEqual({ kind: 'missing', nearTags: [] });
  });

  test("lacks an artifact in Harbor's words", async () => {
    const harbor: Behavior = ({ method }) => errorReply(404, 'NOT_FOUND', method);
    const { check: result } = await checkAt(harbor, '1.2.3');
    expect(result).toEqual({ kind: 'missing', nearTags: [] });
  });

  test('does not support HEAD for manifests, but GET', async () => {
    const { check: result } = await checkAt(
      (request) => (request.method === 'HEAD' ? { status: 404 } : plainRegistry(request)),
      '1.2.3',
    );
    expect(result).toEqual({ kind: 'found', digest });
  });
});

describe('the digest is left out', () => {
  test.each(['', 'sha256:x', `sha256:${'0'.repeat(64)}\u00e9`, `md5:${'0'.repeat(32)}`])(
    'if it is %j',
    async (value) => {
      const headers = {
        'content-type': 'application/vnd.oci.image.manifest.v1+json; charset=utf-8',
        'docker-content-digest': value,
      };
      const { check: result } = await checkAt(() => ({ status: 200, headers }), '1.2.3');
      expect(result).toEqual({ kind: 'found', digest: '' });
    },
  );
});

test('one failure that passes is followed by a second attempt', async () => {
  let requests = 0;
  const run = await checkAt(
    (request) => (requests++ === 0 ? { status: 503 } : plainRegistry(request)),
    '1.2.3',
  );
  expect(run.check).toEqual({ kind: 'found', digest });
  expect(run.log).toEqual([
    expect.stringMatching(/^Attempt 1: registry responded with HTTP 503. Retrying in/),
  ]);
});

test.each([
  ['3', 3000],
  ['Wed, 01 Jan 2025 00:00:05 GMT', 5000],
  ['6', undefined],
  ['Wed, 01 Jan 2025 01:00:00 GMT', undefined],
])('Retry-After: %s is waited for if it is at most 5 s', async (retryAfter, waitMs) => {
  const clock = steppingClock();
  const times: number[] = [];
  await checkAt(
    (request) => {
      times.push(clock.elapsedMs());
      const headers = { 'retry-after': retryAfter, date: 'Wed, 01 Jan 2025 00:00:00 GMT' };
      return times.length === 1 ? { status: 429, headers } : plainRegistry(request);
    },
    '1.2.3',
    { clock },
  );
  expect(times).toHaveLength(waitMs === undefined ? 1 : 2);
  expect(times.at(-1)).toBeGreaterThanOrEqual(waitMs ?? 0);
  expect(times.at(-1)).toBeLessThan((waitMs ?? 0) + 1001);
});

describe('several images', () => {
  test('are checked in their order, each once', async () => {
    await using first = await startFakeServer(plainRegistry);
    await using second = await startFakeServer((request) => registryReply({}, request));
    const { checks } = await check([
      imageAt(second.host, '1.2.3'),
      imageAt(first.host, '1.2.3'),
      imageAt(first.host, '9'),
      imageAt(first.host, '1.2.3'),
      { imageAddress: 'Invalid', imageVersion: '1' },
    ]);
    expect(checks.map(({ kind }) => kind)).toEqual([
      'missing',
      'found',
      'missing',
      'found',
      'unknown',
    ]);
    expect(first.requests.filter(({ method }) => method === 'HEAD')).toHaveLength(2);
  });

  test('are twenty at most', async () => {
    await using server = await startFakeServer(plainRegistry);
    const images = Array.from({ length: 1000 }, (_, index) => ({
      imageAddress: `${server.host}/acme/web`,
      imageVersion: `1.2.3-${index % 500}`,
    }));
    const { checks } = await check(images);
    expect(checks.filter(({ kind }) => kind === 'missing')).toHaveLength(40);
    expect(checks.at(-1)).toEqual({
      kind: 'unknown',
      reason: 'Only the first 20 images of a spec are checked',
    });
  });

  test('end together after twenty seconds, with what is known by then', async () => {
    await using silent = await startFakeServer(() => 'silence');
    await using server = await startFakeServer(plainRegistry);
    const images = [1, 2, 3].map((index) => imageAt(silent.host, `1.${index}`));
    const { checks } = await check([imageAt(server.host, '1.2.3'), ...images], {
      clock: steppingClock(),
    });
    expect(checks[0]).toEqual({ kind: 'found', digest });
    expect(checks.at(-1)).toEqual({
      kind: 'unknown',
      reason: 'There was no result within 20 s',
    });
  });
});

test('no connection is left open', async () => {
  await using server = await startFakeServer(plainRegistry);
  await check([imageAt(server.host, '1.2.3')]);
  expect(server.requests).toHaveLength(1);
  await expect.poll(server.connections).toBe(0);
});

test('a cancelled run ends at once, with its reason', async () => {
  const cancellation = new AbortController();
  const reason = new Error('cancelled by the test');
  await using server = await startFakeServer(() => {
    cancellation.abort(reason);
    return 'silence';
  });
  const image = imageAt(server.host, '1.2.3');
  await expect(check([image], { signal: cancellation.signal })).rejects.toBe(reason);
});
