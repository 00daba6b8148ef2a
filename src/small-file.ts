import { readFileSync, statSync } from 'node:fs';

/** The text of a file that others wrote; undefined if it is no regular file, too large, or can't be read. */
export function readSmallFile(path: string, maxBytes: number): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= maxBytes ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
