import { expect, test } from 'vitest';
import { authorizationOf } from '../../src/api/bce-auth.ts';
import {
  call,
  create,
  get,
  json,
  send,
  serviceBody,
  signed,
  startMs,
  startWith,
} from '../../testing/bec-call.ts';
import type { Call } from '../../testing/bec-call.ts';

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
    'SignatureDoesNotMatch',
  ],
  ['a date that is not one', { headers: { 'x-bce-date': 'today' } }, 400, 'InvalidHTTPAuthHeader'],
  [
    'an old date',
    { headers: { 'x-bce-date': '2024-12-31T00:00:00Z' } },
    403,
    'RequestTimeTooSkewed',
  ],
  ['a clock behind', { atMs: startMs - 16 * minutesMs }, 403, 'RequestTimeTooSkewed'],
  ['a clock ahead', { atMs: startMs + 16 * minutesMs }, 403, 'RequestTimeTooSkewed'],
  [
    'a signature past its time',
    { atMs: startMs - 10 * minutesMs, expireSeconds: 300 },
    400,
    'RequestExpired',
  ],
])('%s is refused, in the headers and in the body', async (_, options, status, code) => {
  await using bec = await startWith({
    accessKeyId: 'id',
    secretAccessKey: 'secret',
    sessionToken: 'sts',
  });
  const reply = await call(bec, { body: serviceBody, ...options });
  const message = reply.headers['x-bce-error-message'];
  expect([reply.status, reply.headers['x-bce-error-code']]).toEqual([status, code]);
  expect(message).toMatch(/\.$/);
  const requestId = reply.headers['x-bce-request-id'];
  expect(json(reply.text)).toEqual({ code, message, requestId });
  expect(bec.services).toEqual([]);
});

test('a session token may be unsigned, as in the official Java SDK', async () => {
  await using bec = await startWith({ sessionToken: 'sts' });
  expect(await create(bec, { headersToSign: ['host', 'x-bce-date'] })).toMatch(/^s-/);
});

test('the signed headers need no names when all recommended ones are signed', async () => {
  await using bec = await startWith();
  const sent = { 'content-type': 'application/json', 'content-length': '2', 'content-md5': 'x' };
  const raw = signed(bec, { body: '{}', headers: sent, headersToSign: [] });
  const names = ['host', 'x-bce-date', ...Object.keys(sent)];
  const prefix = raw.headers?.['authorization']?.split('/').slice(0, 4).join('/') ?? '';
  const [, , timestamp = ''] = prefix.split('/');
  const headers: Readonly<Record<string, string>> = {
    host: new URL(bec.endpoint).host,
    'x-bce-date': timestamp,
    ...sent,
  };
  const signatureOf = (headersToSign: readonly string[]): string =>
    authorizationOf(
      { method: 'POST', path: '/v2/service/create', query: {}, headers },
      { credentials: bec.credentials, timestamp, expireSeconds: 1800, headersToSign },
    ).slice(-64);
  const codeFor = async (headersToSign: readonly string[]): Promise<unknown> => {
    const authorization = `${prefix}//${signatureOf(headersToSign)}`;
    return (await send(bec.endpoint, { ...raw, headers: { ...headers, authorization } })).code;
  };
  expect(await codeFor(names)).toBe('InappropriateJSON');
  for (const name of names) {
    const others = names.filter((other) => other !== name);
    expect(await codeFor(others), name).toBe('SignatureDoesNotMatch');
  }
});

test('a valid signature with a session token is accepted', async () => {
  await using bec = await startWith({ sessionToken: 'sts' });
  expect(await create(bec)).toMatch(/^s-/);
});

test('a path and a query with all kinds of characters are verified as they were signed', async () => {
  await using bec = await startWith();
  const reply = await get(bec, "/v1/service/a b!'()*~é+%", { '+ k&=': "v'()* +é" });
  expect([reply.status, reply.code]).toEqual([404, 'NoSuchObject']);
  expect(bec.requests[0]?.query).toEqual({ '+ k&=': "v'()* +é" });
});

test('the server checks dates by its own clock, and sends it in the Date header', async () => {
  await using bec = await startWith({ clockOffsetMs: 60 * minutesMs });
  const early = await call(bec, { body: serviceBody });
  expect(early.code).toBe('RequestTimeTooSkewed');
  expect(early.headers.date).toBe('Wed, 01 Jan 2025 01:00:00 GMT');
  const atMs = Date.parse(early.headers.date ?? '');
  expect((await call(bec, { body: serviceBody, atMs })).status).toBe(200);
});
