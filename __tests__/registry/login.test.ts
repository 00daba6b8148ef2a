import { describe, expect, test } from 'vitest';
import { check, checkAt, imageAt } from '../../testing/registry/check.ts';
import {
  digest,
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
    expect(run.check).toEqual({ kind: 'found', digest });
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
    expect(run.check).toEqual({ kind: 'found', digest });
    expect(run.masked).toEqual(expect.arrayContaining(['pass', btoa('octo:pass')]));
  });

  test.each([
    ['v1.2.3', { kind: 'missing', nearTags: ['1.2.3', '1.2.2'] }],
    ['0.0.9', { kind: 'missing', nearTags: [] }],
  ])('lacks %s', async (version, expected) => {
    const run = await checkAt(behind, version, { logins: { registry: 'octo:pass' } });
    expect(run.check).toEqual(expected);
  });

  test('denies a wrong password', async () => {
    const run = await checkAt(behind, '1.2.3', { logins: { registry: 'octo:wrong' } });
    expect(run.reason).toBe(
      "registry denied access with the login in docker's configuration (HTTP 401)",
    );
    expect(run.requests).toHaveLength(2);
  });

  test('is not sent the login for another registry', async () => {
    await using server = await startFakeServer(behind);
    const image = imageAt(server.host, '1.2.3');
    const { checks } = await check([image], { logins: { '127.0.0.1:1': 'octo:pass' } });
    expect(checks[0]).toMatchObject({ kind: 'unknown' });
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test('is named, with the cure, if there is no login', async () => {
    const run = await checkAt(behind, '1.2.3');
    expect(run.reason).toBe(
      "registry requires a login, and docker's configuration has none for it. Log in with docker/login-action before this step",
    );
  });

  test('is named if the login is in a credential helper, which is not run', async () => {
    const run = await checkAt(behind, '1.2.3', {
      dockerConfigText: JSON.stringify({ credsStore: 'desk\ntop' }),
    });
    expect(run.log).toEqual([
      'docker\'s configuration keeps the login for registry in the credential helper "desk\\ntop", which is not run: registry is asked without a login.',
    ]);
  });

  test('hides from strangers what it shows to its users', async () => {
    const hiding: Behavior = (request) =>
      request.authorization === undefined
        ? errorReply(404, 'NAME_UNKNOWN', request.method)
        : plainRegistry(request);
    const run = await checkAt(hiding, '1.2.3', { logins: { registry: 'octo:pass' } });
    expect(run.check).toEqual({ kind: 'found', digest });
  });
});

test('a configuration of docker that is not JSON is ignored, and none of it is printed', async () => {
  const run = await checkAt(plainRegistry, '1.2.3', { dockerConfigText: '{"auths": {secret' });
  expect(run.check).toEqual({ kind: 'found', digest });
  expect(run.log).toEqual(["docker's configuration is not a JSON object, so no login is used."]);
});
