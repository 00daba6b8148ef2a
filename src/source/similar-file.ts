import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the folder with the same name in another case, or with another extension. */
export function similarFile(folder: string, name: string): string | undefined {
  const names = namesIn(folder).filter((other) => isFile(join(folder, other)));
  const found =
    names.find((other) => other.toLowerCase() === name.toLowerCase()) ??
    names.find((other) => stemOf(other) === stemOf(name));
  return found === undefined ? undefined : join(folder, found);
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

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
