import { describe, expect, test } from 'vitest';
import { steppingClock } from '../../testing/clock.ts';
import { closedPort } from '../../testing/raw-server.ts';
import { check, checkAt, imageAt, imageOf, reasonOf } from '../../testing/registry/check.ts';
import { errorReply, type Behavior } from '../../testing/registry/fake-registry.ts';

describe('a malicious challenge leaves it open, and sends nothing', () => {
  test.each([
    ['', 'registry requires a login of a kind that is not supported'],
    ['Negotiate', 'registry requires a login of a kind that is not supported'],
    ['Bearer', 'registry names an invalid token server, '],
    ['Bearer realm="', 'registry names an invalid token server, '],
    ['Bearer realm="file:///etc/passwd"', 'registry names an invalid token server, file:///'],
    ['Bearer realm="http://octo:x@127.0.0.1/"', 'registry names an invalid token server, '],
    [
      'Bearer realm="http://auth.example/token"',
      'registry names a token server that is not reached over https, http://auth.example',
    ],
    [`Bearer realm="https://${'a'.repeat(4000)}.example"`, 'registry names an invalid token'],
    ['Bearer realm=",'.repeat(900), 'registry names an invalid token server, '],
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

describe('a registry leaves it unknown whether an image exists', () => {
  test.each<[string, ReturnType<Behavior>, string, number]>([
    ['no access', { status: 403 }, 'registry denied access (HTTP 403)', 1],
    ['no method', { status: 405 }, 'registry responded with HTTP 405', 1],
    [
      'a rate limit',
      { status: 429, headers: { 'retry-after': '3600' } },
      'registry limits the rate of requests (HTTP 429)',
      1,
    ],
    ['a short rate limit', { status: 429 }, 'registry limits the rate of requests (HTTP 429)', 2],
    ['an error', { status: 500 }, 'registry responded with HTTP 500', 2],
    ['a gateway error', { status: 503 }, 'registry responded with HTTP 503', 2],
    [
      'a redirect',
      { status: 307, headers: { location: 'https://evil.example/v2/' } },
      'registry redirects to evil.example, and redirects are not followed (HTTP 307)',
      1,
    ],
    [
      'a relative redirect',
      { status: 301, headers: { location: '/login' } },
      'registry redirects to another address, and redirects are not followed (HTTP 301)',
      1,
    ],
    [
      'a login page',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' },
      'registry responded with what no registry sends',
      1,
    ],
    ['a status of its own', { status: 299 }, 'registry responded with what no registry sends', 1],
    ['a 404 page', { status: 404 }, 'registry responded with HTTP 404, but not as a registry', 2],
    ['a denial as 404', errorReply(404, 'DENIED'), 'registry responded with HTTP 404, but', 2],
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
    const image = imageAt(`127.0.0.1:${await closedPort()}`, '1');
    const { checks } = await check([image]);
    expect(reasonOf(checks[0])).toMatch(/refused the connection$/);
  });

  test.each(['nginx:1.2', 'https://ghcr.io/web', ''])('for %j', async (imageAddress) => {
    const { checks } = await check([imageOf(imageAddress)]);
    expect(checks).toEqual([
      { kind: 'unknown', reason: 'It is not a valid image address and tag' },
    ]);
  });
});
