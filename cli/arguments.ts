import { parseArgs } from 'node:util';
import { isImageTag, notAnImageTag } from '../src/image-tag.ts';
import { quoted, printable } from '../src/text.ts';

export type Command =
  | { readonly kind: 'help' | 'schema' | 'version' }
  | {
      readonly kind: 'check';
      /** Paths as they were given, without schemas; by default the usual one. */
      readonly files: readonly string[];
      readonly imageVersion: string;
      /** The containers that get the version, by name; empty if the spec decides. */
      readonly containers: readonly string[];
      readonly strict: boolean;
      readonly format: 'json' | 'text';
    };

export const usage = `Usage: bec-create check [options] [FILES...]
       bec-create schema

check   checks service specs for Baidu Edge Computing as the action bec-create
        does, without sending anything. FILES default to .bec/service.yml; - is
        the standard input.
schema  prints the JSON Schema of a spec, for editors.

Options:
  --image-version TEXT  the version that containers take, default: v0.0.0
  --container NAME      a container that takes it, as the input containers
                        says; repeatable
  --no-strict           let unknown keys pass, as the input strict: false does
  --format FORMAT       text or json: an array of objects with code, file,
                        line, column, severity and message
  -h, --help            print this
  --version             print the version

Variables and secrets that a spec names are known only in a workflow run. They
are listed as notes, and values made of them are not checked.

Exit status: 0 if every spec is valid, 1 if one is not or can't be read,
2 if the command line is wrong. NO_COLOR and FORCE_COLOR are respected.`;

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const defaultFile = '.bec/service.yml';

/** @throws UsageError with a sentence that is fit to be printed */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parseOptions(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [command, ...files] = positionals;
  if (command === 'schema') return { kind: 'schema' };
  if (command !== 'check') {
    const what =
      command === undefined ? 'A command is missing' : `There is no command ${quoted(command)}`;
    throw new UsageError(`${what}. Write: bec-create check [FILES...]`);
  }
  const imageVersion = values['image-version'];
  if (!isImageTag(imageVersion)) {
    throw new UsageError(`--image-version ${quoted(imageVersion)} ${notAnImageTag}`);
  }
  const { format } = values;
  if (format !== 'json' && format !== 'text') {
    throw new UsageError(`--format ${quoted(format)} is neither text nor json.`);
  }
  return {
    kind: 'check',
    // A schema may stand beside the specs, and be named with them by a pattern.
    files:
      files.length === 0
        ? [defaultFile]
        : [...new Set(files)].filter((file) => !file.endsWith('.schema.json')),
    imageVersion,
    containers: values.container,
    strict: !values['no-strict'],
    format,
  };
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'image-version': { type: 'string', default: 'v0.0.0' },
        container: { type: 'string', multiple: true, default: [] },
        'no-strict': { type: 'boolean', default: false },
        format: { type: 'string', default: 'text' },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Node explains at length how to begin a file's name with a dash.
    const [sentence = ''] = message.split(/\.\s/);
    throw new UsageError(`${printable(sentence)}.`, { cause: error });
  }
}
