import { describe, expect, test } from 'vitest';
import { isOfBaidu, parseImageName } from '../../src/registry/image-name.ts';

describe('an image address is split as docker does it', () => {
  test.each([
    ['nginx', 'https registry-1.docker.io library/nginx'],
    ['acme/web', 'https registry-1.docker.io acme/web'],
    ['docker.io/nginx', 'https registry-1.docker.io library/nginx'],
    ['docker.io/acme/web', 'https registry-1.docker.io acme/web'],
    ['index.docker.io/nginx', 'https registry-1.docker.io library/nginx'],
    ['registry-1.docker.io/library/nginx', 'https registry-1.docker.io library/nginx'],
    ['hub.baidubce.com/acme/web', 'https hub.baidubce.com acme/web'],
    ['ghcr.io/octo-org/shop/web', 'https ghcr.io octo-org/shop/web'],
    ['registry.example:5000/web', 'https registry.example:5000 web'],
    ['ghcr.io:443/octo/web', 'https ghcr.io octo/web'],
    ['GHCR.io/octo/web', 'https ghcr.io octo/web'],
    ['10.0.0.1:5000/web', 'https 10.0.0.1:5000 web'],
    ['localhost/web', 'http localhost web'],
    ['localhost:5000/web', 'http localhost:5000 web'],
    ['127.0.0.1:5000/acme/web', 'http 127.0.0.1:5000 acme/web'],
    ['[::1]:5000/web', 'http [::1]:5000 web'],
    ['localhost.example/web', 'https localhost.example web'],
  ])('%s', (imageAddress, expected) => {
    const name = parseImageName(imageAddress);
    const scheme = name?.registry.endpoint.secure === true ? 'https' : 'http';
    expect(`${scheme} ${name?.registry.endpoint.host} ${name?.repository}`).toBe(expected);
  });
});

describe('what is not an image address, or holds more than one, has no registry', () => {
  test.each([
    '',
    '/',
    'ghcr.io/',
    '/web',
    'https://ghcr.io/acme/web',
    'ghcr.io/acme/web/',
    'ghcr.io/acme//web',
    'ghcr.io/acme/../web',
    'ghcr.io/acme/web:1.2.3',
    'ghcr.io/acme/web@sha256:0123',
    'ghcr.io/Acme/web',
    'ghcr.io/acme/web?x=1',
    'ghcr.io/acme/web#x',
    'ghcr.io/acme/we b',
    'ghcr.io/acme/web\r\nx: y',
    'user:secret@ghcr.io/acme/web',
    'ghcr.io:99999/acme/web',
    'ghcr.io:x/acme/web',
    'ghcr.io\\@evil.example/web',
    `ghcr.io/${'a'.repeat(256)}`,
    `${'a.'.repeat(200)}io/web`,
  ])('%j', (imageAddress) => {
    expect(parseImageName(imageAddress)).toBeUndefined();
  });
});

test.each([
  ['hub.baidubce.com/acme/web', true],
  ['ccr-1234-pub.cnc.bj.baidubce.com/acme/web', true],
  ['iregistry.baidu.com/acme/web', true],
  ['baidubce.com.example/acme/web', false],
  ['notbaidu.com/acme/web', false],
  ['acme/web', false],
])('%s is of Baidu: %j', (imageAddress, expected) => {
  const name = parseImageName(imageAddress);
  expect(name && isOfBaidu(name.registry)).toBe(expected);
});
