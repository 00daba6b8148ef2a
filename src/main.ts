import { createClient, type Client } from './api/client.ts';
import type { Clock } from './clock.ts';
import { clientTokenOf } from './action/client-token.ts';
import { createService } from './service/create.ts';
import { CancelledError, SpecError, UserError } from './errors.ts';
import { readEvent } from './action/event.ts';
import { imageVersionOf } from './action/image-version.ts';
import { readInputs, type Inputs } from './action/inputs.ts';
import {
  fail,
  info,
  infoGroup,
  maskSecret,
  redact,
  reportProblems,
  setOutput,
  warn,
  writeSummary,
} from './action/report.ts';
import type { Service } from './service/service.ts';
import { counted, quoted, shown } from './text.ts';
import { readSpec, type SpecFile } from './source/source.ts';
import { resolveSpec, type ResolvedSpec } from './spec/spec.ts';
import { summaryOf, type Facts } from './action/summary.ts';
import { connectionTo } from './http/connection.ts';

/** What every part of a run needs. */
interface Ambience {
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Told as soon as it is known, for the summary at the end. */
type Note = (facts: Partial<Facts>) => void;

/** One step of a job: never rejects, what goes wrong ends the step red. */
export async function runAction(clock: Clock): Promise<void> {
  const cancellation = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      cancellation.abort(new CancelledError(signal));
    });
  }
  try {
    await run(cancellation.signal, clock);
  } catch (error) {
    if (error instanceof UserError) fail(error.message);
    else {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      fail(
        `This is a fault in bec-create, not in your workflow. Please report it with these lines: ${text}`,
      );
    }
  }
}

/**
 * Inputs → spec → request → service, and a summary of how far it came. Whatever goes wrong is thrown,
 * for the entry to report.
 * @param signal aborts with a CancelledError when the job is cancelled
 */
async function run(signal: AbortSignal, clock: Clock): Promise<void> {
  const start = clock.elapsedMs();
  const inputs = readInputs();
  let facts: Facts = { run: inputs.run, endpoint: inputs.endpoint.host };
  const note: Note = (more) => {
    facts = { ...facts, ...more };
  };
  try {
    await deploy(inputs, note, { signal, clock });
  } catch (error) {
    note({ failure: error instanceof UserError ? error.message : 'A fault in bec-create.' });
    throw error;
  } finally {
    note({ elapsedMs: clock.elapsedMs() - start });
    if (inputs.summaryFile !== '') summarize(inputs.summaryFile, facts);
  }
}

async function deploy(inputs: Inputs, note: Note, { signal, clock }: Ambience): Promise<void> {
  const imageVersion = imageVersionOf({
    run: inputs.run,
    event: readEvent(inputs.run),
    input: inputs.imageVersion,
    isDryRun: inputs.dryRun,
  });
  if (imageVersion.warning !== undefined) warn(imageVersion.warning);
  if (inputs.onFailure === 'delete' && !inputs.wait) {
    warn('Input on-failure: delete has no effect without wait: true.');
  }
  note({ imageVersion: imageVersion.value });

  const source = await readSpec({
    path: inputs.spec,
    run: inputs.run,
    hasImageVersion: inputs.imageVersion !== '',
    githubToken: inputs.githubToken,
    proxyEnv: inputs.environment,
    signal,
    clock,
    log: info,
  });
  const spec = await checkedSpec(source, inputs, imageVersion.value, note);
  const clientToken =
    inputs.clientToken ?? clientTokenOf(inputs.run, inputs.matrix, spec.serviceName);
  note({ serviceName: spec.serviceName, clientToken });

  setOutput('serviceName', spec.serviceName);
  setOutput('clientToken', clientToken);
  setOutput('imageVersion', imageVersion.value);
  setOutput('request', JSON.stringify(spec.shownBody));
  if (inputs.credentials === undefined) {
    note({ dryRun: spec.shownBody });
    reportDryRun(clientToken, spec);
    return;
  }

  const { credentials, endpoint, environment } = inputs;
  const connection = connectionTo(endpoint, environment, clock);
  try {
    info(
      `Creating ${quoted(spec.serviceName)} at ${endpoint.host}, image version ${imageVersion.value}, clientToken ${clientToken}`,
    );
    const client = createClient({
      endpoint,
      credentials,
      connection,
      clock,
      log: info,
      warn,
    });
    const request = {
      clientToken,
      serviceName: spec.serviceName,
      body: spec.body,
      isRepeat: inputs.clientToken !== undefined || inputs.run.runAttempt !== '1',
    };
    const { value: service, requestId } = await createService(client, request, signal);
    note({ service, requestId });
    setOutput('serviceId', service.serviceId);
    setOutput('requestId', requestId);
    setServiceOutputs(service);
    info(`Created ${service.serviceId}, ${shown(service.status)} (request id ${shown(requestId)})`);
    if (inputs.wait) await waitUntilRunning(client, service, inputs, note, { signal, clock });
  } finally {
    connection.close();
  }
}

async function waitUntilRunning(
  client: Client,
  created: Service,
  { waitTimeoutMs, onFailure }: Inputs,
  note: Note,
  { signal, clock }: Ambience,
): Promise<void> {
  const { awaitRollout } = await import('./service/rollout.ts');
  await awaitRollout(client, created, {
    timeoutMs: waitTimeoutMs,
    onFailure,
    clock,
    signal,
    log: info,
    logGroup: infoGroup,
    onSeen: (service) => {
      note({ service });
      setServiceOutputs(service);
    },
    onPods: (pods) => {
      note({ pods });
    },
  });
  note({ isRunning: true });
}

/** Of values that are set twice the last one counts: a step that is stopped has told what it saw. */
function setServiceOutputs({ status, details }: Service): void {
  setOutput('status', status);
  setOutput('service', JSON.stringify(details));
}

/** @throws SpecError where the spec has a mistake */
async function checkedSpec(
  source: SpecFile,
  inputs: Inputs,
  imageVersion: string,
  note: Note,
): Promise<ResolvedSpec> {
  try {
    const spec = await resolveSpec(source, { ...inputs, imageVersion });
    for (const secret of spec.secrets) maskSecret(secret);
    if (spec.problems.some(({ severity }) => severity === 'error')) {
      throw new SpecError(spec.problems);
    }
    note({ source, problems: spec.problems });
    reportSource(source);
    reportProblems(source, spec.problems);
    return spec;
  } catch (error) {
    if (error instanceof SpecError) {
      note({ source, problems: error.problems });
      reportSource(source);
      reportProblems(source, error.problems);
    }
    throw error;
  }
}

function reportSource({ path, origin, warning }: SpecFile): void {
  info(`The spec ${quoted(path)} comes from ${origin}.`);
  if (warning !== undefined) warn(warning);
}

function reportDryRun(clientToken: string, { shownBody, problems }: ResolvedSpec): void {
  const found = problems.length === 0 ? '' : `, with ${counted(problems.length, 'warning')}`;
  info(`The spec is good${found}. This is a dry run: nothing is sent. Without it, BEC would get`);
  info(`POST /v2/service/create?clientToken=${clientToken}`);
  info(JSON.stringify(shownBody, undefined, 2));
}

/** A summary that can't be written is no reason for a red step. */
function summarize(file: string, facts: Facts): void {
  try {
    writeSummary(file, summaryOf(facts, redact));
  } catch (error) {
    warn(`The summary could not be written: ${shown(String(error))}`);
  }
}
