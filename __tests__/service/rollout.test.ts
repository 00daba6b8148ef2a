import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import type { Rollout } from '../../local-bec/rollout.ts';
import {
  badMount,
  crashLoop,
  exception,
  imagePull,
  insufficient,
  running,
  stuck,
  vanishes,
} from '../../local-bec/rollouts.ts';
import type { Client } from '../../src/api/client.ts';
import { CancelledError } from '../../src/errors.ts';
import type { Fields } from '../../src/json.ts';
import { plainSpec } from '../../testing/deployment.ts';
import { playRollout, type Play, type Played } from '../../testing/session.ts';

const aTime: unknown = expect.any(Number);
const starting = { afterMs: 0, status: 'STARTING', runningPods: 0 } as const;

function reasonsIn({ groups, serviceId }: Played): readonly string[] {
  return groups.get(`Why ${serviceId} is not running`) ?? [];
}

describe('a service that fails to run', () => {
  const rollouts: readonly {
    readonly name: string;
    readonly rollout: Rollout;
    readonly error: RegExp;
    /** What the log has of each of the two pods. */
    readonly lines: readonly RegExp[];
    readonly status: string;
  }[] = [
    {
      name: 'its image cannot be pulled',
      rollout: imagePull(5000),
      error:
        /, but it is FAILED\.\ncn-shanghai-ct, 2 pods: the image registry\.example\/shop can't be pulled: manifest unknown.*\. Push it with exactly this version/,
      lines: [
        /^pod \S+-\d · cn-shanghai-ct · PENDING$/,
        /^ {2}container web: ImagePullBackOff: .*manifest unknown$/,
        /^ {2}warning BackOff: Back-off pulling image \(×3\)$/,
        /^ {2}warning Failed: Failed to pull image: .* \(×2\)$/,
        /^ {2}event Pulling: Pulling image \(×2\)$/,
      ],
      status: 'FAILED',
    },
    {
      name: 'it crashes again and again',
      rollout: crashLoop(5000),
      error:
        /, but it is FAILED\.\ncn-shanghai-ct, 2 pods: container web starts and exits again \(exit code 1, 3 restarts\)\. Check its commands/,
      lines: [
        /^pod /,
        /^ {2}container web: CrashLoopBackOff: .* \(3 restarts\)$/,
        /^ {2}warning BackOff: Back-off restarting failed container \(×3\)$/,
      ],
      status: 'FAILED',
    },
    {
      name: 'a volume is missing',
      rollout: badMount(5000),
      error:
        /, but it is FAILED\.\ncn-shanghai-ct, 2 pods: .*configmap "config" not found\. Create every configMap/,
      lines: [
        /^pod /,
        /^ {2}container web: ContainerCreating: the container is being created$/,
        /^ {2}warning FailedMount: .* \(×2\)$/,
      ],
      status: 'FAILED',
    },
    {
      name: 'no node has room',
      rollout: insufficient(),
      error:
        /, but it was not running after 10 min\.\ncn-shanghai-ct, 2 pods: no node has enough room: .*3 Insufficient cpu\. Ask for less cpu/,
      lines: [/^pod /, /^ {2}warning FailedScheduling: .*Insufficient cpu\. \(×2\)$/],
      status: 'PENDING',
    },
    {
      name: 'it never gets beyond STARTING',
      rollout: stuck(),
      error:
        /, but it was not running after 10 min\.\ncn-shanghai-ct, 2 pods: web: ContainerCreating: /,
      lines: [
        /^pod /,
        /^ {2}container web: ContainerCreating: the container is being created$/,
        /^ {2}event Scheduled: Successfully assigned the pod to a node$/,
      ],
      status: 'STARTING',
    },
    {
      name: 'it is in EXCEPTION for a minute',
      rollout: exception(5000),
      error:
        /, but it has been in EXCEPTION for 6\d s\.\ncn-shanghai-ct, 2 pods: web: CreateContainerError: context deadline exceeded\./,
      lines: [
        /^pod /,
        /^ {2}container web: CreateContainerError: context deadline exceeded$/,
        /^ {2}warning Failed: Error: context deadline exceeded$/,
      ],
      status: 'EXCEPTION',
    },
  ];
  test.concurrent.each(rollouts)(
    '$name: the error has the reason, and says that it exists',
    async ({ rollout, error, lines, status }) => {
      const played = await playRollout({ server: { rollout } });
      expect(played.error).toMatch(error);
      expect(played.error).toContain(`The service "shop" (${played.serviceId}) was created, but `);
      expect(played.error).toMatch(/\nIt still exists, and is billed until it is deleted\.$/);
      const printed = reasonsIn(played);
      expect(printed).toHaveLength(lines.length * 2);
      for (const [index, line] of [...lines, ...lines].entries()) {
        expect(printed[index]).toMatch(line);
      }
      expect(played.seen.at(-1)).toMatchObject({ status });
      expect(played.pods).toMatchObject([{}, {}]);
      expect(played.operations).not.toContain('delete');
    },
  );

  test('a time in which it could never be read says so', async () => {
    const played = await playRollout({
      faults: [{ on: 'detail', kind: 'response', status: 500, times: 999 }],
      options: { timeoutMs: 60_000 },
    });
    expect(played.error).toMatch(/was created, but its state can't be read: GET .* HTTP 500/);
  });

  test('a minute of "not found" is a failure, after which it may exist', async () => {
    const played = await playRollout({ server: { rollout: vanishes(1000) } });
    expect(played.error).toMatch(/, but BEC has not found it for 6\d s\./);
    expect(played.error).toContain('It may still exist, and be billed');
    expect(new Set(played.progress)).toEqual(new Set(['STARTING · 0 of 2 pods', 'not found']));
    expect(played.elapsedMs).toBeGreaterThanOrEqual(60_000);
  });

  test('a few of many pods are explained', async () => {
    const deployInstances = [{ regionId: 'cn-shanghai-ct', replicas: 50 }];
    const played = await playRollout({
      server: { rollout: imagePull(0) },
      body: { ...plainSpec, deployInstances },
    });
    expect(reasonsIn(played).filter((line) => line.startsWith('pod '))).toHaveLength(6);
    expect(reasonsIn(played).at(-1)).toBe('… and 44 more pods');
  });

  test('a failing pod is found on every page, and named without a podId', async () => {
    const pods = Array.from({ length: 230 }, (_, index) => ({
      podName: `shop-${index}`,
      status: index === 219 ? 'PENDING' : 'RUNNING',
    }));
    const page = (from: number, to: number): Fault => ({
      kind: 'response',
      on: 'pods',
      status: 200,
      body: { result: pods.slice(from, to), totalCount: pods.length },
    });
    const played = await playRollout({
      server: { rollout: imagePull(0) },
      faults: [page(0, 100), page(100, 200), page(200, 230)],
    });
    expect(played.bec.requests.map(({ path }) => path)).toContain('/v1/pod/shop-219');
    expect(played.bec.requests.map(({ query }) => query['pageNo'])).toContain('3');
  });

  test.each(['../service', 'a/b', '.', '%2e', ''])(
    'a pod named %j is listed, and never part of a path',
    async (podName) => {
      const body = { result: [{ podName, status: 'PENDING', regionId: 'cn-x' }] };
      const played = await playRollout({
        server: { rollout: imagePull(0) },
        faults: [{ kind: 'response', on: 'pods', status: 200, body }],
      });
      expect(reasonsIn(played)[0]).toContain('cn-x · PENDING');
      expect(played.bec.requests.filter(({ path }) => path.startsWith('/v1/pod/'))).toEqual([]);
    },
  );

  test('a crash in a pod with the status RUNNING is explained too', async () => {
    const rollout: Rollout = [
      {
        afterMs: 0,
        status: 'FAILED',
        runningPods: 'all but one',
        containers: { terminated: { exitCode: 137, reason: 'OOMKilled', message: '' } },
        restartCount: 7,
      },
    ];
    const played = await playRollout({ server: { rollout } });
    expect(played.error).toContain('container web ran out of memory (OOMKilled). Raise its memory');
    expect(reasonsIn(played)).toHaveLength(2);
  });

  test.concurrent.each(['STOP', 'STOPPING', 'TERMINATED', 'TERMINATING', 'DELETING'] as const)(
    '%s is a failure at once',
    async (status) => {
      const rollout: Rollout = [starting, { afterMs: 4000, status, runningPods: 2 }];
      const played = await playRollout({ server: { rollout } });
      expect(played.error).toContain(`, but it is ${status}.`);
      expect(played.operations.filter((operation) => operation === 'detail')).toHaveLength(3);
    },
  );

  test.concurrent.each([
    ['TERMINATED', 'It has been deleted already.'],
    ['TERMINATING', 'It is being deleted already.'],
    ['DELETING', 'It is being deleted already.'],
  ] as const)('one that is %s is not deleted again', async (status, end) => {
    const rollout: Rollout = [starting, { afterMs: 4000, status, runningPods: 0 }];
    for (const onFailure of ['keep', 'delete'] as const) {
      const played = await playRollout({ server: { rollout }, options: { onFailure } });
      expect(played.error).toMatch(new RegExp(`\\n${end}$`));
      expect(played.operations).not.toContain('delete');
    }
  });

  test('one whose state cannot be read in the end may still exist', async () => {
    const faults: readonly Fault[] = [
      { on: 'detail', kind: 'delay', ms: 1 },
      { on: 'detail', kind: 'response', status: 500, times: 999 },
    ];
    const played = await playRollout({ server: { rollout: stuck() }, faults });
    expect(played.error).toContain('it was not running after 10 min');
    expect(played.error).toContain('It may still exist, and be billed: look it up in the BEC');
  });

  test('one whose state is refused still exists', async () => {
    const body = { code: 'AccessDenied', message: 'no' };
    const faults: readonly Fault[] = [
      { on: 'detail', kind: 'response', status: 403, body, times: 9 },
    ];
    const played = await playRollout({ faults, options: { onFailure: 'delete' } });
    expect(played.error).toContain(
      `The service "shop" (${played.serviceId}) was created, but its state can't be read: GET /v1/service/${played.serviceId} failed: HTTP 403 AccessDenied: no`,
    );
    expect(played.error).toMatch(
      /It was not deleted, because BEC refuses to show its state: GET .* It still exists, and is billed until it is deleted\.$/,
    );
    expect(played.operations).not.toContain('delete');
    // The post step looks again.
    expect(played.cleanup).toMatchObject({ firstRunning: undefined });
  });

  test('a key that was let in before may be refused for a while', async () => {
    const body = { code: 'AccessDenied', message: 'no' };
    const faults: readonly Fault[] = [
      { on: 'detail', kind: 'delay', ms: 1 },
      { on: 'detail', kind: 'response', status: 403, body, times: 20 },
    ];
    const played = await playRollout({ server: { rollout: running(60_000) }, faults });
    expect(played.error).toBe('');
    const refused: Fault = { on: 'detail', kind: 'response', status: 403, body, times: 99 };
    const failed = await playRollout({
      server: { rollout: stuck() },
      faults: [{ on: 'detail', kind: 'delay', ms: 1 }, refused],
    });
    expect(failed.error).toMatch(/, but BEC has refused to show its state for 6\d s\./);
  });
});

describe('pods that cannot be read', () => {
  const tables: readonly {
    readonly name: string;
    readonly fault: Fault;
    readonly log: string;
  }[] = [
    {
      name: 'the list fails',
      fault: { on: 'pods', kind: 'response', status: 500, times: 9 },
      log: "The pods can't be read: GET /v1/pod failed after 2 attempts: HTTP 500",
    },
    {
      name: 'the list is refused',
      fault: { on: 'pods', kind: 'response', status: 403 },
      log: "The pods can't be read: GET /v1/pod failed: HTTP 403",
    },
    {
      name: 'the list is garbage',
      fault: { on: 'pods', kind: 'garbage', times: 9 },
      log: 'HTTP 200, but its body is not a JSON object',
    },
    {
      name: 'the list never comes',
      fault: { on: 'pods', kind: 'hang', when: 'before', times: 9 },
      log: 'no complete response within',
    },
    {
      name: 'no pod can be read',
      fault: { on: 'pod', kind: 'response', status: 500, times: 9 },
      log: 'HTTP 500',
    },
  ];
  test.concurrent.each(tables)(
    '$name: the failure is reported all the same',
    async ({ fault, log }) => {
      const played = await playRollout({ server: { rollout: crashLoop(0) }, faults: [fault] });
      expect(played.error).toBe(
        `The service "shop" (${played.serviceId}) was created, but it is FAILED. It still exists, and is billed until it is deleted.`,
      );
      expect(played.log.join('\n')).toContain(log);
    },
  );

  test('the list is empty', async () => {
    const played = await playRollout({
      server: { rollout: crashLoop(0) },
      faults: [{ on: 'pods', kind: 'response', status: 200, body: { result: null } }],
    });
    expect(reasonsIn(played)).toEqual(['BEC lists no failing pod.']);
  });

  test('the second pod cannot be read: the first gives the reason', async () => {
    const played = await playRollout({
      server: { rollout: crashLoop(0) },
      faults: [
        { on: 'pod', kind: 'delay', ms: 1 },
        { on: 'pod', kind: 'response', status: 500, times: 9 },
      ],
    });
    expect(played.error).toContain('1 of 2 failing pods: container web starts and exits again');
    expect(reasonsIn(played)[0]).toContain(`sts-${played.serviceId.slice(2)}-`);
  });
});

/** Cancels the wait after the given number of polls. */
function cancelAfter(polls: number, signal: string): Pick<Play, 'onRequest'> {
  return {
    onRequest: ({ operations, cancellation }) => {
      const polled = operations().filter((operation) => operation === 'detail').length;
      if (polled === polls) cancellation.abort(new CancelledError(signal));
    },
  };
}

async function createWithSameToken(client: Client): Promise<void> {
  const call = {
    method: 'POST',
    path: '/v2/service/create',
    parse: (body: Fields) => body,
  } as const;
  const request = { query: { clientToken: 'bec-1' }, body: JSON.stringify(plainSpec) };
  await client.call({ ...call, ...request }, 'create');
}

describe('on-failure: delete', () => {
  const options = { onFailure: 'delete' } as const;
  const deleted = 'It was deleted, because of on-failure: delete.';

  test.concurrent.each([
    { name: 'a failure', rollout: imagePull(1000) },
    { name: 'a timeout', rollout: stuck() },
  ])('deletes it after $name', async ({ rollout }) => {
    const played = await playRollout({ server: { rollout }, options });
    expect(played.error.endsWith(`\n${deleted}`)).toBe(true);
    expect(played.operations.filter((operation) => operation === 'delete')).toHaveLength(1);
    expect(played.operations.at(-1)).toBe('delete');
    expect(played.bec.services).toMatchObject([{ deletedAt: aTime }]);
    expect(reasonsIn(played).length).toBeGreaterThan(1);
  });

  test('deletes it after a cancel', async () => {
    const played = await playRollout({
      server: { rollout: stuck() },
      options,
      ...cancelAfter(3, 'SIGTERM'),
    });
    expect(played.error).toBe(
      `Cancelled (SIGTERM). The service "shop" (${played.serviceId}) was created and was not running yet. ${deleted}`,
    );
    expect(played.bec.services).toMatchObject([{ deletedAt: aTime }]);
  });

  test.concurrent.each([
    { name: 'fails at first', fault: { kind: 'response', status: 503, times: 2 } },
    { name: 'loses its response', fault: { kind: 'reset', when: 'after' } },
  ] as const)('a DELETE that $name is sent again', async ({ fault }) => {
    const faults: readonly Fault[] = [{ ...fault, on: 'delete' }];
    const played = await playRollout({ server: { rollout: imagePull(0) }, options, faults });
    expect(played.error).toContain(deleted);
    expect(played.bec.services).toMatchObject([{ deletedAt: aTime }]);
  });

  test('a 404 to a DELETE is no proof while BEC still shows the service', async () => {
    const played = await playRollout({
      server: { rollout: imagePull(0) },
      options,
      faults: [
        { on: 'delete', kind: 'response', status: 404, body: { code: 'NoSuchObject' }, times: 4 },
      ],
    });
    expect(played.operations.filter((operation) => operation === 'delete')).toHaveLength(5);
    expect(played.error).toContain(deleted);
    expect(played.bec.services).toMatchObject([{ deletedAt: aTime }]);
  });

  test('what is its own is deleted, although it was running when it was first seen', async () => {
    const played = await playRollout({
      server: { rollout: [{ afterMs: 0, status: 'RUNNING', runningPods: 'all but one' }] },
      options,
    });
    expect(played.error).toContain(deleted);
  });

  test('what is its own is deleted, although the create took long', async () => {
    const played = await playRollout({
      server: { rollout: imagePull(0) },
      options,
      before: ({ bec }) => {
        const headers = { 'retry-after': '30' };
        bec.inject({ on: 'create', kind: 'response', status: 503, processed: true, headers });
        return Promise.resolve();
      },
    });
    expect(played.error).toContain(deleted);
  });

  test('a 404 of another server does not mean that it is deleted', async () => {
    const body = '<html>404 Not Found</html>';
    const played = await playRollout({
      server: { rollout: imagePull(0) },
      options,
      faults: [{ on: 'delete', kind: 'response', status: 404, body, times: 99 }],
    });
    expect(played.error).toContain('It could not be deleted, so it still exists and is billed');
    expect(played.cleanup).toBeDefined();
  });

  test('a service that no look has shown may exist, and is left to the post step', async () => {
    const played = await playRollout({
      server: { rollout: [{ afterMs: 0, status: 'VANISHED', runningPods: 0 }] },
      options,
    });
    expect(played.operations).not.toContain('delete');
    expect(played.error).toContain(
      'It was not deleted, because BEC has not shown it yet. It may still exist, and be billed',
    );
    expect(played.cleanup).toMatchObject({ firstRunning: undefined });
  });

  test('a service that was seen before and is not found any more is deleted already', async () => {
    const played = await playRollout({ server: { rollout: vanishes(1000) }, options });
    expect(played.operations).not.toContain('delete');
    expect(played.error).toContain('It has been deleted already.');
  });

  test.concurrent.each([
    ['twice', 2, deleted],
    ['for a minute', 99, 'It could not be deleted, so it still exists and is billed: DELETE '],
  ])('a DELETE that is denied (409) %s is sent again', async (_, times, end) => {
    const body = { code: 'OperationDenied', message: 'busy' };
    const played = await playRollout({
      server: { rollout: imagePull(0) },
      options,
      faults: [{ on: 'delete', kind: 'response', status: 409, body, times }],
    });
    expect(played.error).toContain(end);
    expect(played.elapsedMs).toBeLessThanOrEqual(62_000);
  });

  describe('never deletes', () => {
    const untouched = 'It still exists, and is billed until it is deleted.';

    test.concurrent.each([
      { name: 'is STARTING when the re-run finds it', rollout: stuck() },
      { name: 'is broken when the re-run finds it', rollout: imagePull(1000) },
      {
        name: 'has one of two pods running when the re-run finds it',
        rollout: [{ afterMs: 0, status: 'RUNNING', runningPods: 'all but one' }] as const,
      },
    ])('what an earlier attempt created: it $name', async ({ rollout }) => {
      const played = await playRollout({ server: { rollout }, options, earlierMs: 60_000 });
      expect(played.error).toContain(
        `It was not deleted, because an earlier attempt, or another step with the same token, may have created it. ${untouched} To deploy anew, delete ${played.serviceId} and re-run the job.`,
      );
      expect(played.operations).not.toContain('delete');
    });

    test('what an earlier attempt created, if BEC does not say when', async () => {
      const variants = { createTime: 'null' } as const;
      const played = await playRollout({
        server: { rollout: stuck(), variants },
        options,
        earlierMs: 60_000,
      });
      expect(played.error).toContain('may have created it: BEC does not say when it was created.');
      expect(played.operations).not.toContain('delete');
    });

    test.each([
      ['local-as-utc', "its createTime is later than BEC's own date"],
      ['no-zone', 'its createTime has no time zone'],
    ] as const)('what may be old, if times are written as %s', async (createTime, reason) => {
      const played = await playRollout({
        server: { rollout: stuck(), variants: { createTime } },
        options,
        earlierMs: 60_000,
      });
      expect(played.error).toContain(reason);
      expect(played.operations).not.toContain('delete');
    });

    test('what another step created that has the same token', async () => {
      const played = await playRollout({
        server: { rollout: stuck() },
        options,
        before: ({ client, clock }) =>
          createWithSameToken(client).then(() => clock.sleep(8000, new AbortController().signal)),
      });
      expect(played.bec.services).toHaveLength(1);
      expect(played.error).toContain('It was not deleted, because an earlier attempt, or another');
    });

    test('the same after a cancel', async () => {
      const played = await playRollout({
        server: { rollout: stuck() },
        options,
        earlierMs: 60_000,
        ...cancelAfter(3, 'SIGTERM'),
      });
      expect(played.error).toContain('It was not deleted, because an earlier attempt, or');
      expect(played.operations).not.toContain('delete');
    });

    test('what was running when it was first seen, and does not say how old it is', async () => {
      const seen = { status: 'RUNNING', totalPods: 2, runningPods: 1 };
      const played = await playRollout({
        server: { rollout: imagePull(1000) },
        details: [seen, seen, seen],
        options,
        ...cancelAfter(2, 'SIGTERM'),
      });
      expect(played.error).toContain(
        `It was not deleted, because it was running when this attempt first saw it. ${untouched}`,
      );
      expect(played.operations).not.toContain('delete');
    });

    test('what was running in the response to the create, whatever a look that lags behind shows', async () => {
      const variants = { createTime: 'null', repeatedCreate: 'answered', readLag: '45' } as const;
      const played = await playRollout({
        server: { rollout: running(10_000), variants },
        options,
        before: ({ client, clock }) =>
          createWithSameToken(client).then(() => clock.sleep(50_000, new AbortController().signal)),
        onRequest: ({ cancellation, operations }) => {
          if (operations().at(-1) === 'detail') cancellation.abort(new CancelledError('SIGTERM'));
        },
      });
      expect(played.error).toContain('It was not deleted, because an earlier attempt, or another');
      expect(played.operations).not.toContain('delete');
    });

    test('what the response to the create alone has shown', async () => {
      // The token may be another step's, and the response a repetition of the one that step got.
      const played = await playRollout({
        server: { rollout: stuck() },
        options,
        faults: [{ on: 'detail', kind: 'hang', when: 'before', times: 9 }],
        ...cancelAfter(1, 'SIGINT'),
      });
      expect(played.error).toContain(
        'It was not deleted, because its state could not be read in time.',
      );
      expect(played.operations).not.toContain('delete');
      expect(played.elapsedMs).toBeLessThanOrEqual(2_000);
    });

    test('what BEC shows under another name', async () => {
      const played = await playRollout({
        server: { rollout: stuck() },
        details: [{}, { serviceName: 'other', status: 'FAILED' }, { serviceName: 'other' }],
        options,
        ...cancelAfter(2, 'SIGTERM'),
      });
      expect(played.error).toContain('"other", not "shop"');
      expect(played.operations).not.toContain('delete');
    });
  });

  test('deletes what a re-run created', async () => {
    const played = await playRollout({
      server: {
        rollout: imagePull(0),
      },
      options,
      earlierMs: 60_000,
      beforeRerun: async ({ bec, client }) => {
        const path = `/v1/service/${bec.services[0]?.serviceId ?? ''}`;
        const parse = (body: Fields): Fields => body;
        await client.call({ method: 'DELETE', path, query: {}, parse }, 'delete');
      },
    });
    expect(played.error).toContain(deleted);
    expect(played.bec.services).toMatchObject([{ deletedAt: aTime }, { deletedAt: aTime }]);
  });

  test('after a DELETE that is refused it still exists', async () => {
    const faults: readonly Fault[] = [{ on: 'delete', kind: 'response', status: 403, times: 9 }];
    const played = await playRollout({ server: { rollout: imagePull(0) }, options, faults });
    expect(played.error).toContain(', but it is FAILED.\ncn-shanghai-ct, 2 pods: the image ');
    expect(played.error).toContain(
      'It could not be deleted, so it still exists and is billed: DELETE ',
    );
    expect(played.error).toContain('HTTP 403');
    expect(played.operations.filter((operation) => operation === 'delete')).toHaveLength(1);
  });

  test.concurrent.each([
    { when: 'before', end: 'It could not be deleted, so it still exists and is billed: DELETE ' },
    { when: 'after', end: deleted },
  ] as const)(
    'after a DELETE without a response ($when) another look decides',
    async ({ when, end }) => {
      const faults: readonly Fault[] = [{ on: 'delete', kind: 'hang', when, times: 9 }];
      const played = await playRollout({ server: { rollout: imagePull(0) }, options, faults });
      expect(played.error).toContain(end);
      expect(played.operations.at(-1)).toBe('detail');
    },
  );

  test('after a DELETE without a response, and without another look, the end is unknown', async () => {
    const faults: readonly Fault[] = [
      { on: 'delete', kind: 'hang', when: 'before', times: 9 },
      { on: 'detail', kind: 'delay', ms: 1, times: 2 },
      { on: 'detail', kind: 'response', status: 500, times: 9 },
    ];
    const played = await playRollout({ server: { rollout: imagePull(0) }, options, faults });
    expect(played.error).toContain(
      'It is not known whether it was deleted, so it may still exist and be billed: look it up in the BEC console. DELETE ',
    );
  });
});

describe('with on-failure: delete, nothing is left to delete', () => {
  test.concurrent.each<{ readonly name: string } & Play>([
    { name: 'of a service that is running', server: { rollout: running(5000) } },
    { name: 'of one that was deleted', server: { rollout: imagePull(0) } },
    { name: 'of one that somebody else has deleted', details: [{ status: 'TERMINATED' }] },
    { name: 'of one that somebody else is deleting', details: [{ status: 'TERMINATING' }] },
    { name: 'of one of an earlier attempt', earlierMs: 60_000 },
    { name: 'of one with another name', details: [{ serviceName: 'other', status: 'FAILED' }] },
  ])('$name', async (play) => {
    const server = { rollout: stuck() };
    const played = await playRollout({ server, ...play, options: { onFailure: 'delete' } });
    expect(played.cleanup).toBeUndefined();
  });

  test('but a service whose deletion was refused', async () => {
    const faults: readonly Fault[] = [{ on: 'delete', kind: 'response', status: 403, times: 9 }];
    const played = await playRollout({
      server: { rollout: imagePull(0) },
      options: { onFailure: 'delete' },
      faults,
    });
    expect(played.cleanup).toMatchObject({
      serviceId: played.serviceId,
      serviceName: 'shop',
      firstRunning: 0,
      isRepeat: false,
    });
  });
});

test('a fault in the waiting itself is reported with what exists', async () => {
  const played = await playRollout({
    server: { rollout: running(10_000) },
    options: { onFailure: 'delete' },
    onEvent: ({ kind }) => {
      if (kind === 'looked') throw new RangeError('Maximum call stack size exceeded');
    },
  });
  expect(played.error).toContain(`The service "shop" (${played.serviceId}) was created, but `);
  expect(played.error).toContain('RangeError: Maximum call stack size exceeded');
  expect(played.error).toContain('It was deleted, because of on-failure: delete.');
});

test('on-failure: keep leaves it after a cancel', async () => {
  const played = await playRollout({
    server: { rollout: stuck() },
    ...cancelAfter(3, 'SIGINT'),
  });
  expect(played.error).toContain(
    `Cancelled (SIGINT). The service "shop" (${played.serviceId}) was created and was not running yet.`,
  );
  expect(played.error).toContain('It still exists, and is billed until it is deleted.');
  expect(played.operations).not.toContain('delete');
});
