import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../src/errors.ts';
import type { SpecSource } from '../src/source/source.ts';
import { quoted } from '../src/text.ts';

const maxBytes = 1024 ** 2;

/** @throws UserError if there is no text to be read */
export async function readSpecFile(path: string): Promise<SpecSource> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) throw new UserError(`There is no file ${quoted(path)}.`);
  if (stats.isDirectory()) {
    throw new UserError(`${quoted(path)} is a directory. Name the files in it.`);
  }
  if (!stats.isFile()) throw new UserError(`${quoted(path)} is not a regular file.`);
  if (stats.size > maxBytes) {
    throw new UserError(`${quoted(path)} has ${stats.size} bytes. A spec has at most 1 MiB.`);
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UserError(`${quoted(path)} can't be read.`, { cause });
  });
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new UserError(`${quoted(path)} is not UTF-8. Save it as UTF-8.`);
  }
  return { path, text: bytes.toString('utf8').replace(/^\ufeff/, '') };
}
