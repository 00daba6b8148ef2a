import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';
import { decodeSpec, maxSpecBytes, tooLargeError } from './spec-text.ts';
import type { SpecFile } from './spec-source.ts';

/** The only folders that a spec may be in. */
export interface Folders {
  readonly workspace: string;
  /** RUNNER_TEMP; empty if the runner has none. */
  readonly temp: string;
}

/**
 * Reads the spec from the workspace or RUNNER_TEMP, links resolved.
 * @returns undefined if the file doesn't exist and nothing is checked out
 * @throws UserError with the likely reason if the file can't be read
 */
export function readWorkspaceSpec(path: string, folders: Folders): SpecFile | undefined {
  const { workspace } = folders;
  const wanted = resolve(workspace, path);
  const file = realPath(wanted);
  if (file === undefined) {
    requireInside(nearestFolder(wanted), path, folders);
    requireNoCheckout(wanted, path, workspace);
    return undefined;
  }
  requireInside(file, path, folders);
  const { size } = requireFile(file, path);
  if (size > maxSpecBytes) throw tooLargeError(path, size);
  const text = decodeSpec(readFileSync(file), path);
  const logPath = pathFrom(workspace, wanted);
  const origin = isInside(file, realPath(workspace) ?? workspace) ? 'the workspace' : 'RUNNER_TEMP';
  return { path: logPath, repositoryPath: logPath, text, origin, warning: undefined };
}

/** The file is missing: that is an error unless there is no checkout it could be part of. */
function requireNoCheckout(wanted: string, path: string, workspace: string): void {
  if (namesIn(dirname(wanted)).includes(basename(wanted))) {
    throw new UserError(`${quoted(path)} is a broken link: its target doesn't exist.`);
  }
  const similar = similarFile(wanted);
  const isCheckedOut = existsSync(join(workspace, '.git'));
  if (similar === undefined && !isCheckedOut && isInside(wanted, workspace)) return;
  throw new UserError(missingText(path, similar, workspace));
}

function requireInside(file: string, path: string, { workspace, temp }: Folders): void {
  const roots = [workspace, temp].filter((folder) => folder !== '');
  if (roots.some((root) => isInside(file, realPath(root) ?? resolve(root)))) return;
  const target = file === resolve(path) ? '' : ` (${quoted(file)})`;
  throw new UserError(
    `${quoted(path)} is outside of the workspace${target}. A spec must be in the workspace or in RUNNER_TEMP.`,
  );
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

function requireFile(file: string, path: string): { readonly size: number } {
  const stat = statSync(file);
  if (stat.isFile()) return stat;
  throw new UserError(
    `${quoted(path)} is ${stat.isDirectory() ? 'a folder' : 'not a regular file'}. Set the input spec to the path of a file.`,
  );
}

function missingText(path: string, similar: SimilarFile | undefined, workspace: string): string {
  const text = `There is no file ${quoted(path)} in the workspace`;
  if (similar === undefined) {
    return `${text}. Is it committed, and does actions/checkout fetch its folder? The input spec is relative to the workspace.`;
  }
  const reason = similar.differsInCase ? ' File names are case-sensitive.' : '';
  return `${text}, but there is ${quoted(pathFrom(workspace, similar.file))}.${reason} Change the input spec, or rename the file.`;
}

interface SimilarFile {
  readonly file: string;
  readonly differsInCase: boolean;
}

/** A file with the same name in another case, or with another extension. */
function similarFile(wanted: string): SimilarFile | undefined {
  const folder = dirname(wanted);
  const name = basename(wanted);
  const names = namesIn(folder);
  const sameName = names.find((other) => other.toLowerCase() === name.toLowerCase());
  const found = sameName ?? names.find((other) => stemOf(other) === stemOf(name));
  if (found === undefined) return undefined;
  return { file: join(folder, found), differsInCase: sameName !== undefined };
}

function stemOf(name: string): string {
  return name.replace(/\.(?:ya?ml|json)$/i, '').toLowerCase();
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The path with the links in those of its folders resolved that exist. */
function nearestFolder(wanted: string): string {
  const parent = dirname(wanted);
  if (parent === wanted) return wanted;
  return join(realPath(parent) ?? nearestFolder(parent), basename(wanted));
}

/** With slashes; absolute for a file outside of the folder. */
function pathFrom(folder: string, file: string): string {
  return isInside(file, folder) ? relative(folder, file).split(sep).join('/') : file;
}
