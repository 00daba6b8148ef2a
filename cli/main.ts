#!/usr/bin/env node
/** The command `bec-create`. */
import '../src/require-node.ts';
import { parseCommand, usage, UsageError } from './arguments.ts';
import { checkFile, isValid } from './check.ts';
import { linesOf, paintFor } from './output.ts';
import { withoutCommand } from '../src/text.ts';

/** @returns the exit status */
async function run(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  if (command.kind === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  const paint = paintFor(process.env, process.stdout.isTTY);
  let isGood = true;
  for (const path of command.files) {
    const check = await checkFile(path, command);
    isGood &&= isValid(check);
    process.stdout.write(`${linesOf(check, paint).join('\n')}\n`);
  }
  return isGood ? 0 : 1;
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
