#!/usr/bin/env node
import '../src/require-node.ts';
import manifest from '../package.json' with { type: 'json' };
import { specSchema } from '../src/spec/spec.ts';
import { parseCommand, usage, UsageError, type Command } from './arguments.ts';
import { checkFile, isValid, type FileCheck } from './check.ts';
import { jsonLinesOf, linesOf } from './output.ts';
import { withoutCommand } from '../src/text.ts';

/** @returns the exit status */
async function run(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  switch (command.kind) {
    case 'help':
      return print([usage]);
    case 'schema':
      return print([JSON.stringify(specSchema, undefined, 2)]);
    case 'version':
      return print([manifest.version]);
    case 'check':
      return await check(command);
  }
}

/** @returns the exit status of a command that has nothing more to do */
function print(lines: readonly string[]): number {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return 0;
}

async function check(command: Extract<Command, { kind: 'check' }>): Promise<number> {
  const isText = command.format === 'text';
  const checks: FileCheck[] = [];
  for (const path of command.files) {
    const checked = await checkFile(path, command);
    checks.push(checked);
    if (isText) print(linesOf(checked));
  }
  if (!isText) print(jsonLinesOf(checks));
  return checks.every(isValid) ? 0 : 1;
}

// A reader such as head that closes the pipe early is not an error; a full disk is.
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') return;
  process.stderr.write(`The output can't be written: ${message}\n`);
  process.exit(1);
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${withoutCommand(error.message)}\nTry --help.\n`);
  process.exitCode = 2;
}
