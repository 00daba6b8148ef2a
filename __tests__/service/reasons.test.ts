import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/json.ts';
import { parsePod, type Pod } from '../../src/service/pods.ts';
import { linesOf, podLines, reasonsOf, reasonText } from '../../src/service/reasons.ts';

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
    expect(parsePod(fields)).toMatchObject(nothing);
  });

  const container = { name: '', ready: false, restartCount: 0, reason: '', message: '', end: '' };
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
      { reason: 'OOMKilled', message: 'killed', end: 'OOMKilled, exit code 137' },
    ],
    [
      'ended, without a reason',
      { state: { terminated: { exitCode: '0' } } },
      { end: 'exit code 0' },
    ],
    [
      'waiting after it ended',
      {
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error' } },
      },
      { reason: 'CrashLoopBackOff', message: 'back-off', end: 'exit code 1' },
    ],
    [
      'waiting for no reason after it ended',
      { state: { waiting: {} }, lastState: { terminated: { reason: 'Error' } } },
      { reason: 'Error' },
    ],
    ['running, not ready', { state: { running: {} } }, { reason: 'running, not ready' }],
    [
      'in a crash loop for want of memory',
      {
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
      },
      { reason: 'CrashLoopBackOff', end: 'OOMKilled, exit code 137' },
    ],
  ])('a container, %s', (_name, fields: Fields, expected) => {
    const { containers } = parsePod({ containerStatuses: [fields] });
    expect(containers).toMatchObject([{ ...container, ...expected }]);
  });

  test('the newest event comes first, and equal ones are counted', () => {
    const pulling = { eventName: 'Pulling', eventType: 'Normal', eventMessage: 'web' };
    const failed = warning('Failed', 'no such image');
    const other = warning('Failed', 'no such host');
    const pod = parsePod({
      podEventDetails: [pulling, failed, other, pulling, failed, failed, { eventName: 'Odd' }],
    });
    expect(linesOf(pod)).toEqual([
      'event Odd: ',
      'warning Failed: no such image (×3)',
      'event Pulling: web (×2)',
      'warning Failed: no such host',
    ]);
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
    expect(podLines([pod])).toEqual([
      'pod s-1-0 · PENDING',
      '  container web: Bad\\r\\n::error::x: \\u202e (2 restarts)',
      '  warning Odd\\n: ::stop-commands::x',
    ]);
  });
});

/** What the request says. */
const body = {
  containers: [
    { name: 'web', imageAddress: 'hub.example/web', imageVersion: 'v1.4.2', memory: 2 },
    { name: 'logs', imageAddress: 'hub.example/logs' },
  ],
};

describe('reasonsOf', () => {
  const creating = waiting('ContainerCreating', 'the container is being created');
  const ready = { name: 'logs', ready: true, state: { running: {} } };
  const crashing = (reason: string, exitCode: number): Fields => ({
    ...waiting('CrashLoopBackOff', 'back-off 40s'),
    restartCount: 3,
    lastState: { terminated: { reason, exitCode } },
  });
  const pull =
    'Failed to pull image "hub.example/web:v1.4.2": rpc error: code = Unknown desc = Error response from daemon: pull access denied for web';
  const push =
    'Push it with exactly this version before this step. If its registry is private, name the credentials in imageRegistrySecrets.';

  test.each<[string, Fields, string]>([
    [
      'an image that can’t be pulled, by the event with the cause',
      {
        containerStatuses: [waiting('ImagePullBackOff', 'Back-off pulling image "web"')],
        podEventDetails: [warning('Failed', pull), warning('BackOff', 'Back-off pulling image')],
      },
      `1 pod: the image hub.example/web:v1.4.2 can't be pulled: pull access denied for web. ${push}`,
    ],
    [
      'the same, without an event',
      { containerStatuses: [ready, waiting('ErrImagePull', 'manifest unknown')] },
      `1 pod: the image hub.example/web:v1.4.2 can't be pulled: manifest unknown. ${push}`,
    ],
    [
      'a name that is no image',
      { containerStatuses: [{ ...waiting('InvalidImageName'), name: 'logs' }] },
      `1 pod: the image hub.example/logs can't be pulled: InvalidImageName. ${push}`,
    ],
    [
      'too little memory, though the container is in a crash loop',
      { containerStatuses: [crashing('OOMKilled', 137)] },
      '1 pod: container web ran out of memory (OOMKilled). Raise its memory, which is 2 GB.',
    ],
    [
      'too little memory, of a container that the request does not have',
      { containerStatuses: [{ ...crashing('OOMKilled', 137), name: 'x' }] },
      '1 pod: container x ran out of memory (OOMKilled). Raise its memory.',
    ],
    [
      'a crash',
      { containerStatuses: [crashing('Error', 1)] },
      '1 pod: container web starts and exits again (exit code 1, 3 restarts). Check its commands, args and envs. Its output is in the BEC console, or where logCollectDetail in the spec sends it.',
    ],
    [
      'a file that the image does not have',
      {
        containerStatuses: [
          waiting('RunContainerError', 'exec: "/srv/x": stat /srv/x: no such file or directory'),
        ],
      },
      "1 pod: container web can't start: stat /srv/x: no such file or directory. The image has no such file: check commands, args and workingDir.",
    ],
    [
      'an image for another CPU',
      { containerStatuses: [waiting('CrashLoopBackOff', 'exec /srv/x: exec format error')] },
      "1 pod: the image of container web is built for another CPU (exec format error). Build it for the CPU of BEC's nodes, usually linux/amd64.",
    ],
    [
      'no room, with one full stop',
      {
        podEventDetails: [
          warning('FailedScheduling', '0/3 nodes are available: 3 Insufficient cpu.'),
        ],
      },
      '1 pod: no node has enough room: 0/3 nodes are available: 3 Insufficient cpu. Ask for less cpu or memory, fewer replicas, or another region.',
    ],
    [
      'a mount, rather than a reason that every container has for a while',
      {
        containerStatuses: [creating],
        podEventDetails: [warning('FailedMount', 'configmap "config" not found')],
      },
      '1 pod: a volume or variable can\'t be set up: configmap "config" not found. Create every configMap and secret under volumes and envs on BEC first, or correct its name.',
    ],
    [
      'a container that runs and is not ready',
      { containerStatuses: [{ name: 'web', ready: false, state: { running: {} } }] },
      '1 pod: web: running, not ready.',
    ],
    [
      'an unknown reason, rather than a usual one',
      { containerStatuses: [creating, { ...waiting('Odd', 'no'), name: 'logs' }] },
      '1 pod: logs: Odd: no.',
    ],
    [
      'a usual reason, if there is no other',
      { containerStatuses: [creating], podEventDetails: [{ eventName: 'Scheduled' }] },
      '1 pod: web: ContainerCreating: the container is being created.',
    ],
  ])('%s', (_name, pod, expected) => {
    expect(reasonsOf([parsePod(pod)], body).map(reasonText)).toEqual([expected]);
  });

  test('of several failing containers, each has its own, and the event that names its image', () => {
    const logs = { ...waiting('ImagePullBackOff', 'Back-off pulling image'), name: 'logs' };
    const pod = {
      containerStatuses: [waiting('ImagePullBackOff'), logs],
      podEventDetails: [
        warning('Failed', pull),
        warning('Failed', 'Failed to pull image "hub.example/logs": desc = not found'),
      ],
    };
    expect(reasonsOf([parsePod(pod)], body).map(reasonText)).toEqual([
      `1 pod: the image hub.example/web:v1.4.2 can't be pulled: pull access denied for web. ${push}`,
      `1 pod: the image hub.example/logs can't be pulled: not found. ${push}`,
    ]);
  });

  test('an event without an image is about the container that is in that trouble', () => {
    const logs = { ...waiting('ImagePullBackOff'), name: 'logs' };
    const pod = {
      containerStatuses: [creating, logs],
      podEventDetails: [warning('Failed', 'Failed to pull image: desc = not found')],
    };
    expect(reasonsOf([parsePod(pod)], body).map(reasonText)).toEqual([
      `1 pod: the image hub.example/logs can't be pulled: not found. ${push}`,
    ]);
  });

  test('a pod of another version is told by its own image, which nobody has to push', () => {
    const image = 'hub.example/web:v1.3.0';
    const pod = { containerStatuses: [{ ...waiting('ErrImagePull', 'manifest unknown'), image }] };
    expect(reasonsOf([parsePod(pod)], body).map(reasonText)).toEqual([
      `1 pod: the image ${image} can't be pulled: manifest unknown.`,
    ]);
  });

  test('where the spec names a registry secret, that one is to be checked', () => {
    const pod = parsePod({ containerStatuses: [waiting('ErrImagePull', 'denied')] });
    const requested = { ...body, imageRegistrySecrets: [{ name: 'mine' }] };
    const [{ text } = { text: '' }] = reasonsOf([pod], requested);
    expect(text).toContain(
      'If its registry is private, check that BEC has the registry secret "mine", and that it is for this registry.',
    );
  });

  test.each([[{}], [{ containerStatuses: [{ ...waiting('x'), ready: true }] }]])(
    'none for %j',
    (pod: Fields) => {
      expect(reasonsOf([parsePod(pod)], body)).toEqual([]);
    },
  );

  const inRegion = (regionId: string, reason: string): Pod =>
    parsePod({ regionId, containerStatuses: [waiting(reason)] });

  test('pods with one cause are told once, with all regions; the most frequent cause comes first', () => {
    const pods = [
      inRegion('cn-beijing-cm', 'Odd'),
      inRegion('cn-shanghai-ct', 'Odder'),
      inRegion('cn-shanghai-ct', 'Odder'),
      inRegion('cn-beijing-cm', 'Odder'),
    ];
    const others = Array.from({ length: 5 }, () => parsePod({ regionId: 'cn-shanghai-ct' }));
    expect(reasonsOf([...pods, ...others], body)).toEqual([
      {
        place: 'cn-shanghai-ct, 2 of 7 failing pods; cn-beijing-cm, 1 of 2 failing pods',
        text: 'web: Odder.',
      },
      { place: 'cn-beijing-cm, 1 of 2 failing pods', text: 'web: Odd.' },
    ]);
  });

  test('after three causes, only how many others there are', () => {
    const pods = ['A', 'B', 'C', 'D', 'E'].map((reason) => inRegion('cn-shanghai-ct', reason));
    const reasons = reasonsOf(pods, body).map(reasonText);
    expect(reasons).toHaveLength(4);
    expect(reasons.at(-1)).toBe('And 2 other reasons.');
  });

  test('text of any length and kind stays short and on one line', () => {
    const long = `${'"": desc = '.repeat(50_000)}\u202e\n::error::x`;
    const pod = parsePod({ containerStatuses: [waiting('ErrImagePull', long)] });
    const text = reasonsOf([pod], body)[0]?.text ?? '';
    expect(text).toMatch(/^the image .{1,700}$/);
    expect(text).not.toContain('\u202e');
  });
});
