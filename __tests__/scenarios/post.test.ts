import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import {
  startDeployment,
  type Deployment,
  type Deviation,
  type Ended,
} from '../../testing/deployment.ts';
import { htmlOf, textIn } from '../../testing/markdown.ts';
import { renderedLog } from '../../testing/runner.ts';

const aTime: unknown = expect.any(Number);

/** A server whose services never run, with a promise of its n-th request. */
async function startStuck(
  nth: number,
  faults: readonly Fault[] = [],
): Promise<Deployment & { readonly reached: Promise<undefined> }> {
  const reached = Promise.withResolvers<undefined>();
  let requests = 0;
  const deployment = await startDeployment({
    faults,
    server: {
      startupMs: 3_600_000,
      onRequest: () => {
        requests++;
        if (requests === nth) reached.resolve(undefined);
      },
    },
  });
  return { ...deployment, reached: reached.promise };
}

/** Ends the step as a runner does that has run out of patience: at its n-th request, at once. */
async function killAt(
  nth: number,
  deviation: Deviation,
  faults: readonly Fault[] = [],
): Promise<Deployment & { readonly ended: Ended }> {
  const deployment = await startStuck(nth, faults);
  const { process: child, end } = deployment.start({ clock: 'held', ...deviation });
  await deployment.reached;
  child.kill('SIGKILL');
  return { ...deployment, ended: await end };
}

const waiting = { wait: 'true' };
const disposable = { wait: 'true', 'on-failure': 'delete' };

function deletesIn({ bec }: Deployment): number {
  return bec.requests.filter(({ operation }) => operation === 'delete').length;
}

describe('a step that was killed', () => {
  test.concurrent('in the wait, with on-failure: delete: its post step deletes', async () => {
    await using deployment = await killAt(2, { inputs: disposable });
    const { ended } = deployment;
    expect(ended).toMatchObject({ exitCode: null, error: '', summary: '' });
    const post = await deployment.run({ inputs: disposable, postOf: ended });
    expect(post).toMatchObject({ exitCode: 0, error: '', outputs: {} });
    expect(deployment.bec.services).toMatchObject([{ deletedAt: aTime }]);
    const { serviceId } = ended.outputs;
    const text = `The service "shop" (${serviceId}) was created and was not running yet. It was deleted, because of on-failure: delete.`;
    expect(post.log).toContain(text);
    expect(post.summary).toContain('### 🗑️ The service is deleted');
    expect(textIn(htmlOf(post.summary))).toContain(text);
  });

  test.concurrent('in the wait, without it: its post step says what exists', async () => {
    await using deployment = await killAt(2, { inputs: waiting });
    const { ended } = deployment;
    const post = await deployment.run({ inputs: waiting, postOf: ended });
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.error).toBe(
      `The service "shop" (${ended.outputs['serviceId']}) was created. Unless it has been deleted since, it exists, and is billed.`,
    );
    expect(post.summary).toContain('### ⚠️ A service may be left');
    expect(deployment.bec.services[0]).not.toHaveProperty('deletedAt');
    expect(deletesIn(deployment)).toBe(0);
  });

  test.concurrent('in the create: its post step names the token that finds it', async () => {
    await using deployment = await killAt(1, { inputs: disposable }, [
      { kind: 'hang', when: 'after' },
    ]);
    const { ended } = deployment;
    const post = await deployment.run({ inputs: disposable, postOf: ended });
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.error).toContain('The service "shop" may exist, and be billed');
    expect(post.error).toContain(ended.outputs['clientToken']);
    expect(deployment.bec.requests).toHaveLength(1);
  });

  test.concurrent('in a re-run: what an earlier attempt created is left alone', async () => {
    await using deployment = await startStuck(5);
    await deployment.run();
    const rerun = { inputs: disposable, run: { GITHUB_RUN_ATTEMPT: '2' } };
    const { process: child, end } = deployment.start({ clock: 'held', ...rerun });
    await deployment.reached;
    child.kill('SIGKILL');
    const post = await deployment.run({ ...rerun, postOf: await end });
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.error).toContain('Unless it has been deleted since, it exists');
    expect(deployment.bec.services[0]).not.toHaveProperty('deletedAt');
    expect(deletesIn(deployment)).toBe(0);
  });

  test.concurrent('in the lookup of a re-run: its post step names the service', async () => {
    await using deployment = await startStuck(3);
    const first = await deployment.run();
    const rerun = { run: { GITHUB_RUN_ATTEMPT: '2' } };
    const { process: child, end } = deployment.start({ clock: 'held', ...rerun });
    await deployment.reached;
    child.kill('SIGKILL');
    const post = await deployment.run({ ...rerun, postOf: await end });
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.error).toContain(`The service "shop" (${first.outputs['serviceId']}) was created`);
  });

  test.concurrent.each([
    ['that ran already', disposable, 'pods'],
    ['that nobody waits for', {}, 'create'],
  ] as const)('after the create of a service %s: nothing untrue is said', async (_, inputs, on) => {
    const reached = Promise.withResolvers<undefined>();
    await using deployment = await startDeployment({
      faults: on === 'pods' ? [{ kind: 'hang', on, when: 'before' }] : [],
      server: {
        onRequest: ({ operation }) => {
          if (operation === on) reached.resolve(undefined);
        },
      },
    });
    const { process: child, end } = deployment.start({ clock: 'held', inputs });
    await reached.promise;
    child.kill('SIGKILL');
    const post = await deployment.run({ inputs, postOf: await end });
    expect(post.log).not.toContain('not running');
    expect(deployment.bec.services[0]).not.toHaveProperty('deletedAt');
  });

  test.concurrent('and goes on in a container: it sees its service deleted', async () => {
    await using deployment = await startStuck(4);
    let log = '';
    const { process: child, end } = deployment.start({
      clock: 20,
      inputs: disposable,
      onOutput: (text) => (log += text),
    });
    await deployment.reached;
    const [, serviceId = ''] = /Created (s-[a-z0-9]+)/.exec(log) ?? [];
    const state = {
      post: JSON.stringify({ text: 'Created.', cleanup: { serviceId, wasSeen: true } }),
    };
    const post = await deployment.run({ inputs: disposable, postOf: { state } });
    expect(post).toMatchObject({ exitCode: 0 });
    const ended = await end;
    expect(child.exitCode).toBe(1);
    expect(ended.error).toMatch(/deleted already/);
    expect(deployment.bec.services).toMatchObject([{ deletedAt: aTime }]);
    expect(deployment.bec.requests.filter(({ operation }) => operation === 'create')).toHaveLength(
      1,
    );
  });
});

describe('a deletion that did not work', () => {
  const outage: readonly Fault[] = [{ kind: 'response', status: 503, on: 'delete', times: 50 }];

  test.concurrent('is done by the post step', async () => {
    await using deployment = await startDeployment({
      server: { startupMs: 3_600_000 },
      faults: outage,
    });
    const inputs = { ...disposable, 'wait-timeout': '10s' };
    const ended = await deployment.run({ inputs });
    expect(ended.error).toContain('It could not be deleted, so it still exists and is billed');
    expect(deployment.bec.services[0]).not.toHaveProperty('deletedAt');
    deployment.bec.dropFaults();
    const post = await deployment.run({ inputs, postOf: ended });
    expect(post).toMatchObject({ exitCode: 0 });
    expect(deployment.bec.services).toMatchObject([{ deletedAt: aTime }]);
  });

  test.concurrent('fails the post step if it does not work there either', async () => {
    await using deployment = await killAt(2, { inputs: disposable });
    const { ended } = deployment;
    deployment.bec.inject(...outage);
    const post = await deployment.run({ inputs: disposable, postOf: ended });
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.error).toContain('It could not be deleted, so it still exists and is billed');
    const noKey = { ...disposable, 'access-key-id': '', 'secret-access-key': '' };
    const blind = await deployment.run({ inputs: noKey, postOf: ended });
    expect(blind).toMatchObject({ exitCode: 1 });
    expect(blind.error).toMatch(
      /It was not deleted: There are no credentials\. .* Unless it has been deleted since, it exists/,
    );
  });
});

describe('a step that has said what exists', () => {
  test.concurrent.each<[string, Deviation]>([
    ['created', {}],
    ['running', { inputs: waiting }],
    ['running, with on-failure: delete', { inputs: disposable }],
    ['invalid', { inputs: { spec: 'none.yml' } }],
    ['a dry run', { inputs: { 'dry-run': 'true' } }],
  ])('leaves nothing: %s', async (_name, deviation) => {
    await using deployment = await startDeployment();
    const ended = await deployment.run(deviation);
    const before = deployment.bec.requests.length;
    const post = await deployment.run({ ...deviation, postOf: ended });
    expect(post).toMatchObject({ exitCode: 0, summary: '', error: '' });
    expect(renderedLog(post.log)).toBe('There is nothing to clean up.\n');
    expect(deployment.bec.requests).toHaveLength(before);
  });

  test.concurrent('leaves nothing if it failed and deleted the service', async () => {
    await using deployment = await startDeployment({
      server: { missingImageVersions: ['v1.2.3'] },
    });
    const ended = await deployment.run({ inputs: disposable });
    expect(ended.error).toContain('It was deleted');
    const post = await deployment.run({ inputs: disposable, postOf: ended });
    expect(renderedLog(post.log)).toBe('There is nothing to clean up.\n');
    expect(deletesIn(deployment)).toBe(1);
  });
});

test('its state holds no secret', async () => {
  const spec = {
    serviceName: 'shop-${{ secrets.NAME }}',
    containerGroupName: 'shop',
    containers: [{ name: 'web', imageAddress: 'registry.example/shop', cpu: 1, memory: 2 }],
    deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 1 }],
  };
  const reached = Promise.withResolvers<undefined>();
  await using deployment = await startDeployment({
    spec,
    server: {
      startupMs: 3_600_000,
      onRequest: ({ operation }) => {
        if (operation === 'detail') reached.resolve(undefined);
      },
    },
  });
  const step = { inputs: disposable, env: { NAME: 'tangerine' } };
  const { process: child, end } = deployment.start({ clock: 'held', ...step });
  await reached.promise;
  child.kill('SIGKILL');
  const ended = await end;
  expect(JSON.stringify(ended.state)).toContain('shop-***');
  const post = await deployment.run({ ...step, postOf: ended });
  expect(post).toMatchObject({ exitCode: 0 });
  expect(JSON.stringify([ended.state, post.log, post.summary])).not.toContain('tangerine');
});

test('without a file for it, no state gets into the log', async () => {
  await using deployment = await startDeployment();
  const ended = await deployment.run({ env: { GITHUB_STATE: '' } });
  expect(ended).toMatchObject({ exitCode: 0, state: {} });
  expect(ended.log).not.toContain('save-state');
});

test('the shipped bundle does the same', async () => {
  await using deployment = await killAt(2, { inputs: disposable });
  const { ended } = deployment;
  const post = await deployment.run({ clock: 'real', inputs: disposable, postOf: ended });
  expect(post).toMatchObject({ exitCode: 0, error: '' });
  expect(post.log).toContain('It was deleted, because of on-failure: delete.');
  expect(deployment.bec.services).toMatchObject([{ deletedAt: aTime }]);
});
