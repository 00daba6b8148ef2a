import BceBaseClient from '@baiducloud/sdk/src/bce_base_client.js';
import { expect, test } from 'vitest';
import { startLocalBec } from '../../local-bec/server.ts';
import { field, serviceBody } from '../../testing/bec-call.ts';
import type { LocalBec } from '../../local-bec/server.ts';

interface Keys {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string | undefined;
}

/** Baidu's own client, unchanged. */
function clientOf({ endpoint, credentials }: LocalBec, keys: Keys = {}) {
  const { accessKeyId, secretAccessKey, sessionToken } = { ...credentials, ...keys };
  const client = new BceBaseClient(
    { endpoint, credentials: { ak: accessKeyId, sk: secretAccessKey }, sessionToken },
    'bec',
  );
  return async (method: string, path: string, request: Parameters<typeof client.sendRequest>[2]) =>
    (await client.sendRequest(method, path, { params: {}, ...request })).body;
}

const create = ['POST', '/v2/service/create'] as const;

test.each([undefined, 'a-session-token'])(
  'the JavaScript SDK takes a service from its creation to its deletion, with the session token %s',
  async (sessionToken) => {
    await using bec = await startLocalBec({ sessionToken });
    const send = clientOf(bec);
    const params = { clientToken: "a token's (own)" };
    const created = await send(...create, { body: JSON.stringify(serviceBody), params });
    const serviceId = String(field(created, 'details.serviceId'));
    const list = await send('GET', '/v1/service', { params: { keyword: 'shop', pageNo: '1' } });
    expect(field(list, 'result.0.serviceId')).toBe(serviceId);
    const pods = await send('GET', '/v1/pod', { params: { serviceId } });
    expect(field(pods, 'totalCount')).toBe(3);
    const body = JSON.stringify({ type: 'name', serviceName: 'shop-2' });
    await send('PUT', `/v1/service/${serviceId}`, { body });
    const detail = await send('GET', `/v1/service/${serviceId}`, {});
    expect(field(detail, 'serviceName')).toBe('shop-2');
    const deleted = await send('DELETE', `/v1/service/${serviceId}`, {});
    expect(deleted).toEqual({ result: true, action: 'delete', details: { serviceId } });
    expect(bec.services[0]?.deletedAt).toBeGreaterThan(0);
  },
);

test.each<[string, Keys, string, number, string, string]>([
  ['an unknown key', { accessKeyId: 'x' }, '{}', 403, 'InvalidAccessKeyId', 'does not exist'],
  ['a wrong secret', { secretAccessKey: 'x' }, '{}', 400, 'SignatureDoesNotMatch', 'signature'],
  ['a wrong body', {}, '{}', 400, 'InappropriateJSON', 'serviceName is required.'],
  ['a body that is not JSON', {}, '{', 400, 'MalformedJSON', 'JSON'],
])(
  'the JavaScript SDK shows the code, the message and the request id for %s',
  async (_, keys, body, status, code, part) => {
    await using bec = await startLocalBec();
    await expect(clientOf(bec, keys)(...create, { body })).rejects.toMatchObject({
      status_code: status,
      code,
      message: textWith(part),
      request_id: bec.requests[0]?.requestId ?? textWith('-'),
    });
  },
);

function textWith(part: string): unknown {
  return expect.stringContaining(part);
}
