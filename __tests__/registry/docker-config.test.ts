import fc from 'fast-check';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  loginFor,
  parseDockerConfig,
  readDockerConfig,
  type DockerConfig,
  type Login,
} from '../../src/registry/docker-config.ts';
import { parseImageName } from '../../src/registry/image-name.ts';

function configOf(config: unknown): DockerConfig {
  return parseDockerConfig(JSON.stringify(config));
}

function loginIn(config: unknown, imageAddress: string): Login | undefined {
  const name = parseImageName(imageAddress);
  const parsed = configOf(config);
  return name && (loginFor(name.registry, parsed) ?? parsed.fallback);
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
    ['ghcr.io/v2/', 'ghcr.io/acme/web'],
    ['ghcr.io/acme', 'ghcr.io/acme/web'],
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

describe('a login that docker could use and this action can’t says where it is', () => {
  const inHelper = (name: string) => ({
    kind: 'out of reach',
    place: `the credential helper ${name}, which is not run`,
  });

  test.each<[unknown, string, unknown]>([
    [
      { credHelpers: { 'ghcr.io': 'gh' }, credsStore: 'osxkeychain' },
      'ghcr.io/web',
      inHelper('"gh"'),
    ],
    [
      { credHelpers: { 'ghcr.io': 'gh' }, auths: { 'ghcr.io': { auth } } },
      'ghcr.io/web',
      inHelper('"gh"'),
    ],
    [
      { credsStore: 'osxkeychain', auths: { 'ghcr.io': {} } },
      'ghcr.io/web',
      inHelper('"osxkeychain"'),
    ],
    [{ credsStore: 'osxkeychain' }, 'nginx', inHelper('"osxkeychain"')],
    [{ credsStore: 'desk\ntop' }, 'nginx', inHelper('"desk\\ntop"')],
    ...['identitytoken', 'registrytoken'].map((key): [unknown, string, unknown] => [
      { auths: { 'ghcr.io': { auth, [key]: 'x' } } },
      'ghcr.io/web',
      { kind: 'out of reach', place: 'a token, which is not supported' },
    ]),
    [{ credHelpers: { 'ghcr.io': '' } }, 'ghcr.io/web', undefined],
  ])('%j for %s', (config, imageAddress, expected) => {
    expect(loginIn(config, imageAddress)).toEqual(expected);
  });

  test('but it is not in the way of one that is usable', () => {
    const config = { credsStore: 'osxkeychain', auths: { 'ghcr.io': { auth } } };
    expect(loginIn(config, 'ghcr.io/web')).toEqual(login);
  });
});

test('the key that is the host alone counts before one with a path behind it', () => {
  const other = Buffer.from('other:other').toString('base64');
  const auths = { 'ghcr.io/v2/': { auth: other }, 'ghcr.io': { auth }, 'https://ghcr.io': {} };
  expect(loginIn({ auths }, 'ghcr.io/web')).toEqual(login);
});

test.each(['', '{', '[]', '"text"', 'null', '1'])('the text %j holds no login', (text) => {
  const fallback = { kind: 'out of reach', place: 'a file that is not JSON' };
  expect(parseDockerConfig(text)).toEqual({ logins: [], fallback });
});

test('any JSON object is a configuration', () => {
  const entries = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(fc.record({ auths: fc.jsonValue(), credHelpers: entries }), (config) => {
      expect(configOf(config).logins).toBeInstanceOf(Array);
      expect(configOf({ auths: config.credHelpers }).logins).toBeInstanceOf(Array);
    }),
  );
});

describe('the file', () => {
  test('in DOCKER_CONFIG is read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'docker-config-'));
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { 'ghcr.io': { auth } } }));
    expect(readDockerConfig({ DOCKER_CONFIG: folder }).logins).toEqual([['ghcr.io', login]]);
    rmSync(folder, { recursive: true });
  });

  test.each(['/nonexistent', '/dev/null'])('may be missing, as in %s', (folder) => {
    expect(readDockerConfig({ DOCKER_CONFIG: folder })).toEqual({
      logins: [],
      fallback: undefined,
    });
  });

  test('is not read if it is not a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'docker-config-'));
    symlinkSync('/dev/null', join(folder, 'config.json'));
    expect(readDockerConfig({ DOCKER_CONFIG: folder })).toEqual({
      logins: [],
      fallback: undefined,
    });
    rmSync(folder, { recursive: true });
  });

  test('is not read if it is over 1 MiB', () => {
    const folder = mkdtempSync(join(tmpdir(), 'docker-config-'));
    writeFileSync(join(folder, 'config.json'), ' '.repeat(1024 ** 2 + 1));
    expect(readDockerConfig({ DOCKER_CONFIG: folder })).toEqual({
      logins: [],
      fallback: undefined,
    });
    rmSync(folder, { recursive: true });
  });
});
