import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Run } from '../context.ts';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';

export type SpecPath = Readonly<ReturnType<typeof resolveSpecPath>>;

/** @throws UserError if the path leads to where no spec may be, with or without links */
export function resolveSpecPath(
  input: string,
  { workspace, temp }: Pick<Run, 'workspace' | 'temp'>,
) {
  const wanted = resolve(workspace, input);
  const existing = realPath(wanted);
  // A link in the repository must stay there: RUNNER_TEMP can contain credentials.
  const home = [workspace, realFolder(workspace)].find((folder) => isInside(wanted, folder));
  const folder = home ?? temp;
  const root = realFolder(folder);
  const file = existing ?? join(root, relative(folder, wanted));
  const target = file === wanted ? '' : ` (it leads to ${quoted(file)})`;
  if (folder === '' || !isInside(file, root)) {
    throw new UserError(
      `${quoted(input)} is outside of the workspace${target}. A spec must be in the workspace or in RUNNER_TEMP.`,
    );
  }
  if (isInGitFolder(file, root)) {
    throw new UserError(
      `${quoted(input)} is in one of Git's own folders${target}, which can contain credentials. Set the input spec to a file of the repository.`,
    );
  }
  return {
    input,
    /** For the log: with slashes, relative to the workspace; absolute for a file outside of it. */
    logPath: pathFrom(home ?? workspace, wanted),
    /** As an absolute path, with its links resolved if it exists. */
    file,
    exists: existing !== undefined,
    /** The workspace or RUNNER_TEMP, whichever the file is in, with links resolved. */
    root,
    isInTemp: home === undefined,
  };
}

/** With slashes; unchanged if the file is not in the folder. */
export function pathFrom(folder: string, file: string): string {
  return isInside(file, folder) ? relative(folder, file).split(sep).join('/') : file;
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** A folder named `.git`, or one with another name that Git keeps its objects in. */
function isInGitFolder(file: string, root: string): boolean {
  if (basename(file).toLowerCase() === '.git') return true;
  if (['HEAD', 'objects', 'refs'].every((name) => existsSync(join(file, name)))) return true;
  return file !== root && dirname(file) !== file && isInGitFolder(dirname(file), root);
}

function realFolder(folder: string): string {
  return realPath(folder) ?? resolve(folder);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
