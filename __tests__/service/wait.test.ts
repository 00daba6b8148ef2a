import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/json.ts';
import { UserError } from '../../src/errors.ts';
import { parseDuration } from '../../src/action/inputs.ts';
import { eventText, hintOn, mainReason, parsePod, podLines } from '../../src/service/pods.ts';
import { parseService, type Service } from '../../src/service/service.ts';
import { progressText, stateOf } from '../../src/service/state.ts';

function serviceFrom(fields: Fields): Service {
  const service = parseService({ serviceId: 's-1', ...fields });
  if (service === undefined) throw new Error('That is no service.');
  return service;
}

describe('stateOf', () => {
  const full = { totalPods: 2, runningPods: 2 };
  const none = { totalPods: 2, runningPods: 0 };
  test.each([
    ['STARTING', full, 'in progress'],
    ['PENDING', none, 'in progress'],
    ['UNKNOWN', none, 'in progress'],
    ['WAITING', none, 'in progress'],
    ['BINDING', none, 'in progress'],
    ['RUNNING', full, 'good'],
    ['NORMAL', full, 'good'],
    ['EXCEPTION', full, 'in exception'],
    ['FAILED', full, 'bad'],
    ['TERMINATED', full, 'bad'],
    ['STOP', full, 'bad'],
    ['STOPPING', full, 'bad'],
    ['TERMINATING', full, 'bad'],
    ['DELETING', full, 'bad'],
    ['WARMING_UP', full, 'in progress'],
    ['', full, 'in progress'],
  ] as const)('%s is %3$s, in whatever case', (status, pods, state) => {
    const capital = status.charAt(0) + status.slice(1).toLowerCase();
    for (const spelt of [status, status.toLowerCase(), capital]) {
      expect(stateOf(serviceFrom({ status: spelt, ...pods }))).toBe(state);
    }
  });

  test.each([
    [{ totalPods: 2, runningPods: 2 }, 'good'],
    [{ totalPods: 2, runningPods: 3 }, 'good'],
    [{ totalPods: '2', runningPods: '2' }, 'good'],
    [{ totalPods: 2, runningPods: 1 }, 'in progress'],
    [{ totalPods: 2 }, 'in progress'],
    [{ totalPods: 2, runningPods: null }, 'in progress'],
    [{ totalPods: 0, runningPods: 0 }, 'in progress'],
    [{ totalPods: null, runningPods: null }, 'in progress'],
    [{ runningPods: 2 }, 'in progress'],
    [{ totalPods: -1, runningPods: 0 }, 'in progress'],
    [{}, 'in progress'],
  ])('RUNNING and NORMAL with %j are %s', (pods, state) => {
    expect(stateOf(serviceFrom({ status: 'RUNNING', ...pods }))).toBe(state);
    expect(stateOf(serviceFrom({ status: 'NORMAL', ...pods }))).toBe(state);
  });

  const fields = { serviceId: 's-1', status: 'Running', totalPods: 1, runningPods: 1 };
  test.each([
    ['bare', fields],
    ['in result', { result: fields }],
    ['in details', { result: true, details: fields }],
  ])('the service lies %s', (_place, body) => {
    const service = parseService(body);
    expect(service && stateOf(service)).toBe('good');
  });

  test.each([
    {},
    { result: null },
    { serviceId: '' },
    { serviceId: '../s-1' },
    { result: [fields] },
  ])('%j is no service', (body) => {
    expect(parseService(body)).toBeUndefined();
  });
});

describe('progressText', () => {
  test.each([
    [{ status: 'starting', totalPods: 2, runningPods: 0 }, 'STARTING · 0 of 2 pods'],
    [{ status: 'RUNNING', totalPods: 1, runningPods: 1 }, 'RUNNING · 1 of 1 pod'],
    [{ status: 'PENDING' }, 'PENDING · 0 of 0 pods'],
    [
      { status: 'WarmingUp', totalPods: 2 },
      'WARMINGUP (a status that is not documented) · 0 of 2 pods',
    ],
    [{ totalPods: 2 }, 'no status · 0 of 2 pods'],
    [{ status: 'A\nB' }, 'A\\nB (a status that is not documented) · 0 of 0 pods'],
    [
      {
        status: 'STARTING',
        totalPods: 3,
        runningPods: 1,
        deployInstances: [
          { regionId: 'cn-shanghai-ct', replicas: 2, runningPods: 1 },
          { regionId: 'cn-beijing-cm', replicas: 1, runningPods: 0 },
          { regionId: 'cn-hefei-un', replicas: 1 },
        ],
      },
      'STARTING · 1 of 3 pods · cn-shanghai-ct 1 of 2, cn-beijing-cm 0 of 1',
    ],
    [
      {
        status: 'STARTING',
        totalPods: 2,
        deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 2, runningPods: 0 }],
      },
      'STARTING · 0 of 2 pods',
    ],
  ])('%j reads %j', (fields, text) => {
    expect(progressText(serviceFrom(fields))).toBe(text);
  });
});

const waiting = (reason: string, message = ''): Fields => ({
  name: 'web',
  ready: false,
  state: { running: null, waiting: { reason, message }, terminated: null },
});
const warning = (eventName: string, eventMessage: string): Fields => ({
  eventName,
  eventMessage,
  eventType: 'Warning',
});

describe('parsePod', () => {
  const nothing = { podId: '', status: '', regionId: '', containers: [], events: [] };
  test.each([
    {},
    { podId: null, status: null, containerStatuses: null, podEventDetails: null },
    { podId: {}, containerStatuses: 'none', podEventDetails: { eventName: 'x' } },
    { containerStatuses: [null, 'web'], podEventDetails: [null, 3] },
  ])('%j is a pod of which nothing is known', (fields) => {
    expect(parsePod(fields)).toEqual(nothing);
  });

  const container = { name: '', ready: false, restartCount: 0, reason: '', message: '' };
  test.each([
    ['nothing known', {}, {}],
    ['nulls', { name: null, ready: null, restartCount: null, state: null, lastState: null }, {}],
    ['running', { ready: true, state: { running: { startedAt: 1 } } }, { ready: true }],
    [
      'waiting',
      waiting('ErrImagePull', 'no'),
      { name: 'web', reason: 'ErrImagePull', message: 'no' },
    ],
    ['restarts as text', { restartCount: '12' }, { restartCount: 12 }],
    [
      'ended',
      { state: { terminated: { exitCode: 137, reason: 'OOMKilled', message: 'killed' } } },
      { reason: 'OOMKilled', message: 'it ended with exit code 137; killed' },
    ],
    [
      'ended, without a reason',
      { state: { terminated: { exitCode: '0' } } },
      { message: 'it ended with exit code 0' },
    ],
    [
      'waiting after it ended',
      {
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error' } },
      },
      { reason: 'CrashLoopBackOff', message: 'back-off; it ended with exit code 1' },
    ],
    [
      'waiting for no reason after it ended',
      { state: { waiting: {} }, lastState: { terminated: { reason: 'Error' } } },
      { reason: 'Error' },
    ],
  ])('a container, %s', (_name, fields: Fields, expected) => {
    const { containers } = parsePod({ containerStatuses: [fields] });
    expect(containers).toEqual([{ ...container, ...expected }]);
  });

  test('the newest event comes first, those that say the same are one', () => {
    const pulling = { eventName: 'Pulling', eventType: 'Normal', eventMessage: 'web' };
    const failed = warning('Failed', 'no such image');
    const other = warning('Failed', 'no such host');
    const { events } = parsePod({
      podEventDetails: [pulling, failed, other, pulling, failed, failed, { eventName: 'Odd' }],
    });
    expect(events.map(eventText)).toEqual([
      'Odd: ',
      'Failed: no such image (×3)',
      'Pulling: web (×2)',
      'Failed: no such host',
    ]);
    expect(events.map(({ isWarning }) => isWarning)).toEqual([false, true, false, true]);
  });

  test('of endless events the newest are kept', () => {
    const podEventDetails = Array.from({ length: 500 }, (_, index) =>
      warning('Failed', `${index}`),
    );
    const { events } = parsePod({ podEventDetails });
    expect(events).toHaveLength(10);
    expect(events[0]?.message).toBe('499');
  });

  test('text from outside stays on its line', () => {
    const pod = parsePod({
      podId: 's-1-0',
      status: 'Pending',
      containerStatuses: [{ ...waiting('Bad\r\n::error::x', '\u202e'), restartCount: 2 }],
      podEventDetails: [warning('Odd\n', '::stop-commands::x')],
    });
    const lines = podLines([pod]);
    expect(lines).toEqual([
      'pod s-1-0 · PENDING',
      '  container web: Bad\\r\\n::error::x: \\u202e (restarts: 2)',
      '  event Odd\\n: ::stop-commands::x',
    ]);
  });
});

describe('mainReason', () => {
  const creating = waiting('ContainerCreating', 'the container is being created');
  const ready = { name: 'web', ready: true, state: { running: {} } };
  test.each([
    ['nothing, where nothing is said', [{}], undefined],
    ['nothing, where there is no pod', [], undefined],
    [
      'what keeps a container',
      [{ containerStatuses: [waiting('ImagePullBackOff', 'manifest unknown')] }],
      'web: ImagePullBackOff: manifest unknown',
    ],
    [
      'what keeps a container rather than what keeps all of them for a while',
      [
        { containerStatuses: [creating] },
        { containerStatuses: [ready, waiting('ErrImagePull', 'no')] },
      ],
      'web: ErrImagePull: no',
    ],
    [
      'what keeps a container rather than an event',
      [{ containerStatuses: [waiting('ErrImagePull')], podEventDetails: [warning('Failed', 'x')] }],
      'web: ErrImagePull',
    ],
    [
      'the newest warning rather than that a container is being created',
      [
        {
          containerStatuses: [creating],
          podEventDetails: [
            warning('Old', 'a'),
            warning('FailedMount', 'no config'),
            { eventName: 'x' },
          ],
        },
      ],
      'FailedMount: no config',
    ],
    [
      'that a container is being created, where nothing else is said',
      [{ containerStatuses: [creating], podEventDetails: [{ eventName: 'Scheduled' }] }],
      'web: ContainerCreating: the container is being created',
    ],
    [
      'nothing of a container that is ready',
      [{ containerStatuses: [{ ...waiting('x'), ready: true }] }],
      undefined,
    ],
  ] as const)('is %s', (_name, pods: readonly Fields[], expected) => {
    expect(mainReason(pods.map(parsePod))).toBe(expected);
  });
});

test.each([
  ['web: ImagePullBackOff: manifest unknown', 'pushed with exactly this version'],
  ['web: ErrImagePull', 'pushed with exactly this version'],
  ['web: InvalidImageName', 'pushed with exactly this version'],
  ['Failed: Failed to pull image: denied', 'imageRegistrySecrets'],
  ['web: CrashLoopBackOff: back-off 40s', 'starts and ends again'],
  ['web: OOMKilled: it ended with exit code 137', 'its memory'],
  ['web: Error: it ended with exit code 1', 'starts and ends again'],
  ['FailedScheduling: 3 Insufficient cpu.', 'No node in that region has room'],
  ['FailedMount: MountVolume.SetUp failed', 'every configMap and secret'],
  ['web: CreateContainerConfigError: secret "db" not found', 'every configMap and secret'],
  ['web: ContainerCreating', ''],
  ['', ''],
])('the hint on %j has %j in it', (reason, part) => {
  const hint = hintOn(reason);
  expect(hint).toContain(part);
  expect(hint === '').toBe(part === '');
});

describe('parseDuration', () => {
  test.each([
    ['1s', 1000],
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['6h', 21_600_000],
    ['21600s', 21_600_000],
  ])('%s is %d ms', (text, durationMs) => {
    expect(parseDuration('wait-timeout', text)).toBe(durationMs);
  });

  test.each(
    ['', '10', '0s', '00s', '010m', '-1s', '+1s', '1.5h', '1e3s', '10 m', ' 10m', '10m\n', '10M']
      .concat(['10min', '1h30m', '7h', '361m', '21601s', '9999999s', '٣s', 'm', 'forever'])
      .map((text) => [text]),
  )('%j is refused', (text) => {
    expect(() => parseDuration('wait-timeout', text)).toThrow(UserError);
    expect(() => parseDuration('wait-timeout', text)).toThrow('Input wait-timeout is "');
  });
});
