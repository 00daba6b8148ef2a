import type { Fault } from '../local-bec/faults.ts';
import { startLocalBec, type LocalBec, type LocalBecOptions } from '../local-bec/server.ts';
import { openClient, type Client } from '../src/api/client.ts';
import type { Clock } from '../src/clock.ts';
import { UserError } from '../src/errors.ts';
import { parseEndpoint } from '../src/http/connection.ts';
import type { Fields } from '../src/json.ts';
import type { Pod } from '../src/service/pods.ts';
import type { RolloutPlan } from '../src/service/rollout.ts';
import {
  rollOut,
  cleanupOf,
  createService,
  openJournal,
  type Cleanup,
  type ClientTokens,
  type CreatedService,
  type Journal,
  type RunningService,
  type Service,
  type ServiceEvent,
} from '../src/service/service.ts';
import { steppingClock } from './clock.ts';
import { plainSpec } from './deployment.ts';

export const testTokens: ClientTokens = {
  isOwn: false,
  clientTokenOf: (generation) => `bec-${generation}`,
};

/** A client in this process and a local BEC, which share a clock: time passes only while something sleeps. */
export interface Session extends AsyncDisposable {
  readonly bec: LocalBec;
  readonly client: Client;
  readonly clock: Clock;
  /** The log's lines, warnings included. */
  readonly log: string[];
  readonly cancellation: AbortController;
  /** The operations that were requested, in order. */
  readonly operations: () => readonly string[];
}

/** @param via the port to connect to in place of the server's own */
export async function startSession(
  server: LocalBecOptions = {},
  via?: (port: number) => Promise<number>,
): Promise<Session> {
  const stepping = steppingClock();
  const startMs = Date.now();
  const nowMs = (): number => startMs + stepping.elapsedMs();
  const clock = { ...stepping, now: () => new Date(nowMs()) };
  const bec = await startLocalBec({ now: nowMs, ...server });
  const ownPort = Number(new URL(bec.endpoint).port);
  const endpoint = parseEndpoint(`http://127.0.0.1:${(await via?.(ownPort)) ?? ownPort}`);
  const log: string[] = [];
  const print = (line: string): void => {
    log.push(line);
  };
  const { credentials } = bec;
  const cancellation = new AbortController();
  const { signal } = cancellation;
  const run = { clock, signal, log: print, warn: print };
  const client = openClient({ endpoint, credentials, environment: {}, ...run });
  return {
    bec,
    client,
    clock,
    log,
    cancellation,
    operations: () => bec.requests.map(({ operation }) => operation ?? 'unknown'),
    [Symbol.asyncDispose]: async () => {
      client.close();
      await bec.close();
    },
  };
}

/** A service that is created and waited for. */
export interface Play {
  readonly server?: LocalBecOptions;
  /** Injected once the service is created. */
  readonly faults?: readonly Fault[];
  /** The responses of the first polls, in place of the true ones; the service's id is added. */
  readonly details?: readonly Fields[];
  readonly body?: Fields;
  /** How long ago an earlier attempt of the job created the service; undefined in a first attempt. */
  readonly earlierMs?: number;
  /** Done before the service is created. */
  readonly before?: (session: Session) => Promise<unknown>;
  readonly beforeRerun?: (session: Session) => Promise<void>;
  readonly options?: Partial<RolloutPlan>;
  /** Called with each event, once it is on record. */
  readonly onEvent?: (event: ServiceEvent) => void;
  /** Called after each request, to cancel in the middle, say. */
  readonly onRequest?: (session: Session) => void;
  readonly via?: (port: number) => Promise<number>;
}

export interface Played {
  readonly bec: LocalBec;
  readonly serviceId: string;
  /** Undefined if the rollout failed. */
  readonly running: RunningService | undefined;
  /** The message of the error; empty if the service is running. */
  readonly error: string;
  readonly log: readonly string[];
  /** The lines of each group in the log, under its title. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly seen: readonly Service[];
  /** What is left to delete at the end. */
  readonly cleanup: Cleanup | undefined;
  readonly pods: readonly Pod[] | undefined;
  readonly operations: readonly string[];
  /** The progress lines without their times. */
  readonly progress: readonly string[];
  /** When these lines were printed. */
  readonly progressSeconds: readonly number[];
  readonly elapsedMs: number;
}

export async function playRollout(play: Play): Promise<Played> {
  const started: { session?: Session } = {};
  const onRequest = (): void => {
    if (started.session !== undefined) play.onRequest?.(started.session);
  };
  await using session = await startSession({ ...play.server, onRequest }, play.via);
  const { bec, client, clock, log } = session;
  const seen: Service[] = [];
  const journal = openJournal(({ service }, event) => {
    play.onEvent?.(event);
    const isSight = event.kind === 'looked' && event.look.kind === 'service';
    if (isSight && service !== undefined) seen.push(service.last.service);
  });
  const created = await createPlayed(session, play, journal);
  started.session = session;
  bec.inject(...(play.details ?? []).map((detail) => detailFault(created.service, detail)));
  bec.inject(...(play.faults ?? []));
  const groups = new Map<string, readonly string[]>();
  const startMs = clock.elapsedMs();
  const plan: RolloutPlan = {
    timeoutMs: 600_000,
    onFailure: 'keep',
    logGroup: (title, lines) => groups.set(title, lines),
    journal,
    ...play.options,
  };
  const end = await settled(rollOut(client, created, plan));
  const life = journal.life();
  return {
    bec,
    serviceId: created.serviceId,
    ...end,
    log,
    groups,
    seen,
    cleanup: cleanupOf(life, plan.onFailure),
    pods: life.pods,
    operations: session.operations(),
    ...progressIn(log),
    elapsedMs: clock.elapsedMs() - startMs,
  };
}

/** In a second attempt if there was an earlier one. */
async function createPlayed(
  session: Session,
  play: Play,
  journal: Journal,
): Promise<CreatedService> {
  const { client, clock, cancellation } = session;
  const create = (attempt: number, into: Journal): Promise<CreatedService> => {
    const body = play.body ?? plainSpec;
    const request = { tokens: testTokens, serviceName: 'shop', body, attempt };
    return createService(client, request, into);
  };
  await play.before?.(session);
  if (play.earlierMs === undefined) return create(1, journal);
  await create(
    1,
    openJournal(() => undefined),
  );
  await clock.sleep(play.earlierMs, cancellation.signal);
  await play.beforeRerun?.(session);
  return create(2, journal);
}

function progressIn(log: readonly string[]): Pick<Played, 'progress' | 'progressSeconds'> {
  const lines = log.map((line) => /^(.+) · ([^·]+) \([^()]+ left\)$/.exec(line) ?? []);
  const progress = lines.filter(({ length }) => length > 0);
  return {
    progress: progress.map(([, text = '']) => text),
    progressSeconds: progress.map(([, , time = '']) => secondsOf(time)),
  };
}

async function settled(
  rollout: Promise<RunningService>,
): Promise<Pick<Played, 'running' | 'error'>> {
  try {
    return { running: await rollout, error: '' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { running: undefined, error: error.message };
  }
}

function detailFault({ serviceId }: Service, detail: Fields): Fault {
  return { kind: 'response', on: 'detail', status: 200, body: { serviceId, ...detail } };
}

/** `2 min 26 s` → 146 */
function secondsOf(text: string): number {
  const [, minutes = '0'] = /(\d+) min/.exec(text) ?? [];
  const [, seconds = '0'] = /([\d.]+) s/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}
