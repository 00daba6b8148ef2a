/**
 * Everything that `npm run check` checks, two stages at a time: a line for each as it ends, with what it
 * had to say if it failed.
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { durationText } from '../src/clock.ts';
import { repositoryRoot } from '../testing/runner.ts';

/** The longest first. What a compiler or a formatter knows of the last time is kept in node_modules. */
const stages: readonly (readonly [name: string, command: string])[] = [
  ['lint', 'eslint .'],
  ['bundles', 'node scripts/build.ts --check'],
  ['types', 'tsc --incremental --tsBuildInfoFile node_modules/.cache/tsc.json'],
  ['format', 'prettier --check --log-level warn --cache --cache-strategy content .'],
  ['validators', 'node scripts/generate-validator.ts --check'],
  ['pages', 'node scripts/readme.ts --check'],
  ['structure', 'node scripts/structure.ts'],
];

async function run(name: string, command: string): Promise<void> {
  const startMs = performance.now();
  const child = spawn(command, {
    cwd: repositoryRoot,
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  const isGood = status === 0;
  if (!isGood) process.exitCode = 1;
  console.log(`${isGood ? '✓' : '✗'} ${name}, ${durationText(performance.now() - startMs)}`);
  if (!isGood) console.log(`${command}\n${out}${err}`);
}

const waiting = stages.values();
await Promise.all(
  [1, 2].map(async () => {
    for (const [name, command] of waiting) await run(name, command);
  }),
);
