import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import {
  call,
  create,
  field,
  get,
  json,
  serviceBody,
  signed,
  startWith,
} from '../../testing/bec-call.ts';
import type { Reply } from '../../testing/bec-call.ts';

function aTextWith(part: string): unknown {
  return expect.stringContaining(part);
}

test.each<[Fault, number, string]>([
  [{ kind: 'reset', when: 'before' }, 0, 'read ECONNRESET'],
  [{ kind: 'reset', when: 'after' }, 1, 'read ECONNRESET'],
  [{ kind: 'close', when: 'before' }, 0, 'socket hang up'],
  [{ kind: 'close', when: 'after' }, 1, 'socket hang up'],
  [{ kind: 'half-response' }, 1, 'aborted'],
  [{ kind: 'refuse-upload' }, 0, ''],
])('after %j the call breaks and %i services exist', async (fault, services, part) => {
  await using bec = await startWith();
  bec.inject(fault);
  await expect(create(bec)).rejects.toMatchObject({
    code: 'ECONNRESET',
    message: aTextWith(part),
  });
  expect(bec.services).toHaveLength(services);
  expect(bec.requests).toMatchObject([{ operation: 'create' }]);
  expect(await create(bec)).toMatch(/^s-/);
});

test.each<[Fault, number]>([
  [{ kind: 'hang', when: 'before' }, 0],
  [{ kind: 'hang', when: 'after' }, 1],
  [{ kind: 'delay', ms: 60_000 }, 1],
])('%j leaves the client waiting until the server closes', async (fault, services) => {
  await using bec = await startWith();
  bec.inject(fault, fault);
  const waiting = expect(create(bec)).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect.poll(() => bec.requests[0]?.body).toBe(JSON.stringify(serviceBody));
  expect(bec.services).toHaveLength(services);
  await bec.close();
  await waiting;
  expect(bec.requests[0]?.status).toBeUndefined();
});

test.each<[Fault, Partial<Reply>, number]>([
  [{ kind: 'response', status: 503 }, { status: 503, text: '' }, 0],
  [
    { kind: 'response', status: 500, body: 'oops', processed: true },
    { status: 500, text: 'oops' },
    1,
  ],
  [{ kind: 'response', status: 200, body: { result: false } }, { text: '{"result":false}' }, 0],
  [{ kind: 'delay', ms: 1 }, { status: 200 }, 1],
  [{ kind: 'garbage' }, { status: 200, text: '<html><body>It works!</body></html>' }, 1],
  [{ kind: 'redirect', location: 'http://127.0.0.1:1/' }, { status: 302, text: '' }, 0],
])('%j is played', async (fault, reply, services) => {
  await using bec = await startWith();
  bec.inject(fault);
  expect(await call(bec, { body: serviceBody })).toMatchObject(reply);
  expect(bec.services).toHaveLength(services);
  expect(bec.requests[0]?.status).toBe(reply.status ?? 200);
});

test('scripted headers replace the usual ones', async () => {
  await using bec = await startWith();
  const headers = { 'retry-after': '7', date: 'Thu, 02 Jan 2025 00:00:00 GMT' };
  bec.inject({ kind: 'response', status: 503, headers });
  const reply = await call(bec);
  expect(reply.headers).toMatchObject({ ...headers, 'x-bce-request-id': aTextWith('-') });
});

test('a redirect has a location', async () => {
  await using bec = await startWith();
  bec.inject({ kind: 'redirect', location: 'https://elsewhere.test/' });
  expect((await call(bec)).headers.location).toBe('https://elsewhere.test/');
});

test('a huge response is valid and has more than 1 MiB', async () => {
  await using bec = await startWith();
  bec.inject({ kind: 'huge' });
  const reply = await call(bec, { body: serviceBody });
  expect(reply.text.length).toBeGreaterThan(1024 * 1024);
  expect(field(json(reply.text), 'result')).toBe(true);
});

test('half a response has the length of the whole one', async () => {
  await using bec = await startWith();
  bec.inject({ kind: 'half-response' });
  const raw = signed(bec, { method: 'GET', path: '/v1/service' });
  const head = Object.entries(raw.headers ?? {}).map(([name, value]) => `${name}: ${value ?? ''}`);
  const socket = connect(Number(new URL(bec.endpoint).port), '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
  socket.write([`GET ${raw.path} HTTP/1.1`, ...head, '', ''].join('\r\n'));
  await once(socket, 'close');
  expect(received).toContain('Content-Length: 92\r\n');
  expect(received.split('\r\n\r\n')[1]).toBe('{"result":[],"totalCount":0,"pageNo":1,"pageSi');
});

test('faults are played in their order, as often as they say, on the operation they name', async () => {
  await using bec = await startWith();
  bec.inject(
    { kind: 'response', status: 501, on: 'delete' },
    { kind: 'response', status: 502, times: 2 },
    { kind: 'response', status: 503, on: 'create' },
  );
  const path = '/v1/service/s-none';
  const statuses = [
    (await call(bec, { body: serviceBody })).status,
    (await get(bec, path)).status,
    (await get(bec, path)).status,
    (await call(bec, { body: serviceBody })).status,
    (await call(bec, { method: 'DELETE', path })).status,
    (await call(bec, { method: 'DELETE', path })).status,
  ];
  expect(statuses).toEqual([502, 502, 404, 503, 501, 404]);
});
