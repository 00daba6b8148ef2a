import { reportProblems, reportVersions, type Known } from './action/deploy-report.ts';
import { imageVersionOf, readPayload, type Runner, type SpecInputs } from './action/runner.ts';
import { readSpec, type SpecFile } from './source/source.ts';
import { hasErrors, resolveSpec, SpecError, type Problem, type ResolvedSpec } from './spec/spec.ts';
import { quoted } from './text.ts';

/** A spec that may be sent, where it comes from, and the version that its image takes. */
export interface CheckedSpec extends ResolvedSpec {
  readonly source: SpecFile;
  readonly imageVersion: string;
  /** Whether nobody knows the version to deploy, so that no image need exist. */
  readonly isStandIn: boolean;
}

/**
 * Reads the spec, and prints where it comes from and its problems.
 * @param learn is told what is known, as soon as it is
 * @throws UserError, SpecError if one of the problems is an error
 */
export async function readCheckedSpec(
  inputs: SpecInputs,
  runner: Runner,
  learn: (known: Known) => void,
): Promise<CheckedSpec> {
  const { run } = runner;
  const { imageVersion: input, dryRun: isDryRun } = inputs;
  const version = imageVersionOf({ run, payload: readPayload(run), input, isDryRun });
  const { value: imageVersion, isStandIn = false } = version;
  if (version.warning !== undefined) runner.warn(version.warning);
  learn({ endpoint: inputs.endpoint.origin, imageVersion });
  const source = await readSpec(inputs, runner);
  learn({ source });
  const reportSpec = (problems: readonly Problem[]): void => {
    runner.log(`The spec ${quoted(source.path)} comes from ${source.origin}.`);
    if (source.warning !== undefined) runner.warn(source.warning);
    reportProblems(runner, source, problems);
  };
  const spec = await resolveSpec(source, { ...runner, ...inputs, imageVersion }).catch(
    (error: unknown) => {
      if (error instanceof SpecError) reportSpec(error.problems);
      throw error;
    },
  );
  const { secrets, serviceName, problems, images } = spec;
  for (const secret of secrets) runner.mask(secret);
  reportSpec(problems);
  if (hasErrors(problems)) throw new SpecError(problems);
  reportVersions(runner, imageVersion, images);
  learn({ serviceName, problems });
  return { ...spec, source, imageVersion, isStandIn };
}
