import { spawn } from 'node:child_process';
import dns from 'node:dns';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startLocalBec } from '../../local-bec/server.ts';
import { systemClock, type Clock } from '../../src/clock.ts';
import type { Environment } from '../../src/context.ts';
import {
  connectionTo,
  parseEndpoint,
  TransportError,
  type HttpRequest,
  type HttpResponse,
} from '../../src/http/connection.ts';
import { steppingClock } from '../../testing/clock.ts';
import { startProxy, type ProxyOptions } from '../../testing/proxy.ts';
import { closedPort, startRawServer } from '../../testing/raw-server.ts';
import { repositoryText } from '../../testing/workspace.ts';

const systemAuthorities = tls.getCACertificates('default');
const trust = (certificates: readonly string[]): void => {
  tls.setDefaultCACertificates([...systemAuthorities, ...certificates]);
};

beforeAll(() => {
  trust([repositoryText('__tests__/fixtures/tls/ca.crt')]);
});
afterAll(() => {
  trust([]);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

interface Way {
  readonly endpoint: string;
  readonly env?: Environment;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

interface End {
  readonly response?: HttpResponse;
  readonly error?: TransportError;
}

/** One GET. */
async function get(way: Way): Promise<End> {
  const {
    endpoint,
    env = {},
    clock = steppingClock(),
    signal = new AbortController().signal,
  } = way;
  const connection = connectionTo(parseEndpoint(endpoint), env, clock);
  const limits = { connectMs: 10_000, attemptMs: 30_000, maxResponseBytes: 1024 ** 2 };
  try {
    const request: HttpRequest = { method: 'GET', target: '/', headers: {} };
    return { response: await connection.send(request, limits, signal) };
  } catch (error) {
    if (error instanceof TransportError) return { error };
    throw error;
  } finally {
    connection.close();
  }
}

/** A server with TLS, whose host only the proxy knows. */
async function getThroughProxy(options: ProxyOptions & { readonly user?: string } = {}) {
  const { user = '', ...proxyOptions } = options;
  await using bec = await startLocalBec({ tls: certificateOf('bec.test') });
  await using proxy = await startProxy(proxyOptions);
  const authority = `bec.test:${new URL(bec.endpoint).port}`;
  const env = { HTTPS_PROXY: `http://${user}127.0.0.1:${proxy.port}` };
  const end = await get({ endpoint: `https://${authority}`, env });
  return { ...end, authority, proxy, requests: bec.requests };
}

function certificateOf(host: 'bec.test' | 'other.test') {
  const file = `__tests__/fixtures/tls/${host}`;
  return { key: repositoryText(`${file}.key`), cert: repositoryText(`${file}.crt`) };
}

describe('a proxy', () => {
  test('makes a tunnel to the server', async () => {
    const { response, proxy, authority, requests } = await getThroughProxy();
    expect(response).toBeDefined();
    expect(proxy.targets).toEqual([authority]);
    expect(proxy.authorizations).toEqual([undefined]);
    expect(requests).toHaveLength(1);
  });

  test('gets the user and the password', async () => {
    const { response, proxy } = await getThroughProxy({
      login: 'deployer:p@ss:w/rd%',
      user: 'deployer:p%40ss%3Aw%2Frd%25@',
    });
    expect(response).toBeDefined();
    expect(proxy.authorizations).toEqual([`Basic ${btoa('deployer:p@ss:w/rd%')}`]);
  });

  test.each([
    ['no password', ''],
    ['a wrong password', 'deployer:the-wrong-one@'],
  ])('that requires a login and gets %s: the error says what to do', async (_, user) => {
    const { error, requests } = await getThroughProxy({
      login: 'deployer:the-right-one',
      user,
    });
    expect(error).toMatchObject({ isTransient: false, mayHaveArrived: false });
    expect(error?.message).toContain('407 Proxy Authentication Required');
    expect(error?.message).toContain('Add its user and password to HTTPS_PROXY');
    expect(error?.message).not.toContain('the-wrong-one');
    expect(requests).toHaveLength(0);
  });

  test.each<[string, NonNullable<ProxyOptions['respond']>, string]>([
    [
      'refuses',
      (socket) => void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'),
      'the proxy did not open a tunnel (Failed to establish tunnel',
    ],
    [
      'can’t reach the server',
      (socket) => void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'),
      '502 Bad Gateway',
    ],
    ['hangs up', (socket) => void socket.end(), 'the proxy did not open a tunnel'],
    ['does not respond', () => undefined, 'no connection within 10 s'],
    [
      'opens a tunnel to nowhere',
      (socket) => void socket.write('HTTP/1.1 200 Connection established\r\n\r\n'),
      'no connection within 10 s',
    ],
    [
      'opens a tunnel and closes it',
      (socket) => void socket.end('HTTP/1.1 200 Connection established\r\n\r\n'),
      '',
    ],
  ])('that %s: a transient error, and nothing can have arrived', async (_, respond, text) => {
    const { error, requests } = await getThroughProxy({ respond });
    expect(error).toMatchObject({ isTransient: true, mayHaveArrived: false });
    expect(error?.message).toContain(text);
    expect(requests).toHaveLength(0);
  });

  test.each([
    ['refuses connections', '127.0.0.1:1', 'bec.test or its proxy refused the connection'],
    ['has no address', 'proxy.invalid:3128', 'bec.test or its proxy'],
  ])('that %s is named as a possible cause, without its password', async (_, address, text) => {
    const env = { HTTPS_PROXY: `http://deployer:the-secret-one@${address}` };
    const { error } = await get({ endpoint: 'https://bec.test', env });
    expect(error?.mayHaveArrived).toBe(false);
    expect(error?.message).toContain(text);
    expect(error?.message).not.toContain('the-secret-one');
  });

  test('is not bypassed by what Node alone reads in NO_PROXY', async () => {
    vi.stubEnv('NO_PROXY', '*.test');
    const { response, proxy } = await getThroughProxy();
    expect(response).toBeDefined();
    expect(proxy.targets).toHaveLength(1);
  });

  test.each(['bec.test', '.test', 'test', '*', 'bec.test:1'])(
    'is bypassed with NO_PROXY=%s',
    async (value) => {
      await using proxy = await startProxy();
      vi.stubEnv('NO_PROXY', value);
      const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, no_proxy: 'ignored.test' };
      const { error } = await get({ endpoint: 'https://bec.test:1', env });
      expect(error?.message).toContain('bec.test:1');
      expect(error?.message).not.toContain('proxy');
      expect(proxy.targets).toEqual([]);
    },
  );
});

describe('TLS', () => {
  test('accepts a certificate of an authority that was added', async () => {
    await using bec = await startLocalBec({ tls: certificateOf('bec.test') });
    const { response } = await get({ endpoint: bec.endpoint });
    expect(response).toBeDefined();
  });

  describe.each([
    ['with verification', undefined],
    ['with verification turned off in the environment', '0'],
  ])('%s', (_, reject) => {
    test.each([
      ['an unknown authority', 'bec.test', [], 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA'],
      ['another host', 'other.test', ['ca.crt'], 'ERR_TLS_CERT_ALTNAME_INVALID', 'another host'],
    ] as const)(
      'a certificate of %s is a lasting error',
      async (__, host, authorities, code, cure) => {
        vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', reject);
        // Node warns of the variable, once, in the middle of the tests' results.
        vi.spyOn(process, 'emitWarning').mockReturnValue();
        trust(authorities.map((file) => repositoryText(`__tests__/fixtures/tls/${file}`)));
        await using bec = await startLocalBec({ tls: certificateOf(host) });
        const { error } = await get({ endpoint: bec.endpoint });
        trust([repositoryText('__tests__/fixtures/tls/ca.crt')]);
        expect(error).toMatchObject({ isTransient: false, mayHaveArrived: false });
        expect(error?.message).toContain(`no trusted TLS connection to localhost`);
        expect(error?.message).toContain(code);
        expect(error?.message).toContain(cure);
        expect(bec.requests).toHaveLength(0);
      },
    );
  });

  test('a server without it gets nothing of the request', async () => {
    await using server = await startRawServer(
      (socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n'),
    );
    const { error } = await get({ endpoint: `https://127.0.0.1:${server.port}` });
    expect(error).toMatchObject({ mayHaveArrived: false });
    expect(server.received()).not.toContain('GET');
  });
});

describe('a server', () => {
  test.each<[string, (socket: Socket) => void, string]>([
    ['resets', (socket) => void socket.resetAndDestroy(), 'the connection was closed before'],
    ['is silent', () => undefined, 'no complete response within 30 s'],
    [
      'sends half a response',
      (socket) => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
      'no complete response within 30 s',
    ],
    [
      'speaks another protocol',
      (socket) => void socket.write('220 smtp.example ESMTP\r\n'),
      'the response is not valid HTTP',
    ],
  ])('that gets a request and %s: it may have taken effect', async (_, respond, text) => {
    await using server = await startRawServer((socket) => {
      socket.once('data', () => {
        respond(socket);
      });
    });
    const { error } = await get({ endpoint: `http://127.0.0.1:${server.port}` });
    expect(error?.mayHaveArrived).toBe(true);
    expect(error?.message).toContain(text);
  });

  test('that is not there: nothing can have arrived', async () => {
    const port = await closedPort();
    const { error } = await get({ endpoint: `http://127.0.0.1:${port}` });
    expect(error).toMatchObject({
      message: `127.0.0.1:${port} refused the connection`,
      isTransient: true,
      mayHaveArrived: false,
    });
  });

  test('whose response has a byte order mark and invalid UTF-8 is read all the same', async () => {
    const body = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0xff, 0x7d]);
    await using server = await startRawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
    const { response } = await get({ endpoint: `http://127.0.0.1:${server.port}` });
    expect(response).toMatchObject({ headers: { 'x-a': '1, 2' }, body: '{\ufffd}' });
  });

  test('gets no connection if the signal has aborted', async () => {
    await using server = await startRawServer(() => undefined);
    const { error } = await get({
      endpoint: `http://127.0.0.1:${server.port}`,
      signal: AbortSignal.abort(),
    });
    expect(error).toMatchObject({ mayHaveArrived: false });
    expect(server.connections()).toBe(0);
  });
});

/** Accepts connections only while the process is not stopped; the kernel keeps one waiting. */
const slowServer = `require('node:http').createServer((_, response) => response.end('{}'))
  .listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port); });`;

test.skipIf(process.platform !== 'linux')(
  'an address that takes longer than Node’s quarter of a second is waited for',
  async () => {
    const server = spawn(process.execPath, ['-e', slowServer]);
    const port = await new Promise<number>((resolve) => {
      server.stdout.once('data', (text) => {
        resolve(Number(text));
      });
    });
    server.kill('SIGSTOP');
    const waiting = Array.from({ length: 4 }, () => connect(port, '127.0.0.1'));
    for (const socket of waiting) socket.on('error', () => undefined);
    const lookup = vi.spyOn(dns, 'lookup');
    lookup.mockImplementation((...parameters: readonly unknown[]) => {
      const callback = parameters.at(-1);
      const addresses = [
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ];
      if (typeof callback === 'function') process.nextTick(callback, null, addresses);
    });
    const end = get({ endpoint: `http://localhost:${port}`, clock: systemClock });
    await setTimeout(500);
    server.kill('SIGCONT');
    expect((await end).response?.status).toBe(200);
    expect(lookup).toHaveBeenCalled();
    lookup.mockRestore();
    for (const socket of waiting) socket.destroy();
    server.kill('SIGKILL');
  },
);
