/**
 * What Git's files say about a checkout. The program git is not asked: it may be missing, and it refuses
 * a folder that belongs to another user, as in a container job.
 * @see https://git-scm.com/docs/gitrepository-layout
 */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface GitState {
  /** The full id of the commit that HEAD points to; undefined if it can't be determined. */
  readonly commit: string | undefined;
  /** `owner/name` of the remote `origin`; undefined if there is none. */
  readonly repository: string | undefined;
}

const maxBytes = { ref: 4096, config: 1024 ** 2, packedRefs: 32 * 1024 ** 2 };

/** HEAD points to a branch, and a branch may point to another one. */
const maxRefDepth = 5;

/** Never throws. @param folder with a `.git` in it */
export function readGitState(folder: string): GitState {
  const gitFolder = gitFolderOf(folder);
  // A worktree keeps only a HEAD of its own.
  const commonFolder = resolve(
    gitFolder,
    readText(join(gitFolder, 'commondir'), maxBytes.ref).trim(),
  );
  return {
    commit: readCommit('HEAD', [gitFolder, commonFolder]),
    repository: parseRemote(readText(join(commonFolder, 'config'), maxBytes.config)),
  };
}

/** In a worktree and in a submodule, `.git` is a file that names the folder. */
function gitFolderOf(folder: string): string {
  const git = join(folder, '.git');
  const [, target] = /^gitdir: (.+)$/m.exec(readText(git, maxBytes.ref)) ?? [];
  return target === undefined ? git : resolve(folder, target.trim());
}

function readCommit(head: string, gitFolders: readonly string[]): string | undefined {
  let ref = head;
  for (let depth = 0; depth < maxRefDepth && isRef(ref); depth++) {
    const text = readRef(ref, gitFolders);
    const [, target] = /^ref: (.+)$/.exec(text) ?? [];
    if (target === undefined)
      return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : undefined;
    ref = target;
  }
  return undefined;
}

function isRef(name: string): boolean {
  return name === 'HEAD' || (name.startsWith('refs/') && !name.includes('..'));
}

function readRef(ref: string, gitFolders: readonly string[]): string {
  const texts = gitFolders.map((folder) => readText(join(folder, ref), maxBytes.ref).trim());
  const text = texts.find((found) => found !== '');
  if (text !== undefined) return text;
  const packed = gitFolders.map((folder) =>
    readText(join(folder, 'packed-refs'), maxBytes.packedRefs),
  );
  return packed.map((refs) => parsePackedRef(refs, ref)).find((id) => id !== '') ?? '';
}

/** The id in the line `<id> <ref>`; empty if the ref is not there. */
export function parsePackedRef(packedRefs: string, ref: string): string {
  const end = `${packedRefs}\n`.indexOf(` ${ref}\n`);
  return end === -1 ? '' : packedRefs.slice(packedRefs.lastIndexOf('\n', end) + 1, end);
}

/** Takes nothing but the name: a URL, and the rest of the file, may contain credentials. */
export function parseRemote(config: string): string | undefined {
  let section = '';
  for (const line of config.split('\n').map((text) => text.trim())) {
    if (line.startsWith('[')) section = line;
    const [, url] = /^url\s*=\s*(\S{1,1000})$/.exec(line) ?? [];
    if (section === '[remote "origin"]' && url !== undefined) return repositoryOf(url);
  }
  return undefined;
}

/** `https://github.com/octo/shop`, `ssh://git@github.com/octo/shop.git` or `git@github.com:octo/shop.git` */
function repositoryOf(url: string): string | undefined {
  const [, path] = /^(?:[a-z]+:\/\/[^/]+\/|[^/:]+@[^/:]+:)(.+)$/.exec(url) ?? [];
  const [, owner, name] = /^(?:.*\/)?([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(path ?? '') ?? [];
  return owner === undefined || name === undefined ? undefined : `${owner}/${name}`;
}

function readText(path: string, limit: number): string {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= limit ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
}
