import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageCheck } from '../../src/registry/registry.ts';
import { startProxy } from '../../testing/proxy.ts';
import { check, checkAt, imageAt, reasonOf } from '../../testing/registry/check.ts';
import {
  digest,
  plainRegistry,
  startFakeServer,
  tokenRegistry,
  tokenReply,
  type Behavior,
} from '../../testing/registry/fake-registry.ts';

describe('a registry with a token server', () => {
  test('gives a token to anybody', async () => {
    const run = await checkAt(
      tokenRegistry(() => tokenReply),
      '1.2.3',
    );
    expect(run.check).toEqual({ kind: 'found', digest });
    expect(run.requests.map(({ target, authorization }) => [target, authorization])).toEqual([
      ['/v2/acme/web/manifests/1.2.3', undefined],
      ['/token?service=fake+%22one%22&scope=repository%3Aacme%2Fweb%3Apull', undefined],
      ['/v2/acme/web/manifests/1.2.3', 'Bearer t0ken'],
    ]);
    expect(run.masked).toEqual(['t0ken']);
  });

  test('gives a token for a login, and lacks a tag', async () => {
    const run = await checkAt(
      tokenRegistry(({ authorization }) =>
        authorization === `Basic ${btoa('octo:pass')}`
          ? { status: 200, body: JSON.stringify({ access_token: 't0ken' }) }
          : { status: 401 },
      ),
      'v1.2.3',
      { logins: { registry: 'octo:pass' } },
    );
    expect(run.check).toEqual({ kind: 'missing', nearTags: ['1.2.3', '1.2.2'] });
    const asked = run.requests.filter(({ target }) => target.startsWith('/token'));
    expect(asked).toHaveLength(1);
  });

  test('exchanges an identity token', async () => {
    await using server = await startFakeServer(
      tokenRegistry(({ method, body }) =>
        method === 'POST' && new URLSearchParams(body).get('refresh_token') === 're&fresh'
          ? tokenReply
          : { status: 401 },
      ),
    );
    const image = imageAt(server.host, '1.2.3');
    const run = await check([image], {
      dockerConfigText: JSON.stringify({ auths: { [server.host]: { identitytoken: 're&fresh' } } }),
    });
    expect(run.checks).toEqual([{ kind: 'found', digest }]);
    expect(run.masked).toEqual(['re&fresh', 't0ken']);
    const { body = '' } = server.requests.find(({ method }) => method === 'POST') ?? {};
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      grant_type: 'refresh_token',
      client_id: 'bec-create',
      service: 'fake "one"',
      scope: 'repository:acme/web:pull',
      refresh_token: 're&fresh',
    });
  });

  test('has a plain 404 that counts, once it has let us in', async () => {
    const run = await checkAt((request) => {
      const reply = tokenRegistry(() => tokenReply)(request);
      return typeof reply === 'object' && reply.status === 404 ? { status: 404 } : reply;
    }, 'v1.2.3');
    expect(run.check).toEqual({ kind: 'missing', nearTags: ['1.2.3', '1.2.2'] });
  });

  test('is asked for a token once, though it denies access with it', async () => {
    const run = await checkAt(
      tokenRegistry(() => ({ status: 200, body: '{"token": "other"}' })),
      '1.2.3',
    );
    expect(run.reason).toBe(
      'registry denied access to a client without a login. If the image is private, log in with docker/login-action before this step (HTTP 401)',
    );
    expect(run.requests).toHaveLength(3);
  });

  test('elsewhere gives a token without getting the login', async () => {
    await using server = await startFakeServer(() => tokenReply);
    const run = await checkAt(
      tokenRegistry(() => tokenReply, `http://${server.host}/token`),
      '1.2.3',
      { logins: { registry: 'octo:pass' } },
    );
    expect(run.check).toEqual({ kind: 'found', digest });
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test('elsewhere does not get an identity token', async () => {
    await using elsewhere = await startFakeServer(() => ({ status: 401 }));
    await using server = await startFakeServer(
      tokenRegistry(() => tokenReply, `http://${elsewhere.host}/token`),
    );
    const image = imageAt(server.host, '1.2.3');
    const { checks } = await check([image], {
      dockerConfigText: JSON.stringify({ auths: { [server.host]: { identitytoken: 'refresh' } } }),
    });
    expect(checks).toEqual([
      {
        kind: 'unknown',
        reason: `${server.host} gives out its tokens at ${elsewhere.host}, where its login is not sent, and which denied access without`,
      },
    ]);
    expect(elsewhere.requests.map(({ method, body }) => method + body)).toEqual(['GET']);
  });

  test('does not get the login for another registry', async () => {
    await using victim = await startFakeServer(() => tokenReply);
    const evil = tokenRegistry(() => tokenReply, `http://${victim.host}/token`);
    await using server = await startFakeServer(evil);
    const image = imageAt(server.host, '1.2.3');
    await check([image], { logins: { [victim.host]: 'octo:pass' } });
    expect(victim.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test.each<[string, ReturnType<Behavior>, string]>([
    ['denies it', { status: 403 }, 'registry requires a login, and docker'],
    ['fails', { status: 500 }, 'registry responded with HTTP 500'],
    [
      'redirects',
      { status: 302, headers: { location: 'https://evil.example/' } },
      'registry redirects to evil.example, and redirects are not followed (HTTP 302)',
    ],
    ['sends no JSON', { status: 200, body: '<html>' }, 'registry responded without a usable token'],
    ['sends none', { status: 200, body: '{}' }, 'registry responded without a usable token'],
    [
      'sends a header in it',
      { status: 200, body: '{"token": "a\\r\\nx: y"}' },
      'registry responded without a usable token',
    ],
    [
      'sends one of 20 kB',
      { status: 200, body: JSON.stringify({ token: 'x'.repeat(20_000) }) },
      'registry responded without a usable token',
    ],
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

  test('the login is sent to the token server of the same host only', async () => {
    await using proxy = await startProxy();
    await using own = await startFakeServer(() => tokenReply, tlsOf('bec.test'));
    await using foreign = await startFakeServer(() => tokenReply, tlsOf('other.test'));
    const realms = [`https://bec.test:${own.port}/token`, `https://other.test:${foreign.port}/t`];
    const checks: ImageCheck[] = [];
    for (const realm of realms) {
      await using server = await startFakeServer(
        tokenRegistry(() => tokenReply, realm),
        tlsOf('bec.test'),
      );
      const host = `bec.test:${server.port}`;
      const run = await check([imageAt(host, '1.2.3')], {
        logins: { [host]: 'octo:pass' },
        proxyEnv: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
      });
      checks.push(...run.checks);
    }
    expect(checks).toEqual(realms.map(() => ({ kind: 'found', digest })));
    const authorizationsOf = ({ requests }: typeof own) =>
      requests.map(({ authorization }) => authorization);
    expect(authorizationsOf(own)).toEqual([`Basic ${btoa('octo:pass')}`]);
    expect(authorizationsOf(foreign)).toEqual([undefined]);
    expect(proxy.targets).toHaveLength(4);
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
    expect(reasonOf(checks[0])).toMatch(/^bec.test can't be reached: /);
  });
});
