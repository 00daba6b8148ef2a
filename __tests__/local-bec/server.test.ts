import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createInterface } from 'node:readline';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { phaseAt, runningPodsOf } from '../../local-bec/rollout.ts';
import type { Rollout } from '../../local-bec/rollout.ts';
import * as rollouts from '../../local-bec/rollouts.ts';
import { startLocalBec } from '../../local-bec/server.ts';
import type { LocalBec, LocalBecOptions } from '../../local-bec/server.ts';
import {
  authorizationOf,
  canonicalQueryStringOf,
  canonicalUriOf,
  timestampOf,
} from '../../src/api/bce-auth.ts';
import type { Credentials } from '../../src/api/bce-auth.ts';

const START_MS = Date.parse('2025-01-01T00:00:00Z');

const SERVICE = {
  serviceName: 'shop',
  containerGroupName: 'shop-pod',
  containers: [{ name: 'web', imageAddress: 'nginx', imageVersion: '1.27', cpu: 2, memory: 4 }],
  deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 2 }, { region: 'EAST_CHINA' }],
} as const;

const aText: unknown = expect.any(String);
const anId: unknown = expect.stringMatching(/^s-[0-9a-z]{8}$/);

function aMessageWith(part: string): unknown {
  return expect.stringContaining(part);
}

interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly atMs?: number;
  readonly expireSeconds?: number;
  readonly credentials?: Credentials;
  readonly headersToSign?: readonly string[];
  /** Set after signing; `undefined` takes a header away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The error code, wherever it stands. */
  readonly code: unknown;
}

function startWith(options: LocalBecOptions = {}): Promise<LocalBec> {
  return startLocalBec({ now: () => START_MS, ...options });
}

type Target = Pick<LocalBec, 'endpoint' | 'credentials'>;

function call(bec: Target, options: Call = {}): Promise<Reply> {
  return send(bec.endpoint, signed(bec, options));
}

function signed(bec: Target, options: Call): RawRequest {
  const { method = 'POST', path = '/v2/service/create', query = {}, body = '' } = options;
  const { credentials = bec.credentials, expireSeconds = 1800, atMs = START_MS } = options;
  const timestamp = timestampOf(new Date(atMs));
  const { sessionToken } = credentials;
  const headers = {
    host: new URL(bec.endpoint).host,
    'x-bce-date': timestamp,
    ...(sessionToken === undefined ? {} : { 'x-bce-security-token': sessionToken }),
  };
  const headersToSign = options.headersToSign ?? Object.keys(headers);
  const authorization = authorizationOf(
    { method, path, query, headers },
    { credentials, timestamp, expireSeconds, headersToSign },
  );
  const address = `${canonicalUriOf(path)}?${canonicalQueryStringOf(query)}`;
  return {
    method,
    path: address,
    headers: { ...headers, authorization, ...options.headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

function send(endpoint: string, raw: RawRequest): Promise<Reply> {
  const { protocol, port } = new URL(endpoint);
  const request = protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = Object.fromEntries(
    Object.entries(raw.headers ?? {}).filter(([, value]) => value !== undefined),
  );
  return new Promise((resolve, reject) => {
    const options = { ...raw, headers, port, host: '127.0.0.1', agent: false };
    const outgoing = request({ ...options, rejectUnauthorized: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        const code = response.headers['x-bce-error-code'] ?? field(json(text), 'code');
        resolve({ status: response.statusCode, headers: response.headers, text, code });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(raw.body);
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value at `details.deployInstances.0` and the like. */
function field(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => {
    return typeof inner === 'object' && inner !== null
      ? Object.entries(inner).find(([key]) => key === name)?.[1]
      : undefined;
  }, value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

async function create(bec: LocalBec, options: Call = {}): Promise<string> {
  const reply = await call(bec, { body: SERVICE, ...options });
  return text(field(json(reply.text), 'details.serviceId'));
}

function get(bec: LocalBec, path: string, query: Call['query'] = {}): Promise<Reply> {
  return call(bec, { method: 'GET', path, query });
}

test('a created service is answered with its totals and its instances', async () => {
  await using bec = await startWith();
  const reply = await call(bec, { query: { clientToken: 'token-1' }, body: SERVICE });
  expect(reply.status).toBe(200);
  expect(json(reply.text)).toMatchObject({
    result: true,
    action: 'Create service',
    details: {
      serviceId: anId,
      serviceName: 'shop',
      status: 'RUNNING',
      totalPods: 3,
      runningPods: 3,
      regions: 2,
      totalCpu: 6,
      totalMem: 12,
      deployInstances: [
        { regionId: 'cn-shanghai-ct', replicas: 2 },
        { region: 'EAST_CHINA', replicas: 1 },
      ],
      createTime: null,
    },
  });
  expect(reply.headers['content-type']).toContain('application/json');
  expect(reply.headers.date).toBe('Wed, 01 Jan 2025 00:00:00 GMT');
  expect(bec.requests).toMatchObject([
    {
      at: START_MS,
      method: 'POST',
      path: '/v2/service/create',
      query: { clientToken: 'token-1' },
      headers: { 'x-bce-date': '2025-01-01T00:00:00Z' },
      body: JSON.stringify(SERVICE),
      operation: 'create',
      requestId: reply.headers['x-bce-request-id'],
      status: 200,
    },
  ]);
  expect(bec.services).toMatchObject([
    { clientToken: 'token-1', body: SERVICE, createdAt: START_MS },
  ]);
});

test('the same token and request get the same service in its current state', async () => {
  let nowMs = START_MS;
  await using bec = await startWith({ now: () => nowMs, startupMs: 1000 });
  const request = { query: { clientToken: 'again' }, body: SERVICE };
  const first = json((await call(bec, request)).text);
  nowMs += 1000;
  const second = json((await call(bec, request)).text);
  expect(field(first, 'details.status')).toBe('STARTING');
  expect(field(second, 'details.status')).toBe('RUNNING');
  expect(field(second, 'details.serviceId')).toBe(field(first, 'details.serviceId'));
  expect(bec.services).toHaveLength(1);
});

test('a token is forgotten 24 hours after it was last received', async () => {
  const hourMs = 60 * 60 * 1000;
  let nowMs = START_MS;
  await using bec = await startWith({ now: () => nowMs });
  const counts: number[] = [];
  for (const hours of [0, 24, 24, 25]) {
    nowMs += hours * hourMs;
    await create(bec, { query: { clientToken: 'old' }, atMs: nowMs });
    counts.push(bec.services.length);
  }
  expect(counts).toEqual([1, 1, 1, 2]);
});

test.each([
  ['another body', { clientToken: 'taken' }, { ...SERVICE, serviceName: 'other' }],
  ['another query', { clientToken: 'taken', more: '1' }, SERVICE],
])('the same token with %s is a mismatch', async (_, query, body) => {
  await using bec = await startWith();
  await create(bec, { query: { clientToken: 'taken' } });
  const reply = await call(bec, { query, body });
  expect([reply.status, reply.code]).toEqual([403, 'IdempotentParameterMismatch']);
  expect(field(json(reply.text), 'requestId')).toBe(reply.headers['x-bce-request-id']);
  expect(bec.services).toHaveLength(1);
});

test.each([
  ['same-response', 200, undefined, 1],
  ['mismatch', 403, 'IdempotentParameterMismatch', 1],
  ['new-service', 200, undefined, 2],
] as const)(
  'a token whose service is deleted gets the %s on demand',
  async (deletedToken, status, code, services) => {
    await using bec = await startWith({ variants: { deletedToken } });
    const request = { query: { clientToken: 'deleted' }, body: SERVICE };
    const serviceId = await create(bec, request);
    await call(bec, { method: 'DELETE', path: `/v1/service/${serviceId}` });
    const reply = await call(bec, request);
    expect([reply.status, reply.code]).toEqual([status, code]);
    expect(bec.services).toHaveLength(services);
    const isSame = field(json(reply.text), 'details.serviceId') === serviceId;
    expect(isSame).toBe(deletedToken === 'same-response');
  },
);

test('without a token each create makes a service', async () => {
  await using bec = await startWith();
  const ids = [await create(bec), await create(bec)];
  expect(new Set(ids).size).toBe(2);
});

test.each(['x'.repeat(65), 'tökén', ''])('the token %j is refused', async (clientToken) => {
  await using bec = await startWith();
  const reply = await call(bec, { query: { clientToken }, body: SERVICE });
  expect([reply.status, reply.code]).toEqual([400, 'BadRequest']);
});

const minutesMs = 60_000;
const stranger = { accessKeyId: 'stranger', secretAccessKey: 'x' };

test.each<[string, Call, number, string]>([
  ['no Authorization header', { headers: { authorization: undefined } }, 403, 'AccessDenied'],
  [
    'another kind of Authorization',
    { headers: { authorization: 'Basic eDp5' } },
    400,
    'InvalidHTTPAuthHeader',
  ],
  ['an unknown key', { credentials: stranger }, 403, 'InvalidAccessKeyId'],
  [
    'a wrong secret',
    { credentials: { accessKeyId: 'id', secretAccessKey: 'wrong', sessionToken: 'sts' } },
    400,
    'SignatureDoesNotMatch',
  ],
  [
    'no session token',
    { credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } },
    403,
    'AccessDenied',
  ],
  [
    'a wrong session token',
    { credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'st5' } },
    403,
    'AccessDenied',
  ],
  [
    'an unsigned session token',
    { headersToSign: ['host', 'x-bce-date'] },
    400,
    'InvalidHTTPAuthHeader',
  ],
  [
    'an unsigned host',
    { headersToSign: ['x-bce-date', 'x-bce-security-token'] },
    400,
    'InvalidHTTPAuthHeader',
  ],
  [
    'an unsigned date',
    { headersToSign: ['host', 'x-bce-security-token'] },
    400,
    'InvalidHTTPAuthHeader',
  ],
  ['another host', { headers: { host: 'elsewhere' } }, 400, 'SignatureDoesNotMatch'],
  [
    'another date',
    { headers: { 'x-bce-date': '2025-01-01T00:00:01Z' } },
    400,
    'InvalidHTTPAuthHeader',
  ],
  ['a clock behind', { atMs: START_MS - 16 * minutesMs }, 403, 'RequestTimeTooSkewed'],
  ['a clock ahead', { atMs: START_MS + 16 * minutesMs }, 403, 'RequestTimeTooSkewed'],
  [
    'a signature past its time',
    { atMs: START_MS - 10 * minutesMs, expireSeconds: 300 },
    400,
    'RequestExpired',
  ],
])('%s is refused in the headers', async (_, options, status, code) => {
  await using bec = await startWith({
    accessKeyId: 'id',
    secretAccessKey: 'secret',
    sessionToken: 'sts',
  });
  const reply = await call(bec, { body: SERVICE, ...options });
  expect([reply.status, reply.code, reply.text]).toEqual([status, code, '']);
  expect(reply.headers['x-bce-error-message']).toMatch(/\.$/);
  expect(bec.services).toEqual([]);
});

test('a good signature with a session token is let in', async () => {
  await using bec = await startWith({ sessionToken: 'sts' });
  expect(await create(bec)).toMatch(/^s-/);
});

test('a path and a query with all kinds of characters are signed as they are meant', async () => {
  await using bec = await startWith();
  const reply = await get(bec, "/v1/service/a b!'()*~é+%", { '+ k&=': "v'()* +é" });
  expect([reply.status, reply.code]).toEqual([404, 'NoSuchObject']);
  expect(bec.requests[0]?.query).toEqual({ '+ k&=': "v'()* +é" });
});

test('the server goes by its own clock and tells it', async () => {
  await using bec = await startWith({ clockOffsetMs: 60 * minutesMs });
  const early = await call(bec, { body: SERVICE });
  expect(early.code).toBe('RequestTimeTooSkewed');
  expect(early.headers.date).toBe('Wed, 01 Jan 2025 01:00:00 GMT');
  const atMs = Date.parse(early.headers.date ?? '');
  expect((await call(bec, { body: SERVICE, atMs })).status).toBe(200);
});

test.each<[string, unknown, string, string]>([
  ['broken JSON', '{"serviceName":', 'MalformedJSON', 'JSON'],
  ['no body', '', 'MalformedJSON', 'JSON'],
  ['a list', [], 'InappropriateJSON', 'object'],
  ['a missing name', { ...SERVICE, serviceName: undefined }, 'InappropriateJSON', 'serviceName'],
  ['no container', { ...SERVICE, containers: [] }, 'InappropriateJSON', 'containers'],
  ['a wrong type', { ...SERVICE, needPublicIp: 'yes' }, 'InappropriateJSON', 'needPublicIp'],
  [
    'a wrong type deep inside',
    { ...SERVICE, containers: [{ ports: [{ containerPort: 80 }, { containerPort: '80' }] }] },
    'InappropriateJSON',
    'containers[0].ports[1].containerPort',
  ],
  [
    'a fraction',
    { ...SERVICE, containers: [{ cpu: 0.5 }] },
    'InappropriateJSON',
    'containers[0].cpu',
  ],
  [
    'a mount without its path',
    { ...SERVICE, containers: [{ volumeMounts: [{ name: 'v' }] }] },
    'InappropriateJSON',
    'containers[0].volumeMounts[0].mountPath',
  ],
  [
    'an unknown provider',
    { ...SERVICE, deployInstances: [{ serviceProvider: 'NOBODY' }] },
    'InappropriateJSON',
    'deployInstances[0].serviceProvider',
  ],
  [
    'too wide a band',
    { ...SERVICE, needPublicIp: true, bandwidth: 5121 },
    'InappropriateJSON',
    'bandwidth',
  ],
  [
    'no band for a public address',
    { ...SERVICE, needPublicIp: true, bandwidth: 0 },
    'InappropriateJSON',
    'bandwidth',
  ],
])('a body with %s is refused', async (_, body, code, told) => {
  await using bec = await startWith();
  const reply = await call(bec, { body });
  expect([reply.status, reply.code]).toEqual([400, code]);
  expect(field(json(reply.text), 'message')).toContain(told);
  expect(bec.services).toEqual([]);
});

test('unknown keys, `volume` among them, are ignored', async () => {
  await using bec = await startWith();
  const reply = await call(bec, { body: { ...SERVICE, volume: 7, typo: null } });
  expect(reply.status).toBe(200);
});

test('more pods than the quota are refused', async () => {
  await using bec = await startWith();
  const reply = await call(bec, { body: { ...SERVICE, deployInstances: [{ replicas: 1e9 }] } });
  expect([reply.status, reply.code]).toEqual([413, 'LimitExceeded']);
});

test('a body over 2 MiB is refused', async () => {
  await using bec = await startWith();
  const reply = await call(bec, { body: ' '.repeat(2 * 1024 * 1024 + 1) });
  expect([reply.status, reply.code]).toEqual([413, 'EntityTooLarge']);
});

test.each([
  ['GET', '/', 404],
  ['GET', '/v2/service/create', 405],
  ['PUT', '/v1/pod', 405],
])('%s %s is answered %i', async (method, path, status) => {
  await using bec = await startWith();
  expect((await call(bec, { method, path })).status).toBe(status);
});

test.each(['/%', '/v1/service?a=%E0%A4%A', '/v1/service/%ff', '*'])(
  'the address %s, which can not be decoded, is refused',
  async (path) => {
    await using bec = await startWith();
    const reply = await send(bec.endpoint, { method: 'OPTIONS', path });
    expect([reply.status, reply.code]).toEqual([400, 'InvalidHTTPRequest']);
  },
);

test('the server outlives what is not HTTP', async () => {
  await using bec = await startWith();
  const socket = connect(Number(new URL(bec.endpoint).port), '127.0.0.1');
  socket.end('\u0000\u0001 nonsense\r\n\r\n').resume();
  await once(socket, 'close');
  expect(await create(bec)).toMatch(/^s-/);
});

test('the detail, the list and the pods show a service until it is deleted', async () => {
  await using bec = await startWith();
  const serviceId = await create(bec);
  const detail = await get(bec, `/v1/service/${serviceId}`);
  expect(json(detail.text)).toMatchObject({ serviceId, status: 'RUNNING', totalPods: 3 });
  const list = await get(bec, '/v1/service', { keywordType: 'serviceName', keyword: 'shop' });
  expect(json(list.text)).toMatchObject({ totalCount: 1, result: [{ serviceId }] });
  const other = await get(bec, '/v1/service', { keywordType: 'serviceName', keyword: 'other' });
  expect(json(other.text)).toMatchObject({ totalCount: 0, result: [] });
  const pods = await get(bec, '/v1/pod', { serviceId, pageNo: '2', pageSize: '2' });
  const podId = `${serviceId}-2`;
  expect(json(pods.text)).toMatchObject({ totalCount: 3, result: [{ podId, status: 'RUNNING' }] });
  const pod = await get(bec, `/v1/pod/${podId}`);
  expect(json(pod.text)).toMatchObject({
    podId,
    podEventDetails: [],
    containerStatuses: [
      { name: 'web', image: 'nginx:1.27', ready: true, state: { running: {}, waiting: null } },
    ],
  });

  const path = `/v1/service/${serviceId}`;
  const deleted = await call(bec, { method: 'DELETE', path });
  expect(json(deleted.text)).toEqual({ result: true, action: 'delete' });
  const gone = await Promise.all([
    get(bec, path),
    get(bec, '/v1/pod', { serviceId }),
    get(bec, `/v1/pod/${podId}`),
    call(bec, { method: 'DELETE', path }),
  ]);
  expect(gone.map(({ status, code }) => [status, code])).toEqual(
    gone.map(() => [404, 'NoSuchObject']),
  );
  expect(bec.services[0]?.deletedAt).toBe(START_MS);
});

test('an image version that does not exist fails with the events of its pods', async () => {
  await using bec = await startWith({ missingImageVersions: ['1.27'] });
  const serviceId = await create(bec);
  const detail = await get(bec, `/v1/service/${serviceId}`);
  expect(json(detail.text)).toMatchObject({ status: 'FAILED', runningPods: 0 });
  const pod = json((await get(bec, `/v1/pod/${serviceId}-0`)).text);
  expect(pod).toMatchObject({ status: 'PENDING', containerStatuses: [{ ready: false }] });
  expect(field(pod, 'containerStatuses.0.state.waiting')).toMatchObject({
    reason: 'ImagePullBackOff',
    message: aMessageWith('manifest unknown'),
  });
  expect(field(pod, 'podEventDetails')).toContainEqual({
    eventName: 'BackOff',
    eventType: 'Warning',
    eventMessage: 'Back-off pulling image',
  });
});

test.each<[string, Rollout, readonly string[]]>([
  ['running', rollouts.running(2), ['STARTING 0', 'STARTING 0', 'RUNNING 3']],
  ['running at once', rollouts.running(0), ['RUNNING 3']],
  ['imagePull', rollouts.imagePull(1), ['STARTING 0', 'FAILED 0', 'FAILED 0']],
  ['crashLoop', rollouts.crashLoop(1), ['STARTING 0', 'FAILED 0']],
  ['insufficient', rollouts.insufficient(), ['PENDING 0', 'PENDING 0']],
  ['badMount', rollouts.badMount(1), ['STARTING 0', 'FAILED 0']],
  ['exception', rollouts.exception(1), ['STARTING 0', 'EXCEPTION 0', 'EXCEPTION 0']],
  ['exceptionHeals', rollouts.exceptionHeals(1), ['STARTING 0', 'EXCEPTION 0', 'RUNNING 3']],
  ['vanishes', rollouts.vanishes(1), ['STARTING 0', 'VANISHED 0']],
  [
    'flapping',
    rollouts.flapping(1),
    ['STARTING 0', 'RUNNING 0', 'PENDING 0', 'RUNNING 0', 'STARTING 0', 'RUNNING 3'],
  ],
  ['stuck', rollouts.stuck(), ['STARTING 0', 'STARTING 0']],
  ['runningShort', rollouts.runningShort(1), ['RUNNING 2', 'RUNNING 3']],
  ['no phases', [], ['RUNNING 3']],
])('the rollout %s goes its way', (_, rollout, states) => {
  const seen = states.map((_state, elapsedMs) => {
    const phase = phaseAt(rollout, elapsedMs);
    return `${phase.status} ${runningPodsOf(phase, 3)}`;
  });
  expect(seen).toEqual(states);
});

test('a service that vanishes is not found any more', async () => {
  let nowMs = START_MS;
  await using bec = await startWith({ now: () => nowMs, rollout: rollouts.vanishes(1000) });
  const path = `/v1/service/${await create(bec)}`;
  const before = await get(bec, path);
  nowMs += 1000;
  const after = await get(bec, path);
  expect([before.status, after.status, after.code]).toEqual([200, 404, 'NoSuchObject']);
});

test('a pod without a node has events and no container', async () => {
  await using bec = await startWith({ rollout: rollouts.insufficient() });
  const pod = json((await get(bec, `/v1/pod/${await create(bec)}-0`)).text);
  expect(pod).toMatchObject({ containerStatuses: [] });
  expect(field(pod, 'podEventDetails.0.eventName')).toBe('FailedScheduling');
});

test('requests over the rate are told to come again', async () => {
  let nowMs = START_MS;
  await using bec = await startWith({ now: () => nowMs, ratePerSecond: 2 });
  const replies = [await call(bec), await call(bec), await call(bec)];
  expect(replies.map(({ status }) => status)).toEqual([400, 400, 429]);
  expect([replies[2]?.code, replies[2]?.headers['retry-after']]).toEqual(['OverRateLimit', '1']);
  nowMs += 500;
  expect((await call(bec)).status).toBe(400);
});

test.each<[Fault, number, string]>([
  [{ kind: 'reset', when: 'before' }, 0, 'read ECONNRESET'],
  [{ kind: 'reset', when: 'after' }, 1, 'read ECONNRESET'],
  [{ kind: 'close', when: 'before' }, 0, 'socket hang up'],
  [{ kind: 'close', when: 'after' }, 1, 'socket hang up'],
  [{ kind: 'half-answer' }, 1, 'aborted'],
  [{ kind: 'refuse-upload' }, 0, ''],
])('after %j the call breaks and %i services exist', async (fault, services, told) => {
  await using bec = await startWith();
  bec.inject(fault);
  await expect(create(bec)).rejects.toMatchObject({
    code: 'ECONNRESET',
    message: aMessageWith(told),
  });
  expect(bec.services).toHaveLength(services);
  expect(bec.requests).toMatchObject([{ operation: 'create' }]);
  expect(await create(bec)).toMatch(/^s-/);
});

test.each<[Fault, number, number]>([
  [{ kind: 'hang', when: 'before' }, 0, START_MS],
  [{ kind: 'hang', when: 'after' }, 1, START_MS],
  [{ kind: 'delay', ms: 60_000 }, 1, START_MS],
])('%j leaves the client waiting until the server closes', async (fault, services) => {
  await using bec = await startWith();
  bec.inject(fault, fault);
  const waiting = expect(create(bec)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect.poll(() => bec.requests[0]?.body).toBe(JSON.stringify(SERVICE));
  expect(bec.services).toHaveLength(services);
  await bec.close();
  await waiting;
  expect(bec.requests[0]?.status).toBeUndefined();
});

test.each<[Fault, Partial<Reply>, number]>([
  [{ kind: 'answer', status: 503 }, { status: 503, text: '' }, 0],
  [
    { kind: 'answer', status: 500, body: 'oops', processed: true },
    { status: 500, text: 'oops' },
    1,
  ],
  [{ kind: 'answer', status: 200, body: { result: false } }, { text: '{"result":false}' }, 0],
  [{ kind: 'delay', ms: 1 }, { status: 200 }, 1],
  [{ kind: 'garbage' }, { status: 200, text: '<html><body>It works!</body></html>' }, 1],
  [{ kind: 'redirect', location: 'http://127.0.0.1:1/' }, { status: 302, text: '' }, 0],
])('%j is answered', async (fault, reply, services) => {
  await using bec = await startWith();
  bec.inject(fault);
  expect(await call(bec, { body: SERVICE })).toMatchObject(reply);
  expect(bec.services).toHaveLength(services);
  expect(bec.requests[0]?.status).toBe(reply.status ?? 200);
});

test('scripted headers take the place of the usual ones', async () => {
  await using bec = await startWith();
  const headers = { 'retry-after': '7', date: 'Thu, 02 Jan 2025 00:00:00 GMT' };
  bec.inject({ kind: 'answer', status: 503, headers });
  const reply = await call(bec);
  expect(reply.headers).toMatchObject({ ...headers, 'x-bce-request-id': aText });
});

test('a redirect says where to', async () => {
  await using bec = await startWith();
  bec.inject({ kind: 'redirect', location: 'https://elsewhere.test/' });
  expect((await call(bec)).headers.location).toBe('https://elsewhere.test/');
});

test('a huge answer is a good one with more than 1 MiB', async () => {
  await using bec = await startWith();
  bec.inject({ kind: 'huge' });
  const reply = await call(bec, { body: SERVICE });
  expect(reply.text.length).toBeGreaterThan(1024 * 1024);
  expect(field(json(reply.text), 'result')).toBe(true);
});

test('half an answer promises the whole of it', async () => {
  await using bec = await startWith();
  bec.inject({ kind: 'half-answer' });
  const raw = signed(bec, { method: 'GET', path: '/v1/service' });
  const head = Object.entries(raw.headers ?? {}).map(([name, value]) => `${name}: ${value ?? ''}`);
  const socket = connect(Number(new URL(bec.endpoint).port), '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
  socket.write([`GET ${raw.path} HTTP/1.1`, ...head, '', ''].join('\r\n'));
  await once(socket, 'close');
  expect(received).toContain('Content-Length: 54\r\n');
  expect(received.split('\r\n\r\n')[1]).toBe('{"result":[],"totalCount":0');
});

test('faults come in their order, as often as they say, to the operation they name', async () => {
  await using bec = await startWith();
  bec.inject(
    { kind: 'answer', status: 501, on: 'delete' },
    { kind: 'answer', status: 502, times: 2 },
    { kind: 'answer', status: 503, on: 'create' },
  );
  const path = '/v1/service/s-none';
  const statuses = [
    (await call(bec, { body: SERVICE })).status,
    (await get(bec, path)).status,
    (await get(bec, path)).status,
    (await call(bec, { body: SERVICE })).status,
    (await call(bec, { method: 'DELETE', path })).status,
    (await call(bec, { method: 'DELETE', path })).status,
  ];
  expect(statuses).toEqual([502, 502, 404, 503, 501, 404]);
});

test('over TLS the server answers and resets as well', async () => {
  await using bec = await startWith({ tls: selfSigned() });
  expect(bec.endpoint).toMatch(/^https:\/\/localhost:\d+$/);
  expect(await create(bec)).toMatch(/^s-/);
  bec.inject({ kind: 'reset', when: 'after' });
  await expect(create(bec)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(bec.services).toHaveLength(2);
});

test('a port that is taken is an error', async () => {
  await using bec = await startWith();
  const port = Number(new URL(bec.endpoint).port);
  await expect(startWith({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('closing twice is closing once', async () => {
  const bec = await startWith();
  await bec.close();
  await expect(bec.close()).resolves.toBeUndefined();
});

test('the program serves, logs a line for each request and ends when told', async () => {
  using program = startProgram('--startup-ms', '0');
  const { lines, child } = program;
  const endpoint = /http:\S+\d/.exec(await lines())?.[0] ?? '';
  const accessKeyId = (await lines()).replace('export BCE_ACCESS_KEY_ID=', '');
  const secretAccessKey = (await lines()).replace('export BCE_SECRET_ACCESS_KEY=', '');
  expect(await lines()).toBe('export BCE_SECURITY_TOKEN=');
  const bec = { endpoint, credentials: { accessKeyId, secretAccessKey } };
  const query = { clientToken: 'not-for-the-log' };
  const good = await call(bec, { body: SERVICE, query, atMs: Date.now() });
  expect(await lines()).toBe(
    `POST /v2/service/create 200 - ${text(good.headers['x-bce-request-id'])}`,
  );
  const bad = await call(bec, { method: 'GET', path: '/v1/\nx', credentials: stranger });
  expect(await lines()).toBe(
    `GET /v1/%0Ax 403 InvalidAccessKeyId ${text(bad.headers['x-bce-request-id'])}`,
  );
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each<readonly ['SIGINT' | 'none', string]>([
  ['SIGINT', '60'],
  ['none', '1'],
])('the program ends cleanly on the signal %s within %s s', async (signal, maxSeconds) => {
  using program = startProgram('--max-seconds', maxSeconds);
  expect(await program.lines()).toContain(`for ${maxSeconds} s at most`);
  if (signal !== 'none') program.child.kill(signal);
  expect(await once(program.child, 'exit')).toEqual([0, null]);
});

test('the program does not print credentials that were given', async () => {
  using program = startProgram('--secret-access-key', 'mine', '--session-token', 'sts');
  const lines = [await program.lines(), await program.lines(), await program.lines()];
  lines.push(await program.lines());
  expect(lines.slice(2)).toEqual([
    '# export BCE_SECRET_ACCESS_KEY=(as given)',
    '# export BCE_SECURITY_TOKEN=(as given)',
  ]);
});

test.each([
  ['--unknown'],
  ['--port', 'x'],
  ['--port', '65536'],
  ['--rate-per-second', '0'],
  ['more'],
])('the program refuses %s %s', async (...args) => {
  using program = startProgram(...args);
  let told = '';
  program.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (told += chunk));
  expect(await once(program.child, 'close')).toEqual([2, null]);
  expect(told).toContain('Usage:');
});

interface Program extends Disposable {
  readonly child: ChildProcess;
  /** The next line of its output. */
  readonly lines: () => Promise<string>;
}

function startProgram(...args: readonly string[]): Program {
  const child = spawn(process.execPath, ['local-bec/main.ts', ...args], { stdio: 'pipe' });
  const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    lines: async () => {
      const next = await iterator.next();
      return next.done === true ? '' : next.value;
    },
    [Symbol.dispose]: () => {
      child.kill('SIGKILL');
    },
  };
}

/** A certificate for localhost, made by hand: node:crypto makes keys, but no certificates. */
function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
  const commonName = [Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('localhost'))];
  const name = der(0x30, der(0x31, der(0x30, ...commonName)));
  const body = der(
    0x30,
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x18, Buffer.from('20991231235959Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const cert = der(0x30, body, ecdsaWithSha256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
