import { reportProblems, reportVersions, reportSpec } from './action/deploy-report.ts';
import type { Runner, SpecInputs } from './action/runner.ts';
import type { Clock } from './clock.ts';
import { UserError } from './errors.ts';
import { readSpec, type SpecFile } from './source/source.ts';
import {
  hasErrors,
  problemWithValue,
  resolveSpec,
  SpecError,
  type ResolvedSpec,
  type SpecOptions,
} from './spec/spec.ts';

/** The spec as it is written, wherever it comes from. @throws UserError */
export function readSource(
  {
    spec: path,
    imageVersion,
    githubToken,
  }: Pick<SpecInputs, 'spec' | 'imageVersion' | 'githubToken'>,
  runner: Runner,
  clock: Clock,
): Promise<SpecFile> {
  return readSpec({
    path,
    run: runner.run,
    hasImageVersion: imageVersion !== '',
    githubToken,
    proxyEnv: runner.environment,
    signal: runner.signal,
    clock,
    log: runner.info,
  });
}

/** Prints where the spec comes from, and its problems. @throws SpecError if one of them is an error */
export async function checkedSpec(
  source: SpecFile,
  options: Omit<SpecOptions, 'run' | 'environment' | 'signal'>,
  runner: Runner,
): Promise<ResolvedSpec> {
  const { run, environment, signal } = runner;
  const spec = await resolveSpec(source, { ...options, run, environment, signal }).catch(
    (error: unknown) => {
      if (error instanceof SpecError) reportSpec(runner, source, error.problems);
      throw error;
    },
  );
  for (const secret of spec.secrets) runner.mask(secret);
  reportSpec(runner, source, spec.problems);
  if (hasErrors(spec.problems)) throw new SpecError(spec.problems);
  reportVersions(runner, options.imageVersion, spec.versioned);
  return spec;
}

/** What BEC has said of values in the spec, on their lines. */
export function reportFields(
  error: unknown,
  { tree }: Pick<ResolvedSpec, 'tree'>,
  { source, runner }: { readonly source: SpecFile; readonly runner: Runner },
): void {
  if (!(error instanceof UserError)) return;
  const problems = error.fields.map(({ path, text: message }) =>
    problemWithValue({ code: 'refused-value', message }, { tree, path }),
  );
  reportProblems(runner, source, problems);
}
