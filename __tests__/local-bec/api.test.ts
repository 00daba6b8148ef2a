import { expect, test } from 'vitest';
import {
  call,
  create,
  field,
  get,
  json,
  serviceBody,
  startMs,
  startWith,
} from '../../testing/bec-call.ts';
import type { LocalBec } from '../../local-bec/server.ts';

async function bodyOf(bec: LocalBec, path: string, query: Readonly<Record<string, string>> = {}) {
  return json((await get(bec, path, query)).text);
}

function idsIn(list: unknown, key = 'result', name = 'serviceId'): readonly unknown[] {
  const items = field(list, key);
  return Array.isArray(items) ? items.map((item) => field(item, name)) : [];
}

test('version 1 creates without a token', async () => {
  await using bec = await startWith();
  const request = { path: '/v1/service/create', query: { clientToken: 'x' }, body: serviceBody };
  const ids = [await create(bec, request), await create(bec, request)];
  expect(new Set(ids).size).toBe(2);
  expect(bec.requests.map(({ operation }) => operation)).toEqual(['create', 'create']);
});

test('services are found by name, id and status, newest first', async () => {
  let nowMs = startMs;
  await using bec = await startWith({ now: () => nowMs });
  const first = await create(bec);
  nowMs += 1000;
  const second = await create(bec, { body: { ...serviceBody, serviceName: 'shop-api' } });
  await call(bec, { method: 'PUT', path: `/v1/service/${second}/stop` });
  const found = async (query: Readonly<Record<string, string>>) =>
    idsIn(await bodyOf(bec, '/v1/service', query));
  expect(await found({})).toEqual([second, first]);
  expect(await found({ order: 'ASC' })).toEqual([first, second]);
  expect(await found({ keyword: 'shop-a' })).toEqual([second]);
  expect(await found({ keyword: first, keywordType: 'serviceId' })).toEqual([first]);
  expect(await found({ keyword: first })).toEqual([]);
  expect(await found({ status: 'running' })).toEqual([first]);
  expect(await found({ status: 'STOP', keyword: 'shop' })).toEqual([second]);
  expect((await get(bec, '/v1/service', { keywordType: 'city' })).code).toBe('BadRequest');
});

test.each(['0', '101', 'x'])('the page size %s is refused', async (pageSize) => {
  await using bec = await startWith();
  expect((await get(bec, '/v1/pod', { pageSize })).code).toBe('BadRequest');
});

test('version 2 lists from a marker on', async () => {
  await using bec = await startWith();
  const ids = [await create(bec), await create(bec), await create(bec)];
  const first = await bodyOf(bec, '/v2/service', { maxKeys: '2' });
  expect(first).toMatchObject({ isTruncated: true, maxKeys: 2, nextMarker: ids[2] });
  expect(idsIn(first, 'services')).toEqual(ids.slice(0, 2));
  const second = await bodyOf(bec, '/v2/service', { marker: String(ids[2]) });
  expect(idsIn(second, 'services')).toEqual([ids[2]]);
  expect(second).toMatchObject({ isTruncated: false });
  expect(second).not.toHaveProperty('nextMarker');
});

test('version 2 shows the detail and the pods, and deletes without a body', async () => {
  await using bec = await startWith();
  const serviceId = await create(bec);
  expect(await bodyOf(bec, `/v2/service/${serviceId}`)).toMatchObject({ serviceId });
  const pods = await bodyOf(bec, '/v2/pod', { serviceId });
  expect(idsIn(pods, 'podBriefVoList')).toEqual([serviceId, serviceId, serviceId]);
  const path = `/v2/service/${serviceId}`;
  const deleted = await call(bec, { method: 'DELETE', path, query: { clientToken: 'x' } });
  expect([deleted.status, deleted.text]).toEqual([200, '']);
  expect((await get(bec, path)).code).toBe('NoSuchObject');
});

test('pods are listed over all services, or those of one deployment', async () => {
  await using bec = await startWith();
  const [first, second] = [await create(bec), await create(bec)];
  const all = await bodyOf(bec, '/v1/pod');
  expect(new Set(idsIn(all))).toEqual(new Set([first, second]));
  expect(field(all, 'totalCount')).toBe(6);
  const deploymentId = String(field(all, 'result.0.deploymentId'));
  const some = await bodyOf(bec, '/v1/pod', { deploymentId });
  expect(field(some, 'totalCount')).toBe(2);
});

test('running pods have addresses of their own', async () => {
  let nowMs = startMs;
  await using bec = await startWith({ startupMs: 1000, now: () => nowMs });
  const body = { ...serviceBody, needPublicIp: true, needIpv6PublicIp: true, bandwidth: 10 };
  await create(bec, { body });
  await create(bec, { body });
  await create(bec);
  const before = await bodyOf(bec, '/v1/pod');
  for (const name of ['publicIp', 'ipv6PublicIp', 'internalIp']) {
    expect(new Set(idsIn(before, 'result', name))).toEqual(new Set([null]));
  }
  nowMs += 1000;
  const pods = await bodyOf(bec, '/v1/pod', { order: 'ASC' });
  for (const [name, count, pattern] of [
    ['publicIp', 6, /^127\.\d+\.\d+\.\d+$/],
    ['ipv6PublicIp', 6, /^2001:db8::[0-9a-f]+$/],
    ['internalIp', 9, /^172\.\d+\.\d+\.\d+$/],
  ] as const) {
    const addresses = idsIn(pods, 'result', name).filter((address) => address !== null);
    expect(new Set(addresses).size).toBe(count);
    for (const address of addresses) expect(address).toMatch(pattern);
  }
  expect(field(pods, 'result.0.multiplePublicIp')).toEqual([
    {
      ip: field(pods, 'result.0.publicIp'),
      ipv6: field(pods, 'result.0.ipv6PublicIp'),
      serviceProvider: null,
    },
  ]);
  const podName = String(field(pods, 'result.0.podName'));
  const pod = await bodyOf(bec, `/v1/pod/${podName}`);
  expect(pod).toMatchObject({ podId: podName, publicIp: field(pods, 'result.0.publicIp') });
});

test('a stopped service runs again from its start', async () => {
  let nowMs = startMs;
  await using bec = await startWith({ startupMs: 1000, now: () => nowMs });
  const path = `/v1/service/${await create(bec)}`;
  nowMs += 1000;
  const states: string[] = [];
  const look = async (): Promise<void> => {
    const detail = await bodyOf(bec, path);
    states.push(`${String(field(detail, 'status'))} ${String(field(detail, 'runningPods'))}`);
  };
  await look();
  const stopped = await call(bec, { method: 'PUT', path: `${path}/stop` });
  expect(json(stopped.text)).toMatchObject({ result: true, action: 'stop' });
  await look();
  await call(bec, { method: 'PUT', path: `${path}/start` });
  await look();
  nowMs += 1000;
  await look();
  expect(states).toEqual(['RUNNING 3', 'STOP 0', 'STARTING 0', 'RUNNING 3']);
});

test.each<[string, object, number, object]>([
  ['the name', { type: 'name', serviceName: 'shop-2' }, 200, { serviceName: 'shop-2' }],
  [
    'the replicas of a node',
    { type: 'REPLICAS', deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 5 }] },
    200,
    { totalPods: 6 },
  ],
  [
    'the replicas of a region',
    { type: 'replicas', deployInstances: [{ region: 'EAST_CHINA', replicas: 0 }] },
    200,
    { totalPods: 2 },
  ],
  [
    'nothing, in a place that the service is not in',
    { type: 'replicas', deployInstances: [{ regionId: 'cn-elsewhere-ct', replicas: 5 }] },
    400,
    { totalPods: 3 },
  ],
  ['nothing, without a type', { serviceName: 'shop-2' }, 400, { serviceName: 'shop' }],
  ['nothing, with an empty name', { type: 'name' }, 400, { serviceName: 'shop' }],
])('a PUT changes %s', async (_, body, status, detail) => {
  await using bec = await startWith();
  const path = `/v1/service/${await create(bec)}`;
  expect((await call(bec, { method: 'PUT', path, body })).status).toBe(status);
  expect(await bodyOf(bec, path)).toMatchObject(detail);
});

test('the nodes are listed by region, city and provider', async () => {
  await using bec = await startWith();
  const nodes = await bodyOf(bec, '/v1/node/type/container');
  expect(field(nodes, 'nodeSum')).toBe(7);
  const city = 'regionList.0.cityList.0';
  expect(field(nodes, `${city}.city`)).toBe('SHANGHAI');
  expect(field(nodes, `${city}.serviceProviderList.0.regionId`)).toBe('cn-shanghai-ct');
  expect((await get(bec, '/v1/node/type/gpu')).status).toBe(404);
});

test.each([
  [{ name: 'hub', server: 'hub.example', userName: 'robot', password: 'secret' }, 200],
  [{ name: 'hub', server: 'hub.example', userName: 'robot' }, 400],
])('the registry secret %j gets the status %i', async (body, status) => {
  await using bec = await startWith();
  const reply = await call(bec, { path: '/v1/secret/image', body });
  expect(reply.status).toBe(status);
  expect(reply.text).not.toContain('"secret"');
});
