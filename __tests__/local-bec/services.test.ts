import { expect, test } from 'vitest';
import * as rollouts from '../../local-bec/rollouts.ts';
import type { Rollout } from '../../local-bec/rollout.ts';
import { phaseAt, runningPodsOf } from '../../local-bec/rollout.ts';
import {
  call,
  create,
  field,
  get,
  json,
  startMs,
  startWith,
  text,
} from '../../testing/bec-call.ts';
import type { LocalBec } from '../../local-bec/server.ts';

function aTextWith(part: string): unknown {
  return expect.stringContaining(part);
}

async function firstPodOf(bec: LocalBec, serviceId: string): Promise<unknown> {
  const pods = json((await get(bec, '/v1/pod', { serviceId })).text);
  const podName = text(field(pods, 'result.0.podName'));
  return json((await get(bec, `/v1/pod/${podName}`)).text);
}

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
  const podId = text(field(json(pods.text), 'result.0.podName'));
  expect(podId).toMatch(/^sts-[0-9a-z]{8}-any-b-0$/);
  expect(json(pods.text)).toMatchObject({ totalCount: 3, result: [{ status: 'RUNNING' }] });
  expect(pods.text).not.toContain('podId');
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
  expect(json(deleted.text)).toEqual({ result: true, action: 'delete', details: { serviceId } });
  const gone = await Promise.all([
    get(bec, path),
    get(bec, '/v1/pod', { serviceId }),
    get(bec, `/v1/pod/${podId}`),
    call(bec, { method: 'DELETE', path }),
  ]);
  expect(gone.map(({ status, code }) => [status, code])).toEqual(
    gone.map(() => [404, 'NoSuchObject']),
  );
  expect(bec.services[0]?.deletedAt).toBe(startMs);
});

test('an image version that does not exist fails with the events of its pods', async () => {
  await using bec = await startWith({ missingImageVersions: ['1.27'] });
  const serviceId = await create(bec);
  const detail = await get(bec, `/v1/service/${serviceId}`);
  expect(json(detail.text)).toMatchObject({ status: 'FAILED', runningPods: 0 });
  const pod = await firstPodOf(bec, serviceId);
  expect(pod).toMatchObject({ status: 'PENDING', containerStatuses: [{ ready: false }] });
  expect(field(pod, 'containerStatuses.0.state.waiting')).toMatchObject({
    reason: 'ImagePullBackOff',
    message: aTextWith('manifest unknown'),
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
])('the rollout %s has its phases', (_, rollout, states) => {
  const seen = states.map((_state, elapsedMs) => {
    const phase = phaseAt(rollout, elapsedMs);
    return `${phase?.status ?? 'RUNNING'} ${runningPodsOf(phase?.runningPods ?? 'all', 3)}`;
  });
  expect(seen).toEqual(states);
});

test('a service that vanishes is not found', async () => {
  let nowMs = startMs;
  await using bec = await startWith({ now: () => nowMs, rollout: rollouts.vanishes(1000) });
  const path = `/v1/service/${await create(bec)}`;
  const before = await get(bec, path);
  nowMs += 1000;
  const after = await get(bec, path);
  expect([before.status, after.status, after.code]).toEqual([200, 404, 'NoSuchObject']);
});

test('a pod without a node has events and no container', async () => {
  await using bec = await startWith({ rollout: rollouts.insufficient() });
  const pod = await firstPodOf(bec, await create(bec));
  expect(pod).toMatchObject({ containerStatuses: [] });
  expect(field(pod, 'podEventDetails.0.eventName')).toBe('FailedScheduling');
});
