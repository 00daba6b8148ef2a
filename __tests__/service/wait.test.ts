import { describe, expect, test } from 'vitest';
import type { Rollout } from '../../local-bec/rollout.ts';
import {
  exceptionHeals,
  flapping,
  running,
  runningShort,
  stuck,
} from '../../local-bec/rollouts.ts';
import { plainSpec } from '../../testing/deployment.ts';
import { playRollout, type Play } from '../../testing/session.ts';
import { startWire } from '../../testing/torture/wire.ts';

const starting = { afterMs: 0, status: 'STARTING', runningPods: 0 } as const;
const minute = 60_000;

describe('a service that gets to run', () => {
  const rollouts: readonly {
    readonly name: string;
    readonly rollout?: Rollout;
    readonly play?: Play;
    readonly progress: readonly string[];
  }[] = [
    {
      name: 'is running at once',
      rollout: running(0),
      progress: ['RUNNING · 2 of 2 pods'],
    },
    {
      name: 'starts slowly',
      rollout: running(20_000),
      progress: ['STARTING · 0 of 2 pods', 'RUNNING · 2 of 2 pods'],
    },
    {
      name: 'flaps',
      rollout: flapping(4_000),
      progress: [
        'STARTING · 0 of 2 pods',
        'RUNNING · 0 of 2 pods',
        'PENDING · 0 of 2 pods',
        'RUNNING · 0 of 2 pods',
        'STARTING · 0 of 2 pods',
        'RUNNING · 2 of 2 pods',
      ],
    },
    {
      name: 'is RUNNING with too few pods first',
      rollout: runningShort(10_000),
      progress: ['RUNNING · 1 of 2 pods', 'RUNNING · 2 of 2 pods'],
    },
    {
      name: 'is in EXCEPTION for a while',
      rollout: exceptionHeals(25_000),
      progress: ['STARTING · 0 of 2 pods', 'EXCEPTION · 0 of 2 pods', 'RUNNING · 2 of 2 pods'],
    },
    {
      name: 'is in EXCEPTION twice, for less than a minute each time',
      rollout: [
        starting,
        { afterMs: 4_000, status: 'EXCEPTION', runningPods: 0 },
        { afterMs: 50_000, status: 'STARTING', runningPods: 0 },
        { afterMs: 60_000, status: 'EXCEPTION', runningPods: 0 },
        { afterMs: 110_000, status: 'RUNNING', runningPods: 'all' },
      ],
      progress: [
        'STARTING · 0 of 2 pods',
        'EXCEPTION · 0 of 2 pods',
        'STARTING · 0 of 2 pods',
        'EXCEPTION · 0 of 2 pods',
        'RUNNING · 2 of 2 pods',
      ],
    },
    {
      name: 'is in EXCEPTION twice, and not found in between',
      rollout: [
        starting,
        { afterMs: 4_000, status: 'EXCEPTION', runningPods: 0 },
        { afterMs: 40_000, status: 'VANISHED', runningPods: 0 },
        { afterMs: 50_000, status: 'EXCEPTION', runningPods: 0 },
        { afterMs: 90_000, status: 'RUNNING', runningPods: 'all' },
      ],
      progress: [
        'STARTING · 0 of 2 pods',
        'EXCEPTION · 0 of 2 pods',
        'not found',
        'EXCEPTION · 0 of 2 pods',
        'RUNNING · 2 of 2 pods',
      ],
    },
    {
      name: 'is not found for a moment',
      rollout: [
        starting,
        { afterMs: 4_000, status: 'VANISHED', runningPods: 0 },
        { afterMs: 30_000, status: 'RUNNING', runningPods: 'all' },
      ],
      progress: ['STARTING · 0 of 2 pods', 'not found', 'RUNNING · 2 of 2 pods'],
    },
    {
      name: 'has an undocumented status',
      play: { details: [{ status: 'warming_up', totalPods: 2, runningPods: '1' }] },
      progress: ['WARMING_UP · 1 of 2 pods', 'RUNNING · 2 of 2 pods'],
    },
    {
      name: 'is described in lower case, with numbers as text, by region',
      play: {
        details: [
          {
            status: 'starting',
            totalPods: '3',
            runningPods: null,
            deployInstances: [
              { regionId: 'cn-shanghai-ct', replicas: '2', runningPods: 0 },
              { regionId: 'cn-beijing-cm', replicas: 1, runningPods: '0' },
            ],
          },
        ],
      },
      progress: [
        'STARTING · 0 of 3 pods · cn-shanghai-ct 0 of 2, cn-beijing-cm 0 of 1',
        'RUNNING · 2 of 2 pods',
      ],
    },
    {
      name: 'is polled through 500s, cut connections, a rate limit and garbage',
      rollout: running(9_000),
      play: {
        faults: [
          { on: 'detail', kind: 'response', status: 500, times: 2 },
          { on: 'detail', kind: 'reset', when: 'before', times: 2 },
          { on: 'detail', kind: 'response', status: 429, headers: { 'Retry-After': '3' } },
          { on: 'detail', kind: 'garbage' },
          { on: 'detail', kind: 'half-response' },
          { on: 'detail', kind: 'response', status: 408, times: 2 },
        ],
      },
      progress: ['RUNNING · 2 of 2 pods'],
    },
    {
      name: 'is mixed up with another one in a response',
      play: { details: [{ serviceId: 's-another', status: 'FAILED' }] },
      progress: ['RUNNING · 2 of 2 pods'],
    },
  ];
  test.concurrent.each(rollouts)('$name', async ({ rollout, play, progress }) => {
    const played = await playRollout({
      server: { rollout },
      options: { onFailure: 'delete' },
      ...play,
    });
    expect(played.error).toBe('');
    expect(played.progress).toEqual(progress);
    expect(played.seen.at(-1)).toMatchObject({ status: 'RUNNING', runningPods: 2 });
    expect(played.log.join('\n')).toMatch(/^The service is running \(after /m);
    expect(played.operations).not.toContain('delete');
  });

  test('a poll that hangs is given up, and the next one is sent', async () => {
    const played = await playRollout({
      server: { rollout: running(1000) },
      faults: [{ on: 'detail', kind: 'hang', when: 'before', times: 2 }],
    });
    expect(played.error).toBe('');
    expect(played.log.join('\n')).toContain("The state can't be read just now: ");
    expect(played.progress).toEqual(['RUNNING · 2 of 2 pods']);
  });
});

test.concurrent.each([3, 10, 39, 60, 90, 299, 301, 600, 1800, 3600, 6 * 3600 - 20])(
  'a service that takes %d s is seen running within 5%% of that, at least 2 s, at most 15 s',
  async (startupSeconds) => {
    const startupMs = startupSeconds * 1000;
    const played = await playRollout({
      server: { startupMs },
      options: { timeoutMs: 6 * 60 * minute },
    });
    const delayMs = played.elapsedMs - startupMs;
    expect(played.error).toBe('');
    expect(delayMs).toBeGreaterThanOrEqual(0);
    expect(delayMs).toBeLessThanOrEqual(Math.min(15_000, Math.max(2_000, startupMs * 0.05)));
  },
);

test.concurrent('half an hour takes some 160 requests, over one connection', async () => {
  await using relays = new AsyncDisposableStack();
  let connections = (): number => 0;
  const played = await playRollout({
    server: { rollout: stuck() },
    body: { ...plainSpec, deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 10 }] },
    options: { timeoutMs: 30 * minute },
    via: async (port) => {
      const relay = relays.use(await startWire(port));
      ({ connections } = relay);
      return relay.port;
    },
  });
  expect(connections()).toBe(1);
  expect(played.error).toContain('it was not running after 30 min');
  expect(played.elapsedMs).toBe(30 * minute);
  const polls = played.operations.filter((operation) => operation === 'detail').length;
  expect(polls).toBeGreaterThan(120);
  expect(polls).toBeLessThanOrEqual(165);
  expect(played.operations.length).toBeLessThanOrEqual(210);
});

describe('the log of a wait', () => {
  test.concurrent('has a line at least once a minute, and few more', async () => {
    const played = await playRollout({ server: { rollout: running(8 * minute) } });
    expect(played.error).toBe('');
    const gaps = played.progressSeconds.map((time, index, times) => time - (times[index - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(60);
    expect(played.progress.length).toBeGreaterThan(8);
    expect(played.progress.length).toBeLessThan(13);
    expect(new Set(played.progress).size).toBe(2);
  });

  test.concurrent('has each reason of the pods once, from half a minute on', async () => {
    const message = 'manifest unknown';
    const failed = { eventType: 'Warning', eventName: 'Failed', eventMessage: message } as const;
    const pulling = { eventType: 'Normal', eventName: 'Pulling', eventMessage: 'Pulling' } as const;
    const errImagePull = { waiting: { reason: 'ErrImagePull', message } };
    const backOff = { waiting: { reason: 'ImagePullBackOff', message } };
    const rollout: Rollout = [
      { ...starting, containers: errImagePull, events: [pulling, failed] },
      {
        ...starting,
        afterMs: 45_000,
        containers: errImagePull,
        events: [pulling, failed, pulling, failed],
      },
      { ...starting, afterMs: 100_000, containers: backOff, events: [failed, failed, failed] },
      { afterMs: 400_000, status: 'RUNNING', runningPods: 'all' },
    ];
    const played = await playRollout({ server: { rollout } });
    expect(played.log.filter((line) => line.startsWith('Still waiting: '))).toEqual([
      expect.stringMatching(
        /^Still waiting: cn-shanghai-ct, 2 pods: the image \S+ can't be pulled: manifest unknown\. Push it/,
      ),
    ]);
    // One create, and polls every 2 s from 0 on.
    expect(played.operations.indexOf('pods')).toBe(1 + 16);
    // Three looks, and the list of addresses at the end, each of a page and an empty one.
    expect(played.operations.filter((operation) => operation === 'pods')).toHaveLength(8);
  });

  test.concurrent('goes on when the pods cannot be read', async () => {
    const played = await playRollout({
      server: { rollout: running(45_000) },
      faults: [{ on: 'pods', kind: 'response', status: 403 }],
    });
    expect(played.operations).toContain('pods');
    expect(played.error).toBe('');
  });
});
