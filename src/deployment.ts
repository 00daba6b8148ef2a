import {
  failedOutcome,
  type Created,
  type Known,
  type Outcome,
  type Outputs,
  type Prepared,
} from './action/deploy-step.ts';
import { accountOf, type Inputs, type PostState, type Runner } from './action/runner.ts';
import { openClient, type Client, type Credentials } from './api/client.ts';
import type { Clock } from './clock.ts';
import type { JsonObject } from './json.ts';
import {
  awaitRollout,
  createService,
  existsUnlessDeleted,
  mayExistText,
  firstDecisionOn,
  serviceText,
  type ClientTokens,
  type CreatedService,
  type Decision,
  type Pod,
} from './service/rollout.ts';
import { printable, quoted } from './text.ts';

/** A service to create, and how far to follow it. */
export interface Deployment {
  readonly prepared: Prepared;
  /** The request's body. */
  readonly body: JsonObject;
  readonly tokens: ClientTokens;
  readonly credentials: Credentials;
  readonly inputs: Pick<Inputs, 'endpoint' | 'wait' | 'waitTimeoutMs' | 'onFailure'>;
}

export interface DeploymentOptions {
  readonly runner: Runner;
  readonly outputs: Outputs;
  readonly clock: Clock;
}

/**
 * Creates the service and, if the workflow asks for it, waits until it is running. Never rejects: a
 * failure is an outcome that says what is known to exist.
 */
export async function deployService(
  deployment: Deployment,
  options: DeploymentOptions,
): Promise<Outcome> {
  const { prepared, credentials, inputs } = deployment;
  const { runner, outputs, clock } = options;
  const { endpoint } = inputs;
  const { environment, signal, info: log, warn } = runner;
  const bec = openClient({ endpoint, credentials, environment, clock, signal, log, warn });
  let known: Known = prepared;
  try {
    log(
      `Creating ${quoted(prepared.serviceName)} at ${endpoint.host}, image version ${prepared.imageVersion}, clientToken ${prepared.clientToken}`,
    );
    const created = await createService(bec, requestOf(deployment, runner), {
      onRequest: (clientToken) => {
        const text = mayExistText({ serviceName: prepared.serviceName, clientToken });
        saveState(deployment, runner, { text, cleanup: undefined });
      },
      onFound: (found) => {
        known = found === undefined ? prepared : withService(prepared, found);
        outputs.created(found);
        if (found === undefined) return;
        const decision = firstDecisionOn(found, inputs.wait ? inputs.onFailure : 'keep');
        saveState(deployment, runner, leftStateOf(found, decision));
        log(createdText(found));
      },
    });
    return inputs.wait
      ? await awaitRunning(bec, created, { deployment, runner, outputs })
      : { kind: 'created', known: withService(prepared, created) };
  } catch (error) {
    return failedOutcome(known, error);
  } finally {
    bec.close();
  }
}

function saveState(
  { inputs: { endpoint }, credentials }: Deployment,
  { postState }: Runner,
  state: Omit<PostState, 'account'>,
): void {
  postState.save({ ...state, account: accountOf(endpoint.host, credentials.accessKeyId) });
}

/** What is left to say, and to delete, if the step ends at once after the create. */
function leftStateOf(
  { requested: { serviceName }, value: { serviceId } }: CreatedService,
  decision: Decision,
): Omit<PostState, 'account'> {
  const name = serviceText({ serviceName, serviceId });
  if (decision.kind === 'delete') {
    return { text: `${name} was created and was not running yet.`, cleanup: decision.cleanup };
  }
  const reason =
    decision.reason === undefined ? '' : ` It was not deleted, because ${decision.reason}.`;
  return {
    text: `${name} was created.${reason} ${existsUnlessDeleted}`,
    cleanup: undefined,
  };
}

function requestOf({ prepared, body, tokens, inputs }: Deployment, { run }: Runner) {
  return {
    tokens,
    serviceName: prepared.serviceName,
    body,
    isRerun: run.runAttempt !== '1',
    isDisposable: inputs.wait && inputs.onFailure === 'delete',
  };
}

function createdText({ value: { serviceId, status }, requestId }: CreatedService): string {
  return `Created ${serviceId}, ${printable(status)} (request id ${printable(requestId)})`;
}

function withService(
  prepared: Prepared,
  { value: service, requestId, clientToken }: CreatedService,
): Created {
  return { ...prepared, service, requestId, clientToken };
}

async function awaitRunning(
  bec: Client,
  created: CreatedService,
  {
    deployment,
    runner,
    outputs,
  }: Omit<DeploymentOptions, 'clock'> & { readonly deployment: Deployment },
): Promise<Outcome> {
  const { prepared, inputs } = deployment;
  const createdKnown = withService(prepared, created);
  let service = created.value;
  let pods: readonly Pod[] = [];
  try {
    const running = await awaitRollout(bec, created, {
      timeoutMs: inputs.waitTimeoutMs,
      onFailure: inputs.onFailure,
      logGroup: runner.group,
      onSeen: (seen) => {
        service = seen;
        outputs.seen(seen);
      },
      onPods: (found) => {
        ({ pods } = found);
      },
      onDecision: (decision) => {
        saveState(deployment, runner, leftStateOf(created, decision));
      },
    });
    outputs.running(running);
    return { kind: 'running', known: { ...createdKnown, service: running.service }, running };
  } catch (error) {
    return failedOutcome({ ...createdKnown, service }, error, pods);
  }
}
