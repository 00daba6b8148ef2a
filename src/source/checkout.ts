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

/** A checkout is searched in no more folders than this. */
const maxFolders = 200;

/** The checkout that a file of the workspace belongs to. Links must be resolved. Never throws. */
export function checkoutOf(file: string, place: WorkspaceRun): Checkout | undefined {
  if (existsSync(join(file, '.git'))) return readCheckout(file, place);
  const parent = dirname(file);
  return file === place.workspace || parent === file ? undefined : checkoutOf(parent, place);
}

/** The checkouts in folders of the workspace, which actions/checkout makes with its input `path`. */
export function checkoutsBelow(place: WorkspaceRun): readonly Checkout[] {
  const folders = foldersIn(place.workspace).slice(0, maxFolders);
  return [...folders, ...folders.flatMap(foldersIn)]
    .slice(0, maxFolders)
    .filter((folder) => existsSync(join(folder, '.git')))
    .map((folder) => readCheckout(folder, place));
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== '.git')
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

export function staleWarning(
  checkout: Checkout | undefined,
  run: Pick<Run, 'sha'>,
): string | undefined {
  if (checkout === undefined || !isStale(checkout, run)) return undefined;
  return `The spec comes from ${originOf(checkout)}, but this run is for commit ${run.sha.slice(0, 7)}. Without a step with actions/checkout in this job, it may be left over from an earlier job on this runner. If the other commit is intended, set the input image-version to the version of its image.`;
}
