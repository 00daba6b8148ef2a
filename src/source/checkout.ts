import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Run } from '../context.ts';
import { quoted } from '../text.ts';
import { readGitState, type GitState } from './git-files.ts';

/** A Git checkout in the workspace. */
export interface Checkout extends GitState {
  /** The top folder, absolute, links resolved. */
  readonly folder: string;
  /** The same, relative to the workspace; empty if it is the workspace itself. */
  readonly path: string;
  /** It belongs to another repository than the run. */
  readonly isForeign: boolean;
}

/** The workspace, links resolved, and the run that it belongs to. */
export interface WorkspaceRun {
  readonly workspace: string;
  readonly run: Pick<Run, 'repository' | 'sha'>;
}

/** Checkouts are searched no deeper below the workspace, and in no more folders, than this. */
const limits = { depth: 8, folders: 2000, checkouts: 20 } as const;

/** Nobody checks a repository out into these, and they can be vast. */
const skippedFolders: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** The checkout that a file of the workspace belongs to. Links must be resolved. Never throws. */
export function checkoutOf(file: string, place: WorkspaceRun): Checkout | undefined {
  if (existsSync(join(file, '.git'))) return readCheckout(file, place);
  const parent = dirname(file);
  return file === place.workspace || parent === file ? undefined : checkoutOf(parent, place);
}

/**
 * The checkouts in the workspace, the upper ones first: the workspace itself, and the folders that
 * actions/checkout makes with its input `path`. What lies beyond the limits is not found.
 */
export function checkoutsIn(place: WorkspaceRun): readonly Checkout[] {
  const folders: string[] = [];
  let level: readonly string[] = [place.workspace];
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
    folders.push(...level);
    const free = limits.folders - folders.length;
    level = level.slice(0, Math.max(0, free)).flatMap(foldersIn).slice(0, Math.max(0, free));
  }
  return folders
    .filter((folder) => existsSync(join(folder, '.git')))
    .slice(0, limits.checkouts)
    .map((folder) => readCheckout(folder, place));
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !skippedFolders.has(entry.name))
      .map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}

function readCheckout(folder: string, { workspace, run }: WorkspaceRun): Checkout {
  const state = readGitState(folder);
  const path = relative(workspace, folder).split(sep).join('/');
  const isForeign =
    state.repository !== undefined &&
    run.repository !== '' &&
    state.repository.toLowerCase() !== run.repository.toLowerCase();
  return { ...state, folder, path, isForeign };
}

/** Completes "… comes from", such as `the workspace, checked out at 1234567`. */
export function originOf(checkout: Checkout | undefined): string {
  if (checkout === undefined) return 'the workspace, which is not a Git checkout';
  const { path, isForeign, repository = '', commit } = checkout;
  const folder = path === '' ? 'the workspace' : `the folder ${quoted(path)} of the workspace`;
  const source = isForeign ? ` from ${repository}` : '';
  return `${folder}, checked out${source} at ${commit?.slice(0, 7) ?? 'an unknown commit'}`;
}

/** The checkout's commit, if it is known to be one of the run's repository. */
export function ownCommitOf(
  { isForeign, repository, commit }: Checkout,
  { sha }: Pick<Run, 'sha'>,
): string | undefined {
  const isOwn = !isForeign && (repository !== undefined || commit === sha);
  return isOwn ? commit : undefined;
}

/** Whether it is known to be at another commit than the run. */
export function isStale({ isForeign, commit }: Checkout, { sha }: Pick<Run, 'sha'>): boolean {
  return !isForeign && commit !== undefined && sha !== '' && commit !== sha.toLowerCase();
}

/**
 * Why a spec may not be the one that belongs to the run's commit, if the commit decides on the version.
 *
 * Another repository's checkout is suspicious only in the workspace itself, where an earlier job may have
 * left it. In a folder of its own, its path had to be written into the input spec, and a repository of
 * specs beside the one whose image is deployed is a usual way to work. The run's own commit under another
 * repository's name is no reason: the repository was renamed.
 */
export function originWarning(
  checkout: Checkout | undefined,
  run: WorkspaceRun['run'],
): string | undefined {
  if (checkout === undefined) return undefined;
  const { isForeign, path, commit } = checkout;
  const isLeftOver = isForeign && path === '' && commit !== run.sha.toLowerCase();
  if (!isLeftOver && !isStale(checkout, run)) return undefined;
  const [place, other] = isForeign ? [` of ${run.repository}`, 'repository'] : ['', 'commit'];
  return `The spec comes from ${originOf(checkout)}, but this run is for commit ${run.sha.slice(0, 7)}${place}. Without a step with actions/checkout in this job, it may be left over from an earlier job on this runner. If the other ${other} is intended, set the input image-version to the version of ${isForeign ? 'the' : 'its'} image.`;
}
