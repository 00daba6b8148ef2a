import { describe, expect, test } from 'vitest';
import { UPDATING_MS } from '../../local-bec/changes.ts';
import { ENDING_MS } from '../../local-bec/pods.ts';
import { startLocalBec, type LocalBec, type LocalBecOptions } from '../../local-bec/server.ts';
import { variantTable, type Variants } from '../../local-bec/variants.ts';
import { listOf, parseFields, textOf, toFields, type Fields } from '../../src/json.ts';
import { call, serviceBody, startMs } from '../../testing/bec-call.ts';

const STEP_MS = 10_000;

const web = {
  name: 'web',
  imageAddress: 'hub.example/web',
  imageVersion: 'v1',
  cpu: 1,
  memory: 2,
  envs: [
    { name: 'A', value: 'a' },
    { name: 'B', value: 'b' },
  ],
};
const log = { name: 'log', imageAddress: 'hub.example/log', imageVersion: 'v7', cpu: 1, memory: 1 };
const body = {
  ...serviceBody,
  containers: [web],
  deployInstances: [
    { regionId: 'cn-shanghai-ct', replicas: 2 },
    { regionId: 'cn-langfang-ct', replicas: 1 },
  ],
  needPublicIp: true,
  bandwidth: 1,
  imageRegistrySecrets: [{ name: 'hub' }],
};

/** A service whose pods have been running for an hour, and what can be done to it and seen of it. */
interface Played extends AsyncDisposable {
  readonly bec: LocalBec;
  readonly path: string;
  readonly pass: (ms: number) => void;
  readonly put: (change: unknown, path?: string, query?: Record<string, string>) => Promise<string>;
  readonly get: (path: string, query?: Record<string, string>) => Promise<Fields>;
  readonly pods: () => Promise<readonly Fields[]>;
  /** `RUNNING 3/3 v1: v1 v1 v1!`; with `!`, a pod is not ready. */
  readonly look: () => Promise<string>;
}

async function play(
  variants: Partial<Variants> = {},
  options: LocalBecOptions = {},
): Promise<Played> {
  let nowMs = startMs;
  const bec = await startLocalBec({
    variants,
    startupMs: STEP_MS,
    now: () => nowMs,
    ...options,
  });
  const created = await call(bec, { body });
  const serviceId = textOf(toFields(parseFields(created.text)?.['details'])?.['serviceId']);
  nowMs += 3_600_000;
  const path = `/v2/service/${serviceId}`;
  const get: Played['get'] = async (path, query = {}) => {
    const reply = await call(bec, { method: 'GET', path, query, atMs: nowMs });
    return parseFields(reply.text) ?? {};
  };
  const pods: Played['pods'] = async () => {
    const list = listOf((await get('/v1/pod', { serviceId, order: 'ASC' }))['result']);
    const names = list.map(({ podName }) => textOf(podName)).sort();
    return Promise.all(names.map((name) => get(`/v1/pod/${name}`)));
  };
  return {
    bec,
    path,
    get,
    pods,
    pass: (ms) => (nowMs += ms),
    put: async (change, at = path, query = {}) => {
      const reply = await call(bec, { method: 'PUT', path: at, body: change, query, atMs: nowMs });
      return `${String(reply.status)} ${String(reply.code)}`.replace(' undefined', '');
    },
    look: async () => {
      const { status, runningPods, totalPods, resourceBriefVos } = await get(path);
      const planned = listOf(resourceBriefVos).map((one) =>
        textOf(listOf(one['containers'])[0]?.['imageVersion']),
      );
      const shown = (await pods()).map(versionShown);
      return `${textOf(status)} ${textOf(runningPods)}/${textOf(totalPods)} ${[...new Set(planned)].join('+')}: ${shown.join(' ')}`;
    },
    [Symbol.asyncDispose]: () => bec.close(),
  };
}

function versionShown(pod: Fields): string {
  const [container] = listOf(pod['containerStatuses']);
  const version = textOf(container?.['image']).split(':').at(-1) ?? '';
  return `${version}${container?.['ready'] === true ? '' : '!'}`;
}

function to(imageVersion: string, more: object = {}): object {
  return { type: 'resource', containers: [{ ...web, imageVersion, ...more }] };
}

/**
 * What is seen after each {@link STEP_MS}, of a pod in Langfang and two in Shanghai.
 */
const courses: Readonly<Record<Variants['update'], readonly string[]>> = {
  'one-by-one': [
    'RUNNING 3/3 v2: v1 v1 v1',
    'STARTING 1/3 v2: v2! v1 v2!',
    'STARTING 2/3 v2: v2 v2! v2',
    'RUNNING 3/3 v2: v2 v2 v2',
  ],
  'all-at-once': [
    'RUNNING 3/3 v2: v1 v1 v1',
    'STARTING 0/3 v2: v2! v2! v2!',
    'RUNNING 3/3 v2: v2 v2 v2',
  ],
  'regions-in-turn': [
    'RUNNING 3/3 v2: v1 v1 v1',
    'STARTING 2/3 v2: v1 v1 v2!',
    'STARTING 2/3 v2: v1 v2! v2',
    'STARTING 2/3 v2: v2! v2 v2',
    'RUNNING 3/3 v2: v2 v2 v2',
  ],
  'first-region': [
    'RUNNING 3/3 v2+v1: v1 v1 v1',
    'STARTING 2/3 v2+v1: v1 v1 v2!',
    'STARTING 2/3 v2+v1: v1 v2! v2',
    'RUNNING 3/3 v2+v1: v1 v2 v2',
  ],
  'on-restart': ['RUNNING 3/3 v2: v1 v1 v1', 'RUNNING 3/3 v2: v1 v1 v1'],
  ignored: ['RUNNING 3/3 v1: v1 v1 v1', 'RUNNING 3/3 v1: v1 v1 v1'],
  refused: ['RUNNING 3/3 v1: v1 v1 v1', 'RUNNING 3/3 v1: v1 v1 v1'],
  stuck: [
    'RUNNING 3/3 v2: v1 v1 v1',
    'STARTING 1/3 v2: v2! v1 v2!',
    'STARTING 1/3 v2: v2! v1 v2!',
    'STARTING 1/3 v2: v2! v1 v2!',
  ],
  // A pod that was ready for eight seconds has crashed by the next look.
  crashing: [
    'RUNNING 3/3 v2: v1 v1 v1',
    'STARTING 1/3 v2: v2! v1 v2!',
    'STARTING 2/3 v2: v2 v2! v2',
    'STARTING 1/3 v2: v2! v2 v2!',
    'STARTING 0/3 v2: v2! v2! v2!',
    'FAILED 0/3 v2: v2! v2! v2!',
  ],
  reversed: [
    'RUNNING 3/3 v2: v1 v1 v1',
    'STARTING 1/3 v2: v2! v1 v2!',
    'STARTING 1/3 v1: v2! v1 v2!',
    'STARTING 1/3 v1: v1! v1 v1!',
    'RUNNING 3/3 v1: v1 v1 v1',
  ],
  'taken-over': [
    'RUNNING 3/3 v2: v1 v1 v1',
    'STARTING 1/3 v2: v2! v1 v2!',
    'STARTING 2/3 by-another: v2 v2! v2',
    'STARTING 1/3 by-another: by-another! v2 by-another!',
    'STARTING 2/3 by-another: by-another by-another! by-another',
    'RUNNING 3/3 by-another: by-another by-another by-another',
  ],
};

describe('an update', () => {
  test.each(variantTable.update.values)('that is %s is seen step by step', async (update) => {
    await using played = await play({ update });
    const response = await played.put(to('v2'));
    expect(response).toBe(update === 'refused' ? '409 OperationDenied' : '200');
    expect(await looks(played, courses[update].length)).toEqual(courses[update]);
  });

  test('back to a version that has run works, whatever became of the one before', async () => {
    for (const update of ['stuck', 'crashing', 'first-region'] as const) {
      await using played = await play({ update });
      await played.put(to('v2'));
      played.pass(3 * STEP_MS);
      await played.put(to('v1'));
      played.pass(6 * STEP_MS);
      expect(await played.look()).toBe('RUNNING 3/3 v1: v1 v1 v1');
    }
  });

  test('to an image that does not exist stops at the first pod of each region', async () => {
    await using played = await play({}, { missingImageVersions: ['v2'] });
    await played.put(to('v2'));
    played.pass(6 * STEP_MS);
    expect(await played.look()).toBe('STARTING 1/3 v2: v2! v1 v2!');
    const [pod] = await played.pods();
    expect(JSON.stringify(pod)).toMatch(/ImagePullBackOff.*/);
  });

  test('keeps a broken pod until it is restarted, where that is so', async () => {
    await using played = await play({ update: 'stuck', brokenPods: 'kept' });
    await played.put(to('v2'));
    played.pass(3 * STEP_MS);
    await played.put(to('v1'));
    played.pass(9 * STEP_MS);
    expect(await played.look()).toBe('STARTING 1/3 v1: v2! v1 v2!');
    for (const pod of await played.pods()) await played.put({}, restartOf(pod));
    played.pass(STEP_MS);
    expect(await played.look()).toBe('RUNNING 3/3 v1: v1 v1 v1');
  });

  test('that waited for a restarted pod goes on to the others', async () => {
    await using played = await play(
      { brokenPods: 'kept', rollout: 'running-short' },
      { startupMs: 7_200_000 },
    );
    await played.put(to('v2'));
    played.pass(STEP_MS);
    expect(await played.look()).toBe('STARTING 2/3 v2: v1! v1 v1');
  });

  test.each([
    ['accepted', '200'],
    ['refused', '409 OperationDenied'],
  ] as const)('during another one is %s', async (updateDuringUpdate, expected) => {
    await using played = await play({ updateDuringUpdate });
    await played.put(to('v2'));
    expect(await played.put(to('v3'))).toBe(expected);
    played.pass(UPDATING_MS);
    expect(await played.put(to('v4'))).toBe('200');
  });

  test.each([
    ['remembered', 'RUNNING 3/3 v1: v1 v1 v1'],
    ['performed', 'RUNNING 3/3 v2: v2 v2 v2'],
  ] as const)('whose token comes again after another change is %s', async (repeatedChange, end) => {
    await using played = await play({ repeatedChange });
    const clientToken = 'deploy-v2';
    await played.put(to('v2'), played.path, { clientToken });
    played.pass(5 * STEP_MS);
    await played.put(to('v1'));
    played.pass(5 * STEP_MS);
    expect(await played.put(to('v2'), played.path, { clientToken })).toBe('200');
    played.pass(5 * STEP_MS);
    expect(await played.look()).toBe(end);
    expect(await played.put(to('v3'), played.path, { clientToken })).toBe(
      '403 IdempotentParameterMismatch',
    );
  });

  test.each([
    ['nothing', 'RUNNING 3/3 v1: v1 v1 v1'],
    ['restarts', 'STARTING 1/3 v1: v1! v1 v1!'],
  ] as const)('that changes nothing does %s', async (sameUpdate, expected) => {
    await using played = await play({ sameUpdate });
    await played.put({
      type: 'resource',
      containers: [web],
      imageRegistrySecrets: [{ name: 'hub' }],
    });
    played.pass(STEP_MS);
    expect(await played.look()).toBe(expected);
  });

  test('in another order of keys, and without the size that was bought, changes nothing', async () => {
    await using played = await play({ updateBody: 'replaced' });
    const [before] = await played.pods();
    const { name, imageAddress, imageVersion, envs } = web;
    const containers = [{ envs, imageVersion, imageAddress, name }];
    const imageRegistrySecrets = [{ name: 'hub' }];
    await played.put({ type: 'resource', containers, imageRegistrySecrets });
    played.pass(2 * STEP_MS);
    const [after] = await played.pods();
    expect(after?.['labels']).toEqual(before?.['labels']);
    expect(await played.look()).toBe('RUNNING 3/3 v1: v1 v1 v1');
    expect(after?.['createTime']).toBe(before?.['createTime']);
  });

  test.each([
    ['counted', ['RUNNING 3/3', 'STARTING 1/3', 'STARTING 2/3', 'RUNNING 3/3']],
    ['running', ['RUNNING 3/3', 'RUNNING 3/3', 'RUNNING 3/3', 'RUNNING 3/3']],
  ] as const)('has a status that is %s', async (updateStatus, expected) => {
    await using played = await play({ updateStatus });
    await played.put(to('v2'));
    const seen = (await looks(played, 4)).map((line) => line.split(' ').slice(0, 2).join(' '));
    expect(seen).toEqual(expected);
  });

  test('is seen late where reads lag, in the service and in its pods', async () => {
    await using played = await play({ readLag: '45' }, { startupMs: 0 });
    await played.put(to('v2'));
    played.pass(44_000);
    expect(await played.look()).toBe('RUNNING 3/3 v1: v1 v1 v1');
    played.pass(1000);
    expect(await played.look()).toBe('RUNNING 3/3 v2: v2 v2 v2');
  });

  test.each([
    ['merged', ['web', 'log'], ['A', 'B', 'C'], ['hub']],
    ['replaced', ['web'], ['C'], []],
  ] as const)('whose body is %s', async (updateBody, names, envs, secrets) => {
    await using played = await play({ updateBody });
    await played.put({
      type: 'resource',
      containers: [web, log],
      imageRegistrySecrets: [{ name: 'hub' }],
    });
    await played.put(to('v2', { envs: [{ name: 'C', value: 'c' }] }));
    const [region] = listOf((await played.get(played.path))['resourceBriefVos']);
    const containers = listOf(region?.['containers']);
    expect(containers.map(({ name }) => name)).toEqual(names);
    expect(listOf(containers[0]?.['envs']).map(({ name }) => name)).toEqual(envs);
    expect(listOf(region?.['imageRegistrySecrets']).map(({ name }) => name)).toEqual(secrets);
    played.pass(6 * STEP_MS);
    // Without its secret, the registry refuses the image.
    expect((await played.pods()).map(versionShown)).toContain(secrets.length > 0 ? 'v2' : 'v2!');
  });

  test.each([
    ['broken JSON', '{', '400 MalformedJSON'],
    ['no type', { containers: [web] }, '400 InappropriateJSON'],
    [
      'a container of another type',
      { type: 'resource', containers: ['web'] },
      '400 InappropriateJSON',
    ],
    ['a version that is a number', to('v2', { imageVersion: 2 }), '400 InappropriateJSON'],
    ['more memory', to('v2', { memory: 4 }), '409 OperationDenied'],
  ])('with %s is refused', async (_, change, expected) => {
    await using played = await play();
    expect(await played.put(change)).toBe(expected);
    expect(await played.look()).toBe('RUNNING 3/3 v1: v1 v1 v1');
  });
});

describe('a pod', () => {
  test.each([
    ['tag', 'hub.example/web:v1', /^hub\.example\/web@sha256:[0-9a-f]{64}$/],
    ['mirror', 'mirror.local:5000/hub.example/web:v1', /^mirror\.local:5000\/hub\.example\/web@/],
    ['digest', /^hub\.example\/web@sha256:[0-9a-f]{64}$/, /^hub\.example\/web@sha256:/],
    ['other-tag', 'hub.example/web:same-image', /^hub\.example\/web@sha256:/],
    ['bare-id', /^sha256:[0-9a-f]{64}$/, /^sha256:[0-9a-f]{64}$/],
    ['absent', undefined, undefined],
  ] as const)('shows its image as %s', async (podImage, image, imageID) => {
    await using played = await play({ podImage });
    const [container] = listOf((await played.pods())[0]?.['containerStatuses']);
    const form = (expected: string | RegExp | undefined): unknown =>
      expected instanceof RegExp ? expect.stringMatching(expected) : expected;
    expect([container?.['image'], container?.['imageID']]).toEqual([form(image), form(imageID)]);
  });

  test('shows the digest that it is told', async () => {
    await using played = await play({ podImage: 'digest' }, { digestOf: () => 'sha256:abc' });
    const [container] = listOf((await played.pods())[0]?.['containerStatuses']);
    expect(container?.['imageID']).toBe('hub.example/web@sha256:abc');
  });

  test.each([
    ['own', 'hub.example/web:v1'],
    ['planned', 'hub.example/web:v2'],
  ] as const)('lists its %s images', async (imageList, expected) => {
    await using played = await play({ imageList });
    await played.put(to('v2'));
    const [pod] = await played.pods();
    expect(pod?.['imageList']).toEqual([expected]);
    expect(listOf(pod?.['containers'])[0]?.['imageVersion']).toBe(expected.slice(-2));
    expect(versionShown(pod ?? {})).toBe('v1');
  });

  test.each(['revision', 'none'] as const)('has the label of its %s', async (podLabels) => {
    await using played = await play({ podLabels });
    await played.put(to('v2'));
    played.pass(STEP_MS);
    const labels = (await played.pods()).map((pod) => JSON.stringify(pod['labels']));
    expect(new Set(labels).size).toBe(podLabels === 'revision' ? 2 : 1);
    expect(labels[0]).toMatch(
      podLabels === 'revision' ? /^\{"controller-revision-hash":/ : /^\{\}$/,
    );
  });

  test.each([
    ['hidden', [3, 3, 3]],
    ['listed', [3, 6, 3]],
  ] as const)('that was replaced is %s', async (endingPods, counts) => {
    await using played = await play({ update: 'all-at-once', endingPods }, { startupMs: 0 });
    const found = [(await played.pods()).length];
    await played.put(to('v2'));
    const pods = await played.pods();
    found.push(pods.length);
    const ending = pods.filter(({ status }) => status === 'TERMINATING');
    expect(ending.map(versionShown)).toEqual(ending.map(() => 'v1'));
    played.pass(ENDING_MS);
    found.push((await played.pods()).length);
    expect(found).toEqual(counts);
  });

  test.each(['kept', 'changed'] as const)('has addresses that are %s', async (addresses) => {
    await using played = await play({ addresses }, { startupMs: 0 });
    const shown = async () => (await played.pods()).map(({ publicIp }) => publicIp);
    const before = await shown();
    await played.put(to('v2'));
    const after = await shown();
    expect(after.map((address) => before.includes(address))).toEqual(
      after.map(() => addresses === 'kept'),
    );
  });

  test.each([
    ['new-pod', true, 0],
    ['same-pod', false, 1],
  ] as const)('that is restarted is a %s', async (restart, isNew, restartCount) => {
    await using played = await play({ restart });
    const [before = {}] = await played.pods();
    expect(await played.put({}, restartOf(before))).toBe('200');
    played.pass(STEP_MS);
    const [after = {}] = await played.pods();
    expect(after['createTime'] !== before['createTime']).toBe(isNew);
    const [[container], [old]] = [
      listOf(after['containerStatuses']),
      listOf(before['containerStatuses']),
    ];
    expect(container?.['restartCount']).toBe(restartCount);
    expect(container?.['containerID']).not.toBe(old?.['containerID']);
    expect(await played.put({}, '/v1/pod/sts-none-0/restart')).toBe('404 NoSuchObject');
  });

  test('that is replaced between two pages is listed twice, and another one not at all', async () => {
    await using played = await play();
    const page = async (pageNo: string) =>
      listOf((await played.get('/v1/pod', { pageNo, pageSize: '1' }))['result']).map(
        ({ podName }) => textOf(podName),
      );
    const names = [...(await page('1')), ...(await page('2'))];
    await played.put(to('v2'));
    played.pass(STEP_MS);
    names.push(...(await page('3')));
    expect([names.length, new Set(names).size]).toEqual([3, 2]);
  });
});

describe('the detail', () => {
  test.each([
    ['whole', 1, 'a', 'cn-shanghai-ct'],
    ['masked', 1, '****', 'cn-shanghai-ct'],
    ['as-published', 0, undefined, undefined],
  ] as const)('is %s', async (detail, cpu, value, regionId) => {
    await using played = await play({ detail });
    const [region] = listOf((await played.get(played.path))['resourceBriefVos']);
    const [container] = listOf(region?.['containers']);
    expect(container).toMatchObject({ name: 'web', imageVersion: 'v1', cpu, ports: null });
    expect(listOf(container?.['envs'])[0]?.['value']).toBe(value);
    expect(toFields(region?.['deployInstance'])?.['regionId']).toBe(regionId);
  });
});

/** What is seen now, and after each step. */
async function looks(played: Played, count: number): Promise<readonly string[]> {
  const seen = [];
  for (let step = 0; step < count; step++) {
    seen.push(await played.look());
    played.pass(STEP_MS);
  }
  return seen;
}

function restartOf({ podId }: Fields): string {
  return `/v1/pod/${textOf(podId)}/restart`;
}
