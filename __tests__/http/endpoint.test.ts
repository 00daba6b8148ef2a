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
      isLoopback: false,
    },
  ],
  [
    'https://localhost:8443',
    { secure: true, hostname: 'localhost', port: 8443, host: 'localhost:8443', isLoopback: true },
  ],
  [
    'http://127.0.0.1',
    { secure: false, hostname: '127.0.0.1', port: 80, host: '127.0.0.1', isLoopback: true },
  ],
  [
    'http://127.1.2.3:8080',
    { secure: false, hostname: '127.1.2.3', port: 8080, host: '127.1.2.3:8080', isLoopback: true },
  ],
  [
    'http://[::1]:8080/',
    { secure: false, hostname: '::1', port: 8080, host: '[::1]:8080', isLoopback: true },
  ],
])('%s is taken', (text, endpoint) => {
  expect(parseEndpoint(text)).toEqual(endpoint);
});

const tooMuch = 'it has more than a host and a port';
const plainHttp = 'plain http is taken for this machine only (127.0.0.1, ::1, localhost)';
const credentials = 'it holds credentials, which have inputs of their own';

test.each([
  ['bec.baidubce.com', '"bec.baidubce.com": no URL'],
  ['//bec.baidubce.com', '"//bec.baidubce.com": no URL'],
  ['https://', '"https://": no URL'],
  ['https://bec.baidubce.com:99999', '"https://bec.baidubce.com:99999": no URL'],
  ['localhost:8080', '"localhost:8080": it has more than a host and a port'],
  ['https://bec.baidubce.com/v2', `"https://bec.baidubce.com/v2": ${tooMuch}`],
  ['https://bec.baidubce.com/?a=b', `"https://bec.baidubce.com/?a=b": ${tooMuch}`],
  ['https://bec.baidubce.com/#a', `"https://bec.baidubce.com/#a": ${tooMuch}`],
  ['ftp://bec.baidubce.com', '"ftp://bec.baidubce.com": ftp: is not https:'],
  ['http://bec.baidubce.com', `"http://bec.baidubce.com": ${plainHttp}`],
  ['http://localhost.example.com', `"http://localhost.example.com": ${plainHttp}`],
  ['http://127.0.0.1.example.com', `"http://127.0.0.1.example.com": ${plainHttp}`],
  ['http://0.0.0.0:8080', `"http://0.0.0.0:8080": ${plainHttp}`],
  ['http://10.0.0.1', `"http://10.0.0.1": ${plainHttp}`],
  ['https://id@bec.baidubce.com', `an address with an @ in it: ${credentials}`],
  ['https://id:secret@bec.baidubce.com', `an address with an @ in it: ${credentials}`],
  ['https://id:se/cret@bec.baidubce.com', 'an address with an @ in it: no URL'],
])('%s is refused', (text, problem) => {
  expect(() => parseEndpoint(text)).toThrow(
    `Input endpoint is ${problem}. It takes the form https://bec.baidubce.com.`,
  );
});
