import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/json.ts';
import { parsePod } from '../../src/service/pods.ts';
import { eventText, hintOn, mainReason, podLines } from '../../src/service/reasons.ts';

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
  ])('%j is parsed without its missing parts', (fields) => {
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

  test('the newest event comes first, and equal ones are counted', () => {
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

  test('only the newest of many events are kept', () => {
    const podEventDetails = Array.from({ length: 500 }, (_, index) =>
      warning('Failed', `${index}`),
    );
    const { events } = parsePod({ podEventDetails });
    expect(events).toHaveLength(10);
    expect(events[0]?.message).toBe('499');
  });

  test('text from outside stays on one line', () => {
    const pod = parsePod({
      podId: 's-1-0',
      status: 'Pending',
      containerStatuses: [{ ...waiting('Bad\r\n::error::x', '\u202e'), restartCount: 2 }],
      podEventDetails: [warning('Odd\n', '::stop-commands::x')],
    });
    const lines = podLines({ pods: [pod], omitted: 0, detailProblem: undefined });
    expect(lines).toEqual([
      'pod s-1-0 · PENDING',
      '  container web: Bad\\r\\n::error::x: \\u202e (restarts: 2)',
      '  event Odd\\n: ::stop-commands::x',
    ]);
  });
});

test('details that can’t be read are mentioned last', () => {
  const pod = parsePod({ podId: 's-1-0', status: 'Pending' });
  expect(podLines({ pods: [pod], omitted: 2, detailProblem: 'HTTP 500\n' })).toEqual([
    'pod s-1-0 · PENDING',
    'and 2 more pods',
    "The details can't be read: HTTP 500\\n",
  ]);
});

describe('mainReason', () => {
  const creating = waiting('ContainerCreating', 'the container is being created');
  const ready = { name: 'web', ready: true, state: { running: {} } };
  test.each([
    ['undefined without a reason', [{}], undefined],
    ['undefined without a pod', [], undefined],
    [
      'the reason of a container',
      [{ containerStatuses: [waiting('ImagePullBackOff', 'manifest unknown')] }],
      'web: ImagePullBackOff: manifest unknown',
    ],
    [
      'an unusual reason rather than one that every container has for a while',
      [
        { containerStatuses: [creating] },
        { containerStatuses: [ready, waiting('ErrImagePull', 'no')] },
      ],
      'web: ErrImagePull: no',
    ],
    [
      'the reason of a container rather than an event',
      [{ containerStatuses: [waiting('ErrImagePull')], podEventDetails: [warning('Failed', 'x')] }],
      'web: ErrImagePull',
    ],
    [
      'the newest warning rather than a usual reason',
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
      'a usual reason, if there is no other',
      [{ containerStatuses: [creating], podEventDetails: [{ eventName: 'Scheduled' }] }],
      'web: ContainerCreating: the container is being created',
    ],
    [
      'undefined for a container that is ready',
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
  ['web: CrashLoopBackOff: back-off 40s', 'starts and exits again'],
  ['web: OOMKilled: it ended with exit code 137', 'envs and memory'],
  ['web: Error: it ended with exit code 1', 'starts and exits again'],
  ['FailedScheduling: 3 Insufficient cpu.', 'No node in that region has enough room'],
  ['FailedMount: MountVolume.SetUp failed', 'every configMap and secret'],
  ['web: CreateContainerConfigError: secret "db" not found', 'every configMap and secret'],
  ['web: ContainerCreating', ''],
  ['', ''],
])('the hint on %j contains %j', (reason, part) => {
  const hint = hintOn(reason);
  expect(hint).toContain(part);
  expect(hint === '').toBe(part === '');
});
