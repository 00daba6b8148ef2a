import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import type { SpecSource } from '../spec/problem.ts';
import type { Run } from '../context.ts';
import { quoted } from '../text.ts';

const maxBytes = 1024 ** 2;

/**
 * Reads the spec, from the workspace or RUNNER_TEMP and nowhere else, wherever links lead.
 * Undefined where it is not there, and nothing is checked out.
 * @throws UserError with the likely reason where it can't be read
 */
export function readSpecFile(path: string, { workspace, temp }: Run): SpecSource | undefined {
  const root = workspace === '' ? process.cwd() : workspace;
  const wanted = resolve(root, path);
  let file: string;
  try {
    file = realpathSync(wanted);
  } catch (cause) {
    requireInside(nearestFolder(wanted), path, [root, temp]);
    if (namesIn(dirname(wanted)).includes(basename(wanted))) {
      throw new UserError(`${quoted(path)} is a link that leads to no file.`, { cause });
    }
    const similar = similarPath(wanted, root);
    const isCheckedOut = existsSync(join(root, '.git'));
    if (similar === undefined && !isCheckedOut && isInside(wanted, root)) return undefined;
    throw new UserError(missingText(path, similar), { cause });
  }
  requireInside(file, path, [root, temp]);
  const { size } = requireFile(file, path);
  if (size > maxBytes) {
    throw new UserError(`${quoted(path)} has ${size} bytes; a spec has at most 1 MiB.`);
  }
  return { path: shownPath(wanted, root), text: decodeSpec(readFileSync(file), path) };
}

/** UTF-8, with or without a byte order mark. */
export function decodeSpec(bytes: Uint8Array, path: string): string {
  if (!isUtf8(bytes)) {
    const line = firstInvalidLine(bytes);
    const isUtf16 =
      (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    throw new UserError(
      `${quoted(path)} is not UTF-8${isUtf16 ? ' but UTF-16' : ` (line ${line})`}. Save it as UTF-8.`,
    );
  }
  if (bytes.includes(0)) {
    throw new UserError(
      `${quoted(path)} holds a zero byte, which no text does: it may be UTF-16. Save it as UTF-8.`,
    );
  }
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}

function firstInvalidLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (;;) {
    const newline = bytes.indexOf(10, start);
    const end = newline === -1 ? bytes.length : newline;
    if (newline === -1 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
    line++;
  }
}

function requireInside(file: string, path: string, folders: readonly string[]): void {
  const roots = folders.filter((folder) => folder !== '').map(realFolder);
  if (roots.some((root) => isInside(file, root))) return;
  throw new UserError(
    `${quoted(path)} leads out of the workspace${file === resolve(path) ? '' : `, to ${quoted(file)}`}. A spec lies in the workspace or in RUNNER_TEMP.`,
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
    `${quoted(path)} is ${stat.isDirectory() ? 'a folder' : 'no regular file'}; input spec takes the path of a file.`,
  );
}

function missingText(path: string, similar: SimilarPath | undefined): string {
  const text = `There is no file ${quoted(path)}`;
  if (similar === undefined) {
    return `${text} in the workspace. Is it committed, and does actions/checkout fetch the folder? Input spec is relative to the repository's top.`;
  }
  const reason = similar.byCase ? ' Upper and lower case count.' : '';
  return `${text}, but there is ${quoted(similar.path)}.${reason} Set the input spec to that, or rename the file.`;
}

interface SimilarPath {
  /** Relative to the workspace. */
  readonly path: string;
  readonly byCase: boolean;
}

/** The file that was likely meant: in another case, or `.yaml` for `.yml`. */
function similarPath(wanted: string, root: string): SimilarPath | undefined {
  const names = namesIn(dirname(wanted));
  const name = basename(wanted);
  const sameName = names.find((other) => other.toLowerCase() === name.toLowerCase());
  const found = sameName ?? names.find((other) => withoutEnding(other) === withoutEnding(name));
  return found === undefined
    ? undefined
    : { path: shownPath(join(dirname(wanted), found), root), byCase: sameName !== undefined };
}

function withoutEnding(name: string): string {
  return name.replace(/\.(?:ya?ml|json)$/i, '').toLowerCase();
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}

/** The deepest folder on the way to the file that is there, with the rest of the path behind it. */
function nearestFolder(wanted: string): string {
  const parent = dirname(wanted);
  if (parent === wanted) return wanted;
  try {
    return join(realpathSync(parent), basename(wanted));
  } catch {
    return join(nearestFolder(parent), basename(wanted));
  }
}

/** As annotations want it: from the repository's top, with slashes. */
function shownPath(wanted: string, root: string): string {
  return isInside(wanted, root) ? relative(root, wanted).split(sep).join('/') : wanted;
}
