import {
  clientTokensOf,
  failedOutcome,
  reportClientToken,
  reportImages,
  reportOutcome,
  reportRequest,
  requireImages,
  type Known,
  type Outcome,
} from './action/deploy-report.ts';
import { openRunner, parseInputs, type Runner } from './action/runner.ts';
import { readCheckedSpec } from './checked-spec.ts';
import type { Clock } from './clock.ts';
import { deployService } from './deployment.ts';

/** One step of a job, from its inputs to its outcome. Never rejects: what goes wrong is an outcome too. */
export async function runAction(clock: Clock): Promise<void> {
  const runner = openRunner(clock);
  runner.postState.begin();
  reportOutcome(runner, await outcomeOf(runner));
  runner.postState.end();
}

async function outcomeOf(runner: Runner): Promise<Outcome> {
  let known: Known = {};
  const learn = (more: Known): void => {
    known = { ...known, ...more };
  };
  try {
    const inputs = parseInputs(runner.environment);
    const { endpoint, credentials, matrix, wait, onFailure } = inputs;
    if (onFailure === 'delete' && !wait) {
      runner.warn('Input on-failure: delete has no effect without wait: true.');
    }
    const spec = await readCheckedSpec(inputs, runner, learn);
    const { run } = runner;
    const { serviceName } = spec;
    const tokens = clientTokensOf(inputs.clientToken, { run, matrix, serviceName });
    const clientToken = tokens.clientTokenOf(1);
    learn({ clientToken, request: spec.printableBody });
    reportRequest(runner, spec);
    reportClientToken(runner, tokens, clientToken);
    if (inputs.checkImage) reportImages(runner, await requireImages(spec, runner));
    if (credentials === undefined) return { kind: 'dry run', known };
    const access = { endpoint, credentials };
    return await deployService({ spec, tokens, access, inputs, known }, runner);
  } catch (error) {
    return failedOutcome(known, error);
  }
}
