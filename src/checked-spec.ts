import { reportProblems, reportVersions, reportSpec } from './action/deploy-report.ts';
import type { Runner } from './action/runner.ts';
import { UserError } from './errors.ts';
import type { SpecFile } from './source/source.ts';
import {
  hasErrors,
  problemWithValue,
  resolveSpec,
  SpecError,
  type ResolvedSpec,
  type SpecOptions,
} from './spec/spec.ts';

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
