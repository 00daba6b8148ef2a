/**
 * What Git's files say about a checkout. The program git is not asked: it may be missing, and it refuses
 * a folder that belongs to another user, as in a container job.
 * @see https://git-scm.com/docs/gitrepository-layout
 */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Run } from '../context.ts';
import { readSmallFile } from '../small-file.ts';
import { quoted } from '../text.ts';
import { namesIn } from './similar-file.ts';

type Checkout = Readonly<NonNullable<ReturnType<typeof readCheckout>>>;

/** Of the run, with the links in `workspace` resolved. */
type WorkspaceRun = Pick<Run, 'repository' | 'sha' | 'workspace'>;

/** The checkout that a file of the workspace belongs to. Links must be resolved. Never throws. */
export function checkoutOf(file: string, run: WorkspaceRun): Checkout | undefined {
  const parent = dirname(file);
  const isTop = file === run.workspace || parent === file;
  return readCheckout(file, run) ?? (isTop ? undefined : checkoutOf(parent, run));
}

/** The run's checkouts in folders of the workspace, as actions/checkout makes them with its input `path`. */
export function checkoutsBelow(run: WorkspaceRun): readonly Checkout[] {
  return namesIn(run.workspace)
    .map((name) => readCheckout(join(run.workspace, name), run))
    .filter((checkout) => checkout !== undefined)
    .filter(({ isOwn }) => isOwn);
}

function readCheckout(folder: string, run: WorkspaceRun) {
  if (!existsSync(join(folder, '.git'))) return undefined;
  // In a worktree and in a submodule, `.git` is a file that names the folder.
  const [, target = '.git'] = /^gitdir: (.+)$/.exec(readText(join(folder, '.git'))) ?? [];
  const gitFolder = resolve(folder, target);
  // A worktree keeps only a HEAD of its own.
  const commonFolder = resolve(gitFolder, readText(join(gitFolder, 'commondir')));
  const commit = commitOf(readText(join(gitFolder, 'HEAD')), commonFolder);
  const repository = remoteIn(readText(join(commonFolder, 'config'))) ?? run.repository;
  return {
    /** The top folder, absolute, links resolved. */
    folder,
    /** The same, relative to the workspace; empty if it is the workspace itself. */
    path: relative(run.workspace, folder).split(sep).join('/'),
    /** The full id; undefined if it can't be determined, as in a reftable. */
    commit,
    /** Of the run's repository, also if it was renamed; of another, it is not the run's commit that counts. */
    isOwn:
      commit === run.sha.toLowerCase() || repository.toLowerCase() === run.repository.toLowerCase(),
  };
}

/** @param head an id, or `ref: ` and the branch that has it */
function commitOf(head: string, commonFolder: string): string | undefined {
  const [, ref] = /^ref: (refs\/.+)$/.exec(head) ?? [];
  const id =
    ref === undefined ? head : readText(join(commonFolder, ref)) || packedId(commonFolder, ref);
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) ? id : undefined;
}

/** From the line `<id> <ref>`. */
function packedId(commonFolder: string, ref: string): string {
  const lines = readText(join(commonFolder, 'packed-refs')).split('\n');
  return lines.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0] ?? '';
}

/**
 * `octo/shop` of `https://github.com/octo/shop` or `git@github.com:octo/shop.git`. Takes nothing but the
 * name: a URL, and the rest of the file, may contain credentials.
 */
function remoteIn(config: string): string | undefined {
  const [, url = ''] = /^\[remote "origin"\][^[]*?^\s*url\s*=\s*(\S+)/m.exec(config) ?? [];
  return /^(?:\w+:\/\/[^/]+|[\w.-]+@[^/:]+).*?[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url)?.[1];
}

/** The largest of them, packed-refs, has some 100 bytes for each branch and tag. */
const maxBytes = 32 * 1024 ** 2;

function readText(path: string): string {
  return (readSmallFile(path, maxBytes) ?? '').trim();
}

/** Completes "… comes from", such as `the workspace, checked out at 1234567`. */
export function originOf(checkout: Checkout | undefined): string {
  if (checkout === undefined) return 'the workspace, which is not a Git checkout';
  const { path, commit } = checkout;
  const folder = path === '' ? 'the workspace' : `the folder ${quoted(path)} of the workspace`;
  return `${folder}, checked out at ${commit?.slice(0, 7) ?? 'an unknown commit'}`;
}

/**
 * Why a spec may not be the one that belongs to the run's commit, if the commit decides on the version.
 *
 * Another repository's checkout is suspicious only in the workspace itself, where an earlier job may have
 * left it. In a folder of its own, its path had to be written into the input spec, and a repository of
 * specs beside the one whose image is deployed is a usual way to work.
 */
export function originWarning(checkout: Checkout | undefined, sha: string): string | undefined {
  if (checkout === undefined || sha === '' || checkout.commit === sha.toLowerCase())
    return undefined;
  if (!checkout.isOwn && checkout.path !== '') return undefined;
  const ofRun = sha.slice(0, 7);
  const difference =
    checkout.commit === undefined
      ? `; whether that is this run's commit, ${ofRun}, is not known`
      : `, but this run is for commit ${ofRun}`;
  return `The spec comes from ${originOf(checkout)}${difference}. Without a step with actions/checkout in this job, it may be left over from an earlier job on this runner. If it is the intended one, set the input image-version to the version of its image.`;
}
