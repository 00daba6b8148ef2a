import { lstatSync, readFileSync, statSync } from 'node:fs';
import type { Run } from '../context.ts';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';
import { checkoutOf, originOf, originWarning, ownCommitOf } from './checkout.ts';
import { missingSpecError } from './missing-spec.ts';
import { pathFrom, resolveSpecPath, type SpecPath } from './spec-path.ts';
import type { SpecFile } from './spec-source.ts';
import { decodeSpec, maxSpecBytes, tooLargeError } from './spec-text.ts';

export interface WorkspaceOptions {
  /** The input `spec`. */
  readonly path: string;
  readonly workspace: string;
  readonly run: Pick<Run, 'repository' | 'sha' | 'temp'>;
  /** Whether the input `image-version` is set, so that the version doesn't depend on the run's commit. */
  readonly hasImageVersion: boolean;
}

/**
 * Reads the spec from the workspace or RUNNER_TEMP.
 * @returns undefined if the file doesn't exist and no checkout of the run's repository was found
 * @throws UserError with the likely reason if the file can't be read
 */
export function readWorkspaceSpec(options: WorkspaceOptions): SpecFile | undefined {
  const { workspace, run } = options;
  const path = resolveSpecPath(options.path, { workspace, temp: run.temp });
  if (path.exists) {
    return { path: path.logPath, text: readText(path), ...provenanceOf(path, options) };
  }
  if (isLink(path.wanted)) {
    throw new UserError(`${quoted(path.input)} is a broken link: its target doesn't exist.`);
  }
  const error = missingSpecError(path, run);
  if (error === undefined) return undefined;
  throw error;
}

function readText({ input, file }: SpecPath): string {
  const stat = statSync(file);
  if (!stat.isFile()) {
    throw new UserError(
      `${quoted(input)} is ${stat.isDirectory() ? 'a folder' : 'not a regular file'}. Set the input spec to the path of a file.`,
    );
  }
  if (stat.size > maxSpecBytes) throw tooLargeError(input, stat.size);
  return decodeSpec(readFileSync(file), input);
}

function provenanceOf(
  { file, root, isInTemp, logPath }: SpecPath,
  { run, hasImageVersion }: WorkspaceOptions,
): Pick<SpecFile, 'repositoryPath' | 'commit' | 'origin' | 'warning'> {
  if (isInTemp) {
    return {
      repositoryPath: logPath,
      commit: undefined,
      origin: 'RUNNER_TEMP',
      warning: undefined,
    };
  }
  const checkout = checkoutOf(file, { workspace: root, run });
  const top = checkout === undefined || checkout.isForeign ? root : checkout.folder;
  const target = pathFrom(root, file);
  const link = target === logPath ? '' : ` (a link to ${quoted(target)})`;
  return {
    repositoryPath: pathFrom(top, file),
    commit: checkout && ownCommitOf(checkout, run),
    origin: `${originOf(checkout)}${link}`,
    warning: hasImageVersion ? undefined : originWarning(checkout, run),
  };
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
