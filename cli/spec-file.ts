import { basename, dirname } from 'node:path';
import { existsSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { UserError } from '../src/errors.ts';
import { similarFile } from '../src/source/similar-file.ts';
import { decodeSpec, readSpecText } from '../src/source/spec-text.ts';
import type { SpecSource } from '../src/source/source.ts';
import { quoted } from '../src/text.ts';
import { defaultFile } from './arguments.ts';

/** @throws UserError if there is no text to be read */
export async function readSpecFile(path: string): Promise<SpecSource> {
  if (path === '-') {
    return { path: '<stdin>', text: decodeSpec(await buffer(process.stdin), '<stdin>') };
  }
  if (!existsSync(path)) throw new UserError(`There is no file ${quoted(path)}${hintFor(path)}`);
  try {
    return { path, text: readSpecText(path, path) };
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`${quoted(path)} can't be read.`, { cause });
  }
}

/** Ends the sentence. */
function hintFor(path: string): string {
  const near = similarFile(dirname(path), basename(path));
  if (near !== undefined) return `, but there is ${quoted(near)}.`;
  return path === defaultFile
    ? '. Name your spec: bec-create check FILE. To begin one, copy https://github.com/org/bec-create/blob/v1/examples/service.yml'
    : '.';
}
