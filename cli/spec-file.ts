import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { UserError } from '../src/errors.ts';
import { similarFile } from '../src/source/similar-file.ts';
import { decodeSpec, maxSpecBytes, tooLargeError } from '../src/source/spec-text.ts';
import type { SpecSource } from '../src/source/source.ts';
import { quoted } from '../src/text.ts';
import { defaultFile } from './arguments.ts';

/** @throws UserError if there is no text to be read */
export async function readSpecFile(path: string): Promise<SpecSource> {
  if (path === '-') {
    const bytes = await buffer(process.stdin);
    if (bytes.length > maxSpecBytes) throw tooLargeError('<stdin>', bytes.length);
    return { path: '<stdin>', text: decodeSpec(bytes, '<stdin>') };
  }
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) throw new UserError(`There is no file ${quoted(path)}${hintFor(path)}`);
  if (stats.isDirectory()) {
    throw new UserError(`${quoted(path)} is a directory. Name the files in it.`);
  }
  if (!stats.isFile()) throw new UserError(`${quoted(path)} is not a regular file.`);
  if (stats.size > maxSpecBytes) throw tooLargeError(path, stats.size);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UserError(`${quoted(path)} can't be read.`, { cause });
  });
  return { path, text: decodeSpec(bytes, path) };
}

/** Ends the sentence. */
function hintFor(path: string): string {
  const [folder, name] = [dirname(path), basename(path)];
  const near = similarFile(folder, name);
  if (near !== undefined) return `, but there is ${quoted(near)}.`;
  return path === defaultFile
    ? '. Name your spec: bec-create check FILE. To begin one, copy https://github.com/org/bec-create/blob/v1/examples/service.yml'
    : '.';
}
