import { describe, expect, test } from 'vitest';
import { check, checkAt, imageAt } from '../../testing/registry/check.ts';
import {
  found,
  errorReply,
  plainRegistry,
  startFakeServer,
  type Behavior,
} from '../../testing/registry/fake-registry.ts';

describe('a registry that requires a user and a password', () => {
  const behind: Behavior = (request) =>
    request.authorization === `Basic ${btoa('octo:pass')}`
      ? plainRegistry(request)
      : { status: 401, headers: { 'www-authenticate': 'Basic realm="Registry"' } };

  test('is sent its own', async () => {
    const run = await checkAt(behind, '1.2.3', { logins: { registry: 'octo:pass' } });
    expect(run.check).toEqual(found);
    expect(run.requests.map(({ authorization }) => authorization)).toEqual([
      undefined,
      `Basic ${btoa('octo:pass')}`,
    ]);
    expect(run.masked).toEqual(expect.arrayContaining(['pass', btoa('octo:pass')]));
  });

  test('is sent a login with separate user and password, and both joined are masked', async () => {
    const entry = { username: 'octo', password: 'pass' };
    const run = await checkAt(behind, '1.2.3', {
      dockerConfigText: JSON.stringify({ auths: { registry: entry } }),
    });
    expect(run.check).toEqual(found);
    expect(run.masked).toEqual(expect.arrayContaining(['pass', btoa('octo:pass')]));
  });

  test.each([
    ['v1.2.3', { kind: 'missing', nearTags: ['1.2.3'] }],
    ['0.0.9', { kind: 'missing', nearTags: [] }],
  ])('lacks %s', async (version, expected) => {
    const run = await checkAt(behind, version, { logins: { registry: 'octo:pass' } });
    expect(run.check).toEqual(expected);
  });

  test('is sent a password that is too short to be masked', async () => {
    const run = await checkAt(behind, '1.2.3', { logins: { registry: 'a-token:x' } });
    expect(run.requests.at(-1)?.authorization).toBe(`Basic ${btoa('a-token:x')}`);
    expect(new Set(run.masked)).toEqual(new Set([btoa('a-token:x')]));
  });

  test('denies a wrong password', async () => {
    const run = await checkAt(behind, '1.2.3', { logins: { registry: 'octo:wrong' } });
    expect(run.reason).toBe(
      "Asked for the image with the login in docker's configuration, registry responded with HTTP 401",
    );
  });

  test('is not sent the login for another registry', async () => {
    await using server = await startFakeServer(behind);
    const image = imageAt(server.host, '1.2.3');
    const { checks } = await check([image], { logins: { '127.0.0.1:1': 'octo:pass' } });
    expect(checks[0]).toMatchObject({ kind: 'unknown' });
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test.each<[string, unknown, string]>([
    [
      'there is none',
      {},
      ", and docker's configuration has no login for registry. If the image is private, log in with docker/login-action before this step",
    ],
    [
      'it is in a credential helper, which is not run',
      { credsStore: 'desk\ntop' },
      '. Docker\'s login for registry is in the credential helper "desk\\ntop", which is not run',
    ],
    [
      'it is in a file that is not JSON',
      '{"auths": {secret',
      ". Docker's login for registry is in a file that is not JSON",
    ],
    [
      'it is an identity token',
      { auths: { registry: { identitytoken: 'an-identity-token' } } },
      ". Docker's login for registry is in a token, which is not supported",
    ],
  ])('says what login it was not sent: %s', async (_, config, cure) => {
    const run = await checkAt(behind, '1.2.3', {
      dockerConfigText: typeof config === 'string' ? config : JSON.stringify(config),
    });
    expect(run.reason).toBe(`registry requires a user and a password${cure}`);
    expect(run.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test('hides from strangers what it shows to its users', async () => {
    const hiding: Behavior = (request) =>
      request.authorization === undefined
        ? errorReply(404, 'NAME_UNKNOWN', request.method)
        : plainRegistry(request);
    const run = await checkAt(hiding, '1.2.3', { logins: { registry: 'octo:pass' } });
    expect(run.check).toEqual(found);
  });
});
