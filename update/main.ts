import { failedOutcome, isImageMissing, requireImages } from '../src/action/deploy-report.ts';
import { openRunner, withBec, type Runner } from '../src/action/runner.ts';
import { readCheckedSpec } from '../src/checked-spec.ts';
import type { Clock } from '../src/clock.ts';
import { CancelledError } from '../src/errors.ts';
import { joined } from '../src/text.ts';
import { parseInputs } from './inputs.ts';
import type { UpdateKnown } from './plan.ts';
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
  let known: UpdateKnown = {};
  const learn = (facts: UpdateKnown): void => {
    known = { ...known, ...facts };
  };
  try {
    const inputs = parseInputs(runner.environment);
    const spec = await readCheckedSpec(inputs, runner, learn);
    const { imageVersion } = spec;
    runner.setOutput('imageVersion', imageVersion);
    const checked = { ...spec, withPlatforms: true };
    const found = inputs.checkImage ? await requireImages(checked, runner) : [];
    const { credentials, endpoint } = inputs;
    if (credentials === undefined) {
      const message = 'The spec is valid. Without credentials, nothing was read of the service.';
      return { kind: 'dry run', known, message };
    }
    const digests = new Map(
      spec.images.map((one, at) => [`${one.imageAddress}:${one.imageVersion}`, found[at] ?? []]),
    );
    const isLost = (version: string): Promise<boolean> => {
      const images = spec.images.map((image) => ({ ...image, imageVersion: version }));
      return isImageMissing({ ...checked, images }, runner);
    };
    const access = { endpoint, credentials };
    const step = { inputs, spec, access, digests, isLost, runner, learn };
    const end = await withBec(runner, access, (bec) => updateService(bec, step));
    return { ...end, known };
  } catch (error) {
    const { problems = [], effect = '' } = known;
    const failed = failedOutcome({ problems }, error);
    const isCut = error instanceof CancelledError && effect !== '';
    const message = joined([isCut ? `Cancelled (${error.signal}).` : failed.message, effect], ' ');
    return { kind: 'failed', known: { ...known, ...failed.known }, message };
  }
}
