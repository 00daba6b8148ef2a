/**
 * What the platform's documentation leaves open must not matter to a deployment: whatever variant the
 * local BEC plays, green means that the service lives, and red leaves nothing behind.
 */
import { describe, expect, test } from 'vitest';
import type { LocalBecOptions } from '../../local-bec/server.ts';
import { variantTable, type Variants } from '../../local-bec/variants.ts';
import { listOf, parseFields, textOf } from '../../src/json.ts';
import { call } from '../../testing/bec-call.ts';
import { startDeployment, type Deployment, type Ended } from '../../testing/deployment.ts';

/** Time goes on by a second with each look at a service. */
function startWith(
  variants: Partial<Variants>,
  options: LocalBecOptions = {},
): Promise<Deployment> {
  const startMs = Date.now();
  let looks = 0;
  return startDeployment({
    server: {
      startupMs: 3000,
      variants,
      now: () => startMs + 1000 * looks,
      onRequest: ({ operation }) => {
        if (operation === 'detail') looks++;
      },
      ...options,
    },
  });
}

function attempt(
  deployment: Deployment,
  number: number,
  inputs: Readonly<Record<string, string>>,
): Promise<Ended> {
  const run = { GITHUB_RUN_ATTEMPT: String(number) };
  return deployment.run({ clock: 'stepping', inputs, run });
}

/** The services that exist and are not going. */
async function livingIn({ bec }: Deployment): Promise<readonly string[]> {
  const { text } = await call(bec, { method: 'GET', path: '/v1/service', atMs: Date.now() });
  return listOf(parseFields(text)?.['result'])
    .filter(({ status }) => status !== 'TERMINATING')
    .map(({ serviceId }) => textOf(serviceId));
}

async function deleteAll(deployment: Deployment): Promise<void> {
  for (const id of await livingIn(deployment)) {
    await call(deployment.bec, { method: 'DELETE', path: `/v1/service/${id}`, atMs: Date.now() });
  }
}

async function expectTruth(deployment: Deployment, { exitCode, error, outputs }: Ended) {
  const living = await livingIn(deployment);
  expect(living).toEqual(exitCode === 0 ? [outputs['serviceId']] : []);
  expect(error === '').toBe(exitCode === 0);
}

const waiting = { wait: 'true', 'on-failure': 'delete' } as const;

describe('a wait', () => {
  const rollouts: Readonly<Record<Variants['rollout'], 'green' | 'red'>> = {
    running: 'green',
    flapping: 'green',
    'running-short': 'green',
    'exception-recovers': 'green',
    exception: 'red',
    'image-pull': 'red',
    'crash-loop': 'red',
    insufficient: 'red',
    'bad-mount': 'red',
    stuck: 'red',
    vanishes: 'red',
  };

  test.concurrent.each(variantTable.rollout.values)(
    'for the rollout %s ends in the truth',
    async (rollout) => {
      await using deployment = await startWith({ rollout });
      const ended = await attempt(deployment, 1, waiting);
      expect(ended.exitCode === 0 ? 'green' : 'red').toBe(rollouts[rollout]);
      await expectTruth(deployment, ended);
    },
  );

  test.concurrent.each([
    ...variantTable.tags.values.map((tags) => ({ tags })),
    ...variantTable.createTime.values.map((createTime) => ({ createTime })),
    ...variantTable.keyword.values.map((keyword) => ({ keyword })),
    ...variantTable.duplicateName.values.map((duplicateName) => ({ duplicateName })),
    ...variantTable.gatewayErrors.values.map((gatewayErrors) => ({ gatewayErrors })),
  ])('is green with %j, alone and beside an older service of the name', async (variants) => {
    await using deployment = await startWith(variants);
    const first = await attempt(deployment, 1, waiting);
    await expectTruth(deployment, first);
    if ('duplicateName' in variants && variants.duplicateName === 'refused') return;
    const second = await deployment.run({
      clock: 'stepping',
      inputs: waiting,
      run: { GITHUB_RUN_ID: '2' },
    });
    expect([first.error, second.error]).toEqual(['', '']);
    const living = await livingIn(deployment);
    expect(new Set(living)).toEqual(
      new Set([first.outputs['serviceId'], second.outputs['serviceId']]),
    );
  });
});

describe('what comes late, or is missing from a list,', () => {
  test.concurrent.each([
    { readLag: '5' } as const,
    ...variantTable.listLag.values.map((listLag) => ({ listLag })),
    ...variantTable.addressLag.values.map((addressLag) => ({ addressLag })),
    ...variantTable.listPages.values.map((listPages) => ({ listPages })),
    ...variantTable.repeatedCreate.values.map((repeatedCreate) => ({ repeatedCreate })),
  ])('is no service that is gone: %j', async (variants) => {
    await using deployment = await startWith(variants);
    const { error, outputs } = await attempt(deployment, 1, waiting);
    expect(error).toBe('');
    const created = deployment.bec.services.map(({ serviceId, deletedAt }) => [
      serviceId,
      deletedAt,
    ]);
    expect(created).toEqual([[outputs['serviceId'], undefined]]);
  });
});

describe('a deletion', () => {
  test.concurrent.each(variantTable.deletion.values)(
    'that works %s leaves nothing behind',
    async (deletion) => {
      await using deployment = await startWith({ deletion, rollout: 'crash-loop' });
      const ended = await attempt(deployment, 1, waiting);
      expect(ended.exitCode).toBe(1);
      expect(ended.error).toMatch(/was deleted|is being deleted/);
      await expectTruth(deployment, ended);
    },
  );
});

describe('a re-run', () => {
  /** Each value of both, in other pairs for another shift. */
  function pairs(shift: number) {
    const { values } = variantTable.deletion;
    return variantTable.deletedToken.values.map((deletedToken, index) => ({
      deletedToken,
      deletion: values[(index + shift) % values.length] ?? values[0],
    }));
  }

  test.concurrent.each(pairs(0))(
    'after the service was deleted creates it again: %j',
    async (variants) => {
      await using deployment = await startWith(variants);
      const first = await attempt(deployment, 1, waiting);
      expect(first.error).toBe('');
      for (let tries = 0; (await livingIn(deployment)).length > 0 && tries < 3; tries++) {
        await deleteAll(deployment);
      }
      const second = await attempt(deployment, 2, waiting);
      await expectTruth(deployment, second);
      expect(second.exitCode).toBe(variants.deletedToken === 'mismatch' ? 1 : 0);
    },
  );

  test.concurrent.each(pairs(2))(
    'after on-failure deleted it creates it again: %j',
    async (variants) => {
      const missingImageVersions = ['v1.2.3'];
      await using deployment = await startWith(variants, { missingImageVersions });
      const first = await attempt(deployment, 1, waiting);
      expect(first.exitCode).toBe(1);
      missingImageVersions.length = 0;
      const second = await attempt(deployment, 2, waiting);
      await expectTruth(deployment, second);
      expect(second.exitCode).toBe(variants.deletedToken === 'mismatch' ? 1 : 0);
    },
  );

  test.concurrent.each(variantTable.deletedToken.values)(
    'of a living service makes no second one (%s)',
    async (deletedToken) => {
      await using deployment = await startWith({ deletedToken });
      const first = await attempt(deployment, 1, {});
      const second = await attempt(deployment, 2, waiting);
      expect(second.outputs['serviceId']).toBe(first.outputs['serviceId']);
      await expectTruth(deployment, second);
    },
  );
});
