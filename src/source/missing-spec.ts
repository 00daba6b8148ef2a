import { dirname } from 'node:path';
import type { Run } from '../context.ts';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';
import { checkoutOf, checkoutsBelow, isStale, originOf, type Checkout } from './checkout.ts';
import { sameNamedFile, similarFile } from './similar-file.ts';
import { pathFrom, type SpecPath } from './spec-path.ts';

/**
 * Why a spec is missing in the workspace; undefined if the repository is not checked out there, so that
 * the file can't be expected.
 */
export function missingSpecError(
  path: SpecPath,
  run: Pick<Run, 'repository' | 'sha'>,
): UserError | undefined {
  const { input, file, root, isInTemp } = path;
  if (isInTemp) return new UserError(`There is no file ${quoted(input)} in RUNNER_TEMP.`);
  const parts = pathFrom(root, file).split('/');
  const name = parts.at(-1) ?? '';
  const found = checkoutOf(dirname(file), { workspace: root, run });
  const checkouts = found === undefined ? ownCheckoutsBelow(root, run) : [found];
  if (checkouts.length === 0) {
    const sameNamed = sameNamedFile(dirname(file), name);
    return sameNamed === undefined ? undefined : errorWith(path, sameNamed);
  }
  const similar =
    similarFile(root, parts) ??
    checkouts.map(({ folder }) => similarFile(folder, parts)).find((near) => near !== undefined) ??
    similarFile(root, parts.slice(1));
  return similar === undefined ? errorWithout(path, checkouts, run) : errorWith(path, similar);
}

/** A checkout of another repository doesn't tell whether this run's repository has the file. */
function ownCheckoutsBelow(
  root: string,
  run: Pick<Run, 'repository' | 'sha'>,
): readonly Checkout[] {
  return checkoutsBelow({ workspace: root, run }).filter(({ isForeign }) => !isForeign);
}

function errorWith({ input, logPath, root }: SpecPath, similar: string): UserError {
  const near = pathFrom(root, similar);
  const hint =
    near.toLowerCase() === logPath.toLowerCase() ? ' File names are case-sensitive.' : '';
  return new UserError(
    `There is no file ${quoted(input)} in the workspace, but there is ${quoted(near)}.${hint} Change the input spec, or rename the file.`,
  );
}

function errorWithout(
  { input }: SpecPath,
  checkouts: readonly Checkout[],
  run: Pick<Run, 'sha'>,
): UserError {
  const text = `There is no file ${quoted(input)} in the workspace.`;
  const [checkout] = checkouts;
  const question = 'Is it committed, and does actions/checkout fetch its folder?';
  const place =
    checkout === undefined || checkout.path === ''
      ? 'The input spec is relative to the workspace.'
      : `The input spec is relative to the workspace, and the repository is checked out in its folder ${quoted(checkout.path)}.`;
  const other =
    checkout !== undefined && (checkout.isForeign || isStale(checkout, run))
      ? ` The file was searched in ${originOf(checkout)}; this run is for commit ${run.sha.slice(0, 7)}.`
      : '';
  return new UserError(`${text} ${question} ${place}${other}`);
}
