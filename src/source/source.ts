import { readRepositorySpec, type SourceRunner } from './repository.ts';
import type { SpecFile, SpecInputs } from './spec-text.ts';
import { readWorkspaceSpec } from './workspace.ts';

export type { SpecFile, SpecSource } from './spec-text.ts';

/**
 * Reads the spec from the workspace or, if the repository is not checked out there, from it at the
 * run's commit.
 * @throws UserError if there is no such file, or it can't be read
 */
export async function readSpec(inputs: SpecInputs, runner: SourceRunner): Promise<SpecFile> {
  const run = { ...runner.run, workspace: runner.run.workspace || process.cwd() };
  return readWorkspaceSpec(inputs, run) ?? (await readRepositorySpec(inputs, { ...runner, run }));
}
