import {
  clientTokensOf,
  createOutputs,
  failedOutcome,
  reportOutcome,
  requireImages,
  type Known,
  type Outcome,
} from './action/deploy-report.ts';
import { openRunner, parseInputs, readImageVersion, type Runner } from './action/runner.ts';
import { checkedSpec } from './checked-spec.ts';
import type { Clock } from './clock.ts';
import { deployService } from './deployment.ts';
import { readSpec } from './source/source.ts';

/** One step of a job, from its inputs to its outcome. Never rejects: what goes wrong is an outcome too. */
export async function runAction(clock: Clock): Promise<void> {
  const startMs = clock.elapsedMs();
  const runner = openRunner();
  runner.postState.begin();
  const outcome = await outcomeOf(runner, clock);
  reportOutcome(runner, outcome, clock.elapsedMs() - startMs);
  runner.postState.end();
}

async function outcomeOf(runner: Runner, clock: Clock): Promise<Outcome> {
  let known: Known = {};
  try {
    const inputs = parseInputs(runner.environment);
    for (const warning of inputs.warnings) runner.warn(warning);
    const { value: imageVersion, isStandIn = false } = readImageVersion(inputs, runner);
    known = { endpoint: inputs.endpoint.origin, imageVersion };
    const source = await readSpec(inputs, runner, clock);
    known = { ...known, source };
    const { containers, strict, dryRun, credentials } = inputs;
    const specOptions = { imageVersion, containers, strict, dryRun };
    const spec = await checkedSpec(source, specOptions, runner);
    const { serviceName, problems, printableBody } = spec;
    const { tokens, clientToken } = clientTokensOf(inputs, runner.run, serviceName);
    const request = printableBody;
    const prepared = {
      ...known,
      imageVersion,
      source,
      problems,
      serviceName,
      clientToken,
      request,
    };
    const outputs = createOutputs(runner, tokens.kind);
    known = prepared;
    outputs.prepared(prepared);
    if (inputs.checkImage) {
      const options = { source, isStandIn, withPlatforms: false, runner, clock };
      outputs.images(await requireImages(spec, options));
    }
    if (credentials === undefined) return { kind: 'dry run', known: prepared };
    const deployment = { prepared, spec, tokens, credentials, inputs };
    return await deployService(deployment, { runner, outputs, clock });
  } catch (error) {
    return failedOutcome(known, error);
  }
}
