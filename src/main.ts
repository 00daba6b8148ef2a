import { createClient } from './client.ts';
import { systemClock } from './clock.ts';
import { clientTokenOf } from './client-token.ts';
import { createService } from './create.ts';
import { SpecError, UserError } from './errors.ts';
import { imageVersionOf } from './image-version.ts';
import { readInputs, type Inputs } from './inputs.ts';
import type { SpecSource } from './problem.ts';
import { info, maskSecret, reportProblems, setOutput, warn } from './report.ts';
import { counted, shown } from './shown.ts';
import { readSpecFile } from './spec-file.ts';
import { resolveSpec, type ResolvedSpec } from './spec.ts';
import { connectionTo } from './transport.ts';

/**
 * Inputs → spec → request → service. Whatever goes wrong is thrown, for the entry to report.
 * @param signal aborts with a CancelledError when the job is cancelled
 */
export async function run(signal: AbortSignal): Promise<void> {
  const inputs = readInputs();
  const imageVersion = imageVersionOf(inputs.run, inputs.imageVersion, inputs.dryRun);
  if (imageVersion.warning !== undefined) warn(imageVersion.warning);

  const source = readSpec(inputs);
  const spec = await checkedSpec(source, inputs, imageVersion.value);
  const clientToken =
    inputs.clientToken ?? clientTokenOf(inputs.run, inputs.matrix, spec.serviceName);
  const request = { clientToken, serviceName: spec.serviceName, body: spec.body };

  setOutput('serviceName', spec.serviceName);
  setOutput('clientToken', clientToken);
  setOutput('imageVersion', imageVersion.value);
  setOutput('request', JSON.stringify(spec.shownBody));
  if (inputs.credentials === undefined) {
    reportDryRun(request.clientToken, spec);
    return;
  }

  info(
    `Creating ${shown(spec.serviceName)} at ${inputs.endpoint.host} with image version ${imageVersion.value} (clientToken ${clientToken})`,
  );
  const connection = connectionTo(inputs.endpoint, inputs.environment);
  try {
    const { credentials, endpoint } = inputs;
    const client = createClient({
      endpoint,
      credentials,
      connection,
      clock: systemClock,
      log: info,
      warn,
    });
    const { value: service, requestId } = await createService(client, request, signal);
    setOutput('serviceId', service.serviceId);
    setOutput('status', service.status);
    setOutput('requestId', requestId);
    setOutput('service', JSON.stringify(service.details));
    info(
      `Created ${shown(service.serviceName)}: ${service.serviceId}, ${shown(service.status)} (request id ${shown(requestId)})`,
    );
  } finally {
    connection.close();
  }
}

function readSpec({ spec, run: { workspace, temp, ...rest } }: Inputs): SpecSource {
  const source = readSpecFile(spec, { workspace, temp, ...rest });
  if (source !== undefined) return source;
  throw new UserError(
    `There is no file ${shown(spec)}, and nothing is checked out: the workspace is empty. Add a step that uses actions/checkout before this one.`,
  );
}

/** @throws SpecError where the spec has a mistake */
async function checkedSpec(
  source: SpecSource,
  inputs: Inputs,
  imageVersion: string,
): Promise<ResolvedSpec> {
  try {
    const spec = await resolveSpec(source, { ...inputs, imageVersion });
    for (const secret of spec.secrets) maskSecret(secret);
    if (spec.problems.some(({ severity }) => severity === 'error'))
      throw new SpecError(spec.problems);
    reportProblems(source, spec.problems);
    return spec;
  } catch (error) {
    if (error instanceof SpecError) reportProblems(source, error.problems);
    throw error;
  }
}

function reportDryRun(clientToken: string, { shownBody, problems }: ResolvedSpec): void {
  const found = problems.length === 0 ? '' : `, with ${counted(problems.length, 'warning')}`;
  info(`The spec is good${found}. This is a dry run: nothing is sent. Without it, BEC would get`);
  info(`POST /v2/service/create?clientToken=${clientToken}`);
  info(JSON.stringify(shownBody, undefined, 2));
}
