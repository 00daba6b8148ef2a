import { join } from 'node:path';
import { repositoryRoot } from './runner.ts';

/** The entries that testing/bundles.ts bundles, by the name of their bundle. */
export const entries = {
  step: 'testing/step.ts',
  check: 'cli/main.ts',
  'local-bec': 'local-bec/main.ts',
} as const;

/** Names the folder of the bundles. */
export const bundlesVariable = 'BUNDLES';

/** The bundle of the sources as they stand; the sources themselves if vitest has made no bundles. */
export function bundled(name: keyof typeof entries): string {
  const folder = process.env[bundlesVariable];
  return folder === undefined ? join(repositoryRoot, entries[name]) : join(folder, `${name}.mjs`);
}
