import { expect, test } from 'vitest';
import {
  call,
  create,
  field,
  json,
  serviceBody,
  startMs,
  startWith,
} from '../../testing/bec-call.ts';

const anId: unknown = expect.stringMatching(/^s-[0-9a-z]{8}$/);

test('a create returns the service with its totals and its instances', async () => {
  await using bec = await startWith();
  const reply = await call(bec, { query: { clientToken: 'token-1' }, body: serviceBody });
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
      at: startMs,
      method: 'POST',
      path: '/v2/service/create',
      query: { clientToken: 'token-1' },
      headers: { 'x-bce-date': '2025-01-01T00:00:00Z' },
      body: JSON.stringify(serviceBody),
      operation: 'create',
      requestId: reply.headers['x-bce-request-id'],
      status: 200,
    },
  ]);
  expect(bec.services).toMatchObject([
    { clientToken: 'token-1', body: serviceBody, createdAt: startMs },
  ]);
});

test('the same token and request get the same service in its current state', async () => {
  let nowMs = startMs;
  await using bec = await startWith({ now: () => nowMs, startupMs: 1000 });
  const request = { query: { clientToken: 'again' }, body: serviceBody };
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
  let nowMs = startMs;
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
  ['another body', { clientToken: 'taken' }, { ...serviceBody, serviceName: 'other' }],
  ['another query', { clientToken: 'taken', more: '1' }, serviceBody],
])('the same token with %s is a mismatch', async (_, query, body) => {
  await using bec = await startWith();
  await create(bec, { query: { clientToken: 'taken' } });
  const reply = await call(bec, { query, body });
  expect([reply.status, reply.code]).toEqual([403, 'IdempotentParameterMismatch']);
  expect(field(json(reply.text), 'requestId')).toBe(reply.headers['x-bce-request-id']);
  expect(bec.services).toHaveLength(1);
});

test.each([
  ['terminated', 200, undefined, 1],
  ['same-response', 200, undefined, 1],
  ['mismatch', 403, 'IdempotentParameterMismatch', 1],
  ['new-service', 200, undefined, 2],
] as const)(
  'a token whose service is deleted gets %s on demand',
  async (deletedToken, status, code, services) => {
    await using bec = await startWith({ variants: { deletedToken } });
    const request = { query: { clientToken: 'deleted' }, body: serviceBody };
    const serviceId = await create(bec, request);
    await call(bec, { method: 'DELETE', path: `/v1/service/${serviceId}` });
    const reply = await call(bec, request);
    expect([reply.status, reply.code]).toEqual([status, code]);
    expect(bec.services).toHaveLength(services);
    const isSame = field(json(reply.text), 'details.serviceId') === serviceId;
    expect(isSame).toBe(code === undefined && services === 1);
    if (isSame) {
      const status = deletedToken === 'terminated' ? 'TERMINATED' : 'RUNNING';
      expect(field(json(reply.text), 'details.status')).toBe(status);
    }
  },
);

test('without a token each create creates a new service', async () => {
  await using bec = await startWith();
  const ids = [await create(bec), await create(bec)];
  expect(new Set(ids).size).toBe(2);
});

test.each(['x'.repeat(65), 'tökén', ''])('the token %j is refused', async (clientToken) => {
  await using bec = await startWith();
  const reply = await call(bec, { query: { clientToken }, body: serviceBody });
  expect([reply.status, reply.code]).toEqual([400, 'BadRequest']);
});

test.each<[string, unknown, string, string]>([
  ['broken JSON', '{"serviceName":', 'MalformedJSON', 'JSON'],
  ['no body', '', 'MalformedJSON', 'JSON'],
  ['a list', [], 'MalformedJSON', 'object'],
  [
    'a missing name',
    { ...serviceBody, serviceName: undefined },
    'InappropriateJSON',
    'serviceName',
  ],
  ['no container', { ...serviceBody, containers: [] }, 'InappropriateJSON', 'containers'],
  ['a wrong type', { ...serviceBody, needPublicIp: 'yes' }, 'InappropriateJSON', 'needPublicIp'],
  [
    'a wrong type deep inside',
    { ...serviceBody, containers: [{ ports: [{ containerPort: 80 }, { containerPort: '80' }] }] },
    'InappropriateJSON',
    'containers[0].ports[1].containerPort',
  ],
  [
    'a fraction',
    { ...serviceBody, containers: [{ cpu: 0.5 }] },
    'InappropriateJSON',
    'containers[0].cpu',
  ],
  [
    'a mount without its path',
    { ...serviceBody, containers: [{ volumeMounts: [{ name: 'v' }] }] },
    'InappropriateJSON',
    'containers[0].volumeMounts[0].mountPath',
  ],
  [
    'an unknown provider',
    { ...serviceBody, deployInstances: [{ serviceProvider: 'NOBODY' }] },
    'InappropriateJSON',
    'deployInstances[0].serviceProvider',
  ],
  [
    'a bandwidth that is too large',
    { ...serviceBody, needPublicIp: true, bandwidth: 5121 },
    'InappropriateJSON',
    'bandwidth',
  ],
  [
    'no bandwidth for a public address',
    { ...serviceBody, needPublicIp: true, bandwidth: 0 },
    'InappropriateJSON',
    'bandwidth',
  ],
])('a body with %s is refused', async (_, body, code, part) => {
  await using bec = await startWith();
  const reply = await call(bec, { body });
  expect([reply.status, reply.code]).toEqual([400, code]);
  expect(field(json(reply.text), 'message')).toContain(part);
  expect(bec.services).toEqual([]);
});

test('unknown keys, `volume` among them, are ignored', async () => {
  await using bec = await startWith();
  const reply = await call(bec, {
    body: { ...serviceBody, volume: 7, typo: null, hostAliases: null },
  });
  expect(reply.status).toBe(200);
});

test('more pods than the quota are refused', async () => {
  await using bec = await startWith();
  const reply = await call(bec, { body: { ...serviceBody, deployInstances: [{ replicas: 1e9 }] } });
  expect([reply.status, reply.code]).toEqual([413, 'LimitExceeded']);
});

test('a body over 2 MiB is refused', async () => {
  await using bec = await startWith();
  const reply = await call(bec, { body: ' '.repeat(2 * 1024 * 1024 + 1) });
  expect([reply.status, reply.code]).toEqual([413, 'EntityTooLarge']);
});
