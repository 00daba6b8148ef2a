import type { Clock } from '../clock.ts';
import type { Run } from '../context.ts';
import type { ProxyEnvironment } from '../http/connection.ts';
import type { SpecFile } from './spec-source.ts';
import { readWorkspaceSpec } from './workspace.ts';

export type { SpecFile, SpecSource } from './spec-source.ts';

export interface ReadSpecOptions {
  /** The input `spec`. */
  readonly path: string;
  readonly run: Run;
  /** Whether the input `image-version` is set, so that the version doesn't depend on the run's commit. */
  readonly hasImageVersion: boolean;
  /** For GitHub's API; empty if the workflow gives none. */
  readonly githubToken: string;
  readonly proxyEnv: ProxyEnvironment;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Prints a line, such as the failure of an attempt that will be repeated. */
  readonly log: (line: string) => void;
}

/**
 * Reads the spec from the workspace or, if nothing is checked out there, from the repository at the
 * run's commit.
 * @throws UserError if there is no such file, or it can't be read
 */
export async function readSpec(options: ReadSpecOptions): Promise<SpecFile> {
  const { path, run } = options;
  const workspace = run.workspace === '' ? process.cwd() : run.workspace;
  const file = readWorkspaceSpec(path, { workspace, temp: run.temp });
  if (file !== undefined) return file;
  // Loaded only if it is needed: @actions/github takes 60 ms.
  const { readRepositorySpec } = await import('./repository.ts');
  return readRepositorySpec({ ...options, workspace });
}
