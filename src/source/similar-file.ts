import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { editDistance } from '../edit-distance.ts';

/** What is worth searching. */
const limits = { parts: 10, names: 2000, candidates: 2 };

/** A file with the same name in another case, or with another extension, in the same folder. */
export function sameNamedFile(folder: string, name: string): string | undefined {
  const names = filesIn(folder);
  const found =
    names.find((other) => other.toLowerCase() === name.toLowerCase()) ??
    names.find((other) => stemOf(other) === stemOf(name));
  return found === undefined ? undefined : join(folder, found);
}

/**
 * The file that a path probably means, with typing errors in any of its parts.
 * @param parts of the path, relative to the folder
 */
export function similarFile(folder: string, parts: readonly string[]): string | undefined {
  const [part = '', ...rest] = parts;
  if (parts.length > limits.parts) return undefined;
  if (rest.length === 0) {
    const found = filesIn(folder).find(
      (name) => isSpecFile(name) && isSimilar(stemOf(name), stemOf(part)),
    );
    return sameNamedFile(folder, part) ?? (found === undefined ? undefined : join(folder, found));
  }
  return namesIn(folder)
    .filter((name) => isSimilar(name, part))
    .sort((left, right) => editDistance(left, part) - editDistance(right, part))
    .slice(0, limits.candidates)
    .map((name) => similarFile(join(folder, name), rest))
    .find((file) => file !== undefined);
}

function isSimilar(left: string, right: string): boolean {
  const length = Math.max(left.length, right.length);
  const maxDistance = length < 3 ? 0 : length < 6 ? 1 : 2;
  if (Math.abs(left.length - right.length) > maxDistance) return false;
  return editDistance(left.toLowerCase(), right.toLowerCase()) <= maxDistance;
}

function stemOf(name: string): string {
  return name.replace(/\.(?:ya?ml|json)$/i, '').toLowerCase();
}

function isSpecFile(name: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(name);
}

function filesIn(folder: string): readonly string[] {
  return namesIn(folder).filter((name) => isFile(join(folder, name)));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name !== '.git')
      .slice(0, limits.names);
  } catch {
    return [];
  }
}

export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
