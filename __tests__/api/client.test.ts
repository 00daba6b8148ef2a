import fc from 'fast-check';
import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { startLocalBec, type LocalBec, type LocalBecOptions } from '../../local-bec/server.ts';
import {
  CallError,
  CancelledCallError,
  openClient,
  type Call,
  type PolicyName,
} from '../../src/api/client.ts';
import { CancelledError } from '../../src/errors.ts';
import { parseEndpoint } from '../../src/http/connection.ts';
import type { Fields } from '../../src/json.ts';
import { parsePod } from '../../src/service/pods.ts';
import { parseService } from '../../src/service/detail.ts';
import { steppingClock } from '../../testing/clock.ts';
import { plainSpec } from '../../testing/deployment.ts';
import { closedPort, startRawServer } from '../../testing/raw-server.ts';

const create: Call<Fields> = {
  method: 'POST',
  path: '/v2/service/create',
  query: { clientToken: 'token-1' },
  body: JSON.stringify(plainSpec),
  parse: (body) => (body['details'] === undefined ? undefined : body),
};

interface Attempted {
  readonly bec: LocalBec;
  /** What the call threw; undefined if it succeeded. */
  readonly error: CallError | CancelledCallError | undefined;
  readonly log: readonly string[];
  readonly warnings: readonly string[];
  readonly elapsedMs: number;
}

interface Circumstances {
  readonly faults?: readonly Fault[];
  readonly server?: LocalBecOptions;
  /** In place of the local BEC's. */
  readonly endpoint?: string;
  readonly request?: Call<Fields>;
  readonly policyName?: PolicyName;
  readonly signal?: AbortSignal;
}

/** One call, in a time that only waits let pass. */
async function attempt({
  faults = [],
  server,
  endpoint,
  request = create,
  policyName = 'create',
  signal = new AbortController().signal,
}: Circumstances): Promise<Attempted> {
  await using bec = await startLocalBec(server);
  bec.inject(...faults);
  const target = parseEndpoint(endpoint ?? bec.endpoint);
  const stepping = steppingClock();
  const start = Date.now();
  // The date moves with the waits, as signatures show.
  const clock = { ...stepping, now: () => new Date(start + stepping.elapsedMs()) };
  const log: string[] = [];
  const warnings: string[] = [];
  const client = openClient({
    endpoint: target,
    credentials: bec.credentials,
    environment: {},
    clock,
    signal,
    log: (line) => log.push(line),
    warn: (message) => warnings.push(message),
  });
  const error = await client.call(request, policyName).then(
    () => undefined,
    (reason: unknown) => {
      if (reason instanceof CallError || reason instanceof CancelledCallError) return reason;
      throw reason;
    },
  );
  client.close();
  return { bec, error, log, warnings, elapsedMs: clock.elapsedMs() };
}

type ScriptedResponse = Extract<Fault, { readonly kind: 'response' }>;

function errorResponse(status: number, code: string, more: Partial<ScriptedResponse> = {}): Fault {
  const body = { code, message: `This is ${code}.`, requestId: 'from-the-body' };
  return { kind: 'response', status, body, ...more };
}

function successResponse(body: unknown): Fault {
  return { kind: 'response', status: 200, body };
}

/** Faults that may pass, what the log says of them, and whether the service may exist after them. */
const transientFaults: readonly (readonly [
  name: string,
  fault: Fault,
  reason: string,
  mayHaveTakenEffect: boolean,
])[] = [
  ['HTTP 500', errorResponse(500, 'InternalError'), 'HTTP 500 InternalError: This is', true],
  ['HTTP 502', errorResponse(502, 'BadGateway'), 'HTTP 502 BadGateway', true],
  ['HTTP 503', errorResponse(503, 'ServiceUnavailable'), 'HTTP 503 ServiceUnavailable', true],
  ['HTTP 504', errorResponse(504, 'GatewayTimeout'), 'HTTP 504 GatewayTimeout', true],
  [
    'HTTP 500 with an HTML page',
    { kind: 'response', status: 500, body: '<h1>Oops</h1>' },
    'HTTP 500 (request',
    true,
  ],
  ['HTTP 502 without a body', { kind: 'response', status: 502 }, 'HTTP 502 (request', true],
  ['HTTP 408', { kind: 'response', status: 408 }, 'HTTP 408', true],
  [
    'HTTP 500 after the work was done',
    errorResponse(500, 'InternalError', { processed: true }),
    'HTTP 500 InternalError',
    true,
  ],
  [
    'an internal error with HTTP 200',
    successResponse({ result: false, code: 'InternalError', message: 'Half of it is done.' }),
    'HTTP 200 InternalError: Half of it is done',
    true,
  ],
  [
    'a gateway error without a body',
    {
      kind: 'response',
      status: 503,
      headers: { 'X-Bce-Error-Code': 'ServiceUnavailable', 'X-Bce-Error-Message': 'Not now.' },
    },
    'HTTP 503 ServiceUnavailable: Not now',
    true,
  ],
  [
    'a reset before the call',
    { kind: 'reset', when: 'before' },
    'the connection was closed before',
    true,
  ],
  [
    'a reset after the call',
    { kind: 'reset', when: 'after' },
    'the connection was closed before',
    true,
  ],
  ['a reset during the upload', { kind: 'refuse-upload' }, 'the connection was closed', true],
  ['a close before the call', { kind: 'close', when: 'before' }, 'the connection was closed', true],
  ['a close after the call', { kind: 'close', when: 'after' }, 'the connection was closed', true],
  ['half a response', { kind: 'half-response' }, 'the connection was closed before the resp', true],
  ['no JSON', { kind: 'garbage' }, 'HTTP 200, but its body is not a JSON object', true],
  [
    'an empty response',
    { kind: 'response', status: 200, processed: true },
    'HTTP 200, but its body is empty',
    true,
  ],
  ['a list', successResponse([]), 'HTTP 200, but its body is not a JSON object: []', true],
  ['over 1 MiB', { kind: 'huge' }, 'the response is larger than 1 MiB', true],
  [
    'a response without what was asked for',
    successResponse({ result: true }),
    'HTTP 200, but the response lacks what was asked for',
    true,
  ],
  ['silence before the call', { kind: 'hang', when: 'before' }, 'no complete response', true],
  ['silence after the call', { kind: 'hang', when: 'after' }, 'no complete response', true],
];

describe.concurrent('a transient fault', () => {
  test.each([
    ...transientFaults,
    ['HTTP 429', errorResponse(429, 'OverRateLimit'), 'HTTP 429 OverRateLimit', false] as const,
  ])('%s: the call is retried, with the same token and body', async (_, fault, reason) => {
    const { bec, error, log } = await attempt({ faults: [fault] });
    expect(error).toBeUndefined();
    expect(bec.services).toHaveLength(1);
    expect(bec.requests).toHaveLength(2);
    expect(bec.requests[1]).toMatchObject({ query: create.query, body: create.body });
    expect(log).toEqual([expect.stringContaining(`Attempt 1: ${reason}`)]);
  });

  test.each(transientFaults.filter(([, { kind }]) => kind !== 'hang'))(
    '%s: six times over, the call fails, and says whether it may have taken effect',
    async (_, fault, __, mayHaveTakenEffect) => {
      const { bec, error, log } = await attempt({ faults: [{ ...fault, times: 99 }] });
      expect(bec.requests).toHaveLength(6);
      expect(log).toHaveLength(5);
      expect(error?.message).toContain('POST /v2/service/create failed after 6 attempts: ');
      expect(error?.mayHaveTakenEffect).toBe(mayHaveTakenEffect);
    },
  );

  test('silence: the call fails when three minutes are over', async () => {
    const { bec, error, elapsedMs } = await attempt({
      faults: [{ kind: 'hang', when: 'after', times: 99 }],
      policyName: 'poll',
    });
    expect(bec.requests.length).toBeLessThanOrEqual(2);
    expect(elapsedMs).toBeLessThanOrEqual(17_000);
    expect(error).toMatchObject({ mayHaveTakenEffect: true, status: undefined });
  });

  test('the log has the request id of the header, or else of the body', async () => {
    const headers = { 'X-Bce-Request-Id': '' };
    const { bec, log } = await attempt({
      faults: [errorResponse(503, 'BadGateway'), errorResponse(503, 'BadGateway', { headers })],
    });
    expect(log[0]).toContain(`(request id ${bec.requests[0]?.requestId ?? 'none'})`);
    expect(log[1]).toContain('(request id from-the-body)');
  });

  test('several different ones in a row end in one service', async () => {
    const { bec, error, log } = await attempt({
      faults: [
        { kind: 'reset', when: 'before' },
        errorResponse(500, 'InternalError'),
        { kind: 'half-response' },
        { kind: 'reset', when: 'after' },
        { kind: 'garbage' },
      ],
    });
    expect(error).toBeUndefined();
    expect(bec.services).toHaveLength(1);
    expect(log).toHaveLength(5);
  });

  test('a policy with fewer attempts ends sooner', async () => {
    const { bec, error } = await attempt({
      faults: [{ kind: 'response', status: 503, times: 9 }],
      policyName: 'poll',
    });
    expect(bec.requests).toHaveLength(2);
    expect(error?.message).toContain('failed after 2 attempts: HTTP 503 (');
  });
});

test('no two calls wait for the same times', async () => {
  const faults: readonly Fault[] = [{ kind: 'response', status: 503, times: 5 }];
  const runs = await Promise.all([1, 2, 3].map(() => attempt({ faults })));
  expect(new Set(runs.map(({ elapsedMs }) => elapsedMs)).size).toBe(3);
});

test('each attempt is signed again', async () => {
  const headers = { 'Retry-After': '30' };
  const { bec } = await attempt({ faults: [{ kind: 'response', status: 503, headers }] });
  const [first, second] = bec.requests.map((request) =>
    Date.parse(request.headers['x-bce-date'] ?? ''),
  );
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(29_000);
});

const newYear = 'Wed, 01 Jan 2025 00:00:00 GMT';
const sevenSecondsLater = 'Wed, 01 Jan 2025 00:00:07 GMT';

describe.concurrent('Retry-After', () => {
  test.each([
    ['in seconds', { 'Retry-After': '7' }],
    ['as a date of the server’s clock', { 'Retry-After': sevenSecondsLater, Date: newYear }],
  ])('%s is waited for', async (_, headers) => {
    const faults = [errorResponse(429, 'OverRateLimit', { headers })];
    const { bec, elapsedMs } = await attempt({ faults });
    expect(bec.services).toHaveLength(1);
    expect(elapsedMs).toBeGreaterThanOrEqual(7000);
    expect(elapsedMs).toBeLessThanOrEqual(7500);
  });

  test('that makes no sense is ignored', async () => {
    const faults = ['-5', '1e9', 'soon', ''].map((text): Fault => ({
      kind: 'response',
      status: 503,
      headers: { 'Retry-After': text },
    }));
    const { bec, elapsedMs } = await attempt({ faults });
    expect(bec.services).toHaveLength(1);
    expect(elapsedMs).toBeLessThanOrEqual(500 + 1000 + 2000 + 4000);
  });

  test('of an hour is cut to a minute, and the call fails within three', async () => {
    const headers = { 'Retry-After': '3600' };
    const faults = [errorResponse(429, 'OverRateLimit', { headers, times: 99 })];
    const { bec, error, elapsedMs } = await attempt({ faults });
    expect(bec.requests).toHaveLength(3);
    expect(elapsedMs).toBeLessThanOrEqual(180_000);
    expect(error?.mayHaveTakenEffect).toBe(false);
  });
});

describe.concurrent('an error', () => {
  const codes: readonly (readonly [code: string, status: number, advice: string])[] = [
    ['BadRequest', 400, 'dry run'],
    ['SignatureDoesNotMatch', 400, 'secret access key'],
    ['InvalidHTTPAuthHeader', 400, 'access-key-id'],
    ['AccountNotActivate', 400, 'activate BEC'],
    ['AccountArrears', 400, 'open bills'],
    ['AccessDenied', 403, 'BEC permissions'],
    ['InvalidAccessKeyId', 403, 'This access key does not exist'],
    ['OptInRequired', 403, 'Activate BEC'],
    ['IdempotentParameterMismatch', 403, 'client-token'],
    ['NoSuchObject', 404, 'Check the input endpoint'],
    ['MethodNotAllowed', 405, ''],
    ['OperationDenied', 409, 'as things are'],
    ['LimitExceeded', 413, 'quota'],
    ['SomethingNew', 422, ''],
  ];

  test.each(codes)('%s is final, and says what to do', async (code, status, advice) => {
    const { bec, error } = await attempt({ faults: [errorResponse(status, code)] });
    const requestId = bec.requests[0]?.requestId ?? '';
    expect(bec.requests).toHaveLength(1);
    expect(error).toMatchObject({ code, status, mayHaveTakenEffect: false });
    expect(error?.message).toContain(
      `POST /v2/service/create failed: HTTP ${status} ${code}: This is ${code} (request id ${requestId}).`,
    );
    expect(error?.message).toContain(advice);
  });

  test.each([400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 413, 414, 415, 417, 422])(
    'without a code, HTTP %d, is final',
    async (status) => {
      const { bec, error } = await attempt({ faults: [{ kind: 'response', status, body: 'no' }] });
      expect(bec.requests).toHaveLength(1);
      expect(error).toMatchObject({ code: '', status, mayHaveTakenEffect: false });
    },
  );

  test.each([301, 302, 303, 307, 308])(
    'by redirect, HTTP %d, is final, and nothing is sent there',
    async (status) => {
      await using elsewhere = await startRawServer((socket) => socket.destroy());
      const headers = { Location: `http://127.0.0.1:${elsewhere.port}/v2/service/create` };
      const { bec, error } = await attempt({ faults: [{ kind: 'response', status, headers }] });
      expect(bec.requests).toHaveLength(1);
      expect(elsewhere.connections()).toBe(0);
      expect(error?.message).toContain(`a redirect to ${headers.Location}; redirects are not`);
      expect(error?.mayHaveTakenEffect).toBe(false);
    },
  );

  test.each([
    ['alone', { result: false }],
    ['with an id', { result: false, details: { serviceId: 's-00000000', serviceName: 'shop' } }],
    ['with a reason', { result: false, code: 'LimitExceeded', message: 'No more.' }],
  ])('with HTTP 200, result: false %s, is final', async (_, body) => {
    const { bec, error } = await attempt({ faults: [successResponse(body)] });
    expect(bec.requests).toHaveLength(1);
    expect(error).toMatchObject({ status: 200, mayHaveTakenEffect: false });
  });

  test('in gateway headers counts although the status is 200', async () => {
    const headers = { 'X-Bce-Error-Code': 'AccessDenied' };
    const { error } = await attempt({
      faults: [{ ...successResponse({ result: true, details: {} }), ...{ headers } }],
    });
    expect(error).toMatchObject({ code: 'AccessDenied', status: 200 });
  });

  test('after a lost response does not hide that the call may have taken effect', async () => {
    const { error } = await attempt({
      faults: [{ kind: 'reset', when: 'after' }, errorResponse(403, 'AccessDenied')],
    });
    expect(error?.message).toContain('failed after 2 attempts: HTTP 403 AccessDenied');
    expect(error?.mayHaveTakenEffect).toBe(true);
  });

  test('may have advice of the call’s own', async () => {
    const { error } = await attempt({
      faults: [errorResponse(403, 'IdempotentParameterMismatch')],
      request: { ...create, advice: { IdempotentParameterMismatch: 'Think again.' } },
    });
    expect(error?.message).toMatch(/\(request id [^()]+\)\. Think again\.$/);
  });
});

describe.concurrent('a server that is not there', () => {
  test('a port that nothing listens on: nothing can have taken effect', async () => {
    const { error, log } = await attempt({ endpoint: `http://127.0.0.1:${await closedPort()}` });
    expect(log).toHaveLength(5);
    expect(error?.message).toContain('refused the connection');
    expect(error?.mayHaveTakenEffect).toBe(false);
  });

  const endlessHeaders = `HTTP/1.1 200 OK\r\n${'X-More: of this\r\n'.repeat(10_000)}`;
  test.each([
    [
      'resets every connection',
      (socket) => void socket.once('data', () => socket.resetAndDestroy()),
    ],
    ['closes every connection', (socket) => void socket.end()],
    ['speaks another protocol', (socket) => void socket.end('220 smtp.example ESMTP\r\n')],
    ['sends headers without end', (socket) => void socket.write(endlessHeaders)],
  ] satisfies [string, Parameters<typeof startRawServer>[0]][])(
    'one that %s: six attempts, and the call may have taken effect',
    async (_, onConnection) => {
      await using server = await startRawServer(onConnection);
      const { error } = await attempt({ endpoint: `http://127.0.0.1:${server.port}` });
      expect(server.connections()).toBe(6);
      expect(error?.mayHaveTakenEffect).toBe(true);
    },
  );

  test('one that never greets over TLS: no connection, and nothing can have taken effect', async () => {
    await using server = await startRawServer(() => undefined);
    const { error } = await attempt({
      endpoint: `https://127.0.0.1:${server.port}`,
      policyName: 'poll',
    });
    expect(error?.message).toContain('no connection within');
    expect(error?.mayHaveTakenEffect).toBe(false);
  });
});

describe.concurrent('clock skew', () => {
  const minutes = 60_000;

  test.each([
    ['an hour slow', 60 * minutes, /clock is (60 min|59 min 59 s|59 min 58 s) slow/],
    ['an hour fast', -60 * minutes, /clock is 60 min( \d s)? fast/],
    ['20 minutes slow', 20 * minutes, /clock is (20 min|19 min 59 s|19 min 58 s) slow/],
    ['20 minutes fast', -20 * minutes, /clock is 20 min( \d s)? fast/],
  ])('%s: signed again with BEC’s time, with a warning', async (_, clockOffsetMs, warning) => {
    const { bec, error, log, warnings } = await attempt({ server: { clockOffsetMs } });
    expect(error).toBeUndefined();
    expect(bec.requests).toMatchObject([{ code: 'RequestTimeTooSkewed' }, { status: 200 }]);
    expect(log).toEqual([expect.stringContaining('Attempt 1: HTTP 403 RequestTimeTooSkewed: ')]);
    expect(warnings).toEqual([expect.stringMatching(warning)]);
    const [first, second] = bec.requests.map(({ headers }) => headers);
    const movedMs =
      Date.parse(second?.['x-bce-date'] ?? '') - Date.parse(first?.['x-bce-date'] ?? '');
    expect(Math.abs(movedMs - clockOffsetMs)).toBeLessThan(minutes);
    expect(second?.['authorization']).not.toBe(first?.['authorization']);
  });

  test('of ten minutes is tolerated by BEC, and not mentioned', async () => {
    const { bec, warnings } = await attempt({ server: { clockOffsetMs: 10 * minutes } });
    expect(bec.requests).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  test('stays corrected in the attempts that follow', async () => {
    const inAnHour = new Date(Date.now() + 60 * minutes).toUTCString();
    const { bec, error, warnings } = await attempt({
      server: { clockOffsetMs: 60 * minutes },
      faults: [
        errorResponse(403, 'RequestTimeTooSkewed', { headers: { Date: inAnHour } }),
        errorResponse(500, 'InternalError'),
        { kind: 'reset', when: 'after' },
      ],
    });
    expect(error).toBeUndefined();
    expect(bec.requests).toHaveLength(4);
    expect(warnings).toHaveLength(1);
  });

  test.each(['RequestExpired', 'RequestTimeTooSkewed', 'SignatureTimestampExpired'])(
    'that is reported again, as %s, is final',
    async (code) => {
      const headers = { Date: newYear };
      const { bec, error, warnings } = await attempt({
        faults: [errorResponse(403, code, { headers, times: 9 })],
      });
      expect(bec.requests).toHaveLength(2);
      expect(bec.requests[1]?.headers['x-bce-date']).toMatch(/^2025-01-01T00:00:0\dZ$/);
      expect(warnings).toHaveLength(1);
      expect(error?.message).toContain(`failed after 2 attempts: HTTP 403 ${code}`);
      expect(error?.message).toContain("Correct the runner's clock");
      expect(error?.mayHaveTakenEffect).toBe(false);
    },
  );

  test('is not reported if the runner’s clock is right', async () => {
    const { bec, error, warnings } = await attempt({
      faults: [errorResponse(403, 'RequestExpired')],
    });
    expect(error).toBeUndefined();
    expect(bec.requests).toHaveLength(2);
    expect(warnings).toEqual([]);
  });

  test.each([
    'unknown',
    'Sat, 13 Sep 275760 00:00:00 GMT',
    'Sat, 01 Jan 10000 00:00:00 GMT',
    '-000001-01-01T00:00:00Z',
  ])('without a date that can be signed with, %s, is final', async (date) => {
    const headers = { Date: date };
    const { bec, error, warnings } = await attempt({
      faults: [errorResponse(403, 'RequestTimeTooSkewed', { headers })],
    });
    expect(error).toMatchObject({ code: 'RequestTimeTooSkewed' });
    expect(bec.requests).toHaveLength(1);
    expect(warnings).toEqual([]);
  });
});

describe.concurrent('a cancelled call', () => {
  test('that was not made yet sends nothing', async () => {
    const signal = AbortSignal.abort(new CancelledError('SIGTERM'));
    const { bec, error } = await attempt({ signal });
    expect(bec.requests).toEqual([]);
    expect(error).toMatchObject({ signal: 'SIGTERM', mayHaveTakenEffect: false });
  });

  test('that is under way ends at once, and may have taken effect', async () => {
    const controller = new AbortController();
    const { error } = await attempt({
      faults: [{ kind: 'hang', when: 'after' }],
      server: {
        onRequest: () => {
          controller.abort(new CancelledError('SIGINT'));
        },
      },
      signal: controller.signal,
    });
    expect(error).toBeInstanceOf(CancelledCallError);
    expect(error).toMatchObject({ signal: 'SIGINT', mayHaveTakenEffect: true });
  });
});

describe.concurrent('a connection', () => {
  /** Closes its connections as the test says, once they have carried a request. */
  async function startClosingServer(closeOn: 'second request' | 'idle') {
    let connections = 0;
    const received: string[] = [];
    const server = createServer((request, response) => {
      const isFirst = received.push(request.method ?? '') === 1;
      if (!isFirst && connections === 1) {
        request.socket.destroy();
        return;
      }
      response.end('{}');
      if (closeOn === 'idle') response.on('finish', () => request.socket.end());
    });
    server.on('connection', () => connections++);
    const port = await listen(server);
    return {
      port,
      received,
      connections: () => connections,
      [Symbol.asyncDispose]: () => close(server),
    };
  }

  async function callTwice(port: number, second: Partial<Call<Fields>>) {
    const endpoint = parseEndpoint(`http://127.0.0.1:${port}`);
    const clock = steppingClock();
    const log: string[] = [];
    const client = openClient({
      endpoint,
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      environment: {},
      clock,
      signal: new AbortController().signal,
      log: (line) => log.push(line),
      warn: (message) => log.push(message),
    });
    const get: Call<Fields> = { method: 'GET', path: '/', query: {}, parse: (body) => body };
    await client.call(get, 'poll');
    // The time that a poll leaves the server to close it.
    await setTimeout(20);
    const error = await client.call({ ...get, ...second }, 'poll').then(
      () => undefined,
      (reason: unknown) => reason,
    );
    client.close();
    return { error, log };
  }

  test.each(['GET', 'POST', 'DELETE'] as const)(
    'that the server closes on the next request, %s, is replaced in the next attempt',
    async (method) => {
      await using server = await startClosingServer('second request');
      const { error, log } = await callTwice(server.port, { method });
      expect(error).toBeUndefined();
      expect(log).toEqual([expect.stringContaining('the connection was closed before')]);
      expect(server.received).toEqual(['GET', method, method]);
      expect(server.connections()).toBe(2);
    },
  );

  test('that the server closes between two requests is replaced', async () => {
    await using server = await startClosingServer('idle');
    const { error, log } = await callTwice(server.port, {});
    expect(error).toBeUndefined();
    expect(log).toEqual([]);
    expect(server.connections()).toBe(2);
  });

  test('that was replaced leaves open whether the first request took effect', async () => {
    let requests = 0;
    const server = createServer((request, response) => {
      requests++;
      if (requests === 2) request.socket.destroy();
      else response.writeHead(requests === 1 ? 200 : 404).end('{}');
    });
    const { error } = await callTwice(await listen(server), { method: 'DELETE' });
    await close(server);
    expect(error).toMatchObject({ status: 404, mayHaveTakenEffect: true });
  });

  test('serves all requests of a client', async () => {
    let connections = 0;
    const server = createServer((_, response) => response.end('{}'));
    server.on('connection', () => connections++);
    const port = await listen(server);
    const { error } = await callTwice(port, {});
    await close(server);
    expect(error).toBeUndefined();
    expect(connections).toBe(1);
  });
});

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

describe.concurrent('a body', () => {
  test('is requested uncompressed', async () => {
    const { bec } = await attempt({});
    expect(bec.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  test('that is compressed all the same is reported as such, and not retried', async () => {
    const { bec, error } = await attempt({
      faults: [
        {
          kind: 'response',
          status: 200,
          headers: { 'Content-Encoding': 'gzip' },
          body: '\u001f\u008b',
        },
      ],
    });
    expect(bec.requests).toHaveLength(1);
    expect(error?.message).toContain('its body is compressed (content-encoding: gzip)');
    expect(error?.mayHaveTakenEffect).toBe(true);
  });

  test('of a DELETE may be empty', async () => {
    const { bec, error } = await attempt({
      faults: [{ kind: 'response', status: 204 }],
      request: { method: 'DELETE', path: '/v1/service/s-1', query: {}, parse: (body) => body },
      policyName: 'delete',
    });
    expect(error).toBeUndefined();
    expect(bec.requests).toHaveLength(1);
  });
});

describe('any response', () => {
  const date = fc.constantFrom(
    'Sat, 13 Sep 275760 00:00:00 GMT',
    'Sun, 14 Sep 275760 00:00:00 GMT',
    'Fri, 31 Dec 9999 23:59:59 GMT',
    'Mon, 01 Jan 0001 00:00:00 GMT',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'never',
  );
  const headers = fc.record(
    {
      date,
      'retry-after': fc.oneof(date, fc.constantFrom('1e308', '99999999999', '-1', 'Infinity')),
      'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'x'),
      'x-bce-error-code': fc.constantFrom('RequestTimeTooSkewed', 'InternalError', '__proto__', ''),
      'x-bce-request-id': fc.constantFrom(['a', 'b'], '\u00ff', ''),
    },
    { requiredKeys: [] },
  );
  const deep = fc
    .tuple(fc.constantFrom('[', '{"a":'), fc.integer({ min: 1, max: 100_000 }))
    .map(([opening, depth]) => {
      const closing = opening === '[' ? ']' : '}';
      const extra = `${opening.repeat(depth)}null${closing.repeat(depth)}`;
      return `{"serviceId": "s-1", "extra": ${extra}}`;
    });
  const body = fc.oneof(
    fc.json().map((json) => Buffer.from(json)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    deep.map((json) => Buffer.from(json)),
    fc
      .constantFrom(
        '{"__proto__": {"serviceId": "s-1"}}',
        '{"details": {"serviceId": 9007199254740993}}',
        '{"details": {"serviceId": 1e400, "totalPods": -1e400}}',
        '{"code": {}, "message": [], "result": "false"}',
        '\ufeff{"serviceId": "s-1"}',
      )
      .map((json) => Buffer.from(json)),
  );
  const status = fc.constantFrom(200, 201, 204, 299, 302, 400, 403, 404, 429, 500, 503, 599);

  test('ends a call in a printable value or in a CallError', { timeout: 60_000 }, async () => {
    let next: { status: number; headers: OutgoingHttpHeaders; body: Buffer } | undefined;
    const server = createServer((_, response) => {
      response.writeHead(next?.status ?? 500, next?.headers ?? {}).end(next?.body);
    });
    const endpoint = `http://127.0.0.1:${await listen(server)}`;
    const parse = (fields: Fields): Fields => {
      parseService(fields);
      parsePod(fields);
      JSON.stringify(fields);
      return fields;
    };
    await fc.assert(
      fc.asyncProperty(status, headers, body, async (...response) => {
        next = { status: response[0], headers: response[1], body: response[2] };
        await attempt({ endpoint, request: { ...create, parse } });
      }),
      { numRuns: 300 },
    );
    await close(server);
  });
});
