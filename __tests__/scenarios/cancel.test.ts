import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { startDeployment, type Ended } from '../../testing/deployment.ts';

const aTime: unknown = expect.any(Number);

const yamlSpec = `serviceName: shop
containerGroupName: shop
containers:
  - { name: web, imageAddress: registry.example/shop, cpu: 1, memory: 2 }
deployInstances:
  - regionId: cn-shanghai-ct
`;

/**
 * Sends the signal when the log has the text, or the server a request, and awaits the end. Time stands
 * still until the signal, so a step that ends has not waited for anything else.
 */
async function cancelAt(
  moment: { readonly request: number } | { readonly text: string },
  signal: NodeJS.Signals,
  {
    faults,
    inputs = {},
  }: { readonly faults: readonly Fault[]; readonly inputs?: Readonly<Record<string, string>> },
) {
  const reached = Promise.withResolvers<undefined>();
  let requests = 0;
  let log = '';
  await using deployment = await startDeployment({
    faults,
    server: {
      startupMs: 600_000,
      onRequest: () => {
        requests++;
        if ('request' in moment && requests === moment.request) reached.resolve(undefined);
      },
    },
  });
  const { process: child, end } = deployment.start({
    clock: 'held',
    inputs,
    onOutput: (text) => {
      log += text;
      if ('text' in moment && log.includes(moment.text)) reached.resolve(undefined);
    },
  });
  await reached.promise;
  child.kill(signal);
  return { bec: deployment.bec, ended: await end };
}

function expectCancelled(ended: Ended, signal: string): void {
  expect(ended.exitCode).toBe(1);
  expect(ended.error).toContain(`Cancelled (${signal}). `);
  expect(ended.log).not.toContain('fault in bec-create');
}

// There are no such signals on Windows: a process is ended there, and that is that.
describe.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
  '%s',
  (signal) => {
    test.concurrent('before the call: nothing is sent', async () => {
      await using deployment = await startDeployment({ spec: yamlSpec });
      const preload = new URL(`../../testing/self-signal.ts?signal=${signal}`, import.meta.url)
        .href;
      const ended = await deployment.run({ nodeArguments: ['--import', preload] });
      expectCancelled(ended, signal);
      expect(ended.error).toContain('No service was created.');
      expect(deployment.bec.requests).toHaveLength(0);
    });

    test.concurrent('while a response does not come: the service may exist', async () => {
      const { bec, ended } = await cancelAt({ request: 1 }, signal, {
        faults: [{ kind: 'hang', when: 'after' }],
      });
      expectCancelled(ended, signal);
      expect(bec.services).toHaveLength(1);
      expect(ended.error).toContain('The service "shop" may exist');
      expect(ended.summary).toMatch(/^### ⚠️ .* may have been created\n/);
      expect(ended.error).toContain(ended.outputs['clientToken']);
      expect(ended.outputs).not.toHaveProperty('serviceId');
    });

    test.concurrent('in a backoff after a rejection: no service was created', async () => {
      const headers = { 'Retry-After': '60' };
      const { bec, ended } = await cancelAt({ text: 'Retrying in 60 s' }, signal, {
        faults: [{ kind: 'response', status: 429, headers }],
      });
      expectCancelled(ended, signal);
      expect(bec.requests).toHaveLength(1);
      expect(ended.error).toContain('No service was created.');
    });

    test.concurrent('in a backoff after a lost response: the service may exist', async () => {
      const { bec, ended } = await cancelAt({ text: 'Retrying in 60 s' }, signal, {
        faults: [
          {
            kind: 'response',
            status: 503,
            headers: { 'Retry-After': '60' },
            processed: true,
          },
        ],
      });
      expectCancelled(ended, signal);
      expect(bec.requests).toHaveLength(1);
      expect(bec.services).toHaveLength(1);
      expect(ended.error).toContain('may exist');
    });

    test.concurrent(
      'after the response, in the wait: the id is in the message and the outputs',
      async () => {
        const { bec, ended } = await cancelAt({ request: 2 }, signal, {
          faults: [],
          inputs: { wait: 'true' },
        });
        const serviceId = bec.services[0]?.serviceId ?? 'none';
        expectCancelled(ended, signal);
        expect(ended.error).toContain(serviceId);
        expect(ended.outputs).toMatchObject({ serviceId, status: 'STARTING' });
        expect(bec.services[0]).not.toHaveProperty('deletedAt');
      },
    );

    test.concurrent('in the wait, with on-failure: delete: it is deleted', async () => {
      const { bec, ended } = await cancelAt({ request: 2 }, signal, {
        faults: [],
        inputs: { wait: 'true', 'on-failure': 'delete' },
      });
      expectCancelled(ended, signal);
      expect(bec.services).toMatchObject([{ deletedAt: aTime }]);
      expect(ended.error).toContain('deleted');
    });
  },
);
