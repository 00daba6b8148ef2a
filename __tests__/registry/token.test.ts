import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProxy } from '../../testing/proxy.ts';
import { check, checkAt, imageAt, reasonOf } from '../../testing/registry/check.ts';
import {
  found,
  plainRegistry,
  startFakeServer,
  tokenRegistry,
  token,
  tokenReply,
  type Behavior,
} from '../../testing/registry/fake-registry.ts';

describe('a registry with a token server', () => {
  test('gives a token to anybody', async () => {
    const run = await checkAt(
      tokenRegistry(() => tokenReply),
      '1.2.3',
    );
    expect(run.check).toEqual(found);
    expect(run.requests.map(({ target, authorization }) => [target, authorization])).toEqual([
      ['/v2/acme/web/manifests/1.2.3', undefined],
      ['/token?service=fake+%22one%22&scope=repository%3Aacme%2Fweb%3Apull', undefined],
      ['/v2/acme/web/manifests/1.2.3', `Bearer ${token}`],
    ]);
    expect(run.masked).toEqual([token]);
  });

  test('gives a token for a login, and lacks a tag', async () => {
    const run = await checkAt(
      tokenRegistry(({ authorization }) =>
        authorization === `Basic ${btoa('octo:pass')}`
          ? { status: 200, body: JSON.stringify({ token: '', access_token: token }) }
          : { status: 401 },
      ),
      'v1.2.3',
      { logins: { registry: 'octo:pass' } },
    );
    expect(run.check).toEqual({ kind: 'missing', nearTags: ['1.2.3'] });
    const asked = run.requests.filter(({ target }) => target.startsWith('/token'));
    expect(asked).toHaveLength(1);
  });

  test('denies access with the token that everybody gets', async () => {
    const run = await checkAt(
      tokenRegistry(() => ({ status: 200, body: '{"token": "another-token-than-that"}' })),
      '1.2.3',
    );
    expect(run.reason).toBe(
      "Asked for the image with a token that everybody gets, registry responded with HTTP 401, and docker's configuration has no login for registry. If the image is private, log in with docker/login-action before this step",
    );
  });

  test('on another host is not asked, and is sent nothing', async () => {
    await using elsewhere = await startFakeServer(() => tokenReply);
    const run = await checkAt(
      tokenRegistry(() => tokenReply, `http://${elsewhere.host}/token`),
      '1.2.3',
      { logins: { registry: 'octo:pass' } },
    );
    expect(run.reason).toBe(
      `registry names a token server that is not asked, http://${elsewhere.host}/token: it is neither https on the registry's own host, nor on the domain above it, nor a well-known one`,
    );
    expect(elsewhere.requests).toEqual([]);
    expect(run.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test.each<[string, ReturnType<Behavior>, string]>([
    [
      'denies it',
      { status: 403 },
      "Asked for a token without a login, registry responded with HTTP 403, and docker's configuration has no login",
    ],
    ['fails', { status: 500 }, 'registry responded with HTTP 500'],
    [
      'redirects',
      { status: 302, headers: { location: 'https://evil.example/' } },
      'registry responded with HTTP 302, a redirect to https://evil.example/; redirects are not',
    ],
    ['sends no JSON', { status: 200, body: '<html>' }, 'registry responded without a usable token'],
    ['sends none', { status: 200, body: '{}' }, 'registry responded without a usable token'],
    ['never ends', 'endless', 'There was no usable response from registry: '],
    ['is cut', 'cut', 'There was no usable response from registry: '],
  ])('that %s leaves it open', async (_, token, reason) => {
    const run = await checkAt(
      tokenRegistry(() => token),
      '1.2.3',
    );
    expect(run.reason).toContain(reason);
  });
});

describe('what is no token is neither masked nor sent', () => {
  const version = '0123456789abcdef0123456789abcdef01234567';

  test.each([
    's-a0',
    'e',
    'fifteen-letters',
    'x'.repeat(16_385),
    'line\n'.repeat(140_000),
    'a-token-with\r\nheader: x',
    'a-token-with-\u00e9',
    'a token with spaces',
    version,
    version.slice(3, 30),
  ])('%j', async (text) => {
    const run = await checkAt(
      tokenRegistry(() => ({ status: 200, body: JSON.stringify({ token: text }) })),
      version,
    );
    expect(run.reason).toBe('registry responded without a usable token');
    expect(run.masked).toEqual([]);
    expect(run.requests.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
  });
});

describe('over TLS and through a proxy', () => {
  const fixture = (name: string): string =>
    readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
  const tlsOf = (host: string) => ({
    tls: { key: fixture(`${host}.key`), cert: fixture(`${host}.crt`) },
  });
  const authorities = getCACertificates('default');

  beforeAll(() => {
    setDefaultCACertificates([...authorities, fixture('ca.crt')]);
  });
  afterAll(() => {
    setDefaultCACertificates(authorities);
  });

  test('the login is sent to a token server on another port of the same host', async () => {
    await using proxy = await startProxy();
    await using own = await startFakeServer(() => tokenReply, tlsOf('bec.test'));
    await using server = await startFakeServer(
      tokenRegistry(() => tokenReply, `https://bec.test:${own.port}/token`),
      tlsOf('bec.test'),
    );
    const host = `bec.test:${server.port}`;
    const { checks } = await check([imageAt(host, '1.2.3')], {
      logins: { [host]: 'octo:pass' },
      proxyEnv: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
    });
    expect(checks).toEqual([found]);
    expect(own.requests.map(({ authorization }) => authorization)).toEqual([
      `Basic ${btoa('octo:pass')}`,
    ]);
    expect(proxy.targets).toHaveLength(2);
  });

  test('a certificate for another host leaves it open, without a second attempt', async () => {
    await using proxy = await startProxy();
    await using server = await startFakeServer(plainRegistry, tlsOf('other.test'));
    const image = imageAt(`bec.test:${server.port}`, '1.2.3');
    const { checks } = await check([image], {
      proxyEnv: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
    });
    expect(reasonOf(checks[0])).toContain('no trusted TLS connection');
    expect(proxy.targets).toHaveLength(1);
    expect(server.requests).toHaveLength(0);
  });

  test('an unusable proxy leaves it open', async () => {
    const image = imageAt('bec.test', '1.2.3');
    const { checks } = await check([image], { proxyEnv: { HTTPS_PROXY: 'ftp://proxy.test:21' } });
    expect(reasonOf(checks[0])).toMatch(/^HTTPS_PROXY is not the URL of a usable proxy\. .*[^.]$/);
  });
});
