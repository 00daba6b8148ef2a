import { setTimeout as sleep } from 'node:timers/promises';
import { call, create, serviceBody } from '../bec-call.ts';
import { scaledClock, scaledDate } from '../clock.ts';
import { plainSpec, startDeployment, type Deployment, type Ended } from '../deployment.ts';
import {
  isOwn,
  postViolations,
  previousToken,
  violationsIn,
  type History,
  type Violation,
} from './claims.ts';
import { deletionViolations, runDeletion } from './deletion.ts';
import {
  endOf,
  metFaults,
  runFaultyStep,
  speed,
  stateOf,
  type Trial,
  type TriedAttempt,
} from './faulty-step.ts';
import type { AttemptPlan, Plan } from './plan.ts';
import { startWire, type Wire } from './wire.ts';

const secret = 'Qj7hWn4vLd8gXc2kFz6m';
const spec = {
  ...plainSpec,
  containers: [
    { ...plainSpec.containers[0], envs: [{ name: 'SECRET', value: '${{ secrets.SECRET }}' }] },
  ],
};

export async function tryOut(plan: Plan): Promise<Trial> {
  const { clockOffsetMs, ratePerSecond, startupMs, variants, isImageMissing } = plan;
  const sinceMs = Date.now();
  const now = scaledDate(speed, sinceMs);
  const server = {
    now,
    clockOffsetMs,
    ratePerSecond,
    startupMs,
    variants,
    missingImageVersions: isImageMissing ? ['v1.2.3'] : [],
    sessionToken: 'STS-Zk3wVq9xTt7mYb2nRs5p',
  };
  await using deployment = await startDeployment({ spec, server });
  await using wire = await startWire(Number(new URL(deployment.bec.endpoint).port));
  await createOthers(deployment, plan, now());
  await sleep(100);
  const attempts: TriedAttempt[] = [];
  const violations: Violation[] = [];
  let history: History = { plan, secret, logs: [] };
  for (const [index, attempt] of plan.attempts.entries()) {
    if (index > 0)
      await passBetweenAttempts(deployment, plan, {
        attempt,
        serverNow: () => now() + clockOffsetMs,
      });
    const before = stateOf(deployment, wire, now());
    const ended = await runAttempt(deployment, wire, { plan, attempt, number: index + 1, sinceMs });
    const after = stateOf(deployment, wire, now());
    attempts.push({ end: endOf(ended), ...metFaults(attempt, before, after) });
    violations.push(...violationsIn(deployment, ended, { before, after, history }));
    if (ended.exitCode !== 0) {
      const post = await runAttempt(deployment, wire, {
        plan,
        attempt,
        number: index + 1,
        sinceMs,
        postOf: ended,
      });
      const afterPost = stateOf(deployment, wire, now());
      attempts.push({
        end: post.exitCode === 0 ? 'post green' : 'post red',
        ...metFaults(attempt.post, after, afterPost),
      });
      violations.push(
        ...postViolations(deployment, { ended, post }, { before, after: afterPost, history }),
      );
    }
    history = { ...history, logs: [...history.logs, ended.log] };
    if (violations.length === 0 && attempt.deletion !== undefined) {
      const tried = await runDeletion(deployment, wire, {
        step: attempt.deletion,
        ended,
        clock: scaledClock(speed, now),
        plan,
      });
      attempts.push({
        end: tried.end,
        ...metFaults(attempt.deletion, after, stateOf(deployment, wire, now())),
      });
      violations.push(...deletionViolations(deployment.bec, tried));
    }
    if (violations.length > 0) {
      violations.push({ kind: 'other', text: `the log of attempt ${index + 1}:\n${ended.log}` });
      break;
    }
  }
  return { attempts, services: deployment.bec.services.length, violations };
}

/** Services that are not the run's: one that it may replace, and two that it may not. */
async function createOthers({ bec }: Deployment, plan: Plan, nowMs: number): Promise<void> {
  if (plan.ratePerSecond !== undefined) return;
  const atMs = nowMs + plan.clockOffsetMs;
  for (const [clientToken, serviceName, regionId] of [
    [previousToken, 'shop', 'cn-shanghai-ct'],
    ['another-name', 'shop-2', 'cn-shanghai-ct'],
    ['another-place', 'shop', 'cn-beijing-cm'],
  ] as const) {
    const body = { ...serviceBody, serviceName, deployInstances: [{ regionId, replicas: 1 }] };
    await create(bec, { body, atMs, query: { clientToken } });
  }
}

/**
 * An earlier attempt is ten seconds ago at least, and someone may have deleted what it created, so long
 * ago that BEC shows it.
 */
async function passBetweenAttempts(
  { bec }: Deployment,
  { variants }: Plan,
  {
    attempt: { isDeletedBefore },
    serverNow,
  }: { readonly attempt: AttemptPlan; readonly serverNow: () => number },
): Promise<void> {
  await sleep(100);
  if (!isDeletedBefore) return;
  for (const { serviceId } of bec.services.filter(isOwn)) {
    for (let tries = 0; tries < 5; tries++) {
      const atMs = serverNow();
      const { status } = await call(bec, {
        method: 'DELETE',
        path: `/v1/service/${serviceId}`,
        atMs,
      });
      if (status === 200 || status === 204 || status === 404) break;
      await sleep(10);
    }
  }
  await sleep((Number(variants.readLag) * 1000) / speed);
}

function runAttempt(
  deployment: Deployment,
  wire: Wire,
  {
    plan,
    attempt,
    number,
    sinceMs,
    postOf,
  }: {
    readonly plan: Plan;
    readonly attempt: AttemptPlan;
    readonly number: number;
    /** Since when everybody's clocks run as fast as they do. */
    readonly sinceMs: number;
    /** For the attempt's post step. */
    readonly postOf?: Ended;
  },
): Promise<Ended> {
  return runFaultyStep(deployment, wire, {
    plan: postOf === undefined ? attempt : { ...attempt.post, cancel: undefined },
    clock: { factor: speed, sinceMs },
    ...(postOf !== undefined && { postOf }),
    inputs: {
      endpoint: `http://127.0.0.1:${wire.port}`,
      'image-version': attempt.imageVersion,
      wait: String(plan.wait),
      'on-failure': plan.onFailure,
    },
    env: { SECRET: secret },
    run: { GITHUB_RUN_ID: String(1_000_000 + plan.seed), GITHUB_RUN_ATTEMPT: String(number) },
  });
}
