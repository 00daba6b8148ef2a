import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { steppingClock } from '../../testing/clock.ts';
import { check, checkAt, imageAt, imageOf } from '../../testing/registry/check.ts';
import {
  digest,
  errorReply,
  found,
  plainRegistry,
  registryReply,
  startFakeServer,
  type Behavior,
} from '../../testing/registry/fake-registry.ts';

describe('an image is found', () => {
  test('by one HEAD, which says its digest', async () => {
    const { check: result, requests } = await checkAt(plainRegistry, '1.2.3');
    expect(result).toEqual(found);
    expect(requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'HEAD /v2/acme/web/manifests/1.2.3',
    ]);
  });

  test('as whatever type of manifest it has', async () => {
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

  test.each([404, 405, 403, 400])('by a GET where a HEAD gets %i', async (status) => {
    const { check: result } = await checkAt(
      (request) => (request.method === 'HEAD' ? { status } : plainRegistry(request)),
      '1.2.3',
    );
    expect(result).toEqual(found);
  });

  test.each(['', 'sha256:x', `sha256:${'0'.repeat(64)}\u00e9`, `md5:${'0'.repeat(32)}`])(
    'without a digest if the registry says %j',
    async (value) => {
      const headers = {
        'content-type': 'application/vnd.oci.image.manifest.v1+json; charset=utf-8',
        'docker-content-digest': value,
      };
      const { check: result } = await checkAt(() => ({ status: 200, headers }), '1.2.3');
      expect(result).toEqual({ ...found, digests: [] });
    },
  );

  test.each([1000, 9000])('if it comes into sight %i ms after the push', async (lagMs) => {
    const clock = steppingClock();
    const { check: result } = await checkAt(
      (request) =>
        clock.elapsedMs() < lagMs ? registryReply({}, request) : plainRegistry(request),
      '1.2.3',
      { clock },
    );
    expect(result).toEqual(found);
  });
});

describe('an image is missing if each look for 10 s says so, and the whole list lacks it', () => {
  test.each(['MANIFEST_UNKNOWN', 'NOT_FOUND', 'TAG_EXPIRED', 'NAME_UNKNOWN'])(
    'in the word %s',
    async (code) => {
      const clock = steppingClock();
      const lacking: Behavior = (request) =>
        request.target.includes('/tags/')
          ? plainRegistry(request)
          : errorReply(404, code, request.method);
      const { check: result, requests } = await checkAt(lacking, 'v1.2.3', { clock });
      expect(result).toEqual({ kind: 'missing', nearTags: ['1.2.3'] });
      expect(clock.elapsedMs()).toBe(10_000);
      expect(requests.filter(({ method }) => method === 'GET')).toHaveLength(7);
      expect(requests.at(-1)?.target).toBe('/v2/acme/web/tags/list?n=1000');
    },
  );
});

test('one failure that passes is followed by a second attempt', async () => {
  let requests = 0;
  const run = await checkAt(
    (request) => (requests++ === 0 ? { status: 503 } : plainRegistry(request)),
    '1.2.3',
  );
  expect(run.check).toEqual(found);
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
      imageOf('Invalid'),
    ]);
    expect(checks.map(({ kind }) => kind)).toEqual([
      'unknown',
      'found',
      'missing',
      'found',
      'unknown',
    ]);
    const asked = first.requests.filter(({ target }) => target.endsWith('/manifests/1.2.3'));
    expect(asked).toHaveLength(1);
  });

  test('are twenty at most', async () => {
    await using server = await startFakeServer(plainRegistry);
    const images = Array.from({ length: 1000 }, (_, index) =>
      imageAt(server.host, `1.2.3-${index % 500}`),
    );
    const { checks } = await check(images);
    expect(checks.filter(({ kind }) => kind === 'missing')).toHaveLength(40);
    expect(checks.at(-1)).toEqual({
      kind: 'unknown',
      reason: 'Only the first 20 images of a spec are checked',
    });
  });

  test('end together after a minute, with what is known by then', async () => {
    let attempts = 0;
    await using slow = await startFakeServer((request) => {
      if (attempts++ % 2 === 0) return 'silence';
      if (!request.target.includes('/tags/')) return errorReply(404, 'MANIFEST_UNKNOWN');
      const link = `</v2/acme/web/tags/list?last=a${attempts}>; rel="next"`;
      return { status: 200, headers: { link }, body: `{"tags": ["a${attempts}"]}` };
    });
    await using server = await startFakeServer(plainRegistry);
    const images = [imageAt(server.host, '1.2.3'), imageAt(slow.host, '1')];
    const { checks } = await check(images, { clock: steppingClock() });
    const reason = 'There was no result within 60 s';
    expect(checks).toEqual([found, { kind: 'unknown', reason }]);
  });
});

describe('a registry that gives an image with a login only', () => {
  const open = plainRegistry;
  const closed: Behavior = (request) =>
    request.authorization === undefined
      ? { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }
      : plainRegistry(request);
  const hiding: Behavior = (request) =>
    request.authorization === undefined
      ? errorReply(404, 'NAME_UNKNOWN', request.method)
      : plainRegistry(request);
  const logins = { registry: 'octo:password' };

  test.each<[string, Behavior, boolean, boolean]>([
    ['denies strangers', closed, false, true],
    ['hides from strangers', hiding, false, true],
    ['denies strangers, and the spec names a secret', closed, true, false],
    ['lets everybody in', open, false, false],
  ])('and %s', async (_, behavior, hasSecret, lacksSecret) => {
    const run = await checkAt(behavior, '1.2.3', { logins, hasSecret });
    expect(run.check).toEqual({ ...found, lacksSecret });
  });
});

describe('the digests of an image', () => {
  const platform = `sha256:${createHash('sha256').update('linux/arm64').digest('hex')}`;
  const manifests = [{ digest: platform, platform: {} }, { digest: '::x' }, 5];
  const index: Behavior = (request) => {
    const reply = registryReply({ 'acme/web': ['1.2.3'] }, request);
    return { ...reply, ...(reply.status === 200 && { body: JSON.stringify({ manifests }) }) };
  };

  test.each<[string, Behavior, readonly string[]]>([
    ['of an index are its own and those of its manifests', index, [digest, platform]],
    ['of a manifest is its own', plainRegistry, [digest]],
  ])('%s', async (_, behavior, digests) => {
    const run = await checkAt(behavior, '1.2.3', { withPlatforms: true });
    expect(run.check).toEqual({ ...found, digests });
    expect(run.requests.map(({ method }) => method)).toEqual(['GET']);
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
