import { describe, expect, test } from 'vitest';
import { steppingClock } from '../../testing/clock.ts';
import { closedPort } from '../../testing/raw-server.ts';
import { check, checkAt, imageAt, imageOf, reasonOf } from '../../testing/registry/check.ts';
import {
  errorReply,
  plainRegistry,
  startFakeServer,
  type Behavior,
  type Reply,
} from '../../testing/registry/fake-registry.ts';

const noLogin =
  ", and docker's configuration has no login for registry. If the image is private, log in with docker/login-action before this step";

describe('a malicious challenge leaves it open, and sends nothing', () => {
  const cut = 'registry names a token server that is not asked, ';
  test.each([
    ['', 'registry requires a login of a kind that is not supported'],
    ['Negotiate', 'registry requires a login of a kind that is not supported'],
    ['Bearer', cut],
    ['Bearer realm="', cut],
    ['Bearer realm="file:///etc/passwd"', `${cut}file:///etc/passwd`],
    ['Bearer realm="http://octo:x@127.0.0.1/"', cut],
    [`Bearer realm="https://${'a'.repeat(4000)}.example"`, cut],
    ['Bearer realm=",'.repeat(900), cut],
    [
      'Bearer realm="https://internal.corp:8443/api?admin=1"',
      `${cut}https://internal.corp:8443/api?admin=1: `,
    ],
  ])('%s', async (challenge, reason) => {
    const run = await checkAt(
      () => ({ status: 401, headers: { 'www-authenticate': challenge } }),
      '1.2.3',
      { logins: { registry: 'octo:pass' } },
    );
    expect(run.reason).toContain(reason);
    expect(run.reason.length).toBeLessThan(300);
    expect(run.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });
});

describe('a registry leaves it unknown whether an image exists, and what was sent and came is said', () => {
  test.each<[string, ReturnType<Behavior>, string, number]>([
    [
      'no access',
      errorReply(403, 'DENIED'),
      `Asked for the image without a login, registry responded with HTTP 403 DENIED${noLogin}`,
      2,
    ],
    [
      'no method',
      { status: 405 },
      'Asked for the image without a login, registry responded with HTTP 405',
      2,
    ],
    [
      'a rate limit',
      { status: 429, headers: { 'retry-after': '3600' } },
      'registry responded with HTTP 429',
      1,
    ],
    ['a short rate limit', { status: 429 }, 'registry responded with HTTP 429', 2],
    ['an error', { status: 500 }, 'registry responded with HTTP 500', 2],
    ['a gateway error', { status: 503 }, 'registry responded with HTTP 503', 2],
    [
      'a redirect',
      { status: 307, headers: { location: 'https://evil.example/v2/' } },
      'responded with HTTP 307, a redirect to https://evil.example/v2/; redirects are not followed',
      2,
    ],
    [
      'a relative redirect',
      { status: 301, headers: { location: '/login' } },
      'responded with HTTP 301, a redirect to /login; redirects are not followed',
      2,
    ],
    [
      'a login page',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
      'Asked for the image without a login, registry responded with HTTP 200 and something else',
      2,
    ],
    [
      'a status of its own',
      { status: 299 },
      'registry responded with HTTP 299 and something else',
      2,
    ],
    [
      'a 404 without a code',
      { status: 404 },
      `Asked for the image without a login, registry responded with HTTP 404${noLogin}`,
      2,
    ],
    ['a denial as 404', errorReply(404, 'DENIED'), 'registry responded with HTTP 404 DENIED', 2],
  ])('by %s', async (_, reply, reason, count) => {
    const run = await checkAt(() => reply, '1.2.3');
    expect(run.reason).toContain(reason);
    expect(run.requests).toHaveLength(count);
  });

  test('by nothing at all', async () => {
    const run = await checkAt(() => 'silence', '1.2.3', { clock: steppingClock() });
    expect(run.reason).toBe(
      'There was no usable response from registry: no complete response within 8 s',
    );
    expect(run.requests).toHaveLength(2);
  });

  test('by a refused connection', async () => {
    const { checks } = await check([imageAt(`127.0.0.1:${await closedPort()}`, '1')]);
    expect(reasonOf(checks[0])).toMatch(/refused the connection$/);
  });

  test.each(['nginx:1.2', 'https://ghcr.io/web', ''])('for %j', async (imageAddress) => {
    const { checks } = await check([imageOf(imageAddress)]);
    expect(checks).toEqual([
      { kind: 'unknown', reason: 'It is not a valid image address and tag' },
    ]);
  });

  test('by a fault of ours', async () => {
    const fault = (): never => {
      throw new TypeError('Map.groupBy is not a function');
    };
    const { checks } = await check([imageOf('127.0.0.1:1/web')], {
      clock: { ...steppingClock(), now: fault, random: fault },
    });
    expect(reasonOf(checks[0])).toBe(
      'The check has a fault: TypeError: Map.groupBy is not a function',
    );
  });
});

describe('a manifest that is not there proves nothing', () => {
  const lacking =
    (list: ReturnType<Behavior>): Behavior =>
    ({ target, method }) =>
      target.includes('/tags/') ? list : errorReply(404, 'MANIFEST_UNKNOWN', method);
  const page = (body: unknown, link?: string): Reply => ({
    status: 200,
    headers: link === undefined ? {} : { link },
    body: JSON.stringify(body),
  });
  const next = (address: string): string => `<${address}>; rel="next"`;
  const elsewhere = 'registry has a list of tags that goes on at an address of another list';

  test.each<[string, ReturnType<Behavior>, string]>([
    [
      'the list is not there either, as of a registry that hides from strangers',
      errorReply(404, 'NAME_UNKNOWN'),
      `Asked for the list of tags without a login, registry responded with HTTP 404 NAME_UNKNOWN${noLogin}`,
    ],
    ['the list is denied', errorReply(403, 'DENIED'), 'registry responded with HTTP 403 DENIED'],
    ['the list requires a login', { status: 401 }, 'registry requires a login of a kind'],
    ['the list is rate-limited', { status: 429 }, 'registry responded with HTTP 429'],
    ['the list has the tag', page({ tags: ['v1.2.3'] }), 'registry lists the tag, and has no'],
    ['the list is empty', page({ tags: [] }), 'registry lists no tags of the image'],
    ['the list is null', page({ tags: null }), 'registry lists no tags of the image'],
    [
      'the list is not JSON',
      { status: 200, body: '<html>' },
      'responded with HTTP 200 and something else',
    ],
    [
      'the list has another form',
      page({ tags: { a: 1 } }),
      'responded with HTTP 200 and something else',
    ],
    [
      'the list has no tags at all',
      page({ errors: [] }),
      'responded with HTTP 200 and something else',
    ],
    ['the list never ends', 'endless', 'There was no usable response from registry: the response'],
    ['the list is cut', 'cut', 'There was no usable response from registry: '],
    [
      'there is always one more page',
      page({ tags: ['a'] }, next('/v2/acme/web/tags/list?last=a')),
      "registry has a list of tags that can't be read to its end",
    ],
    [
      'a full page repeats itself, without a link',
      page({ tags: Array.from({ length: 1000 }, (_, index) => `t${index}`) }),
      "registry has a list of tags that can't be read to its end",
    ],
    ...[
      next('http://evil.example/v2/acme/other/tags/list'),
      next('/v2/acme/../other/tags/list'),
      next('//evil.example/tags'),
      next(''),
      'next',
    ].map((link): [string, Reply, string] => [
      `the list goes on at ${link}`,
      page({ tags: ['a'] }, link),
      elsewhere,
    ]),
  ])('if %s', async (_, list, reason) => {
    const run = await checkAt(lacking(list), 'v1.2.3');
    expect(run.reason).toContain(reason);
  });

  test('if one look says something else', async () => {
    let looks = 0;
    const run = await checkAt((request) => {
      if (request.method === 'GET' && ++looks === 3) return { status: 403 };
      return plainRegistry(request);
    }, 'v1.2.3');
    expect(run.reason).toContain('registry responded with HTTP 403');
  });
});

describe('an image whose name holds a secret is not asked for', () => {
  const secretHost = { logins: { registry: 'octo:pass' } };

  test.each<['host' | 'more', Parameters<typeof checkAt>[2], string]>([
    ['more', secretHost, 'Its address or version holds a secret, which is sent to BEC only'],
    ['host', {}, "Its registry is a secret, and docker's configuration doesn't know it."],
  ])('if it is the %s', async (secretPart, setup, reason) => {
    await using server = await startFakeServer(plainRegistry);
    const image = { ...imageAt(server.host, '1.2.3'), secretPart };
    const { checks } = await check([image], {
      logins: Object.fromEntries(
        Object.entries(setup?.logins ?? {}).map(([, login]) => [server.host, login]),
      ),
    });
    expect(reasonOf(checks[0])).toContain(reason);
    expect(server.requests).toEqual([]);
  });

  test('but for a host that docker’s configuration knows, which is masked as it is sent', async () => {
    await using server = await startFakeServer(plainRegistry);
    const host = server.host.replace('127.0.0.1', 'LOCALHOST');
    const image = { ...imageAt(host, '1.2.3'), secretPart: 'host' as const };
    const { checks, masked } = await check([image], { logins: { [host]: 'octo:password' } });
    expect(checks[0]?.kind).toBe('found');
    expect(masked).toEqual([host]);
  });
});
