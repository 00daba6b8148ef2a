import {
  failedOutcome,
  isImageMissing,
  requireImages,
  type Known,
} from '../src/action/deploy-report.ts';
import {
  openRunner,
  readImageVersion,
  unusedTokenWarnings,
  type Runner,
} from '../src/action/runner.ts';
import { openClient } from '../src/api/client.ts';
import { checkedSpec } from '../src/checked-spec.ts';
import type { Clock } from '../src/clock.ts';
import { readSpec } from '../src/source/source.ts';
import { parseInputs } from './inputs.ts';
import { reportUpdate, type UpdateOutcome } from './report.ts';
import { updateService } from './update.ts';

/** One step of a job, from its inputs to its outcome. Never rejects: what goes wrong is an outcome too. */
export async function runUpdate(clock: Clock): Promise<void> {
  const startMs = clock.elapsedMs();
  const runner = openRunner();
  runner.postState.begin();
  const outcome = await outcomeOf(runner, clock);
  reportUpdate(runner, outcome, clock.elapsedMs() - startMs);
  runner.postState.end();
}

async function outcomeOf(runner: Runner, clock: Clock): Promise<UpdateOutcome> {
  let known: Known = {};
  const nothingSeen = { runs: [], progress: undefined };
  try {
    const inputs = parseInputs(runner.environment);
    for (const warning of unusedTokenWarnings(runner.environment)) runner.warn(warning);
    const { value: imageVersion, isStandIn = false } = readImageVersion(inputs, runner);
    known = { endpoint: inputs.endpoint.origin, imageVersion };
    runner.setOutput('imageVersion', imageVersion);
    const source = await readSpec(inputs, runner, clock);
    known = { ...known, source };
    const { containers, strict, dryRun, credentials, endpoint } = inputs;
    const spec = await checkedSpec(source, { imageVersion, containers, strict, dryRun }, runner);
    const { serviceName, problems } = spec;
    known = { ...known, serviceName, problems };
    const checkOptions = { source, isStandIn, withPlatforms: true, runner, clock };
    const found = inputs.checkImage ? await requireImages(spec, checkOptions) : [];
    const digests = new Map(
      spec.images.map(({ imageAddress, imageVersion }, index) => [
        `${imageAddress}:${imageVersion}`,
        found[index] ?? [],
      ]),
    );
    const isLost = (version: string): Promise<boolean> => {
      const images = spec.images.map((image) => ({ ...image, imageVersion: version }));
      return isImageMissing({ ...spec, images }, checkOptions);
    };
    if (credentials === undefined) {
      const message = 'The spec is valid. Without credentials, nothing was read of the service.';
      return { kind: 'dry run', known, message, ...nothingSeen };
    }
    const { environment, signal, info: log, warn } = runner;
    const bec = openClient({ endpoint, credentials, environment, clock, signal, log, warn });
    try {
      const step = { inputs, spec, source, imageVersion, digests, isLost };
      return await updateService(bec, { step, known, runner });
    } finally {
      bec.close();
    }
  } catch (error) {
    const failed = failedOutcome(known, error);
    return { kind: 'failed', known: failed.known, message: failed.message, ...nothingSeen };
  }
}
