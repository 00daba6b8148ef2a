import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { imagePull, running, stuck } from '../../local-bec/rollouts.ts';
import type { LocalBec } from '../../local-bec/server.ts';
import { parseFields } from '../../src/json.ts';
import {
  plainSpec,
  type Deployment,
  type Deviation,
  type Ended,
} from '../../testing/deployment.ts';
import { runPlay, startPlay, type Play } from '../../testing/rollout.ts';

const aTime: unknown = expect.any(Number);
const aToken: unknown = expect.stringMatching(/^bec-/);

test.concurrent(
  'a service that gets to run: green, with its last state in the outputs',
  async () => {
    const ended = await runPlay({ rollout: running(5000), inputs: { 'on-failure': 'delete' } });
    expect(ended.error).toBe('');
    expect(ended.exitCode).toBe(0);
    expect(ended.log).toMatch(/^STARTING · 0 of 2 pods · /m);
    expect(ended.log).toMatch(/^The service is running \(after /m);
    expect(ended.log).toContain('\nUntil it is deleted, it is billed for 2 pods');
    expect(ended.log).toContain('\nNo pod has a public address, so the output publicIp is empty.');
    expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId, status: 'RUNNING' });
    expect(parseFields(ended.outputs['service'] ?? '')).toMatchObject({ runningPods: 2 });
    expect(ended.operations).not.toContain('delete');
  },
);

test.concurrent(
  'a service that fails: red, with the reason in log, outputs and summary',
  async () => {
    const ended = await runPlay({ rollout: imagePull(1000) });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain(
      `The service "shop" (${ended.serviceId}) was created, but it is FAILED.\ncn-shanghai-ct, 2 pods: the image registry.example/shop:v1.2.3 can't be pulled: `,
    );
    expect(ended.error).toMatch(/\nIt still exists, and is billed until it is deleted\.$/);
    expect(ended.log).toContain('\nUntil it is deleted, it is billed for 2 pods');
    expect(ended.log).toMatch(/^::group::Why \S+ is not running\npod [^]*?\n::endgroup::$/m);
    expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId, status: 'FAILED' });
    expect(ended.summary).toContain('ImagePullBackOff');
    expect(ended.summary).toMatch(/<code>sts-[0-9a-z]{8}-cn-shanghai-ct-a-0<\/code>/);
    expect(ended.bec.services).toHaveLength(1);
  },
);

describe('on-failure: delete', () => {
  const inputs = { 'on-failure': 'delete' };

  test.concurrent('deletes a service that fails', async () => {
    const ended = await runPlay({ rollout: imagePull(1000), inputs });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toMatch(/\nIt was deleted, because of on-failure: delete\.$/);
    expect(ended.bec.services).toMatchObject([{ deletedAt: aTime }]);
  });

  test.concurrent('without a wait it has no effect, and a warning says so', async () => {
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

/**
 * Starts a step and sends the signal once the test says so. Time stands still until then, so a step that
 * ends has not waited for anything else.
 */
async function cancelPlay(
  play: Play & { readonly inputs?: Readonly<Record<string, string>> },
  signal: NodeJS.Signals,
  isTime: (seen: Seen) => boolean,
) {
  const { inputs, ...rest } = play;
  await using deployment = await startPlay(rest);
  const { bec } = deployment;
  const ended = await cancelStep(
    deployment,
    { inputs: { wait: 'true', ...inputs } },
    signal,
    isTime,
  );
  const serviceId = bec.services[0]?.serviceId ?? 'none';
  return { ...ended, bec, serviceId, operations: operationsOf(bec) };
}

/** What a step has done by now. */
interface Seen {
  readonly log: string;
  readonly operations: readonly string[];
}

async function cancelStep(
  { bec, start }: Deployment,
  deviation: Deviation,
  signal: NodeJS.Signals,
  isTime: (seen: Seen) => boolean,
): Promise<Ended> {
  let log = '';
  const onOutput = (text: string): void => {
    log += text;
  };
  const { process: child, end } = start({ clock: 'held', onOutput, ...deviation });
  // Requests that are never responded to are in the list alone.
  while (child.exitCode === null && !isTime({ log, operations: operationsOf(bec) })) {
    await sleep(5);
  }
  child.kill(signal);
  return await end;
}

function operationsOf({ requests }: LocalBec): readonly string[] {
  return requests.map(({ operation }) => operation ?? 'unknown');
}

// There are no such signals on Windows.
describe.skipIf(process.platform === 'win32')('a job that is cancelled while it waits', () => {
  const isPolled = ({ log }: Seen): boolean => log.includes('STARTING · ');

  test.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: the service is kept',
    async (signal) => {
      const ended = await cancelPlay({ rollout: stuck() }, signal, isPolled);
      expect(ended.exitCode).toBe(1);
      expect(ended.error).toBe(
        `Cancelled (${signal}). The service "shop" (${ended.serviceId}) was created and was not running yet. It still exists, and is billed until it is deleted.`,
      );
      expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId, status: 'STARTING' });
      expect(ended.summary).toMatch(/^### ❌ .* was cancelled\n[^]*Cancelled/);
      expect(ended.operations).not.toContain('delete');
    },
  );

  test.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: on-failure deletes it',
    async (signal) => {
      const inputs = { 'on-failure': 'delete' };
      const ended = await cancelPlay({ rollout: stuck(), inputs }, signal, isPolled);
      expect(ended.exitCode).toBe(1);
      expect(ended.error).toBe(
        `Cancelled (${signal}). The service "shop" (${ended.serviceId}) was created and was not running yet. It was deleted, because of on-failure: delete.`,
      );
      expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId });
      expect(ended.operations.filter((operation) => operation === 'delete')).toHaveLength(1);
      expect(ended.bec.services).toMatchObject([{ deletedAt: aTime }]);
    },
  );

  test.concurrent('a re-run leaves alone what the attempt before left running', async () => {
    await using deployment = await startPlay({ rollout: running(0) });
    const inputs = { wait: 'true', 'on-failure': 'delete' };
    const first = await deployment.run({ clock: 'stepping', inputs });
    const { bec } = deployment;
    const detail = { serviceId: first.outputs['serviceId'], status: 'STARTING', totalPods: 2 };
    bec.inject({ kind: 'response', on: 'detail', status: 200, body: detail, times: 99 });
    const run = { GITHUB_RUN_ATTEMPT: '2' };
    const second = await cancelStep(deployment, { inputs, run }, 'SIGTERM', isPolled);
    expect(first.exitCode).toBe(0);
    expect(second.error).toContain(
      'was created and was not running yet. It was not deleted, because',
    );
    expect(second.outputs['serviceId']).toBe(first.outputs['serviceId']);
    expect(bec.services).toHaveLength(1);
    expect(bec.services[0]).not.toHaveProperty('deletedAt');
  });

  test.concurrent('in a poll that hangs: it ends at once', async () => {
    const hang = { on: 'detail', kind: 'hang', when: 'before' } as const;
    const play = { rollout: stuck(), faults: [hang] };
    const ended = await cancelPlay(play, 'SIGINT', ({ operations }) =>
      operations.includes('detail'),
    );
    expect(ended.error).toContain(`(${ended.serviceId}) was created and was not running yet.`);
  });

  test.concurrent(
    'while it finds out why: the failure is reported, and the rest is skipped',
    async () => {
      const hang = { on: 'pods', kind: 'hang', when: 'before' } as const;
      const play = { rollout: imagePull(0), faults: [hang], inputs: { 'on-failure': 'delete' } };
      const ended = await cancelPlay(play, 'SIGINT', ({ operations }) =>
        operations.includes('pods'),
      );
      expect(ended.error).toContain(
        ', but it is FAILED. It was deleted, because of on-failure: delete.',
      );
      expect(ended.log).not.toContain('Nothing was sent');
      expect(ended.operations.at(-1)).toBe('delete');
    },
  );

  test.concurrent('in a delete that hangs: it is tried once more', async () => {
    const hang = { on: 'delete', kind: 'hang', when: 'before' } as const;
    const play = { rollout: imagePull(0), faults: [hang], inputs: { 'on-failure': 'delete' } };
    const ended = await cancelPlay(play, 'SIGINT', ({ operations }) =>
      operations.includes('delete'),
    );
    expect(ended.error).toContain('It was deleted, because of on-failure: delete.');
    expect(ended.bec.services).toMatchObject([{ deletedAt: aTime }]);
  });

  test.concurrent('with a delete that hangs: it says so before the runner ends it', async () => {
    const hang = { on: 'delete', kind: 'hang', when: 'before', times: 9 } as const;
    const play = { rollout: stuck(), faults: [hang], inputs: { 'on-failure': 'delete' } };
    const ended = await cancelPlay(play, 'SIGINT', isPolled);
    // The runner sends another signal after 7.5 s, and kills the step 2.5 s later.
    const [, elapsedMs] = /^ended (\d+) ms after the signal$/m.exec(ended.log) ?? [];
    expect(Number(elapsedMs)).toBeLessThanOrEqual(5000);
    expect(ended.error).toContain('It is not known whether it was deleted');
    expect(ended.error).not.toContain('Nothing was sent');
  });

  test.concurrent('a killed one has set the serviceId before', async () => {
    const ended = await cancelPlay({ rollout: stuck() }, 'SIGKILL', ({ operations }) =>
      operations.includes('detail'),
    );
    expect(ended.exitCode).toBeNull();
    expect(ended.outputs).toMatchObject({ serviceId: ended.serviceId, clientToken: aToken });
  });
});

test.concurrent('a wait of half an hour does not grow in memory', async () => {
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
  expect(ended.log).not.toContain('Warning: ');
  const heaps = [...ended.log.matchAll(/^heap (\d+)$/gm)].map(([, bytes]) => Number(bytes));
  // By the first one, the engine has not compiled all that a poll needs.
  const [early = 0, late = 0] = [heaps[1], heaps.at(-1)];
  expect(heaps.length).toBeGreaterThan(3);
  expect(late - early).toBeLessThan(200_000);
});
