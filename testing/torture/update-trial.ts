import { setTimeout as sleep } from 'node:timers/promises';
import { parseVariants, variantTable, type Variants } from '../../local-bec/variants.ts';
import { call, field, json, text } from '../bec-call.ts';
import { scaledDate } from '../clock.ts';
import { startDeployment, type Deployment, type Ended } from '../deployment.ts';
import { leaksIn } from '../leaks.ts';
import { putsIn, updateSpec } from '../update-play.ts';
import { violationsOf, type Require, type State, type Violation } from './claims.ts';
import {
  endOf,
  metFaults,
  runFaultyStep,
  speed,
  stateOf,
  type Trial,
  type TriedAttempt,
} from './faulty-step.ts';
import { stepFrom, type Faults, type StepPlan } from './plan.ts';
import { randomFrom } from './random.ts';
import { startWire, type Wire } from './wire.ts';

/** All that happens to one service that is updated. */
interface UpdatePlan {
  readonly seed: number;
  readonly startupMs: number;
  readonly variants: Variants;
  readonly replicas: number;
  readonly isImageMissing: boolean;
  readonly attempts: readonly UpdateAttempt[];
}

interface UpdateAttempt extends StepPlan {
  readonly imageVersion: 'v1' | 'v2';
  readonly post: Faults;
  /** A step of another run that updates the service at the same time. */
  readonly hasRival: boolean;
}

const hourMs = 3_600_000;
/** What BEC holds of the service and the spec does not, and what the spec gets from the workflow. */
const held = 'held-8Rt2mXv5Kq9wLz3p';
const secret = 'Qj7hWn4vLd8gXc2kFz6m';
const [container] = updateSpec.containers;

function specOf(replicas: number, envs: readonly unknown[]) {
  return {
    ...updateSpec,
    containers: [{ ...container, envs }],
    deployInstances: [{ regionId: 'cn-shanghai-ct', replicas }],
  };
}

function updatePlanFrom(seed: number): UpdatePlan {
  const random = randomFrom(seed);
  const variants = parseVariants((flag) => {
    const { values = [] } = Object.values(variantTable).find((row) => row.flag === flag) ?? {};
    const isUsual = ['rollout', 'duplicate-name'].includes(flag) || random.chance(0.8);
    return isUsual ? values[0] : values[random.integer(0, values.length - 1)];
  });
  return {
    seed,
    startupMs: random.integer(0, 6000),
    variants: {
      ...variants,
      update: random.chance(0.5) ? 'one-by-one' : random.pick(variantTable.update.values),
    },
    replicas: random.integer(1, 3),
    isImageMissing: random.chance(0.15),
    attempts: random.list(random.pick([1, 1, 2, 3]), () => ({
      ...calmer(stepFrom(random)),
      imageVersion: random.chance(0.85) ? 'v2' : 'v1',
      post: random.chance(0.3) ? stepFrom(random) : { faults: [], wireFaults: [] },
      hasRival: random.chance(0.15),
    })),
  };
}

/** A step that asks for one thing after the other has to live through them all. */
function calmer(step: StepPlan): StepPlan {
  return { ...step, faults: step.faults.slice(0, 2), wireFaults: step.wireFaults.slice(0, 1) };
}

/** Updates of a service that has run for an hour: what a step says of them must be what the pods run. */
export async function tryOutUpdates(seed: number): Promise<Trial> {
  const plan = updatePlanFrom(seed);
  const { variants, startupMs, replicas, isImageMissing, attempts: planned } = plan;
  const sinceMs = Date.now();
  const date = scaledDate(speed, sinceMs);
  let ageMs = hourMs;
  await using deployment = await startDeployment({
    spec: specOf(replicas, [{ name: 'SECRET', value: '${{ secrets.SECRET }}' }]),
    server: {
      now: () => date() - ageMs,
      startupMs,
      variants,
      missingImageVersions: isImageMissing ? ['v2'] : [],
    },
  });
  await using wire = await startWire(Number(new URL(deployment.bec.endpoint).port));
  const serviceId = await createOld(deployment, replicas, date() - ageMs);
  ageMs = 0;
  const attempts: TriedAttempt[] = [];
  const violations: Violation[] = [];
  for (const [index, attempt] of planned.entries()) {
    const step = { plan, attempt, number: index + 1, sinceMs };
    const rival = attempt.hasRival ? startRival(deployment, step) : undefined;
    const before = stateOf(deployment, wire, date());
    const ended = await runAttempt(deployment, wire, step);
    const after = stateOf(deployment, wire, date());
    attempts.push({ end: endOf(ended), ...metFaults(attempt, before, after) });
    violations.push(...violationsIn(deployment, ended, { ...step, before, after, serviceId }));
    if (ended.exitCode !== 0) {
      const post = await runAttempt(deployment, wire, { ...step, postOf: ended });
      const end = post.exitCode === 0 ? 'post green' : 'post red';
      attempts.push({ end, ...metFaults(attempt.post, after, stateOf(deployment, wire, date())) });
      violations.push(
        ...postViolations(deployment, { ended, post }, { ...step, before, serviceId }),
      );
    }
    await rival;
    if (violations.length > 0) {
      violations.push({ kind: 'other', text: `the log of attempt ${index + 1}:\n${ended.log}` });
      break;
    }
    await sleep(100);
  }
  return { attempts, services: deployment.bec.services.length, violations };
}

async function createOld({ bec }: Deployment, replicas: number, atMs: number): Promise<string> {
  const spec = specOf(replicas, [{ name: 'OWN', value: held }]);
  const body = {
    ...spec,
    containers: spec.containers.map((one) => ({ ...one, imageVersion: 'v1' })),
  };
  const reply = await call(bec, { body, atMs });
  return text(field(json(reply.text), 'details.serviceId'));
}

interface AttemptStep {
  readonly plan: UpdatePlan;
  readonly attempt: UpdateAttempt;
  readonly number: number;
  /** Since when everybody's clocks run as fast as they do. */
  readonly sinceMs: number;
}

function deviationOf({ plan, attempt, number, sinceMs }: AttemptStep) {
  return {
    action: 'update',
    clock: { factor: speed, sinceMs },
    inputs: { 'image-version': attempt.imageVersion, 'wait-timeout': '2m' },
    env: { SECRET: secret },
    run: { GITHUB_RUN_ID: String(1_000_000 + plan.seed), GITHUB_RUN_ATTEMPT: String(number) },
  } as const;
}

function runAttempt(
  deployment: Deployment,
  wire: Wire,
  step: AttemptStep & { readonly postOf?: Ended },
): Promise<Ended> {
  const { attempt, postOf } = step;
  const deviation = deviationOf(step);
  return runFaultyStep(deployment, wire, {
    ...deviation,
    plan: postOf === undefined ? attempt : { ...attempt.post, cancel: undefined },
    ...(postOf !== undefined && { postOf }),
    inputs: { ...deviation.inputs, endpoint: `http://127.0.0.1:${wire.port}` },
  });
}

/** Straight to the server, so that the faults are the attempt's. */
function startRival({ start }: Deployment, step: AttemptStep): Promise<Ended> {
  const deviation = deviationOf(step);
  const inputs = { ...deviation.inputs, 'image-version': 'v3' };
  return start({ ...deviation, inputs, run: { GITHUB_RUN_ID: '77' } }).end;
}

interface Course extends AttemptStep {
  readonly before: State;
  readonly serviceId: string;
}

function violationsIn(
  deployment: Deployment,
  ended: Ended,
  course: Course & { readonly after: State },
): readonly Violation[] {
  return violationsOf((require) => {
    checkSecrets(require, deployment, ended);
    checkRequests(require, deployment, course);
    checkEnd(require, deployment, ended, course);
  });
}

function checkSecrets(require: Require, { bec }: Deployment, ended: Ended): void {
  const { accessKeyId, secretAccessKey } = bec.credentials;
  for (const leak of leaksIn(ended, [accessKeyId, secretAccessKey, secret, held])) {
    require(false, 'leak', leak);
  }
}

/** An update repeats its own bytes, and does nothing else to the service. */
function checkRequests(require: Require, { bec }: Deployment, { before, attempt }: Course): void {
  const requests = bec.requests.slice(before.requests);
  const others = requests.filter(({ operation = 'detail' }) =>
    ['create', 'delete', 'restart', 'start', 'stop'].includes(operation),
  );
  require(others.length === 0, 'unnamed deletion', others.map(({ operation }) => operation).join());
  if (attempt.hasRival) return;
  const puts = putsIn({ requests });
  const bodies = new Set(puts.map(({ body }) => body).filter((body) => body !== ''));
  const tokens = new Set(puts.map(({ query }) => query['clientToken']));
  require(bodies.size <= 1, 'duplicate', `${bodies.size} different updates`);
  require(tokens.size <= 2, 'duplicate', `${tokens.size} tokens`);
}

function checkEnd(
  require: Require,
  { bec }: Deployment,
  { exitCode, error, log, outputs }: Ended,
  { attempt, plan, before, after, serviceId }: Course & { readonly after: State },
): void {
  require(!log.includes('fault in bec-create'), 'other', 'a fault of its own');
  const puts = putsIn({ requests: bec.requests.slice(before.requests) }).length;
  if (exitCode !== 0) {
    require(exitCode === null || error !== '', 'untruth', 'red without an error');
    const isUnsent = /Nothing (?:was changed|was sent)/.test(error) && !attempt.hasRival;
    const isSo = !isUnsent || versionsAt(after.atMs) === versionsAt(before.atMs);
    require(isSo || isMoving(), 'untruth', 'it says that nothing was changed');
    return;
  }
  require(error === '', 'other', 'green with an error');
  const { changed } = outputs;
  require(attempt.hasRival ||
    changed === String(puts > 0), 'untruth', `changed is ${changed ?? ''}`);
  // What reads that lag behind, and the seconds that the machine takes for the last ones, can show.
  const lagS = Math.max(Number(plan.variants.readLag), Number(plan.variants.listLag));
  const times = Array.from({ length: lagS + 40 }, (_, second) => after.atMs - 1000 * second);
  const isTrue = times.some(
    (atMs) => versionsAt(atMs) === allOf(attempt.imageVersion, plan.replicas),
  );
  require(isTrue, 'untruth', `green, and the pods run ${versionsAt(after.atMs)}`);

  function versionsAt(atMs: number): string {
    const pods = bec.podsOf(serviceId, atMs).map(({ isRunning, template: { containers } }) => {
      const versions = containers.map(({ imageVersion }) => imageVersion).join('+');
      return isRunning ? versions : `${versions}!`;
    });
    return pods.sort().join(' ');
  }

  /** An update of an attempt before may still be rolling out. */
  function isMoving(): boolean {
    return putsIn({ requests: bec.requests.slice(0, before.requests) }).length > 0;
  }
}

function allOf(version: string, replicas: number): string {
  return Array.from({ length: replicas }, () => version).join(' ');
}

/** Of a step that sent an update and did not end well, somebody says that it may be under way. */
function postViolations(
  deployment: Deployment,
  { ended, post }: { readonly ended: Ended; readonly post: Ended },
  { attempt, before, serviceId }: Course,
): readonly Violation[] {
  const { bec } = deployment;
  const sent = putsIn({ requests: bec.requests.slice(before.requests) });
  const isSaid = `${ended.error}${post.log}`.includes(serviceId);
  const isDeleted = bec.services.some(({ deletedAt }) => deletedAt !== undefined);
  const violations = violationsOf((require) => {
    checkSecrets(require, deployment, post);
    require(post.exitCode !== null, 'other', 'does not end');
    const isTold = attempt.hasRival || sent.length === 0 || isSaid;
    require(isTold, 'lost id', 'an update was sent, and nobody says so');
    require(!isDeleted, 'unnamed deletion', 'the service was deleted');
  });
  return violations.map(({ kind, text: words }) => ({
    kind,
    text: `post step: ${words}\n${post.log}`,
  }));
}
