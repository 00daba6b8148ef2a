/**
 * Called by vitest before the tests: bundles the entries that they run in child processes. Loading the
 * sources file by file takes a process several times as long, and the suite starts hundreds of them.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import type { TestProject } from 'vitest/node';
import { parseFields, toFields } from '../src/json.ts';
import { bundlesVariable, entries } from './bundled.ts';
import { repositoryRoot } from './runner.ts';

const tsconfig = join(repositoryRoot, 'tsconfig.json');

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  const bundle = async (): Promise<void> => {
    await build({
      input: Object.fromEntries(
        Object.entries(entries).map(([name, file]) => [name, join(repositoryRoot, file)]),
      ),
      platform: 'node',
      tsconfig,
      resolve: { alias: standIns() },
      output: { dir: folder, entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    });
  };
  await bundle();
  project.onTestsRerun(bundle);
  process.env[bundlesVariable] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}

/** What the shipped bundle has in place of some packages, for the packages that import them too. */
function standIns(): Record<string, string> {
  const options = toFields(parseFields(readFileSync(tsconfig, 'utf8'))?.['compilerOptions']);
  return Object.fromEntries(
    Object.entries(toFields(options?.['paths']) ?? {}).map(([name, files]) => [
      `${name}$`,
      join(repositoryRoot, String(files)),
    ]),
  );
}
