import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { closest } from '../edit-distance.ts';

const extension = /\.(?:ya?ml|json)$/i;

/** A spec of the folder with the same name in another case, with another extension, or with a slip. */
export function similarFile(folder: string, name: string): string | undefined {
  const names = namesIn(folder).filter(
    (other) => extension.test(other) && isFile(join(folder, other)),
  );
  const stem = closest(stemOf(name), names.map(stemOf));
  const found =
    names.find((other) => other.toLowerCase() === name.toLowerCase()) ??
    names.find((other) => stemOf(other) === stem);
  return found === undefined ? undefined : join(folder, found);
}

function stemOf(name: string): string {
  return name.replace(extension, '');
}

/** None if it can't be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
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
