import {
  failedOutcome,
  isImageMissing,
  requireImages,
  type Known,
} from '../src/action/deploy-report.ts';
import { openRunner, withBec, type Runner } from '../src/action/runner.ts';
import { readCheckedSpec } from '../src/checked-spec.ts';
import type { Clock } from '../src/clock.ts';
import { parseInputs } from './inputs.ts';
import { reportUpdate, type UpdateOutcome } from './report.ts';
import { updateService } from './update.ts';

/** One step of a job, from its inputs to its outcome. Never rejects: what goes wrong is an outcome too. */
export async function runUpdate(clock: Clock): Promise<void> {
  const runner = openRunner(clock);
  runner.postState.begin();
  reportUpdate(runner, await outcomeOf(runner));
  runner.postState.end();
}

async function outcomeOf(runner: Runner): Promise<UpdateOutcome> {
  let known: Known = {};
  const learn = (more: Known): void => {
    known = { ...known, ...more };
  };
  const nothingSeen = { runs: [], progress: undefined };
  try {
    const inputs = parseInputs(runner.environment);
    const spec = await readCheckedSpec(inputs, runner, learn);
    const { source, imageVersion } = spec;
    runner.setOutput('imageVersion', imageVersion);
    const checked = { ...spec, withPlatforms: true };
    const found = inputs.checkImage ? await requireImages(checked, runner) : [];
    const digests = new Map(
      spec.images.map(({ imageAddress, imageVersion }, index) => [
        `${imageAddress}:${imageVersion}`,
        found[index] ?? [],
      ]),
    );
    const isLost = (version: string): Promise<boolean> => {
      const images = spec.images.map((image) => ({ ...image, imageVersion: version }));
      return isImageMissing({ ...checked, images }, runner);
    };
    const { credentials, endpoint } = inputs;
    if (credentials === undefined) {
      const message = 'The spec is valid. Without credentials, nothing was read of the service.';
      return { kind: 'dry run', known, message, ...nothingSeen };
    }
    const access = { endpoint, credentials };
    const step = { inputs, spec, source, imageVersion, digests, isLost };
    const options = { step, access, known, runner };
    return await withBec(runner, access, (bec) => updateService(bec, options));
  } catch (error) {
    const failed = failedOutcome(known, error);
    return { kind: 'failed', known: failed.known, message: failed.message, ...nothingSeen };
  }
}
