import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['testing/bundled-step.ts'],
    include: ['__tests__/**/*.test.ts'],
    // Most tests wait for a child process; a machine under load is slow, not wrong.
    testTimeout: 30_000,
    // One fewer than the cores is the default, and a worker that waits for a child needs none.
    maxWorkers: 3,
    // It imports JSON without saying so, which node does not take.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
  },
});
