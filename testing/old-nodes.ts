/**
 * `node testing/old-nodes.ts OLDEST TOO_OLD`: the shipped bundles on two programs that runners may have in
 * place of the Node 24 that action.yml names. On the oldest Node that is promised, everything works; on one
 * that is too old, every bundle says so in one line.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileResponse, startContentsApi } from './contents-api.ts';
import { plainSpec, startDeployment, type Deployment, type Ended } from './deployment.ts';
import { repositoryRoot, runStep } from './runner.ts';
import { makeWorkspace, repositoryText } from './workspace.ts';

const [oldest = '', tooOld = ''] = process.argv.slice(2);

function runBundle(node: string, bundle: string, ...args: readonly string[]) {
  const env = { PATH: process.env['PATH'], GITHUB_ACTIONS: 'true' };
  return spawnSync(node, [join(repositoryRoot, 'dist', bundle), ...args], {
    cwd: repositoryRoot,
    env,
    encoding: 'utf8',
  });
}

async function deploys({ run }: Deployment, inputs: Readonly<Record<string, string>>) {
  return await run({ clock: 'real', node: oldest, inputs });
}

/** Creates, waits, and deletes what fails; then its post step, and the actions that update and delete. */
async function lives(): Promise<void> {
  // Nothing listens at the image's registry.
  const container = { ...plainSpec.containers[0], imageAddress: '127.0.0.1:9/shop' };
  await using good = await startDeployment({
    server: { startupMs: 100 },
    spec: { ...plainSpec, containers: [container] },
  });
  const inputs = {
    endpoint: good.bec.endpoint,
    'access-key-id': good.bec.credentials.accessKeyId,
    'secret-access-key': good.bec.credentials.secretAccessKey,
  };
  const ended: Ended = await deploys(good, { wait: 'true', 'check-image': 'true' });
  assert.equal(ended.exitCode, 0, ended.log);
  assert.equal(ended.outputs['status'], 'RUNNING');
  using workspace = makeWorkspace({});
  const step = { workspace: workspace.path, node: oldest };
  const post = await runStep({ ...step, inputs, postOf: ended });
  assert.equal(post.exitCode, 0, post.log);
  const serviceId = ended.outputs['serviceId'] ?? '';
  const updated = await good.run({
    clock: 'real',
    node: oldest,
    action: 'update',
    inputs: { ...inputs, 'service-id': serviceId, 'image-version': 'v1.3.0' },
  });
  assert.equal(updated.exitCode, 0, updated.log);
  assert.equal(updated.outputs['previousImageVersion'], 'v1.2.3');
  const deleted = await runStep({
    ...step,
    action: 'delete',
    inputs: { ...inputs, 'service-id': serviceId },
  });
  assert.equal(deleted.exitCode, 0, deleted.log);
  assert.equal(deleted.outputs['deleted'], serviceId);

  await using bad = await startDeployment({
    server: { startupMs: 100, missingImageVersions: ['v1.2.3'] },
  });
  const failed = await deploys(bad, { wait: 'true', 'on-failure': 'delete' });
  assert.equal(failed.exitCode, 1, failed.log);
  assert.notEqual(bad.bec.services[0]?.deletedAt, undefined, failed.log);
}

async function readsFromApi(): Promise<void> {
  await using api = await startContentsApi(() => fileResponse(repositoryText('examples/full.yml')));
  using workspace = makeWorkspace({});
  const ended = await runStep({
    workspace: workspace.path,
    node: oldest,
    run: { GITHUB_API_URL: api.url },
    env: {
      LOG_LEVEL: 'info',
      REPLICAS: '1',
      REGISTRY_USER: 'me',
      DB_PASSWORD: 'correct-horse-battery',
    },
    inputs: { 'dry-run': 'true' },
  });
  assert.equal(ended.exitCode, 0, ended.log);
}

function checks(): void {
  const valid = runBundle(oldest, 'cli/index.js', 'check', 'examples/service.yml');
  assert.equal(valid.status, 0, valid.stdout + valid.stderr);
}

function refuses(): void {
  const bundles = readdirSync(join(repositoryRoot, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?:^|[\\/])index\.js$/.test(name))
    .filter((name) => !/[0-9]/.test(name));
  assert(bundles.length >= 5);
  for (const bundle of bundles) {
    const { status, stdout, stderr } = runBundle(tooOld, bundle);
    assert.equal(status, 1, bundle);
    assert.match(stdout, /^::error::This is Node [0-9.]+, but bec-create needs Node [0-9.]+ .*\n$/);
    assert.equal(stderr, '', bundle);
  }
}

await lives();
await readsFromApi();
checks();
refuses();
console.log('The bundles run on the oldest Node, and say in one line that another one is too old.');
