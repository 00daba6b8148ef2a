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
  type State,
  type Violation,
} from './claims.ts';
import { deletionViolations, runDeletion } from './deletion.ts';
import type { AttemptPlan, Faults, Plan } from './plan.ts';
import { startWire, type Wire } from './wire.ts';

/** What came of a plan. */
export interface Trial {
  readonly attempts: readonly TriedAttempt[];
  readonly services: number;
  /** The claims that do not hold, in words; empty if all hold. */
  readonly violations: readonly Violation[];
}

export interface TriedAttempt {
  readonly end: 'green' | 'red' | 'cancelled' | 'killed' | 'post green' | 'post red';
  readonly requests: number;
  /** The faults that there was a request, or a connection, for. */
  readonly faults: readonly string[];
}

/** How many times as fast as real time everybody's clock runs, the date with it. */
const speed = 100;
/** Three minutes are the most that the call takes, and ten that the wait does; the machine may be slow. */
const patienceMs = 60_000;

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

function metFaults(
  step: Faults,
  before: State,
  after: State,
): Pick<TriedAttempt, 'requests' | 'faults'> {
  const requests = after.requests - before.requests;
  return {
    requests,
    faults: [
      ...step.faults
        .flatMap(({ times = 1, ...fault }) => Array.from({ length: times }, () => fault))
        .slice(0, requests)
        .map((fault) => nameOf(fault)),
      ...step.wireFaults
        .slice(0, after.connections - before.connections)
        .map(({ kind }) => `wire ${kind}`),
    ],
  };
}

function stateOf({ bec }: Deployment, wire: Wire, atMs: number): State {
  return {
    atMs,
    requests: bec.requests.length,
    connections: wire.connections(),
    services: bec.services,
  };
}

async function runAttempt(
  { bec, start }: Deployment,
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
  const { faults, wireFaults } = postOf === undefined ? attempt : attempt.post;
  bec.inject(...faults);
  wire.inject(wireFaults);
  const { process: child, end } = start({
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
  const cancel = postOf === undefined ? attempt.cancel : undefined;
  const timers = [
    setTimeout(() => child.kill('SIGKILL'), patienceMs),
    ...(cancel === undefined ? [] : [setTimeout(() => child.kill(cancel.signal), cancel.afterMs)]),
  ];
  const ended = await end;
  for (const timer of timers) clearTimeout(timer);
  bec.dropFaults();
  // What was sent may still be on its way; a claim must hold when it has arrived, too.
  await wire.quiet();
  await sleep(5);
  return ended;
}

function endOf({ exitCode, error }: Ended): TriedAttempt['end'] {
  if (exitCode === 0) return 'green';
  if (exitCode === null) return 'killed';
  return error.startsWith('Cancelled') ? 'cancelled' : 'red';
}

function nameOf(fault: AttemptPlan['faults'][number]): string {
  switch (fault.kind) {
    case 'response':
      return `HTTP ${fault.status}${fault.processed === true ? ' after' : ''}`;
    case 'reset':
    case 'close':
    case 'hang':
      return `${fault.kind} ${fault.when}`;
    case 'half-response':
    case 'garbage':
    case 'huge':
    case 'delay':
    case 'redirect':
    case 'refuse-upload':
      return fault.kind;
  }
}
