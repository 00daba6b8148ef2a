import { readFile } from 'node:fs/promises';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      // Its files name source maps whose sources the package does not have: a warning for each of them.
      name: 'without-source-maps',
      enforce: 'pre',
      load: async (id) =>
        id.includes('@actions/workflow-parser') && id.endsWith('.js')
          ? (await readFile(id, 'utf8')).replace(/^\/\/# sourceMappingURL=.*$/m, '')
          : undefined,
    },
  ],
  test: {
    globalSetup: ['testing/bundles.ts'],
    include: ['__tests__/**/*.test.ts'],
    // Most tests wait for a child process; a machine under load is slow, not wrong.
    testTimeout: 30_000,
    // Modules are loaded once a worker, not once a file, which would take a third more processor time. A
    // test file that changes the process (its environment, its authorities) changes it back.
    isolate: false,
    // One fewer than the cores is the default, and a worker that waits for a child needs none.
    maxWorkers: 3,
    // It imports JSON without saying so, which node does not take.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
  },
});
