/**
 * Called by vitest before the tests: makes one bundle of testing/step.ts and the sources under it. Loading
 * the sources file by file takes a step twice the processor time, and the suite runs hundreds of them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import type { TestProject } from 'vitest/node';
import { bundledStepVariable } from './deployment.ts';
import { repositoryRoot } from './runner.ts';

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'bundled-step-'));
  const bundle = async (): Promise<void> => {
    await build({
      input: join(repositoryRoot, 'testing/step.ts'),
      platform: 'node',
      tsconfig: join(repositoryRoot, 'tsconfig.json'),
      output: { dir: folder, entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    });
  };
  await bundle();
  project.onTestsRerun(bundle);
  process.env[bundledStepVariable] = join(folder, 'step.mjs');
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
