import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';

export interface SpecInputs {
  readonly spec: string;
  readonly imageVersion: string;
  readonly githubToken: string;
}

/** The text of a spec, and the path that names it in the log. */
export interface SpecSource {
  /** With slashes; relative to the workspace, absolute for a file outside of it. */
  readonly path: string;
  readonly text: string;
}

export interface SpecFile extends SpecSource {
  /** For annotations: as the repository names the file, relative to the top of its checkout. */
  readonly repositoryPath: string;
  /** The commit of the run's repository that it was checked out or read from; undefined if that is unknown. */
  readonly commit?: string | undefined;
  /** Completes "The spec comes from …", such as `the workspace` or `octo/shop at 1234567`. */
  readonly origin: string;
  /** Why this may not be the spec that belongs to the run's commit. */
  readonly warning?: string | undefined;
}

const maxSpecBytes = 1024 ** 2;

/**
 * The text of a file, UTF-8 with or without a byte order mark.
 * @param name for the messages
 * @throws UserError if it is no regular file, too large, or in another encoding
 */
export function readSpecText(file: string, name: string): string {
  const stat = statSync(file);
  if (!stat.isFile()) {
    throw new UserError(
      `${quoted(name)} is ${stat.isDirectory() ? 'a folder. Name a file in it.' : 'not a regular file.'}`,
    );
  }
  if (stat.size > maxSpecBytes) throw tooLargeError(name, stat.size);
  return decodeSpec(readFileSync(file), name);
}

/** @throws UserError */
export function decodeSpec(bytes: Uint8Array, name: string): string {
  if (bytes.length > maxSpecBytes) throw tooLargeError(name, bytes.length);
  if (bytes.includes(0)) {
    throw new UserError(`${quoted(name)} is UTF-16, or not a text file. Save it as UTF-8.`);
  }
  const text = Buffer.from(bytes).toString('utf8');
  if (!isUtf8(bytes)) {
    const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length;
    throw new UserError(`${quoted(name)} is not valid UTF-8 (line ${line}). Save it as UTF-8.`);
  }
  return text.replace(/^\ufeff/, '');
}

export function tooLargeError(name: string, bytes: number | string): UserError {
  return new UserError(`${quoted(name)} has ${bytes} bytes; the maximum for a spec is 1 MiB.`);
}
