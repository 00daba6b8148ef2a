#!/usr/bin/env node
/** The command `bec-create`. */
import '../src/require-node.ts';
import { parseCommand, usage, UsageError } from './arguments.ts';
import { checkFile, isValid } from './check.ts';
import { linesOf, paintFor } from './output.ts';

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

// A reader such as head that closes the pipe early is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\nTry --help.\n`);
  process.exitCode = 2;
}
