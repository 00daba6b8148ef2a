import { describe, expect, test } from 'vitest';
import { parseImageName, type Registry } from '../../src/registry/image-name.ts';
import { RegistryError } from '../../src/registry/session.ts';
import { parseTokenRealm } from '../../src/registry/token-realm.ts';

function registryOf(host: string): Registry {
  const registry = parseImageName(`${host}/acme/web`)?.registry;
  if (registry === undefined) throw new Error(`${host} is not a registry`);
  return registry;
}

describe('a token server is asked', () => {
  test.each([
    ['docker.io', 'https://auth.docker.io/token'],
    ['ghcr.io', 'https://ghcr.io/token'],
    ['quay.io', 'https://quay.io/v2/auth?x=y'],
    ['hub.baidubce.com', 'https://hub.baidubce.com/service/token'],
    ['registry.gitlab.com', 'https://gitlab.com/jwt/auth'],
    ['git.example.com:5050', 'https://git.example.com/jwt/auth'],
    ['registry.cn-hangzhou.aliyuncs.com', 'https://dockerauth.cn-hangzhou.aliyuncs.com/auth'],
    ['registry-vpc.cn-beijing.aliyuncs.com', 'https://dockerauth.cn-beijing.aliyuncs.com/auth'],
    ['registry.digitalocean.com', 'https://api.digitalocean.com/v2/registry/auth'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000/token'],
  ])('of %s at %s', (host, realm) => {
    expect(parseTokenRealm(realm, registryOf(host)).href).toBe(realm);
  });
});

describe('no token is asked for', () => {
  test.each([
    ['evil.example', 'https://internal.corp:8443/api?admin=1'],
    ['evil.example', 'https://10.0.0.1/latest/meta-data'],
    ['registry.evil.example', 'https://auth.docker.io/token'],
    ['registry.evil.example', 'https://ghcr.io/token'],
    ['ghcr.io', 'https://ghcr.io.evil.example/token'],
    ['ghcr.io', 'https://evil-ghcr.io/token'],
    ['ghcr.io', 'https://io/token'],
    ['registry.github.io', 'https://evil.github.io/token'],
    ['docker.io', 'https://auth.docker.io.evil.example/token'],
    ['registry.cn-hangzhou.aliyuncs.com', 'https://dockerauth.cn-beijing.aliyuncs.com/auth'],
    [
      'registry.cn-hangzhou.aliyuncs.com.evil.example',
      'https://dockerauth.cn-hangzhou.aliyuncs.com/auth',
    ],
    ['10.0.0.1', 'https://0.0.1/token'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5001/token'],
    ['127.0.0.1:5000', 'http://localhost:5000/token'],
    ['127.0.0.1:5000', 'https://127.0.0.1:5000/token'],
    ['127.0.0.1:5000', 'https://auth.docker.io/token'],
    ['ghcr.io', 'http://ghcr.io/token'],
    ['ghcr.io', 'http://127.0.0.1:8080/token'],
    ['ghcr.io', 'https://127.0.0.1/token'],
    ['ghcr.io', 'https://localhost:8443/token'],
    ['127.0.0.1:5000', 'http://auth.example/token'],
    ['ghcr.io', 'https://user:secret@ghcr.io/token'],
    ['ghcr.io', 'https://user@ghcr.io/token'],
    ['ghcr.io', 'file:///etc/passwd'],
    ['ghcr.io', 'javascript:1'],
    ['ghcr.io', '/token'],
    ['ghcr.io', ''],
    ['ghcr.io', `https://ghcr.io/${'a'.repeat(3000)}`],
  ])('for %s at %s', (host, realm) => {
    expect(() => parseTokenRealm(realm, registryOf(host))).toThrow(RegistryError);
  });
});
