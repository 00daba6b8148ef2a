import type { Clock } from '../clock.ts';
import type { Run } from '../context.ts';
import { UserError } from '../errors.ts';
import type { ProxyEnvironment } from '../http/connection.ts';
import { printable } from '../text.ts';
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
 * Reads the spec from the workspace or, if the repository is not checked out there, from it at the
 * run's commit.
 * @throws UserError if there is no such file, or it can't be read
 */
export async function readSpec(options: ReadSpecOptions): Promise<SpecFile> {
  const { path, run, hasImageVersion } = options;
  const workspace = run.workspace === '' ? process.cwd() : run.workspace;
  const file = readWorkspaceSpec({ path, workspace, run, hasImageVersion });
  if (file !== undefined) return file;
  const { readRepositorySpec } = await loadRepository();
  return readRepositorySpec({ ...options, workspace });
}

/** Loaded only if it is needed: @actions/github takes 60 ms. */
async function loadRepository(): Promise<typeof import('./repository.ts')> {
  try {
    return await import('./repository.ts');
  } catch (cause) {
    // The library parses the event's payload as soon as it is loaded.
    throw new UserError(
      `GitHub's API can't be used to read the spec: ${printable(String(cause))}. Add a step with actions/checkout before this one.`,
      { cause },
    );
  }
}
