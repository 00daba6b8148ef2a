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

const tooMuch = 'it must not have a path, a query or a fragment';
const plainHttp = 'http is allowed only for this machine (127.0.0.1, ::1, localhost)';
const credentials = 'it contains credentials; use the inputs access-key-id and secret-access-key';
const notPrinted = '(not printed, as it may hold a password)';

test.each([
  ['bec.baidubce.com', '"bec.baidubce.com"', 'it is not a URL'],
  ['//bec.baidubce.com', '"//bec.baidubce.com"', 'it is not a URL'],
  ['https://', '"https://"', 'it is not a URL'],
  ['https://bec.baidubce.com:99999', '"https://bec.baidubce.com:99999"', 'it is not a URL'],
  ['localhost:8080', '"localhost:8080"', tooMuch],
  ['https://bec.baidubce.com/v2', '"https://bec.baidubce.com/v2"', tooMuch],
  ['https://bec.baidubce.com/?a=b', '"https://bec.baidubce.com/?a=b"', tooMuch],
  ['https://bec.baidubce.com/#a', '"https://bec.baidubce.com/#a"', tooMuch],
  ['ftp://bec.baidubce.com', '"ftp://bec.baidubce.com"', 'the scheme must be https, not ftp'],
  ['http://bec.baidubce.com', '"http://bec.baidubce.com"', plainHttp],
  ['http://localhost.example.com', '"http://localhost.example.com"', plainHttp],
  ['http://127.0.0.1.example.com', '"http://127.0.0.1.example.com"', plainHttp],
  ['http://0.0.0.0:8080', '"http://0.0.0.0:8080"', plainHttp],
  ['http://10.0.0.1', '"http://10.0.0.1"', plainHttp],
  ['https://id@bec.baidubce.com', notPrinted, credentials],
  ['https://id:secret@bec.baidubce.com', notPrinted, credentials],
  ['https://id:se/cret@bec.baidubce.com', notPrinted, 'it is not a URL'],
])('%s is invalid', (text, value, problem) => {
  expect(() => parseEndpoint(text)).toThrow(
    `Input endpoint ${value} is invalid: ${problem}. Write it as https://host or https://host:port.`,
  );
});
