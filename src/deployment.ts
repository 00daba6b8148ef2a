import {
  failedOutcome,
  type Created,
  type Outcome,
  type Outputs,
  type Prepared,
} from './action/deploy-report.ts';
import { originOf, type Inputs, type PostState, type Runner } from './action/runner.ts';
import { openClient, type Credentials } from './api/client.ts';
import { reportFields } from './checked-spec.ts';
import type { Clock } from './clock.ts';
import {
  rollOut,
  cleanupOf,
  createService,
  existsUnlessDeleted,
  isOwn,
  mayExistText,
  openJournal,
  serviceIn,
  serviceText,
  type ClientTokens,
  type CreatedService,
  type Life,
  type OnFailure,
} from './service/service.ts';
import type { ResolvedSpec } from './spec/spec.ts';
import { quoted } from './text.ts';

/** A service to create, and how far to follow it. */
export interface Deployment {
  readonly prepared: Prepared;
  readonly spec: Pick<ResolvedSpec, 'body' | 'tree'>;
  readonly tokens: ClientTokens;
  readonly credentials: Credentials;
  readonly inputs: Pick<Inputs, 'endpoint' | 'wait' | 'waitTimeoutMs' | 'onFailure'>;
}

/**
 * Creates the service and, if the workflow asks for it, waits until it is running. Never rejects: a
 * failure is an outcome that says what is known to exist.
 */
export async function deployService(
  { prepared, spec, tokens, credentials, inputs }: Deployment,
  {
    runner,
    outputs,
    clock,
  }: { readonly runner: Runner; readonly outputs: Outputs; readonly clock: Clock },
): Promise<Outcome> {
  const { endpoint, wait, waitTimeoutMs, onFailure } = inputs;
  const { environment, signal, info: log, warn, run, postState } = runner;
  const { serviceName, imageVersion, clientToken } = prepared;
  const bec = openClient({ endpoint, credentials, environment, clock, signal, log, warn });
  const origin = originOf(endpoint, credentials.accessKeyId);
  const journal = openJournal((life) => {
    outputs.known(life);
    const left = leftBy(life, serviceName, wait ? onFailure : 'keep');
    postState.save({ ...left, isUpdate: false, ...origin });
  });
  try {
    log(
      `Creating ${quoted(serviceName)} at ${endpoint.host}, image version ${imageVersion}, clientToken ${clientToken}`,
    );
    const request = { tokens, serviceName, body: spec.body, attempt: attemptOf(run.runAttempt) };
    const created = await createService(bec, request, journal);
    if (!wait) return { kind: 'created', known: createdOf(prepared, created, journal.life()) };
    const plan = { timeoutMs: waitTimeoutMs, onFailure, logGroup: runner.group, journal };
    const running = await rollOut(bec, created, plan);
    outputs.running(running);
    return { kind: 'running', known: createdOf(prepared, created, journal.life()), running };
  } catch (error) {
    reportFields(error, spec, { source: prepared.source, runner });
    const { service, pods } = journal.life();
    const known = service && createdOf(prepared, service.created, journal.life());
    return failedOutcome(known ?? prepared, error, pods);
  } finally {
    bec.close();
  }
}

/** An attempt whose number is unknown may be a second one. */
function attemptOf(runAttempt: string): number {
  return /^[1-9][0-9]{0,5}$/.test(runAttempt) ? Number(runAttempt) : 2;
}

/** What the post step has to say, and to do, if the step ends at once. */
function leftBy(
  life: Life,
  serviceName: string,
  onFailure: OnFailure,
): Pick<PostState, 'text' | 'cleanup'> {
  const { clientToken = '', service } = life;
  if (service === undefined) {
    return { text: mayExistText({ serviceName, clientToken }), cleanup: undefined };
  }
  const name = serviceText({ serviceName, serviceId: service.created.value.serviceId });
  const cleanup = cleanupOf(life, onFailure);
  const end = cleanup === undefined ? `. ${existsUnlessDeleted}` : ' and was not running yet.';
  return { text: `${name} was created${end}`, cleanup };
}

function createdOf(prepared: Prepared, created: CreatedService, { service }: Life): Created {
  const { value, requestId, clientToken } = created;
  const sightings = service ?? { created, last: undefined };
  return {
    ...prepared,
    requestId,
    clientToken,
    service: service === undefined ? value : serviceIn(service),
    isOwn: isOwn(sightings),
  };
}
