import { expect, test } from 'vitest';
import { parseEndpoint, type Endpoint } from '../../src/http/endpoint.ts';

test.each<[string, Endpoint]>([
  [
    'https://bec.baidubce.com',
    {
      secure: true,
      hostname: 'bec.baidubce.com',
      port: 443,
      host: 'bec.baidubce.com',
      origin: 'https://bec.baidubce.com',
      isLoopback: false,
    },
  ],
  [
    'HTTPS://BEC.baidubce.com:443/',
    {
      secure: true,
      hostname: 'bec.baidubce.com',
      port: 443,
      host: 'bec.baidubce.com',
      origin: 'https://bec.baidubce.com',
      isLoopback: false,
    },
  ],
  [
    'https://bec.example.com:8443',
    {
      secure: true,
      hostname: 'bec.example.com',
      port: 8443,
      host: 'bec.example.com:8443',
      origin: 'https://bec.example.com:8443',
      isLoopback: false,
    },
  ],
  [
    'https://localhost:8443',
    {
      secure: true,
      hostname: 'localhost',
      port: 8443,
      host: 'localhost:8443',
      origin: 'https://localhost:8443',
      isLoopback: true,
    },
  ],
  [
    'http://127.0.0.1',
    {
      secure: false,
      hostname: '127.0.0.1',
      port: 80,
      host: '127.0.0.1',
      origin: 'http://127.0.0.1',
      isLoopback: true,
    },
  ],
  [
    'http://127.1.2.3:8080',
    {
      secure: false,
      hostname: '127.1.2.3',
      port: 8080,
      host: '127.1.2.3:8080',
      origin: 'http://127.1.2.3:8080',
      isLoopback: true,
    },
  ],
  [
    'http://[::1]:8080/',
    {
      secure: false,
      hostname: '::1',
      port: 8080,
      host: '[::1]:8080',
      origin: 'http://[::1]:8080',
      isLoopback: true,
    },
  ],
])('%s is accepted', (text, endpoint) => {
  expect(parseEndpoint(text)).toEqual(endpoint);
});

test.each([
  'bec.baidubce.com',
  '//bec.baidubce.com',
  'https://',
  'https://bec.baidubce.com:99999',
  'localhost:8080',
  'https://bec.baidubce.com/v2',
  'https://bec.baidubce.com/?a=b',
  'https://bec.baidubce.com/#a',
  'ftp://bec.baidubce.com',
  'ws://localhost:8080',
  'http://bec.baidubce.com',
  'http://localhost.example.com',
  'http://127.0.0.1.example.com',
  'http://0.0.0.0:8080',
  'http://10.0.0.1',
  'https://id@bec.baidubce.com',
  'https://id:secret@bec.baidubce.com',
  'https://id:se/cret@bec.baidubce.com',
])('%s is invalid, and is not printed if it may hold a password', (text) => {
  const value = text.includes('@') ? '(not printed, as it may hold a password)' : `"${text}"`;
  expect(() => parseEndpoint(text)).toThrow(
    `Input endpoint ${value} is invalid. Write it as https://host or https://host:port, without user, path or query; http is allowed only for this machine (127.0.0.1, ::1, localhost).`,
  );
});
