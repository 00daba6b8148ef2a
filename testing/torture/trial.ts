import { setTimeout as sleep } from 'node:timers/promises';
import {
  askedFor,
  createsIn,
  plainSpec,
  startDeployment,
  type Deployment,
  type Ended,
} from '../deployment.ts';
import { leaksIn } from '../leaks.ts';
import { commandsIn } from '../log.ts';
import type { AttemptPlan, Plan } from './plan.ts';
import { startWire, type Wire } from './wire.ts';

/** What came of a plan. */
export interface Trial {
  readonly attempts: readonly TriedAttempt[];
  readonly services: number;
  /** What must not be, in words; empty where all is well. */
  readonly violations: readonly Violation[];
}

export interface Violation {
  readonly kind: 'duplicate' | 'lost id' | 'untruth' | 'leak' | 'other';
  readonly text: string;
}

export interface TriedAttempt {
  readonly end: 'green' | 'red' | 'cancelled' | 'killed';
  readonly requests: number;
  /** The faults that there was a request, or a connection, for. */
  readonly faults: readonly string[];
}

/** How many times as fast as real time goes by for the action. */
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
  const { clockOffsetMs, ratePerSecond, startupMs } = plan;
  const server = {
    clockOffsetMs,
    ratePerSecond,
    startupMs,
    sessionToken: 'STS-Zk3wVq9xTt7mYb2nRs5p',
  };
  await using deployment = await startDeployment({ spec, server });
  await using wire = await startWire(Number(new URL(deployment.bec.endpoint).port));
  const attempts: TriedAttempt[] = [];
  const violations: Violation[] = [];
  for (const [index, attempt] of plan.attempts.entries()) {
    const before = stateOf(deployment, wire);
    const ended = await runAttempt(deployment, wire, { plan, attempt, number: index + 1 });
    const after = stateOf(deployment, wire);
    const requests = after.requests - before.requests;
    attempts.push({
      end: endOf(ended),
      requests,
      faults: [
        ...attempt.faults
          .flatMap(({ times = 1, ...fault }) => Array.from({ length: times }, () => fault))
          .slice(0, requests)
          .map((fault) => nameOf(fault)),
        ...attempt.wireFaults
          .slice(0, after.connections - before.connections)
          .map(({ kind }) => `wire ${kind}`),
      ],
    });
    violations.push(...violationsIn(deployment, ended, { before, after }));
    if (violations.length > 0) {
      violations.push({ kind: 'other', text: `the log of attempt ${index + 1}:\n${ended.log}` });
      break;
    }
  }
  return { attempts, services: deployment.bec.services.length, violations };
}

interface State {
  readonly requests: number;
  readonly connections: number;
  readonly services: number;
}

function stateOf({ bec }: Deployment, wire: Wire): State {
  return {
    requests: bec.requests.length,
    connections: wire.connections(),
    services: bec.services.length,
  };
}

async function runAttempt(
  { bec, start }: Deployment,
  wire: Wire,
  {
    plan,
    attempt,
    number,
  }: { readonly plan: Plan; readonly attempt: AttemptPlan; readonly number: number },
): Promise<Ended> {
  bec.inject(...attempt.faults);
  wire.inject(attempt.wireFaults);
  const { process: child, end } = start({
    clock: speed,
    inputs: {
      endpoint: `http://127.0.0.1:${wire.port}`,
      'image-version': attempt.imageVersion,
      wait: String(plan.wait),
    },
    env: { SECRET: secret },
    run: { GITHUB_RUN_ID: String(1_000_000 + plan.seed), GITHUB_RUN_ATTEMPT: String(number) },
  });
  const { cancel } = attempt;
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

function violationsIn(
  { bec }: Deployment,
  ended: Ended,
  { before, after }: { readonly before: State; readonly after: State },
): readonly Violation[] {
  const { error, log, outputs, exitCode } = ended;
  const violations: Violation[] = [];
  const require = (isSo: boolean, kind: Violation['kind'], text: string): void => {
    if (!isSo) violations.push({ kind, text });
  };
  const service = bec.services[0];
  const wasMade = after.services > before.services;

  require(bec.services.length <= 1, 'duplicate', `${bec.services.length} services`);
  const asked = askedFor(createsIn(bec));
  require(asked.tokens.length <= 1, 'duplicate', `tokens ${asked.tokens.join(', ')}`);
  const { bodies } = askedFor(createsIn({ requests: bec.requests.slice(before.requests) }));
  // Only the version differs, and only from one attempt of the job to the next.
  require(bodies.length <= 1, 'duplicate', `bodies ${bodies.join('\n')}`);

  const { serviceId } = outputs;
  if (serviceId !== undefined) {
    require(serviceId === service?.serviceId, 'lost id', `the output is ${serviceId}`);
    require(log.includes(`Created ${serviceId}`), 'lost id', 'the id is not in the log');
  } else if (service !== undefined) {
    require(!log.includes(service.serviceId), 'lost id', 'the id is known, but is no output');
  }
  if (exitCode === 0) {
    require(serviceId !== undefined, 'lost id', 'green without an id');
    require(bec.services.length === 1, 'lost id', `green with ${bec.services.length} services`);
    require(error === '', 'other', 'green with an error');
    require(JSON.stringify(service?.body) === bodies[0], 'duplicate', 'the body is another one');
  } else if (exitCode === 1 || error !== '') {
    require(error !== '', 'untruth', 'red without an error');
    require(!error.includes('No service was created.') ||
      after.services === 0, 'untruth', 'a service exists, and the end denies it');
    require(!error.includes('No service was created by this attempt') ||
      !wasMade, 'untruth', 'a service was made by this attempt, and the end denies it');
    require(!error.includes('Nothing was sent') ||
      after.connections ===
        before.connections, 'untruth', 'something was sent, and the end denies it');
    require(serviceId !== undefined ||
      /may exist|No service was created|Nothing was sent|has already created/.test(
        error,
      ), 'untruth', 'the end does not say whether a service exists');
  } else {
    // The signal came before the action listened for it, or when all was said and node was leaving.
    const isBefore = after.requests === before.requests;
    require(exitCode === null && (isBefore || serviceId !== undefined), 'other', 'ended by force');
  }

  const { accessKeyId, secretAccessKey, sessionToken = '' } = bec.credentials;
  for (const leak of leaksIn(ended, [accessKeyId, secretAccessKey, sessionToken, secret])) {
    require(false, 'leak', leak);
  }
  for (const { name, text } of commandsIn(log)) {
    require(['add-mask', 'error', 'warning'].includes(name), 'other', `::${name}::${text}`);
  }
  require(!log.includes('fault in bec-create'), 'other', 'a fault of its own');
  return violations;
}

function nameOf(fault: AttemptPlan['faults'][number]): string {
  switch (fault.kind) {
    case 'answer':
      return `HTTP ${fault.status}${fault.processed === true ? ' after' : ''}`;
    case 'reset':
    case 'close':
    case 'hang':
      return `${fault.kind} ${fault.when}`;
    case 'half-answer':
    case 'garbage':
    case 'huge':
    case 'delay':
    case 'redirect':
    case 'refuse-upload':
      return fault.kind;
  }
}
