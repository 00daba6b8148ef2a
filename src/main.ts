import {
  clientTokenOf,
  imageVersionOf,
  messageOf,
  openRunner,
  parseInputs,
  readEvent,
  reportOutcome,
  resourcesText,
  type Created,
  type Inputs,
  type Known,
  type Outcome,
  type Prepared,
  type Runner,
} from './action/runner.ts';
import { createClient, type Client, type Credentials } from './api/client.ts';
import type { Clock } from './clock.ts';
import { connectionTo } from './http/connection.ts';
import type { JsonObject } from './json.ts';
import {
  awaitRollout,
  createService,
  type ClientTokens,
  type CreatedService,
  type Pod,
  type RunningService,
  type Service,
} from './service/rollout.ts';
import { readSpec, type SpecFile } from './source/source.ts';
import { resolveSpec, SpecError } from './spec/spec.ts';
import { printable, quoted } from './text.ts';

/** What every stage of the pipeline is given. */
interface Step {
  readonly inputs: Inputs;
  readonly runner: Runner;
  readonly clock: Clock;
}

/** One step of a job, from its inputs to its outcome. Never rejects: what goes wrong is an outcome too. */
export async function runAction(clock: Clock): Promise<void> {
  const startMs = clock.elapsedMs();
  const runner = openRunner();
  const outcome = await outcomeOf({ runner, clock });
  reportOutcome(runner, outcome, clock.elapsedMs() - startMs);
}

async function outcomeOf({ runner, clock }: Omit<Step, 'inputs'>): Promise<Outcome> {
  try {
    const inputs = parseInputs(runner.environment);
    return await deploy({ inputs, runner, clock });
  } catch (error) {
    return failed({}, error);
  }
}

async function deploy(step: Step): Promise<Outcome> {
  const { inputs, runner } = step;
  if (inputs.onFailure === 'delete' && !inputs.wait) {
    runner.warn('Input on-failure: delete has no effect without wait: true.');
  }
  const { value: imageVersion, warning } = imageVersionOf({
    run: runner.run,
    event: readEvent(runner.run),
    input: inputs.imageVersion,
    isDryRun: inputs.dryRun,
  });
  if (warning !== undefined) runner.warn(warning);
  const known = { endpoint: inputs.endpoint.host, imageVersion };
  try {
    const source = await readSource(step);
    return await deploySpec(step, { ...known, source });
  } catch (error) {
    return failed(known, error);
  }
}

function readSource({ inputs, runner, clock }: Step): Promise<SpecFile> {
  return readSpec({
    path: inputs.spec,
    run: runner.run,
    hasImageVersion: inputs.imageVersion !== '',
    githubToken: inputs.githubToken,
    proxyEnv: runner.environment,
    signal: runner.signal,
    clock,
    log: runner.info,
  });
}

/** Checks the spec and, unless this is a dry run, creates what it describes. */
async function deploySpec(
  step: Step,
  known: Known & { readonly source: SpecFile; readonly imageVersion: string },
): Promise<Outcome> {
  const { inputs, runner } = step;
  const { source, imageVersion } = known;
  const spec = await resolveSpec(source, {
    imageVersion,
    run: runner.run,
    environment: runner.environment,
    containers: inputs.containers,
    strict: inputs.strict,
    dryRun: inputs.dryRun,
  });
  for (const secret of spec.secrets) runner.mask(secret);
  runner.info(`The spec ${quoted(source.path)} comes from ${source.origin}.`);
  if (source.warning !== undefined) runner.warn(source.warning);
  runner.problems(source, spec.problems);
  if (spec.problems.some(({ severity }) => severity === 'error')) {
    return failed({ ...known, problems: spec.problems }, new SpecError(spec.problems));
  }
  const { serviceName, problems, shownBody } = spec;
  const tokens = tokensOf(step, serviceName);
  const clientToken = tokens.kind === 'own' ? tokens.clientToken : tokens.clientTokenOf(1);
  runner.setOutput('serviceName', serviceName);
  if (inputs.clientToken === undefined) runner.setOwnOutput('clientToken', clientToken);
  else runner.setOutput('clientToken', clientToken);
  runner.setOutput('imageVersion', imageVersion);
  runner.setJsonOutput('request', shownBody);
  const resources = resourcesText(shownBody);
  const prepared = { ...known, problems, serviceName, clientToken, resources };
  if (inputs.credentials === undefined) {
    return { kind: 'dry run', known: prepared, request: shownBody };
  }
  return create(step, prepared, { body: spec.body, credentials: inputs.credentials, tokens });
}

async function create(
  step: Step,
  prepared: Prepared,
  {
    body,
    credentials,
    tokens,
  }: {
    readonly body: JsonObject;
    readonly credentials: Credentials;
    readonly tokens: ClientTokens;
  },
): Promise<Outcome> {
  const { inputs, runner, clock } = step;
  const { endpoint } = inputs;
  const { serviceName, clientToken, imageVersion } = prepared;
  const connection = connectionTo(endpoint, runner.environment, clock);
  let known: Known = prepared;
  try {
    runner.info(
      `Creating ${quoted(serviceName)} at ${endpoint.host}, image version ${imageVersion}, clientToken ${clientToken}`,
    );
    const { info: log, warn } = runner;
    const client = createClient({ endpoint, credentials, connection, clock, log, warn });
    const isRerun = runner.run.runAttempt !== '1';
    const isDisposable = inputs.wait && inputs.onFailure === 'delete';
    const created = await createService(
      client,
      { tokens, serviceName, body, isRerun, isDisposable },
      {
        clock,
        signal: runner.signal,
        log,
        onFound: (found) => {
          known = found === undefined ? prepared : withService(prepared, found);
          setCreateOutputs(step, found);
        },
      },
    );
    const createdKnown = withService(prepared, created);
    return inputs.wait
      ? await awaitRunning(step, { known: createdKnown, created }, client)
      : { kind: 'created', known: createdKnown };
  } catch (error) {
    return failed(known, error);
  } finally {
    connection.close();
  }
}

function withService(
  prepared: Prepared,
  { value: service, requestId, clientToken }: CreatedService,
): Created {
  return { ...prepared, service, requestId, clientToken };
}

/** A service that has been deleted is no output. */
function setCreateOutputs({ inputs, runner }: Step, found: CreatedService | undefined): void {
  runner.setOutput('serviceId', found?.value.serviceId ?? '');
  runner.setOutput('requestId', found?.requestId ?? '');
  if (found === undefined) return;
  const { value: service, requestId, clientToken } = found;
  if (inputs.clientToken === undefined) runner.setOwnOutput('clientToken', clientToken);
  setServiceOutputs(runner, service);
  runner.info(
    `Created ${service.serviceId}, ${printable(service.status)} (request id ${printable(requestId)})`,
  );
}

function tokensOf({ inputs, runner }: Step, serviceName: string): ClientTokens {
  if (inputs.clientToken !== undefined) return { kind: 'own', clientToken: inputs.clientToken };
  const scope = { run: runner.run, matrix: inputs.matrix, serviceName };
  return { kind: 'generations', clientTokenOf: (generation) => clientTokenOf(scope, generation) };
}

async function awaitRunning(
  { inputs, runner, clock }: Step,
  { known: createdKnown, created }: { readonly known: Created; readonly created: CreatedService },
  client: Client,
): Promise<Outcome> {
  let service = created.value;
  let pods: readonly Pod[] = [];
  try {
    const running = await awaitRollout(client, created, {
      timeoutMs: inputs.waitTimeoutMs,
      onFailure: inputs.onFailure,
      clock,
      signal: runner.signal,
      log: runner.info,
      warn: runner.warn,
      logGroup: runner.group,
      onSeen: (seen) => {
        service = seen;
        setServiceOutputs(runner, seen);
      },
      onPods: (found) => {
        ({ pods } = found);
      },
    });
    setRunningOutputs(runner, running);
    return { kind: 'running', known: { ...createdKnown, service: running.service }, running };
  } catch (error) {
    return failed({ ...createdKnown, service }, error, pods);
  }
}

function setRunningOutputs(
  runner: Runner,
  { pods, publicIp, previousServices }: RunningService,
): void {
  if (pods !== undefined) runner.setJsonOutput('pods', pods);
  runner.setOutput('publicIp', publicIp);
  const previousServiceIds = previousServices.map(({ serviceId }) => serviceId);
  runner.setOutput('previousServiceIds', previousServiceIds.join('\n'));
}

/** Of an output that is set twice the last value counts: a step that is stopped has told what it saw. */
function setServiceOutputs(runner: Runner, { status, details }: Service): void {
  runner.setOutput('status', status);
  runner.setJsonOutput('service', details);
}

function failed(known: Known, error: unknown, pods: readonly Pod[] = []): Outcome {
  return { kind: 'failed', known, message: messageOf(error), pods };
}
