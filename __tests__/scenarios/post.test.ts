import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { originOf } from '../../src/action/post-state.ts';
import { parseEndpoint } from '../../src/http/endpoint.ts';
import { call } from '../../testing/bec-call.ts';
import {
  plainSpec,
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

/** Runs a step, and ends it as a runner does that has run out of patience: at once. */
async function killed(
  { start }: Deployment,
  deviation: Deviation,
  reached: Promise<undefined>,
): Promise<Ended> {
  const { process: child, end } = start({ clock: 'held', ...deviation });
  await reached;
  child.kill('SIGKILL');
  return end;
}

/** A step that is killed at its n-th request. */
async function killAt(
  nth: number,
  deviation: Deviation,
  faults: readonly Fault[] = [],
): Promise<Deployment & { readonly ended: Ended }> {
  const deployment = await startStuck(nth, faults);
  return { ...deployment, ended: await killed(deployment, deviation, deployment.reached) };
}

const waiting = { wait: 'true' };
const disposable = { wait: 'true', 'on-failure': 'delete' };

/** A step that is killed at its first look; its service runs after the next one. */
async function killedWhileStarting(): Promise<Deployment & { readonly ended: Ended }> {
  const reached = Promise.withResolvers<undefined>();
  let nowMs = Date.now();
  const deployment = await startDeployment({
    server: {
      startupMs: 5_000,
      now: () => nowMs,
      onRequest: ({ operation }) => {
        if (operation !== 'detail') return;
        reached.resolve(undefined);
        nowMs += 4_000;
      },
    },
  });
  const ended = await killed(deployment, { inputs: disposable }, reached.promise);
  return { ...deployment, ended };
}

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
    expect(post.summary).toContain('### 🗑️ The service was deleted');
    expect(textIn(htmlOf(post.summary)).replaceAll('\n', ' ')).toContain(text);
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

  test.concurrent('in the lookup of a re-run that created it: its post step deletes', async () => {
    await using deployment = await startStuck(2);
    const rerun = { inputs: disposable, run: { GITHUB_RUN_ATTEMPT: '2' } };
    const ended = await killed(deployment, rerun, deployment.reached);
    const post = await deployment.run({ ...rerun, postOf: ended });
    expect(post).toMatchObject({ exitCode: 0 });
    expect(deployment.bec.services).toMatchObject([{ deletedAt: aTime }]);
  });

  test.concurrent('in the lookup of a re-run: its post step names the service', async () => {
    await using deployment = await startStuck(3);
    const first = await deployment.run();
    const rerun = { run: { GITHUB_RUN_ATTEMPT: '2' } };
    const ended = await killed(deployment, rerun, deployment.reached);
    const post = await deployment.run({ ...rerun, postOf: ended });
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
    const ended = await killed(deployment, { inputs }, reached.promise);
    const post = await deployment.run({ inputs, postOf: ended });
    expect(post.log).not.toContain('not running');
    expect(deployment.bec.services[0]).not.toHaveProperty('deletedAt');
  });

  test.concurrent('and goes on in a container: it sees its service deleted', async () => {
    await using deployment = await startStuck(4);
    let log = '';
    // Long enough for the post step to come in the middle of it.
    const { process: child, end } = deployment.start({
      inputs: { ...disposable, 'wait-timeout': '6h' },
      onOutput: (text) => (log += text),
    });
    await deployment.reached;
    const [, serviceId = ''] = /Created (s-[a-z0-9]+)/.exec(log) ?? [];
    const { bec } = deployment;
    const { credentials } = bec;
    const origin = originOf({ endpoint: parseEndpoint(bec.endpoint), credentials });
    const cleanup = { serviceId, serviceName: 'shop', firstRunning: 0 };
    const state = { post: JSON.stringify({ text: 'Created.', ...origin, cleanup }) };
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
      /It was not deleted: the runner gave the post step no access key.* Unless it has been deleted since, it exists/,
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
    expect(renderedLog(post.log)).toBe('There is nothing left to do.\n');
    expect(deployment.bec.requests).toHaveLength(before);
  });

  test.concurrent('leaves nothing if it failed and deleted the service', async () => {
    await using deployment = await startDeployment({
      server: { missingImageVersions: ['v1.2.3'] },
    });
    const ended = await deployment.run({ inputs: disposable });
    expect(ended.error).toContain('It was deleted');
    const post = await deployment.run({ inputs: disposable, postOf: ended });
    expect(renderedLog(post.log)).toBe('There is nothing left to do.\n');
    expect(deletesIn(deployment)).toBe(1);
  });
});

describe('a post step looks at the service first, and keeps', () => {
  test.concurrent('one that runs by now: another step may have succeeded with it', async () => {
    await using deployment = await killedWhileStarting();
    const { ended } = deployment;
    await deployment.run({ inputs: waiting });
    const post = await deployment.run({ inputs: disposable, postOf: ended });
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.error).toContain('It was not deleted, because it is running by now.');
    expect(deletesIn(deployment)).toBe(0);
  });

  test.concurrent('one with another name', async () => {
    await using deployment = await killAt(2, { inputs: disposable });
    const { bec, ended } = deployment;
    const path = `/v1/service/${ended.outputs['serviceId'] ?? ''}`;
    const body = { type: 'name', serviceName: 'adopted' };
    const { status } = await call(bec, { method: 'PUT', path, body, atMs: Date.now() });
    expect(status).toBe(200);
    const post = await deployment.run({ inputs: disposable, postOf: ended });
    expect(post.error).toContain('"adopted", not "shop"');
    expect(deletesIn(deployment)).toBe(0);
  });

  test.concurrent.each([
    ['is not shown', { status: 404, body: '<html>Not Found</html>' }],
    ['cannot be read', { status: 503 }],
    ['is refused', { status: 403, body: { code: 'AccessDenied' } }],
  ])('one whose state %s, whether the step has seen it or not', async (_, response) => {
    await using deployment = await killAt(2, { inputs: disposable });
    const { bec, ended } = deployment;
    const seen = ended.state['post']?.replace('"isRepeat"', '"firstRunning":0,"isRepeat"') ?? '';
    expect(seen).not.toBe(ended.state['post']);
    for (const state of [ended.state, { post: seen }]) {
      bec.inject({ kind: 'response', on: 'detail', ...response, times: 999 });
      const post = await deployment.run({ inputs: disposable, postOf: { state } });
      expect(post.error).toMatch(
        /It was not deleted, because (?:its state can't be read|BEC refuses to show its state): /,
      );
      bec.dropFaults();
    }
    expect(deletesIn(deployment)).toBe(0);
  });

  test.concurrent('one that no look has shown: it is left, and that is said', async () => {
    const unseen: Fault = { kind: 'hang', on: 'detail', when: 'before' };
    await using deployment = await killAt(2, { inputs: disposable }, [unseen]);
    const { bec, ended } = deployment;
    const body = { code: 'NoSuchObject' };
    bec.inject({ kind: 'response', on: 'detail', status: 404, body, times: 999 });
    const post = await deployment.run({ inputs: disposable, postOf: ended });
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.error).toContain('It was not deleted, because BEC has not shown it yet.');
    expect(deletesIn(deployment)).toBe(0);
  });

  test.concurrent(
    'one that had a pod that ran when it was created, if BEC has no times',
    async () => {
      const reached = Promise.withResolvers<undefined>();
      await using deployment = await startDeployment({
        server: {
          variants: { createTime: 'null' },
          rollout: [{ afterMs: 0, status: 'RUNNING', runningPods: 'all but one' }],
          onRequest: ({ operation }) => {
            if (operation === 'detail') reached.resolve(undefined);
          },
        },
        faults: [{ kind: 'hang', on: 'detail', when: 'before' }],
      });
      const ended = await killed(deployment, { inputs: disposable }, reached.promise);
      const post = await deployment.run({ inputs: disposable, postOf: ended });
      expect(post.error).toContain(
        'because an earlier attempt, or another step with the same token,',
      );
      expect(deletesIn(deployment)).toBe(0);
    },
  );

  test.concurrent('one that the step was refused a look at: it says that it is left', async () => {
    const body = { code: 'AccessDenied', message: 'no' };
    await using deployment = await startDeployment({
      faults: [{ kind: 'response', on: 'detail', status: 403, body, times: 999 }],
    });
    const ended = await deployment.run({ inputs: disposable });
    expect(ended.error).toContain('It was not deleted, because BEC refuses to show its state: GET');
    const post = await deployment.run({ inputs: disposable, postOf: ended });
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.error).toContain('It was not deleted, because BEC refuses to show its state: GET');
  });

  test.concurrent('one that it was cancelled before it had seen', async () => {
    await using deployment = await killAt(2, { inputs: disposable });
    deployment.bec.inject({ kind: 'hang', on: 'detail', when: 'before' });
    const { process: child, end } = deployment.start({
      clock: 'held',
      inputs: disposable,
      postOf: deployment.ended,
    });
    while (deployment.bec.requests.length < 3) await new Promise(setImmediate);
    child.kill('SIGINT');
    const { error } = await end;
    expect(error).toContain('It was not deleted, because the post step was cancelled. It may');
  });

  test.concurrent('one that an earlier attempt created', async () => {
    const reached = Promise.withResolvers<undefined>();
    let nowMs = Date.now() - 60_000;
    await using deployment = await startDeployment({
      server: {
        startupMs: 3_600_000,
        now: () => nowMs,
        onRequest: ({ operation }) => {
          if (operation === 'detail') reached.resolve(undefined);
        },
      },
    });
    await deployment.run();
    nowMs += 60_000;
    const rerun = { inputs: disposable, run: { GITHUB_RUN_ATTEMPT: '2' } };
    const ended = await killed(deployment, rerun, reached.promise);
    const post = await deployment.run({ ...rerun, postOf: ended });
    expect(post.error).toContain('It was not deleted, because an earlier attempt, or another');
    expect(deletesIn(deployment)).toBe(0);
  });

  test.concurrent('one of another account', async () => {
    await using deployment = await killAt(2, { inputs: disposable });
    const inputs = { ...disposable, 'access-key-id': 'another-key' };
    const post = await deployment.run({ inputs, postOf: deployment.ended });
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.error).toContain('The access key is not the one that created it.');
    expect(deployment.bec.requests).toHaveLength(2);
  });
});

describe('a post step without inputs, as within nested composite actions', () => {
  const none = { endpoint: '', 'access-key-id': '', 'secret-access-key': '', 'session-token': '' };

  test.concurrent("deletes with the key in the job's env", async () => {
    await using deployment = await killAt(2, { inputs: disposable });
    const { ended, bec } = deployment;
    const { accessKeyId, secretAccessKey, sessionToken = '' } = bec.credentials;
    const env = {
      BCE_ACCESS_KEY_ID: accessKeyId,
      BCE_SECRET_ACCESS_KEY: secretAccessKey,
      BCE_SECURITY_TOKEN: sessionToken,
    };
    const post = await deployment.run({ inputs: none, env, postOf: ended });
    expect(post).toMatchObject({ exitCode: 0, error: '' });
    expect(bec.services).toMatchObject([{ deletedAt: aTime }]);
  });

  test.concurrent('says where to put a key', async () => {
    await using deployment = await killAt(2, { inputs: disposable });
    const post = await deployment.run({ inputs: none, postOf: deployment.ended });
    expect(post.error).toContain(
      "Set BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY in the job's env",
    );
    expect(deployment.bec.services[0]).not.toHaveProperty('deletedAt');
  });
});

describe('secrets', () => {
  test.concurrent.each(['its own words', 'those of BEC'])('are not in %s', async (whose) => {
    const reached = Promise.withResolvers<undefined>();
    await using deployment = await startDeployment({
      spec: { ...plainSpec, serviceName: 'shop-${{ secrets.NAME }}' },
      server: {
        startupMs: 3_600_000,
        onRequest: ({ operation }) => {
          if (operation === 'detail') reached.resolve(undefined);
        },
      },
    });
    const step = { inputs: disposable, env: { NAME: 'tangerine' } };
    const ended = await killed(deployment, step, reached.promise);
    expect(JSON.stringify(ended.state)).toContain('shop-***');
    const body = { code: 'AccessDenied', message: 'Not for shop-tangerine.' };
    if (whose === 'those of BEC') {
      deployment.bec.inject({ kind: 'response', on: 'delete', status: 403, body });
    }
    const post = await deployment.run({ ...step, postOf: ended });
    expect(post).toMatchObject({ exitCode: whose === 'those of BEC' ? 1 : 0 });
    const texts = [ended.state, renderedLog(post.log), post.error, post.summary];
    expect(JSON.stringify(texts)).not.toContain('tangerine');
  });
});

test('the token in its words is that of the service to be created', async () => {
  const reached = Promise.withResolvers<undefined>();
  let creates = 0;
  await using deployment = await startDeployment({
    server: {
      startupMs: 3_600_000,
      onRequest: ({ operation }) => {
        if (operation === 'create' && ++creates === 3) reached.resolve(undefined);
      },
    },
  });
  const { bec } = deployment;
  await deployment.run();
  const path = `/v1/service/${bec.services[0]?.serviceId ?? ''}`;
  const { status } = await call(bec, { method: 'DELETE', path, atMs: Date.now() });
  expect(status).toBe(200);
  bec.inject({ kind: 'delay', on: 'create', ms: 1 }, { kind: 'hang', on: 'create', when: 'after' });
  const rerun = { run: { GITHUB_RUN_ATTEMPT: '2' } };
  const { process: child, end } = deployment.start(rerun);
  await reached.promise;
  child.kill('SIGKILL');
  const post = await deployment.run({ ...rerun, postOf: await end });
  expect(post.error).toContain(bec.requests.at(-1)?.query['clientToken']);
});

describe('a state', () => {
  test.concurrent('that cannot be saved is a warning', async () => {
    await using deployment = await startDeployment();
    const ended = await deployment.run({ env: { GITHUB_STATE: '/nowhere/state' } });
    expect(ended).toMatchObject({ exitCode: 0, error: '' });
    expect(ended.warnings).toEqual([
      expect.stringContaining("What the post step would need can't be saved"),
    ]);
  });

  test.concurrent.each([
    'nonsense',
    '{}',
    '[]',
    '{"text":""}',
    `{"text":${'['.repeat(100)}${']'.repeat(100)}}`,
  ])('that is not one leaves nothing: %s', async (text) => {
    await using deployment = await startDeployment();
    const post = await deployment.run({ postOf: { state: { post: text } } });
    expect(renderedLog(post.log)).toBe('There is nothing left to do.\n');
  });

  test.concurrent('is saved by every step, so that none can be planted', async () => {
    await using deployment = await startDeployment();
    const ended = await deployment.run({ inputs: { spec: 'none.yml' } });
    expect(ended.state).toEqual({ post: '' });
  });

  test.concurrent('with a name that every object has masks nothing', async () => {
    await using deployment = await startDeployment();
    const state = { post: '{"text":"It exists.","secretNames":["__proto__","constructor"]}' };
    const post = await deployment.run({ postOf: { state } });
    expect(post).toMatchObject({ exitCode: 1, error: 'It exists.' });
  });

  test.concurrent('without a usable id deletes nothing', async () => {
    await using deployment = await startDeployment();
    const state = { post: '{"text":"It exists.","cleanup":{"serviceId":"../v1/pod"}}' };
    const post = await deployment.run({ postOf: { state } });
    expect(post).toMatchObject({ exitCode: 1, error: 'It exists.' });
    expect(deployment.bec.requests).toHaveLength(0);
  });
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
