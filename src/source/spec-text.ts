import { isUtf8 } from 'node:buffer';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';

/** The text of a spec, and the path that names it in the log. */
export interface SpecSource {
  /** With slashes; relative to the workspace, absolute for a file outside of it. */
  readonly path: string;
  readonly text: string;
}

/** A spec as it was found. */
export interface SpecFile extends SpecSource {
  /** For annotations: as the repository names the file, relative to the top of its checkout. */
  readonly repositoryPath: string;
  /** The commit of the run's repository that it was checked out or read from; undefined if that is unknown. */
  readonly commit: string | undefined;
  /** Completes "The spec comes from …", such as `the workspace` or `octo/shop at 1234567`. */
  readonly origin: string;
  /** Why this may not be the spec that belongs to the run's commit. */
  readonly warning: string | undefined;
}

export const maxSpecBytes = 1024 ** 2;

/**
 * UTF-8, with or without a byte order mark.
 * @throws UserError for a text in another encoding
 */
export function decodeSpec(bytes: Uint8Array, path: string): string {
  if (isUtf16(bytes)) throw new UserError(`${quoted(path)} is UTF-16. Save it as UTF-8.`);
  if (!isUtf8(bytes)) {
    const line = firstInvalidLine(bytes);
    throw new UserError(`${quoted(path)} is not valid UTF-8 (line ${line}). Save it as UTF-8.`);
  }
  if (bytes.includes(0)) {
    throw new UserError(
      `${quoted(path)} contains a zero byte, so it is not a text file, or it is UTF-16 without a byte order mark. Save it as UTF-8.`,
    );
  }
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}

export function tooLargeError(path: string, bytes: number | string): UserError {
  return new UserError(`${quoted(path)} has ${bytes} bytes; the maximum for a spec is 1 MiB.`);
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
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
