import { basename, dirname, join } from 'node:path';
import type { Run } from '../context.ts';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';
import { checkoutOf, checkoutsBelow, originOf, originWarning } from './checkout.ts';
import { isFile, similarFile } from './similar-file.ts';
import { pathFrom, resolveSpecPath, type SpecPath } from './spec-path.ts';
import { readSpecText, type SpecFile, type SpecInputs } from './spec-text.ts';

/**
 * Reads the spec from the workspace or RUNNER_TEMP.
 * @returns undefined if the file doesn't exist and no checkout of the run's repository was found
 * @throws UserError with the likely reason if the file can't be read
 */
export function readWorkspaceSpec(
  { spec: input, imageVersion }: Pick<SpecInputs, 'spec' | 'imageVersion'>,
  run: Pick<Run, 'repository' | 'sha' | 'workspace' | 'temp'>,
): SpecFile | undefined {
  const path = resolveSpecPath(input, run);
  const { file, logPath, root } = path;
  if (!path.exists) {
    expectNoSpec(path, run);
    return undefined;
  }
  const source = { path: logPath, text: readSpecText(file, input) };
  if (path.isInTemp) return { ...source, repositoryPath: logPath, origin: 'RUNNER_TEMP' };
  const checkout = checkoutOf(file, { ...run, workspace: root });
  const own = checkout?.isOwn === true ? checkout : undefined;
  const target = pathFrom(root, file);
  const link = target === logPath ? '' : ` (a link to ${quoted(target)})`;
  return {
    ...source,
    repositoryPath: pathFrom(own?.folder ?? root, file),
    commit: own?.commit,
    origin: `${originOf(checkout)}${link}`,
    warning: imageVersion === '' ? originWarning(checkout, run.sha) : undefined,
  };
}

/** @throws UserError unless the repository is not checked out, so that the file can't be expected here */
function expectNoSpec(
  { input, file, logPath, root, isInTemp }: SpecPath,
  { repository, sha }: Pick<Run, 'repository' | 'sha'>,
): void {
  if (isInTemp) throw new UserError(`There is no file ${quoted(input)} in RUNNER_TEMP.`);
  const run = { repository, sha, workspace: root };
  const below = checkoutsBelow(run);
  const similar =
    similarFile(dirname(file), basename(file)) ??
    below.map(({ folder }) => join(folder, pathFrom(root, file))).find(isFile);
  if (similar !== undefined) {
    const near = pathFrom(root, similar);
    const isSameName = near.toLowerCase() === logPath.toLowerCase();
    throw new UserError(
      `There is no file ${quoted(input)} in the workspace, but there is ${quoted(near)}.${isSameName ? ' File names are case-sensitive.' : ''} Change the input spec, or rename the file.`,
    );
  }
  const checkout = checkoutOf(dirname(file), run) ?? below[0];
  if (checkout === undefined) return;
  const isOfRun = sha === '' || checkout.commit === sha.toLowerCase();
  throw new UserError(
    `There is no file ${quoted(input)} in ${originOf(checkout)}.${isOfRun ? '' : ` This run is for commit ${sha.slice(0, 7)}.`} Is it committed, and does actions/checkout fetch its folder? The input spec is relative to the workspace.`,
  );
}
