/**
 * Called by vitest before the tests: bundles the entries that they run in child processes. Loading the
 * sources file by file takes a process several times as long, and the suite starts hundreds of them.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import ts from 'typescript';
import type { TestProject } from 'vitest/node';
import { toFields } from '../src/json.ts';
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

/**
 * What the shipped bundle has in place of some packages, for the packages that import them too: without
 * them, each of the hundreds of processes would load undici.
 */
function standIns(): Record<string, string> {
  const config: unknown = ts.readConfigFile(tsconfig, (file) => readFileSync(file, 'utf8')).config;
  const paths = toFields(toFields(toFields(config)?.['compilerOptions'])?.['paths']);
  if (paths === undefined) throw new TypeError(`${tsconfig} has no paths.`);
  return Object.fromEntries(
    Object.entries(paths).map(([name, files]) => [`${name}$`, join(repositoryRoot, String(files))]),
  );
}
