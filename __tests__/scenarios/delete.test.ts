import { describe, expect, test } from 'vitest';
import { startDeployment, type Deployment } from '../../testing/deployment.ts';
import { errorsIn } from '../../testing/log.ts';
import { runStep, type StepResult } from '../../testing/runner.ts';
import { makeWorkspace } from '../../testing/workspace.ts';

/** A step of `org/bec-create/delete`, by its shipped bundle. */
async function deleteStep(
  { bec }: Deployment,
  inputs: Readonly<Record<string, string>>,
): Promise<StepResult> {
  using workspace = makeWorkspace({});
  return await runStep({
    action: 'delete',
    workspace: workspace.path,
    inputs: {
      endpoint: bec.endpoint,
      'access-key-id': bec.credentials.accessKeyId,
      'secret-access-key': bec.credentials.secretAccessKey,
      ...inputs,
    },
  });
}

async function deploy(deployment: Deployment): Promise<string> {
  const { outputs } = await deployment.run({ clock: 'real' });
  return outputs['serviceId'] ?? 'none';
}

describe('the action delete', () => {
  test.concurrent('deletes what it is given, and says so', async () => {
    await using deployment = await startDeployment();
    const serviceId = await deploy(deployment);
    const { exitCode, outputs, summary, log } = await deleteStep(deployment, {
      'service-id': serviceId,
      'service-name': 'shop',
    });
    expect(errorsIn(log)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(outputs['deleted']).toBe(serviceId);
    expect(summary).toContain(`<code>${serviceId}</code> shop: deleted`);
    expect(deployment.bec.requests.map(({ method }) => method)).toContain('DELETE');
  });

  test.concurrent('deletes all of a name, up to max', async () => {
    await using deployment = await startDeployment();
    const serviceId = await deploy(deployment);
    const { exitCode, outputs } = await deleteStep(deployment, { 'all-named': 'shop' });
    expect(exitCode).toBe(0);
    expect(outputs['deleted']).toBe(serviceId);
  });

  test.concurrent.each([
    ['without anything to delete', {}, 'Input service-id is empty, so there is nothing to delete'],
    ['with both selections', { 'service-id': 's-1', 'all-named': 'shop' }, 'exclude each other'],
    [
      'with two names',
      { 'all-named': 'shop', 'service-name': 'web' },
      'Not all services are named "web" and "shop": ',
    ],
    ['with a name that guards', { 'service-name': 'web' }, 'shop'],
    ['with an id that cannot be one', { 'service-id': '../secret/image' }, '../secret/image'],
  ] as const)('%s deletes nothing', async (name, inputs, error) => {
    await using deployment = await startDeployment();
    const serviceId = await deploy(deployment);
    const more = name === 'with a name that guards' ? { 'service-id': serviceId } : {};
    const { exitCode, outputs, log, summary } = await deleteStep(deployment, {
      ...more,
      ...inputs,
    });
    expect(exitCode).toBe(1);
    expect(outputs['deleted'] ?? '').toBe('');
    expect(errorsIn(log).join('\n')).toContain(error);
    expect(summary).toMatch(/^### ❌ No service was deleted\n/);
    expect(summary.includes('[More about this error]')).toBe(
      log.includes('More about this error:'),
    );
    expect(deployment.bec.requests.map(({ method }) => method)).not.toContain('DELETE');
  });
});
