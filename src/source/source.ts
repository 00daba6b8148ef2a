import { readRepositorySpec, type RepositoryOptions } from './repository.ts';
import type { SpecFile } from './spec-text.ts';
import { readWorkspaceSpec } from './workspace.ts';

export type { SpecFile, SpecSource } from './spec-text.ts';

export interface ReadSpecOptions extends Omit<RepositoryOptions, 'workspace'> {
  /** Whether the input `image-version` is set, so that the version doesn't depend on the run's commit. */
  readonly hasImageVersion: boolean;
}

/**
 * Reads the spec from the workspace or, if the repository is not checked out there, from it at the
 * run's commit.
 * @throws UserError if there is no such file, or it can't be read
 */
export async function readSpec(options: ReadSpecOptions): Promise<SpecFile> {
  const { path, run, hasImageVersion } = options;
  const workspace = run.workspace === '' ? process.cwd() : run.workspace;
  return (
    readWorkspaceSpec({ path, workspace, run, hasImageVersion }) ??
    (await readRepositorySpec({ ...options, workspace }))
  );
}
