import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { SLOW_DELETION_MS } from '../../local-bec/changes.ts';
import { WORKING_MS } from '../../local-bec/creation.ts';
import { helpText, optionTable } from '../../local-bec/options.ts';
import type { LocalBec } from '../../local-bec/server.ts';
import { variantTable, type Variants } from '../../local-bec/variants.ts';
import { textOf, toFields } from '../../src/json.ts';
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
import { repositoryRoot } from '../../testing/runner.ts';
import { repositoryText } from '../../testing/workspace.ts';

const tags = [{ tagKey: 'team', tagValue: 'web' }];

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

test('the inputs of the action are the variants and options of the program', () => {
  const manifest = toFields(parse(repositoryText('local-bec/action.yml')));
  const found = Object.entries(toFields(manifest?.['inputs']) ?? {}).map(([name, input]) => [
    name,
    textOf(toFields(input)?.['description']),
    textOf(toFields(input)?.['default']),
  ]);
  const { startupMs, pageSize } = optionTable;
  const options = [startupMs, pageSize].map(({ flag, description, default: value }) => [
    flag,
    `${sentence(description)}.`,
    value,
  ]);
  const variants = Object.values(variantTable).map(({ flag, values, description }) => [
    flag,
    `${sentence(description)} (${values.join(', ')}).`,
    values[0],
  ]);
  expect(found.filter(([name]) => name !== 'missing-image-versions')).toEqual([
    ...options,
    ...variants,
  ]);
});

test('the help and the guide name each variant with all its values', () => {
  const guide = readFileSync(join(repositoryRoot, 'local-bec/README.md'), 'utf8');
  for (const { flag, values, description } of Object.values(variantTable)) {
    expect(helpText()).toContain(`--${flag} NAME`);
    expect(helpText()).toContain(values.join(' | '));
    const row = `| \`${flag}\` | ${values.map((value) => `\`${value}\``).join(', ')} | ${description} |`;
    expect(guide.replaceAll(/ +/g, ' ')).toContain(row);
  }
});

test('the list of what is open names variants that there are', () => {
  const open = repositoryText('docs/what-is-known.md').split('\n## ')[3] ?? '';
  const flags = [...open.matchAll(/\(((?:`[a-z-]+`(?:, )?)+)\)/g)].flatMap(([, names = '']) =>
    names.split(', ').map((name) => name.replaceAll('`', '')),
  );
  const known: readonly string[] = Object.values(variantTable).map(({ flag }) => flag);
  expect(flags.length).toBeGreaterThan(5);
  expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
});

test.each([
  ['set', tags],
  ['null', null],
  ['absent', undefined],
] as const)('tags that are %s', async (variant, expected) => {
  await using bec = await startWith({ variants: { tags: variant } });
  const created = json((await call(bec, { body: { ...serviceBody, tags } })).text);
  const serviceId = String(field(created, 'details.serviceId'));
  const detail = json((await get(bec, `/v1/service/${serviceId}`)).text);
  const list = json((await get(bec, '/v1/service')).text);
  for (const tagged of [field(created, 'details'), detail, field(list, 'result.0')]) {
    expect(field(tagged, 'tagsMap')).toEqual(expected);
  }
});

test.each([
  ['set', '2025-01-01T00:00:00Z'],
  ['null', null],
  ['local-as-utc', '2025-01-01T08:00:00Z'],
  ['no-zone', '2025-01-01T08:00:00'],
  ['seconds', 1_735_689_600],
] as const)('a createTime that is %s', async (createTime, expected) => {
  await using bec = await startWith({ variants: { createTime } });
  const serviceId = await create(bec);
  const detail = json((await get(bec, `/v1/service/${serviceId}`)).text);
  const list = json((await get(bec, '/v1/service')).text);
  expect(field(detail, 'createTime')).toBe(expected);
  expect(field(list, 'result.0.createTime')).toBe(expected);
  const pods = json((await get(bec, '/v1/pod', { serviceId })).text);
  expect(field(pods, 'result.0.createTime')).toBe(expected);
});

test.each([
  ['allowed', [200, 200, 200]],
  ['refused', [200, 409, 200]],
] as const)(
  'a second service of the same name is %s, until the first is deleted',
  async (duplicateName, expected) => {
    await using bec = await startWith({ variants: { duplicateName } });
    const first = await call(bec, { body: serviceBody });
    const second = await call(bec, { body: serviceBody });
    const serviceId = String(field(json(first.text), 'details.serviceId'));
    await call(bec, { method: 'DELETE', path: `/v1/service/${serviceId}` });
    const third = await call(bec, { body: serviceBody });
    expect([first, second, third].map(({ status }) => status)).toEqual(expected);
  },
);

test('a deletion takes its time, and the service is TERMINATING meanwhile', async () => {
  let nowMs = startMs;
  await using bec = await startWith({ variants: { deletion: 'slow' }, now: () => nowMs });
  const path = `/v1/service/${await create(bec)}`;
  expect((await call(bec, { method: 'DELETE', path })).status).toBe(200);
  expect(field(json((await get(bec, path)).text), 'status')).toBe('TERMINATING');
  expect((await call(bec, { method: 'DELETE', path })).status).toBe(200);
  nowMs += SLOW_DELETION_MS;
  expect((await get(bec, path)).status).toBe(404);
});

test('a deletion is refused twice with 409, then works', async () => {
  await using bec = await startWith({ variants: { deletion: 'conflict-first' } });
  const path = `/v1/service/${await create(bec)}`;
  const replies = [];
  for (let count = 0; count < 4; count++) replies.push(await call(bec, { method: 'DELETE', path }));
  expect(replies.map(({ status, code }) => [status, code])).toEqual([
    [409, 'OperationDenied'],
    [409, 'OperationDenied'],
    [200, undefined],
    [404, 'NoSuchObject'],
  ]);
});

test('a deletion has no body on demand', async () => {
  await using bec = await startWith({ variants: { deletion: 'no-body' } });
  const path = `/v1/service/${await create(bec)}`;
  const reply = await call(bec, { method: 'DELETE', path });
  expect([reply.status, reply.text, reply.headers['content-length']]).toEqual([204, '', undefined]);
  expect((await get(bec, path)).status).toBe(404);
});

test.each([
  ['part', 1],
  ['exact', 0],
] as const)('a keyword that is a %s of the name finds %i services', async (keyword, count) => {
  await using bec = await startWith({ variants: { keyword } });
  await create(bec);
  const part = await get(bec, '/v1/service', { keyword: 'sho' });
  const whole = await get(bec, '/v1/service', { keyword: 'shop' });
  expect([part, whole].map(({ text }) => field(json(text), 'totalCount'))).toEqual([count, 1]);
});

test.each([
  ['accepted', 200],
  ['refused', 400],
] as const)('a region that is not in the list of nodes is %s', async (unknownRegion, status) => {
  await using bec = await startWith({ variants: { unknownRegion } });
  const body = { ...serviceBody, deployInstances: [{ regionId: 'cn-nowhere-ct', replicas: 1 }] };
  expect((await call(bec, { body })).status).toBe(status);
  const known = { ...serviceBody, deployInstances: [{ regionId: 'cn-langfang-ct', replicas: 1 }] };
  expect((await call(bec, { body: known })).status).toBe(200);
});

test('the gateway reports errors in headers alone on demand', async () => {
  await using bec = await startWith({ variants: { gatewayErrors: 'without-body' } });
  const credentials = { accessKeyId: 'stranger', secretAccessKey: 'x' };
  const reply = await call(bec, { body: serviceBody, credentials });
  expect([reply.status, reply.text]).toEqual([403, '']);
  expect(reply.headers['x-bce-error-code']).toBe('InvalidAccessKeyId');
});

test('a page has at most as many items as the server gives', async () => {
  await using bec = await startWith({ maxPageSize: 2 });
  const serviceId = await create(bec);
  const sizes = [];
  for (const pageNo of ['1', '2', '3']) {
    const page = await get(bec, '/v1/pod', { serviceId, pageNo, pageSize: '100' });
    const items = field(json(page.text), 'result');
    sizes.push(Array.isArray(items) ? items.length : undefined);
  }
  expect(sizes).toEqual([2, 1, 0]);
});

test('a rollout is chosen by its name', async () => {
  await using bec = await startWith({ variants: { rollout: 'insufficient' } });
  const detail = json((await get(bec, `/v1/service/${await create(bec)}`)).text);
  expect(field(detail, 'status')).toBe('PENDING');
});

/** What is seen so many seconds after a service with an address was created. */
async function lookAfter(
  seconds: readonly number[],
  variants: Partial<Variants>,
  lookAt: (bec: LocalBec, serviceId: string) => Promise<unknown>,
): Promise<readonly unknown[]> {
  let nowMs = startMs;
  await using bec = await startWith({ variants, now: () => nowMs });
  const serviceId = await create(bec, {
    body: { ...serviceBody, needPublicIp: true, bandwidth: 1 },
  });
  const seen = [];
  for (const second of seconds) {
    nowMs = startMs + second * 1000;
    seen.push(await lookAt(bec, serviceId));
  }
  return seen;
}

test.each([
  ['0', [200, 200, 200]],
  ['5', [404, 200, 200]],
  ['45', [404, 404, 200]],
  ['90', [404, 404, 404]],
] as const)('reads that lag by %s s do not find a new service', async (readLag, expected) => {
  const path = (serviceId: string): string => `/v1/service/${serviceId}`;
  const look = async (bec: LocalBec, id: string) => (await get(bec, path(id))).status;
  expect(await lookAfter([0, 5, 45], { readLag }, look)).toEqual(expected);
  const counts = async (bec: LocalBec, id: string) => {
    const [list, pods] = [
      await get(bec, '/v1/service'),
      await get(bec, '/v1/pod', { serviceId: id }),
    ];
    return [field(json(list.text), 'totalCount'), field(json(pods.text), 'totalCount') ?? 404];
  };
  expect(await lookAfter([0, 5, 45], { listLag: readLag }, counts)).toEqual(
    expected.map((status) => (status === 200 ? [1, 3] : [0, 404])),
  );
});

test('a deletion works on a service that reads do not find yet', async () => {
  await using bec = await startWith({ variants: { readLag: '90', listLag: '90' } });
  const path = `/v1/service/${await create(bec)}`;
  expect((await get(bec, path)).status).toBe(404);
  expect((await call(bec, { method: 'DELETE', path })).status).toBe(200);
  expect((await call(bec, { method: 'DELETE', path })).status).toBe(404);
});

test.each([
  [
    'exact',
    [
      [2, 3],
      [1, 3],
      [0, 3],
    ],
  ],
  [
    'short',
    [
      [2, 3],
      [0, 3],
      [0, 3],
    ],
  ],
  [
    'same-page',
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
  ],
  [
    'endless',
    [
      [2, 4],
      [2, 6],
      [2, 8],
    ],
  ],
] as const)('pages that are %s', async (listPages, expected) => {
  await using bec = await startWith({ variants: { listPages } });
  await create(bec);
  const found = [];
  for (const pageNo of ['1', '2', '3']) {
    const page = json((await get(bec, '/v1/pod', { pageNo, pageSize: '2' })).text);
    const items = field(page, 'result');
    found.push([Array.isArray(items) ? items.length : undefined, field(page, 'totalCount')]);
  }
  expect(found).toEqual(expected);
});

test.each([
  ['0', [true, true, true]],
  ['5', [false, true, true]],
  ['60', [false, false, true]],
] as const)('addresses come %s s after the pods run', async (addressLag, expected) => {
  const look = async (bec: LocalBec): Promise<boolean> => {
    const pods = json((await get(bec, '/v1/pod')).text);
    expect(field(pods, 'result.0.status')).toBe('RUNNING');
    return field(pods, 'result.0.publicIp') !== null;
  };
  expect(await lookAfter([0, 5, 60], { addressLag }, look)).toEqual(expected);
});

test.each([
  ['answered', 200, undefined],
  ['token-processing', 400, 'LastTokenProcessing'],
  ['denied', 409, 'OperationDenied'],
] as const)('a repeated create is %s for 20 s', async (repeatedCreate, status, code) => {
  let nowMs = startMs;
  await using bec = await startWith({ variants: { repeatedCreate }, now: () => nowMs });
  const request = { query: { clientToken: 'again' }, body: serviceBody };
  const serviceId = await create(bec, request);
  const reply = await call(bec, request);
  expect([reply.status, reply.code]).toEqual([status, code]);
  nowMs += WORKING_MS;
  expect(await create(bec, request)).toBe(serviceId);
  expect(bec.services).toHaveLength(1);
});

test.each([
  ['remembered', '200 STOP'],
  ['performed', '200 STARTING'],
] as const)('a repeated start with the same token is %s', async (repeatedChange, expected) => {
  await using bec = await startWith({ variants: { repeatedChange }, startupMs: 1000 });
  const serviceId = await create(bec);
  const path = `/v2/service/${serviceId}`;
  const start = { method: 'PUT', path: `${path}/start`, query: { clientToken: 'start' } };
  await call(bec, start);
  await call(bec, { method: 'PUT', path: `${path}/stop`, query: { clientToken: 'stop' } });
  const repeated = await call(bec, start);
  const detail = json((await get(bec, path)).text);
  expect(`${String(repeated.status)} ${String(field(detail, 'status'))}`).toBe(expected);
  const another = await call(bec, { ...start, path: `${path}/stop` });
  expect(another.code).toBe('IdempotentParameterMismatch');
});

test.each([
  ['429', 'OverRateLimit', '1'],
  ['403', 'RequestLimitExceeded', undefined],
] as const)('calls over the rate get %s', async (throttling, code, retryAfter) => {
  await using bec = await startWith({ variants: { throttling }, ratePerSecond: 1 });
  await create(bec);
  const reply = await get(bec, '/v1/service');
  expect([reply.status, reply.code]).toEqual([Number(throttling), code]);
  expect(reply.headers['retry-after']).toBe(retryAfter);
});
