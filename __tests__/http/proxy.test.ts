import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseEndpoint } from '../../src/http/endpoint.ts';
import { proxyFor, proxyPasswordsIn } from '../../src/http/proxy.ts';

const bec = parseEndpoint('https://bec.baidubce.com');
const proxied = { HTTPS_PROXY: 'http://proxy.example:3128' };
const node = '24.21.0';

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ['https_proxy', 'http://proxy.example:3128', 'http://proxy.example:3128/'],
  ['HTTPS_PROXY', 'HTTP://proxy.example:3128', 'http://proxy.example:3128/'],
  ['HTTPS_PROXY', 'https://proxy.example', 'https://proxy.example/'],
  ['HTTPS_PROXY', 'proxy.example:3128', 'http://proxy.example:3128/'],
  ['HTTPS_PROXY', '10.0.0.1:3128', 'http://10.0.0.1:3128/'],
  ['HTTPS_PROXY', 'user:p%40ss@proxy.example:3128', 'http://user:p%40ss@proxy.example:3128/'],
  ['HTTP_PROXY', 'http://proxy.example:3128', undefined],
  ['ALL_PROXY', 'http://proxy.example:3128', undefined],
  ['all_proxy', 'http://proxy.example:3128', undefined],
  ['HTTPS_PROXY', '', undefined],
])('%s=%s leads to %s', (name, text, proxy) => {
  expect(proxyFor(bec, { [name]: text }, node)?.href).toBe(proxy);
});

test('the variable in lower case counts before the one in upper case', () => {
  const env = { ...proxied, https_proxy: 'http://other.example' };
  expect(proxyFor(bec, env, node)?.hostname).toBe('other.example');
});

test('a server with plain http uses its own proxy variable', () => {
  const ghes = { secure: false, host: 'ghes.example' };
  expect(proxyFor(ghes, proxied, node)).toBeUndefined();
  expect(proxyFor(ghes, { http_proxy: 'http://proxy.example' }, node)?.hostname).toBe(
    'proxy.example',
  );
});

test.each(['https://localhost:8443', 'http://127.0.0.1:8080', 'http://[::1]:8080'])(
  'this machine, %s, is reached directly',
  (address) => {
    const env = { ...proxied, HTTP_PROXY: 'http://proxy.example' };
    expect(proxyFor(parseEndpoint(address), env, node)).toBeUndefined();
  },
);

describe('NO_PROXY', () => {
  test.each([
    ['NO_PROXY', 'bec.baidubce.com'],
    ['no_proxy', 'bec.baidubce.com'],
    ['NO_PROXY', 'baidubce.com'],
    ['NO_PROXY', '.baidubce.com'],
    ['NO_PROXY', 'BAIDUBCE.com'],
    ['NO_PROXY', 'bec.baidubce.com:443'],
    ['NO_PROXY', 'other.example, baidubce.com'],
    ['NO_PROXY', '*'],
  ])('%s=%s: BEC is reached directly', (name, value) => {
    vi.stubEnv(name, value);
    expect(proxyFor(bec, proxied, node)).toBeUndefined();
  });

  test.each(['other.example', 'ec.baidubce.com', 'bec.baidubce.com:8443', 'com.example', ' ', ','])(
    'NO_PROXY=%s: BEC is reached through the proxy',
    (value) => {
      vi.stubEnv('NO_PROXY', value);
      expect(proxyFor(bec, proxied, node)?.hostname).toBe('proxy.example');
    },
  );

  test('is decided before anything is asked of the proxy or of Node', () => {
    vi.stubEnv('NO_PROXY', '*');
    expect(proxyFor(bec, { HTTPS_PROXY: 'socks5://nonsense' }, '20.19.0')).toBeUndefined();
  });
});

test.each([
  'socks5://proxy.example:1080',
  'http://deployer:100%secret@proxy.example',
  'http://deployer:secret@',
  'http://',
  '://secret',
])('%s is refused, and not repeated in the error', (text) => {
  expect(() => proxyFor(bec, { HTTPS_PROXY: text }, node)).toThrow(
    /^HTTPS_PROXY is not the URL of a usable proxy\. Write it as http:\/\/host:port or (?!.*secret)/,
  );
});

test.each(['20.19.0', '24.4.1'])(
  'Node %s is refused, since it would ignore the proxy',
  (version) => {
    expect(() => proxyFor(bec, proxied, version)).toThrow(
      `Node ${version} does not support proxies`,
    );
  },
);

test.each(['24.5.0', '25.0.0'])('Node %s is accepted', (version) => {
  expect(proxyFor(bec, proxied, version)).toBeDefined();
});

describe('the passwords to mask', () => {
  test.each<[string, readonly string[]]>([
    ['http://user:s3cretPw@proxy:3128', ['s3cretPw']],
    ['user:s3cretPw@proxy:3128', ['s3cretPw']],
    ['HTTPS://user:s3cretPw@proxy', ['s3cretPw']],
    [' http://user:s3cretPw@proxy ', ['s3cretPw']],
    ['user:p%40ss%2Fw@proxy:3128', ['p%40ss%2Fw', 'p@ss/w']],
    ['http://user:p@ss@proxy', ['p@ss', 'p%40ss']],
    ['user:p"w d@proxy', ['p"w d', 'p%22w%20d']],
    ['http://me@corp:pw123@proxy', ['pw123']],
    [':s3cretPw@proxy:3128', ['s3cretPw']],
    ['http://user:a:b@proxy', ['a:b', 'a%3Ab']],
    ['user:100%@proxy', ['100%']],
    ['user:pa/ss@proxy:3128', ['pa/ss']],
    ['socks5://user:s3cretPw@proxy:1080', ['s3cretPw']],
  ])('%s', (text, passwords) => {
    for (const name of ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']) {
      expect([...proxyPasswordsIn({ [name]: text })].sort()).toEqual([...passwords].sort());
    }
  });

  test.each([
    '',
    'proxy',
    'proxy:3128',
    'http://proxy:3128',
    'http://user@proxy:3128',
    'user:@proxy',
  ])('%j has none', (text) => {
    expect(proxyPasswordsIn({ HTTPS_PROXY: text })).toEqual([]);
  });

  test('are all that proxyFor would send, raw and decoded', () => {
    for (const text of ['u:a%20b@proxy', 'http://u:a b@proxy', 'u:a|b@proxy:1', 'u:a%25b@proxy']) {
      const env = { HTTPS_PROXY: text };
      const { password = '' } = proxyFor(bec, env, node) ?? {};
      expect(proxyPasswordsIn(env)).toEqual(
        expect.arrayContaining([password, decodeURIComponent(password)]),
      );
    }
  });

  test('of a variable that is one long line are found at once', () => {
    expect(proxyPasswordsIn({ HTTPS_PROXY: ':'.repeat(200_000) })).toEqual([]);
  });
});
