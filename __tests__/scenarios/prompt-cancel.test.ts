import { describe, expect, test } from 'vitest';
import { startContentsApi } from '../../testing/contents-api.ts';
import {
  plainSpec,
  startDeployment,
  type DeploymentOptions,
  type Deviation,
} from '../../testing/deployment.ts';
import { startFakeServer } from '../../testing/registry/fake-registry.ts';

/** A server that leaves the step waiting, and the step that comes to it. */
interface Stage extends DeploymentOptions {
  readonly deviation?: Deviation;
}

/** Sends the signal as soon as the stage is reached. The shipped bundle, with the machine's clock. */
async function endAfterSignal(
  { deviation, ...options }: Stage,
  reached: Promise<unknown>,
): Promise<{ readonly elapsedMs: number; readonly error: string }> {
  await using deployment = await startDeployment(options);
  const { process: child, end } = deployment.start({ clock: 'real', ...deviation });
  await reached;
  const startMs = performance.now();
  child.kill('SIGINT');
  const { error } = await end;
  return { elapsedMs: performance.now() - startMs, error };
}

// On Windows a process is ended by such a signal.
describe.skipIf(process.platform === 'win32')(
  'a cancel is heard within a second',
  { retry: 2 },
  () => {
    const [web] = plainSpec.containers;

    test('while the spec is read from the repository', async () => {
      const reached = Promise.withResolvers<undefined>();
      await using api = await startContentsApi(() => {
        reached.resolve(undefined);
        return 'hang';
      });
      const inputs = { spec: 'elsewhere.yml', 'github-token': 'ghs_aTokenThatOpensIt' };
      const deviation = { inputs, run: { GITHUB_API_URL: api.url } };
      const ended = await endAfterSignal({ deviation }, reached.promise);
      expect(ended.error).toBe('Cancelled (SIGINT). Nothing was sent.');
      expect(ended.elapsedMs).toBeLessThan(1000);
    });

    test('while a registry is asked for the image', async () => {
      const reached = Promise.withResolvers<undefined>();
      await using registry = await startFakeServer(() => {
        reached.resolve(undefined);
        return 'silence';
      });
      const spec = {
        ...plainSpec,
        containers: [{ ...web, imageAddress: `${registry.host}/acme/web` }],
      };
      const deviation = { inputs: { 'check-image': 'true' } };
      const ended = await endAfterSignal({ spec, deviation }, reached.promise);
      expect(ended.error).toBe('Cancelled (SIGINT). Nothing was sent.');
      expect(ended.elapsedMs).toBeLessThan(1000);
    });

    test.each([
      ['while the create has no response', 'create', /^Cancelled \(SIGINT\)\. .* may exist/],
      ['in the wait', 'detail', /^Cancelled \(SIGINT\)\. .* was created/],
    ] as const)('%s', async (_, operation, says) => {
      const reached = Promise.withResolvers<undefined>();
      const onRequest = (request: { readonly operation?: string | undefined }): void => {
        if (request.operation === operation) reached.resolve(undefined);
      };
      const ended = await endAfterSignal(
        {
          server: { startupMs: 600_000, onRequest },
          faults: operation === 'create' ? [{ kind: 'hang', when: 'after' }] : [],
          deviation: { inputs: { wait: 'true' } },
        },
        reached.promise,
      );
      expect(ended.error).toMatch(says);
      expect(ended.elapsedMs).toBeLessThan(1000);
    });
  },
);
