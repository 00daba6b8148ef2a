import { basename, dirname, join } from 'node:path';
import type { Run } from '../context.ts';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';
import { checkoutOf, checkoutsBelow, originOf, originWarning } from './checkout.ts';
import { isFile, similarFile } from './similar-file.ts';
import { pathFrom, resolveSpecPath, type SpecPath } from './spec-path.ts';
import { readSpecText, type SpecFile } from './spec-text.ts';

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
    const text = readSpecText(path.file, path.input);
    return { path: path.logPath, text, ...provenanceOf(path, options) };
  }
  const error = missingSpecError(path, run);
  if (error === undefined) return undefined;
  throw error;
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
  const own = checkout?.isOwn === true ? checkout : undefined;
  const target = pathFrom(root, file);
  const link = target === logPath ? '' : ` (a link to ${quoted(target)})`;
  return {
    repositoryPath: pathFrom(own?.folder ?? root, file),
    commit: own?.commit,
    origin: `${originOf(checkout)}${link}`,
    warning: hasImageVersion ? undefined : originWarning(checkout, run.sha),
  };
}

/** Undefined if the repository is not checked out, so that the file can't be expected here. */
function missingSpecError(
  { input, file, logPath, root, isInTemp }: SpecPath,
  run: Pick<Run, 'repository' | 'sha'>,
): UserError | undefined {
  if (isInTemp) return new UserError(`There is no file ${quoted(input)} in RUNNER_TEMP.`);
  const place = { workspace: root, run };
  const below = checkoutsBelow(place);
  const similar =
    similarFile(dirname(file), basename(file)) ??
    below.map(({ folder }) => join(folder, pathFrom(root, file))).find(isFile);
  if (similar !== undefined) {
    const near = pathFrom(root, similar);
    const isSameName = near.toLowerCase() === logPath.toLowerCase();
    return new UserError(
      `There is no file ${quoted(input)} in the workspace, but there is ${quoted(near)}.${isSameName ? ' File names are case-sensitive.' : ''} Change the input spec, or rename the file.`,
    );
  }
  const checkout = checkoutOf(dirname(file), place) ?? below[0];
  if (checkout === undefined) return undefined;
  const isOfRun = run.sha === '' || checkout.commit === run.sha.toLowerCase();
  return new UserError(
    `There is no file ${quoted(input)} in ${originOf(checkout)}.${isOfRun ? '' : ` This run is for commit ${run.sha.slice(0, 7)}.`} Is it committed, and does actions/checkout fetch its folder? The input spec is relative to the workspace.`,
  );
}
