import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Rollout } from '../../local-bec/rollout.ts';
import {
  badMount,
  crashLoop,
  exception,
  exceptionHeals,
  flapping,
  imagePull,
  insufficient,
  running,
  runningShort,
  stuck,
  vanishes,
} from '../../local-bec/rollouts.ts';
import { parseFields } from '../../src/json.ts';
import { plainSpec } from '../../testing/deployment.ts';
import { runPlay, startPlay, type Play } from '../../testing/rollout.ts';

const aTime: unknown = expect.any(Number);
const aToken: unknown = expect.stringMatching(/^bec-/);

const starting = { afterMs: 0, status: 'STARTING', runningPods: 0 } as const;

/** The lines of the group that says why. */
function groupIn(log: string): readonly string[] {
  const [, lines = ''] = /^::group::Why \S+ does not run\n([^]*?)\n::endgroup::$/m.exec(log) ?? [];
  return lines.split('\n');
}

describe('a service that comes up', () => {
  const rollouts: readonly {
    readonly name: string;
    readonly play: Play;
    readonly progress: readonly string[];
  }[] = [
    {
      name: 'runs at once',
      play: { rollout: running(0) },
      progress: ['RUNNING · 2 of 2 pods'],
    },
    {
      name: 'starts slowly',
      play: { rollout: running(5000) },
      progress: ['STARTING · 0 of 2 pods', 'RUNNING · 2 of 2 pods'],
    },
    {
      name: 'flaps',
      play: { rollout: flapping(1000) },
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
      play: { rollout: runningShort(3000) },
      progress: ['RUNNING · 1 of 2 pods', 'RUNNING · 2 of 2 pods'],
    },
    {
      name: 'is in EXCEPTION for a while',
      play: { rollout: exceptionHeals(2000) },
      progress: ['STARTING · 0 of 2 pods', 'EXCEPTION · 0 of 2 pods', 'RUNNING · 2 of 2 pods'],
    },
    {
      // From 2 s to 26 s and from 56 s to 71 s.
      name: 'is in EXCEPTION twice, never for a minute without a break',
      play: {
        rollout: [
          starting,
          { afterMs: 1000, status: 'EXCEPTION', runningPods: 0 },
          { afterMs: 6000, status: 'STARTING', runningPods: 0 },
          { afterMs: 7000, status: 'EXCEPTION', runningPods: 0 },
          { afterMs: 9000, status: 'RUNNING', runningPods: 'all' },
        ],
      },
      progress: [
        'STARTING · 0 of 2 pods',
        'EXCEPTION · 0 of 2 pods',
        'STARTING · 0 of 2 pods',
        'EXCEPTION · 0 of 2 pods',
        'RUNNING · 2 of 2 pods',
      ],
    },
    {
      name: 'is in EXCEPTION twice, not found in between',
      play: {
        rollout: [
          starting,
          { afterMs: 1000, status: 'EXCEPTION', runningPods: 0 },
          { afterMs: 6000, status: 'VANISHED', runningPods: 0 },
          { afterMs: 7000, status: 'EXCEPTION', runningPods: 0 },
          { afterMs: 9000, status: 'RUNNING', runningPods: 'all' },
        ],
      },
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
      play: {
        rollout: [
          starting,
          { afterMs: 1000, status: 'VANISHED', runningPods: 0 },
          { afterMs: 4000, status: 'RUNNING', runningPods: 'all' },
        ],
      },
      progress: ['STARTING · 0 of 2 pods', 'not found', 'RUNNING · 2 of 2 pods'],
    },
    {
      name: 'has a status that nobody knows',
      play: { details: [{ status: 'warming_up', totalPods: 2, runningPods: '1' }] },
      progress: [
        'WARMING_UP (a status that is not documented) · 1 of 2 pods',
        'RUNNING · 2 of 2 pods',
      ],
    },
    {
      name: 'is told of in other shapes: nested, in lower case, with numbers as text, by region',
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
      play: {
        rollout: running(9000),
        faults: [
          { on: 'detail', kind: 'answer', status: 500, times: 2 },
          { on: 'detail', kind: 'reset', when: 'before', times: 2 },
          { on: 'detail', kind: 'answer', status: 429, headers: { 'Retry-After': '3' } },
          { on: 'detail', kind: 'garbage' },
          { on: 'detail', kind: 'half-answer' },
          { on: 'detail', kind: 'answer', status: 408, times: 2 },
        ],
      },
      progress: ['RUNNING · 2 of 2 pods'],
    },
    {
      name: 'is taken for another one by an answer',
      play: { details: [{ serviceId: 's-another', status: 'FAILED' }] },
      progress: ['RUNNING · 2 of 2 pods'],
    },
  ];
  test.concurrent.each(rollouts)('$name: green in the end', async ({ play, progress }) => {
    const ended = await runPlay({ ...play, inputs: { 'on-failure': 'delete' } });
    expect(ended.error).toBe('');
    expect(ended.exitCode).toBe(0);
    expect(ended.progress).toEqual(progress);
    expect(ended.log).toMatch(/^It runs, after /m);
    expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId, status: 'RUNNING' });
    expect(parseFields(ended.outputs['service'] ?? '')).toMatchObject({ runningPods: 2 });
    expect(ended.operations).not.toContain('delete');
    expect(ended.summary).toContain(' is running\n');
  });

  test.concurrent('a poll that hangs is given up, and the next one tells', async () => {
    const hang = { on: 'detail', kind: 'hang', when: 'before' } as const;
    const ended = await runPlay({ rollout: running(1000), faults: [hang] });
    expect(ended.error).toBe('');
    expect(ended.log).toContain("The state can't be read just now: ");
    expect(ended.progress).toEqual(['RUNNING · 2 of 2 pods']);
  });
});

describe('the log while it waits', () => {
  test.concurrent(
    'has a sign of life at least once a minute, and no line more than needed',
    async () => {
      const ended = await runPlay({ rollout: running(40_000) });
      expect(ended.exitCode).toBe(0);
      const gaps = ended.progressSeconds.map(
        (time, index, times) => time - (times[index - 1] ?? 0),
      );
      expect(Math.max(...gaps)).toBeLessThanOrEqual(60);
      expect(ended.progress.length).toBeGreaterThan(10);
      expect(ended.progress.length).toBeLessThan(20);
      expect(new Set(ended.progress).size).toBe(2);
    },
  );

  test.concurrent('names what keeps the pods once they are late, each reason once', async () => {
    const message = 'manifest unknown';
    const failed = { eventType: 'Warning', eventName: 'Failed', eventMessage: message } as const;
    const pulling = { eventType: 'Normal', eventName: 'Pulling', eventMessage: 'Pulling' } as const;
    const errImagePull = { waiting: { reason: 'ErrImagePull', message } };
    const rollout: Rollout = [
      { ...starting, containers: errImagePull, events: [pulling, failed] },
      {
        ...starting,
        afterMs: 10_000,
        containers: errImagePull,
        events: [pulling, failed, pulling, failed],
      },
      {
        ...starting,
        afterMs: 20_000,
        containers: { waiting: { reason: 'ImagePullBackOff', message } },
        events: [pulling, failed, failed, failed],
      },
      { afterMs: 35_000, status: 'RUNNING', runningPods: 'all' },
    ];
    const ended = await runPlay({ rollout });
    expect(ended.exitCode).toBe(0);
    const reasons = ended.log.split('\n').filter((line) => line.startsWith('Still waiting: '));
    expect(reasons).toEqual([
      'Still waiting: web: ErrImagePull: manifest unknown',
      'Still waiting: Failed: manifest unknown',
      'Still waiting: web: ImagePullBackOff: manifest unknown',
    ]);
    // The polls come at 0, 2, 5, 9, 16, 26 and 41 s.
    expect(ended.operations.indexOf('pods')).toBe(8);
    expect(ended.operations.filter((operation) => operation === 'pods')).toHaveLength(4);
  });

  test.concurrent('does not end because the pods can not be looked at', async () => {
    const ended = await runPlay({
      rollout: running(8000),
      faults: [{ on: 'pods', kind: 'answer', status: 403 }],
    });
    expect(ended.operations).toContain('pods');
    expect(ended.exitCode).toBe(0);
  });
});

describe('a service that does not come up', () => {
  const rollouts: readonly {
    readonly name: string;
    readonly rollout: Rollout;
    readonly error: RegExp;
    readonly group: readonly (string | RegExp)[];
    readonly status: string;
  }[] = [
    {
      name: 'its image can not be pulled',
      rollout: imagePull(1000),
      error:
        /, but it is FAILED\. web: ImagePullBackOff: .*manifest unknown\. Check that this image was pushed/,
      group: [
        /^pod s-\w+-0 · cn-shanghai-ct · PENDING$/,
        /^ {2}container web: ImagePullBackOff: .*manifest unknown$/,
        '  event BackOff: Back-off pulling image (×3)',
        /^ {2}event Failed: Failed to pull image: .* \(×2\)$/,
        '  event Pulling: Pulling image (×2)',
      ],
      status: 'FAILED',
    },
    {
      name: 'it crashes again and again',
      rollout: crashLoop(2000),
      error:
        /, but it is FAILED\. web: CrashLoopBackOff: .*it ended with exit code 1\. The container starts and ends again/,
      group: [
        /^pod /,
        /^ {2}container web: CrashLoopBackOff: .* \(restarts: 3\)$/,
        '  event BackOff: Back-off restarting failed container (×3)',
      ],
      status: 'FAILED',
    },
    {
      name: 'a volume is not there',
      rollout: badMount(1000),
      error:
        /, but it is FAILED\. FailedMount: .*configmap "config" not found\. Check that every configMap/,
      group: [
        /^pod /,
        '  container web: ContainerCreating: the container is being created',
        /^ {2}event FailedMount: .* \(×2\)$/,
      ],
      status: 'FAILED',
    },
    {
      name: 'no node has room',
      rollout: insufficient(),
      error:
        /, but it was not running after 10 min\. FailedScheduling: .*3 Insufficient cpu\.+ No node in that region has room/,
      group: [/^pod /, /^ {2}event FailedScheduling: .*Insufficient cpu\. \(×2\)$/],
      status: 'PENDING',
    },
    {
      name: 'it is stuck on its way',
      rollout: stuck(),
      error: /, but it was not running after 10 min\. web: ContainerCreating: /,
      group: [
        /^pod /,
        '  container web: ContainerCreating: the container is being created',
        '  event Scheduled: Successfully assigned the pod to a node',
      ],
      status: 'STARTING',
    },
    {
      name: 'it is in EXCEPTION for a minute',
      rollout: exception(1000),
      error:
        /, but it has been in EXCEPTION for \d+ s\. web: CreateContainerError: context deadline exceeded\./,
      group: [/^pod /, /^ {2}container web: /, '  event Failed: Error: context deadline exceeded'],
      status: 'EXCEPTION',
    },
  ];
  test.concurrent.each(rollouts)(
    '$name: red, with the reason',
    async ({ rollout, error, group, status }) => {
      const ended = await runPlay({ rollout });
      expect(ended.exitCode).toBe(1);
      expect(ended.error).toMatch(error);
      expect(ended.error).toContain(`The service "shop" (${ended.serviceId}) was created, but `);
      expect(ended.error).toMatch(/It is still there, and billed until it is deleted\.$/);
      const lines = groupIn(ended.log);
      for (const [index, line] of group.entries()) {
        expect(lines[index]).toMatch(
          typeof line === 'string' ? new RegExp(`^${escaped(line)}$`) : line,
        );
      }
      // Both pods are told of, alike.
      expect(lines).toHaveLength(group.length * 2);
      expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId, status });
      expect(parseFields(ended.outputs['service'] ?? '')).toMatchObject({ status });
      expect(ended.summary).toContain('was created and is not running');
      expect(ended.summary).toContain(`<code>${ended.serviceId}-0</code>`);
      expect(ended.operations).not.toContain('delete');
      expect(ended.bec.services).toHaveLength(1);
    },
  );

  test.concurrent('a minute of EXCEPTION, not less, is a failure', async () => {
    const ended = await runPlay({ rollout: exception(0) });
    expect(ended.progressSeconds.at(-1)).toBeLessThan(60);
    const [, lasted = ''] = /in EXCEPTION for (\d+) s/.exec(ended.error) ?? [];
    expect(Number(lasted)).toBeGreaterThanOrEqual(60);
  });

  test.concurrent('one that can not be found for half a minute is a failure', async () => {
    const ended = await runPlay({ rollout: vanishes(1000) });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toMatch(/, but it has been unknown to BEC for \d+ s\./);
    const [, lasted = ''] = /for (\d+) s\./.exec(ended.error) ?? [];
    expect(Number(lasted)).toBeGreaterThanOrEqual(30);
    expect(ended.progress).toEqual(['STARTING · 0 of 2 pods', 'not found']);
    // What was seen last is what is handed on.
    expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId, status: 'STARTING' });
  });

  test.concurrent('of many pods a few are told of', async () => {
    const deployInstances = [{ regionId: 'cn-shanghai-ct', replicas: 50 }];
    const ended = await runPlay({ rollout: imagePull(0), spec: { ...plainSpec, deployInstances } });
    expect(groupIn(ended.log).filter((line) => line.startsWith('pod '))).toHaveLength(4);
  });

  test.concurrent('a crash in a pod that says it runs is told of too', async () => {
    const rollout: Rollout = [
      {
        afterMs: 0,
        status: 'FAILED',
        runningPods: 'all but one',
        containers: { terminated: { exitCode: 137, reason: 'OOMKilled', message: '' } },
        restartCount: 7,
      },
    ];
    const ended = await runPlay({ rollout });
    expect(ended.error).toContain(
      'web: OOMKilled: it ended with exit code 137. The container starts',
    );
    expect(groupIn(ended.log)).toHaveLength(2);
  });

  test.concurrent.each(['STOP', 'STOPPING', 'TERMINATED', 'TERMINATING', 'DELETING'] as const)(
    'one that is %s while it is waited for is a failure at once',
    async (status) => {
      const ended = await runPlay({
        rollout: [starting, { afterMs: 2000, status, runningPods: 2 }],
      });
      expect(ended.error).toContain(`, but it is ${status}.`);
      expect(ended.operations.filter((operation) => operation === 'detail')).toHaveLength(3);
    },
  );

  test.concurrent('one that may not be watched is said to exist', async () => {
    const code = 'AccessDenied';
    const ended = await runPlay({
      faults: [{ on: 'detail', kind: 'answer', status: 403, body: { code, message: 'no' } }],
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain(
      `The service "shop" (${ended.serviceId}) was created, but whether it runs can't be seen: GET /v1/service/${ended.serviceId} failed: HTTP 403 AccessDenied: no`,
    );
    expect(ended.error).toContain('It is still there, and billed until it is deleted.');
    expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId });
  });
});

describe('what the pods say can not be read', () => {
  const faults: readonly {
    readonly name: string;
    readonly play: Play;
    readonly log: string;
  }[] = [
    {
      name: 'the list fails',
      play: { faults: [{ on: 'pods', kind: 'answer', status: 500, times: 9 }] },
      log: "What its pods say can't be read: GET /v1/pod failed after 2 attempts: HTTP 500",
    },
    {
      name: 'the list is refused',
      play: { faults: [{ on: 'pods', kind: 'answer', status: 403 }] },
      log: "What its pods say can't be read: GET /v1/pod failed: HTTP 403",
    },
    {
      name: 'the list is garbage',
      play: { faults: [{ on: 'pods', kind: 'garbage', times: 9 }] },
      log: 'HTTP 200, but its body is not a JSON object',
    },
    {
      name: 'the list never comes',
      play: { faults: [{ on: 'pods', kind: 'hang', when: 'before', times: 9 }] },
      log: 'no complete response within',
    },
    {
      name: 'the list is empty',
      play: { faults: [{ on: 'pods', kind: 'answer', status: 200, body: { result: null } }] },
      log: 'BEC lists no pod that does not run.',
    },
    {
      name: 'no pod can be asked for',
      play: { faults: [{ on: 'pod', kind: 'answer', status: 500, times: 9 }] },
      log: 'HTTP 500',
    },
  ];
  test.concurrent.each(faults)('$name: the failure is told even so', async ({ play, log }) => {
    const ended = await runPlay({ ...play, rollout: crashLoop(0) });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toBe(
      `The service "shop" (${ended.serviceId}) was created, but it is FAILED. It is still there, and billed until it is deleted.`,
    );
    expect(ended.log).toContain(log);
  });

  test.concurrent('the second pod can not be asked for: the first has told why', async () => {
    const ended = await runPlay({
      rollout: crashLoop(0),
      faults: [
        { on: 'pod', kind: 'delay', ms: 1 },
        { on: 'pod', kind: 'answer', status: 500, times: 9 },
      ],
    });
    expect(ended.error).toContain('web: CrashLoopBackOff: ');
    expect(groupIn(ended.log)[0]).toContain(`${ended.serviceId}-0`);
  });
});

describe('on-failure: delete', () => {
  const inputs = { 'on-failure': 'delete' };

  test.concurrent.each([
    { name: 'a failure', rollout: imagePull(1000) },
    { name: 'a timeout', rollout: stuck() },
  ])('after $name it is deleted, and said so', async ({ rollout }) => {
    const ended = await runPlay({ rollout, inputs });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toMatch(/ It was deleted, as on-failure says\.$/);
    expect(ended.operations.filter((operation) => operation === 'delete')).toHaveLength(1);
    expect(ended.operations.at(-1)).toBe('delete');
    expect(ended.bec.services).toMatchObject([{ deletedAt: aTime }]);
    // What happened before is told all the same.
    expect(groupIn(ended.log).length).toBeGreaterThan(1);
  });

  test.concurrent('a delete that BEC fails at first is tried again', async () => {
    const ended = await runPlay({
      rollout: imagePull(0),
      inputs,
      faults: [{ on: 'delete', kind: 'answer', status: 503, times: 2 }],
    });
    expect(ended.error).toContain('It was deleted');
    expect(ended.bec.services).toMatchObject([{ deletedAt: aTime }]);
  });

  test.concurrent('a delete whose answer got lost is not made a failure', async () => {
    const ended = await runPlay({
      rollout: imagePull(0),
      inputs,
      faults: [{ on: 'delete', kind: 'reset', when: 'after' }],
    });
    expect(ended.error).toContain('It was deleted');
    expect(
      ended.bec.requests.filter(({ operation }) => operation === 'delete').at(-1)?.status,
    ).toBe(404);
  });

  test.concurrent.each([
    { name: 'is refused', fault: { kind: 'answer', status: 403 }, why: 'HTTP 403' },
    { name: 'hangs', fault: { kind: 'hang', when: 'before' }, why: 'no complete response within' },
  ] as const)('a delete that $name: it is still there, and billed', async ({ fault, why }) => {
    const faults = [{ ...fault, on: 'delete', times: 9 }] as const;
    const ended = await runPlay({ rollout: imagePull(0), inputs, faults });
    expect(ended.error).toContain(', but it is FAILED. web: ImagePullBackOff');
    expect(ended.error).toContain(
      'It could not be deleted, so it is still there, and billed: DELETE ',
    );
    expect(ended.error).toContain(why);
    expect(ended.bec.services[0]).not.toHaveProperty('deletedAt');
  });

  test.concurrent('a service that can not be watched is left alone', async () => {
    const ended = await runPlay({
      inputs,
      faults: [{ on: 'detail', kind: 'answer', status: 403 }],
    });
    expect(ended.operations).not.toContain('delete');
  });

  test.concurrent('without a wait it has no effect, which is said', async () => {
    const ended = await runPlay({ inputs: { ...inputs, wait: 'false' } });
    expect(ended.exitCode).toBe(0);
    expect(ended.log).toContain(
      '::warning::Input on-failure: delete has no effect without wait: true.',
    );
    expect(ended.operations).toEqual(['create']);
  });

  test.concurrent('together with a client-token it is refused', async () => {
    const ended = await runPlay({ inputs: { ...inputs, 'client-token': 'my-token' } });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain('Inputs on-failure: delete and client-token exclude each other');
    expect(ended.bec.requests).toHaveLength(0);
  });
});

/** Starts a step in real time, and sends the signal when it has done what is asked for. */
async function cancelPlay(
  play: Play & { readonly inputs?: Readonly<Record<string, string>> },
  signal: NodeJS.Signals,
  speed: number,
  isTime: (operations: readonly string[]) => boolean,
) {
  const { inputs, ...rest } = play;
  await using deployment = await startPlay(rest);
  const { bec } = deployment;
  const { process: child, end } = deployment.start({
    clock: speed,
    inputs: { wait: 'true', ...inputs },
  });
  const operationsOf = () => bec.requests.map(({ operation }) => operation ?? 'unknown');
  // Requests that are never answered are seen in the list alone.
  while (child.exitCode === null && !isTime(operationsOf())) {
    await sleep(5);
  }
  const start = performance.now();
  child.kill(signal);
  const ended = await end;
  const elapsedMs = performance.now() - start;
  const serviceId = bec.services[0]?.serviceId ?? 'none';
  return { ...ended, bec, serviceId, elapsedMs, operations: operationsOf() };
}

// There are no such signals on Windows.
describe.skipIf(process.platform === 'win32')('a job that is cancelled while it waits', () => {
  /** A second is what the action has; three what a busy machine may take. */
  const promptMs = 3000;
  const isPolled = (operations: readonly string[]): boolean =>
    operations.filter((operation) => operation === 'detail').length === 2;

  test.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: the service is kept',
    async (signal) => {
      const ended = await cancelPlay({ rollout: stuck() }, signal, 4, isPolled);
      expect(ended.exitCode).toBe(1);
      expect(ended.elapsedMs).toBeLessThan(promptMs);
      expect(ended.error).toBe(
        `Cancelled (${signal}). The service "shop" (${ended.serviceId}) was created and did not run yet. It is still there, and billed until it is deleted.`,
      );
      expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId, status: 'STARTING' });
      expect(ended.summary).toContain('Cancelled');
      expect(ended.operations).not.toContain('delete');
    },
  );

  test.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: on-failure deletes it',
    async (signal) => {
      const inputs = { 'on-failure': 'delete' };
      const ended = await cancelPlay({ rollout: stuck(), inputs }, signal, 4, isPolled);
      expect(ended.exitCode).toBe(1);
      expect(ended.elapsedMs).toBeLessThan(promptMs);
      expect(ended.error).toBe(
        `Cancelled (${signal}). The service "shop" (${ended.serviceId}) was created and did not run yet. It was deleted, as on-failure says.`,
      );
      expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId });
      expect(ended.operations.filter((operation) => operation === 'delete')).toHaveLength(1);
      expect(ended.bec.services).toMatchObject([{ deletedAt: aTime }]);
    },
  );

  test.concurrent('in a poll that hangs: it ends at once', async () => {
    const hang = { on: 'detail', kind: 'hang', when: 'before' } as const;
    const play = { rollout: stuck(), faults: [hang] };
    const ended = await cancelPlay(play, 'SIGINT', 1, (operations) =>
      operations.includes('detail'),
    );
    expect(ended.elapsedMs).toBeLessThan(promptMs);
    expect(ended.error).toContain(`(${ended.serviceId}) was created and did not run yet.`);
  });

  test.concurrent('while it finds out why: the failure is told, and no more asked', async () => {
    const hang = { on: 'pods', kind: 'hang', when: 'before' } as const;
    const play = { rollout: imagePull(0), faults: [hang], inputs: { 'on-failure': 'delete' } };
    const ended = await cancelPlay(play, 'SIGINT', 1, (operations) => operations.includes('pods'));
    expect(ended.elapsedMs).toBeLessThan(promptMs);
    expect(ended.error).toContain(', but it is FAILED. It was deleted, as on-failure says.');
    expect(ended.log).not.toContain('Nothing was sent');
    expect(ended.operations.at(-1)).toBe('delete');
  });

  test.concurrent('in a delete that hangs: it is tried once more', async () => {
    const hang = { on: 'delete', kind: 'hang', when: 'before' } as const;
    const play = { rollout: imagePull(0), faults: [hang], inputs: { 'on-failure': 'delete' } };
    const ended = await cancelPlay(play, 'SIGINT', 1, (operations) =>
      operations.includes('delete'),
    );
    expect(ended.elapsedMs).toBeLessThan(promptMs);
    expect(ended.error).toContain('It was deleted, as on-failure says.');
    expect(ended.bec.services).toMatchObject([{ deletedAt: aTime }]);
  });

  test.concurrent('with a delete that hangs: it says so before the runner ends it', async () => {
    const hang = { on: 'delete', kind: 'hang', when: 'before', times: 9 } as const;
    const play = { rollout: stuck(), faults: [hang], inputs: { 'on-failure': 'delete' } };
    const ended = await cancelPlay(play, 'SIGINT', 4, isPolled);
    // 5 s, four times as fast.
    expect(ended.elapsedMs).toBeLessThan(7500);
    expect(ended.error).toContain('It could not be deleted, so it is still there, and billed: ');
    expect(ended.error).not.toContain('Nothing was sent');
  });

  test.concurrent('even one that is killed has told the serviceId', async () => {
    const ended = await cancelPlay({ rollout: stuck() }, 'SIGKILL', 1, (operations) =>
      operations.includes('detail'),
    );
    expect(ended.exitCode).toBeNull();
    expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId, clientToken: aToken });
  });
});

test.concurrent('a wait of half an hour makes few requests, and does not grow', async () => {
  await using deployment = await startPlay({
    rollout: stuck(),
    spec: { ...plainSpec, deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 10 }] },
  });
  const probe = new URL('../../testing/heap-probe.ts', import.meta.url).href;
  const ended = await deployment.run({
    clock: 'stepping',
    nodeArguments: ['--expose-gc', '--import', probe],
    inputs: { wait: 'true', 'wait-timeout': '30m', 'on-failure': 'delete' },
  });
  expect(ended.error).toContain('it was not running after 30 min');
  expect(deployment.bec.requests.length).toBeGreaterThan(100);
  expect(deployment.bec.requests.length).toBeLessThanOrEqual(150);
  expect(ended.log).not.toContain('Warning: ');
  const heaps = [...ended.log.matchAll(/^heap (\d+)$/gm)].map(([, bytes]) => Number(bytes));
  const [early = 0, late = 0] = [heaps[0], heaps.at(-1)];
  expect(heaps.length).toBeGreaterThan(2);
  expect(late - early).toBeLessThan(200_000);
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
