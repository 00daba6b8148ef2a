import { dirname, join } from 'node:path';
import type { Run } from '../context.ts';
import { UserError } from '../errors.ts';
import { listedFirst, quoted } from '../text.ts';
import { checkoutOf, checkoutsIn, isStale, originOf, type Checkout } from './checkout.ts';
import { isFile, sameNamedFile, similarFile } from './similar-file.ts';
import { pathFrom, type SpecPath } from './spec-path.ts';

/** What an error names of the places that were searched. */
const maxPlaces = 3;

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
  const place = { workspace: root, run };
  const nearest = checkoutOf(dirname(file), place);
  const checkouts = likeliestFirst(checkoutsIn(place), run);
  // A checkout of another repository doesn't tell whether this run's repository has the file.
  if (nearest === undefined && checkouts.every(({ isForeign }) => isForeign)) {
    const sameNamed = sameNamedFile(dirname(file), parts.at(-1) ?? '');
    return sameNamed === undefined ? undefined : errorWith(path, sameNamed);
  }
  const similar =
    fileIn(
      checkouts.filter((checkout) => isOfRun(checkout, run)),
      parts,
    ) ??
    similarFile(root, parts) ??
    similarIn(checkouts, parts) ??
    similarFile(root, parts.slice(1));
  if (similar !== undefined) return errorWith(path, similar);
  return errorWithout(path, nearest === undefined ? checkouts : [nearest, ...checkouts], run);
}

/**
 * What is checked out in a workspace without a checkout of the run's repository; completes "in the
 * workspace, where …".
 * @param path of the spec, relative to the workspace, with slashes
 */
export function otherCheckoutsText(
  path: string,
  workspace: string,
  run: Pick<Run, 'repository' | 'sha'>,
): string {
  const checkouts = checkoutsIn({ workspace, run });
  if (checkouts.length === 0) return 'no checkout was found';
  const places = checkouts.map((it) => `${it.repository ?? 'a repository'} in ${quoted(it.path)}`);
  const file = fileIn(checkouts, path.split('/'));
  const hint = file === undefined ? '' : ` (with a file ${quoted(pathFrom(workspace, file))})`;
  return `only other repositories are checked out: ${listedFirst(places, maxPlaces)}${hint}`;
}

/** Those of the run's commit, those of its repository, then all others. */
function likeliestFirst(
  checkouts: readonly Checkout[],
  run: Pick<Run, 'sha'>,
): readonly Checkout[] {
  return [
    ...checkouts.filter((it) => isOfRun(it, run)),
    ...checkouts.filter((it) => isStale(it, run)),
    ...checkouts.filter(({ isForeign }) => isForeign),
  ];
}

function isOfRun(checkout: Checkout, run: Pick<Run, 'sha'>): boolean {
  return !checkout.isForeign && !isStale(checkout, run);
}

/** The file with exactly this path in one of them. */
function fileIn(checkouts: readonly Checkout[], parts: readonly string[]): string | undefined {
  return checkouts.map(({ folder }) => join(folder, ...parts)).find(isFile);
}

function similarIn(checkouts: readonly Checkout[], parts: readonly string[]): string | undefined {
  for (const { folder } of checkouts) {
    const similar = similarFile(folder, parts);
    if (similar !== undefined) return similar;
  }
  return undefined;
}

function errorWith({ input, logPath, root }: SpecPath, similar: string): UserError {
  const near = pathFrom(root, similar);
  const hint =
    near.toLowerCase() === logPath.toLowerCase() ? ' File names are case-sensitive.' : '';
  return new UserError(
    `There is no file ${quoted(input)} in the workspace, but there is ${quoted(near)}.${hint} Change the input spec, or rename the file.`,
  );
}

/** @param checkouts that were searched, the one that the path leads to first */
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
      : `The input spec is relative to the workspace, and ${checkout.isForeign ? (checkout.repository ?? 'another repository') : 'the repository'} is checked out in its folder ${quoted(checkout.path)}.`;
  const origins = [...new Set(checkouts.map(originOf))];
  const other =
    checkout !== undefined && (checkout.isForeign || isStale(checkout, run))
      ? ` The file was searched in ${listedFirst(origins, maxPlaces)}; this run is for commit ${run.sha.slice(0, 7)}.`
      : '';
  return new UserError(`${text} ${question} ${place}${other}`);
}
