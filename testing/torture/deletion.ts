import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalBec } from '../../local-bec/server.ts';
import { openClient } from '../../src/api/client.ts';
import type { Clock } from '../../src/clock.ts';
import { CancelledError } from '../../src/errors.ts';
import { parseEndpoint } from '../../src/http/connection.ts';
import { deleteAll, type Selection } from '../../src/service/service.ts';
import { plainSpec, type Deployment, type Ended } from '../deployment.ts';
import { isLiving, newlyDeleted, type State, type Violation } from './claims.ts';
import type { DeletionPlan, Plan } from './plan.ts';
import type { Wire } from './wire.ts';

/** How a step that deletes ended. */
export interface TriedDeletion {
  readonly end: 'green' | 'red' | 'cancelled';
  /** The ids that the workflow has named, by themselves or by their name. */
  readonly named: readonly string[];
  /** Those of them that BEC showed by then. */
  readonly owed: readonly string[];
  readonly deleted: readonly string[];
  readonly alreadyGone: readonly string[];
  readonly error: string;
  readonly before: State;
  readonly after: State;
}

/** Deletes what an attempt has named in its outputs, or all of its name. */
export async function runDeletion(
  { bec }: Deployment,
  wire: Wire,
  {
    step,
    ended,
    clock,
    plan: { variants },
  }: {
    readonly step: DeletionPlan;
    readonly ended: Ended;
    readonly clock: Clock;
    readonly plan: Plan;
  },
): Promise<TriedDeletion> {
  const before = stateOf(bec, clock.now().getTime());
  const { selection, named } = selectionOf(step, ended, before);
  // A service is looked for for a minute; a list can't be asked for what it doesn't have.
  const lags = [variants.readLag, ...(selection.kind === 'name' ? [variants.listLag] : [])];
  const lagS = Math.max(...lags.map(Number));
  const isFound = selection.kind === 'ids' && lagS < 60;
  const owed = named.filter((id) => isFound || wasThere(before, id, lagS * 1000));
  bec.inject(...step.faults);
  wire.inject(step.wireFaults);
  const endpoint = parseEndpoint(`http://127.0.0.1:${wire.port}`);
  const ignore = (): void => undefined;
  const { credentials } = bec;
  const cancellation = new AbortController();
  const { signal } = cancellation;
  const run = { clock, signal, log: ignore, warn: ignore };
  const client = openClient({ endpoint, credentials, environment: {}, ...run });
  const { cancel } = step;
  const timer = setTimeout(() => {
    if (cancel !== undefined) cancellation.abort(new CancelledError(cancel.signal));
  }, cancel?.afterMs ?? 60_000);
  const { serviceName } = plainSpec;
  const deletion = { selection, serviceName, withDisks: false, timeoutMs: 120_000 };
  const { fates, failure: error } = await deleteAll(client, deletion);
  const gone = fates.filter(({ kind }) => kind === 'gone');
  const idsOf = (isOwn: boolean): readonly string[] =>
    gone.filter((fate) => fate.isOwn === isOwn).map(({ serviceId }) => serviceId);
  const end = error === '' ? 'green' : signal.aborted ? 'cancelled' : 'red';
  const tried = {
    named,
    owed,
    before,
    deleted: idsOf(true),
    alreadyGone: idsOf(false),
    error,
    end,
  } as const;
  clearTimeout(timer);
  client.close();
  bec.dropFaults();
  await wire.quiet();
  await sleep(5);
  return { ...tried, after: stateOf(bec, clock.now().getTime()) };
}

/** What the step names: what the attempt had in its outputs, or all of its service's name. */
function selectionOf(
  step: DeletionPlan,
  { outputs }: Ended,
  before: State,
): { readonly selection: Selection; readonly named: readonly string[] } {
  const { serviceName } = plainSpec;
  const { serviceId = '', previousServiceIds = '' } = outputs;
  const named = (step.by === 'previous' ? previousServiceIds : serviceId).split('\n');
  if (step.by !== 'name' && named[0] !== '') {
    return { selection: { kind: 'ids', serviceIds: [...named, 's-neverwas'] }, named };
  }
  const alike = before.services.filter(({ body }) => body['serviceName'] === serviceName);
  return {
    selection: { kind: 'name', serviceName, max: step.max },
    named: alike.map((service) => service.serviceId),
  };
}

function stateOf(bec: LocalBec, atMs: number): State {
  return { atMs, requests: bec.requests.length, connections: 0, services: bec.services };
}

function wasThere({ services, atMs }: State, id: string, agoMs: number): boolean {
  return services.some(
    ({ serviceId, createdAt }) => serviceId === id && createdAt < atMs - agoMs - 1000,
  );
}

export function deletionViolations(
  bec: LocalBec,
  { end, named, owed, deleted, alreadyGone, error, before, after }: TriedDeletion,
): readonly Violation[] {
  const violations: Violation[] = [];
  const require = (isSo: boolean, kind: Violation['kind'], text: string): void => {
    if (!isSo) violations.push({ kind, text: `a step that deletes: ${text}. ${error}` });
  };
  const living = bec.services.filter(isLiving).map(({ serviceId }) => serviceId);
  const gone = newlyDeleted(before, after).map(({ serviceId }) => serviceId);
  for (const serviceId of gone) {
    require(named.includes(serviceId), 'unnamed deletion', `${serviceId} was deleted`);
  }
  for (const serviceId of [...deleted, ...alreadyGone]) {
    require(!living.includes(serviceId), 'untruth', `${serviceId} is not gone`);
  }
  for (const serviceId of deleted) {
    require(gone.includes(serviceId), 'untruth', `${serviceId} was gone before`);
  }
  if (end === 'green') {
    require(!owed.some((id) => living.includes(id)), 'untruth', 'green, and one is not gone');
  }
  require(!error.includes('Nothing was deleted') ||
    gone.length === 0, 'untruth', 'one was deleted');
  for (const [words, isTrue] of [
    ['Not deleted, and billed', (id: string) => living.includes(id)],
    ['Gone', (id: string) => !living.includes(id)],
  ] as const) {
    const ids = new RegExp(`${words}: ([^.]*)\\.`).exec(error)?.[1]?.match(/s-\w+/g) ?? [];
    for (const id of ids) require(isTrue(id), 'untruth', `${words}: ${id}`);
  }
  return violations;
}
