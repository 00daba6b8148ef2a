import fc from 'fast-check';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  helperFor,
  loginFor,
  parseDockerConfig,
  readDockerConfig,
  type DockerConfig,
  type Login,
} from '../../src/registry/docker-config.ts';
import { parseImageName } from '../../src/registry/image-name.ts';

function configOf(config: unknown): DockerConfig {
  const parsed = parseDockerConfig(JSON.stringify(config));
  if (parsed === undefined) throw new Error('it is not an object');
  return parsed;
}

function loginIn(config: unknown, imageAddress: string): Login | undefined {
  const name = parseImageName(imageAddress);
  return name && loginFor(configOf(config), name.registry);
}

const login = { kind: 'password', username: 'octo', password: 'pass:word' };
const auth = Buffer.from('octo:pass:word').toString('base64');

describe('the login for an image is found under its registry', () => {
  test.each([
    ['https://index.docker.io/v1/', 'nginx'],
    ['https://index.docker.io/v1/', 'docker.io/acme/web'],
    ['docker.io', 'acme/web'],
    ['ghcr.io', 'ghcr.io/acme/web'],
    ['https://ghcr.io', 'ghcr.io/acme/web'],
    ['https://ghcr.io/v1/', 'ghcr.io/acme/web'],
    ['ghcr.io', 'ghcr.io:443/acme/web'],
    ['ghcr.io:443', 'ghcr.io:443/acme/web'],
    ['localhost:5000', 'localhost:5000/web'],
  ])('%s for %s', (key, imageAddress) => {
    expect(loginIn({ auths: { [key]: { auth } } }, imageAddress)).toEqual(login);
  });

  test.each([
    ['ghcr.io', 'nginx'],
    ['ghcr.io', 'ghcr.io.evil.example/web'],
    ['ghcr.io', 'evil.ghcr.io/web'],
    ['ghcr.io', 'ghcr.io:8443/web'],
    ['localhost:5000', 'localhost:5001/web'],
    ['https://index.docker.io/v1/', 'ghcr.io/web'],
  ])('%s is not for %s', (key, imageAddress) => {
    expect(loginIn({ auths: { [key]: { auth } } }, imageAddress)).toBeUndefined();
  });
});

describe('an entry', () => {
  test.each([
    [{ auth }, login],
    [{ username: 'octo', password: 'pass:word' }, login],
    [
      { auth, identitytoken: 'refresh' },
      { kind: 'identity-token', token: 'refresh' },
    ],
    [{}, undefined],
    [{ auth: 'AA==' }, undefined],
    [{ auth: Buffer.from(':pass').toString('base64') }, undefined],
    [{ auth: 5 }, undefined],
    ['text', undefined],
    [null, undefined],
  ])('%j is read as %j', (entry, expected) => {
    expect(loginIn({ auths: { 'ghcr.io': entry } }, 'ghcr.io/web')).toEqual(expected);
  });
});

test('every secret of every entry is known, in the form it has in the file and decoded', () => {
  const { secrets } = configOf({
    auths: {
      'ghcr.io': { auth },
      'quay.io': { password: 'plain', identitytoken: 'refresh', registrytoken: 'registry' },
    },
  });
  expect(secrets).toEqual([auth, 'pass:word', 'plain', 'plain', 'refresh', 'registry']);
});

test('the credential helper of a registry comes before the one for all', () => {
  const config = configOf({ credsStore: 'desktop', credHelpers: { 'ghcr.io': 'gh' } });
  const helperOf = (address: string): string | undefined => {
    const name = parseImageName(address);
    return name && helperFor(config, name.registry);
  };
  expect(helperOf('ghcr.io/web')).toBe('gh');
  expect(helperOf('nginx')).toBe('desktop');
});

test.each(['', '{', '[]', '"text"', 'null', '1'])('the text %j is not a configuration', (text) => {
  expect(parseDockerConfig(text)).toBeUndefined();
});

test('any JSON object is a configuration', () => {
  const entries = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(fc.record({ auths: fc.jsonValue(), credHelpers: entries }), (config) => {
      expect(configOf(config).secrets).toBeInstanceOf(Array);
      expect(configOf({ auths: config.credHelpers }).logins).toBeInstanceOf(Map);
    }),
  );
});

describe('the file', () => {
  test('in DOCKER_CONFIG is read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docker-config-'));
    writeFileSync(join(folder, 'config.json'), '{"auths":{}}');
    expect(await readDockerConfig({ DOCKER_CONFIG: folder })).toBe('{"auths":{}}');
    rmSync(folder, { recursive: true });
  });

  test('may be missing', async () => {
    expect(await readDockerConfig({ DOCKER_CONFIG: '/nonexistent' })).toBeUndefined();
  });

  test('is not read if it is not a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docker-config-'));
    symlinkSync('/dev/null', join(folder, 'config.json'));
    expect(await readDockerConfig({ DOCKER_CONFIG: folder })).toBeUndefined();
    rmSync(folder, { recursive: true });
  });

  test('is not read if it is over 1 MiB', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'docker-config-'));
    writeFileSync(join(folder, 'config.json'), ' '.repeat(1024 ** 2 + 1));
    expect(await readDockerConfig({ DOCKER_CONFIG: folder })).toBeUndefined();
    rmSync(folder, { recursive: true });
  });
});
