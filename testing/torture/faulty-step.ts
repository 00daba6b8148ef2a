import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment, Deviation, Ended } from '../deployment.ts';
import type { State, Violation } from './claims.ts';
import type { Faults, StepPlan } from './plan.ts';
import type { Wire } from './wire.ts';

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
export const speed = 100;
/** Three minutes are the most that a call takes, and ten that a wait does; the machine may be slow. */
const patienceMs = 60_000;

/** Runs a step and plays its faults; ends when nothing of it is on its way any more. */
export async function runFaultyStep(
  { bec, start }: Deployment,
  wire: Wire,
  {
    plan: { faults, wireFaults, cancel },
    ...deviation
  }: Deviation & { readonly plan: Faults & Partial<StepPlan> },
): Promise<Ended> {
  bec.inject(...faults);
  wire.inject(wireFaults);
  const { process: child, end } = start(deviation);
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

export function stateOf({ bec }: Deployment, wire: Wire, atMs: number): State {
  return {
    atMs,
    requests: bec.requests.length,
    connections: wire.connections(),
    services: bec.services,
  };
}

export function metFaults(
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

export function endOf({ exitCode, error }: Ended): TriedAttempt['end'] {
  if (exitCode === 0) return 'green';
  if (exitCode === null) return 'killed';
  return error.startsWith('Cancelled') ? 'cancelled' : 'red';
}

function nameOf(fault: StepPlan['faults'][number]): string {
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
