import { connect } from 'node:net';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { call, create, send, startMs, startWith } from '../../testing/bec-call.ts';

test.each([
  ['GET', '/', 404],
  ['GET', '/v2/service/create', 405],
  ['PUT', '/v1/pod', 405],
])('%s %s has the status %i', async (method, path, status) => {
  await using bec = await startWith();
  expect((await call(bec, { method, path })).status).toBe(status);
});

test.each(['/%', '/v1/service?a=%E0%A4%A', '/v1/service/%ff', '*'])(
  'the address %s, which cannot be decoded, is refused',
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

test('requests over the rate get a Retry-After', async () => {
  let nowMs = startMs;
  await using bec = await startWith({ now: () => nowMs, ratePerSecond: 2 });
  const replies = [await call(bec), await call(bec), await call(bec)];
  expect(replies.map(({ status }) => status)).toEqual([400, 400, 429]);
  expect([replies[2]?.code, replies[2]?.headers['retry-after']]).toEqual(['OverRateLimit', '1']);
  nowMs += 500;
  expect((await call(bec)).status).toBe(400);
});

test('nothing is kept of the body of a refused request', async () => {
  await using bec = await startWith();
  const body = 'x'.repeat(1024 * 1024);
  const headers = { authorization: undefined };
  expect((await call(bec, { body, headers })).code).toBe('AccessDenied');
  expect((await call(bec, { body })).code).toBe('MalformedJSON');
  expect(bec.requests.map((request) => request.body.length)).toEqual([0, body.length]);
});

test('over TLS the server responds and resets as well', async () => {
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
