/**
 * `npm run demo`: the main job, from a pushed tag to a service, with the bundle that ships and the
 * BEC that the project brings. With `-- --fail` the image was never pushed, and the rollout fails.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalBec } from '../local-bec/server.ts';
import { repositoryRoot, runStep, shownLog } from '../testing/runner.ts';

function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`);
}

/** A checked-out repository with the example's spec in it. */
function makeWorkspace(): string {
  const workspace = mkdtempSync(join(tmpdir(), 'demo-'));
  mkdirSync(join(workspace, '.bec'));
  cpSync(join(repositoryRoot, 'examples/service.yml'), join(workspace, '.bec/service.yml'));
  return workspace;
}

const fails = process.argv.includes('--fail');
const workspace = makeWorkspace();
await using bec = await startLocalBec({
  startupMs: 2500,
  missingImageVersions: fails ? ['v1.2.3'] : [],
});

heading('the step’s log: a push of the tag v1.2.3 deploys examples/service.yml');
const { exitCode, outputs, summary } = await runStep({
  workspace,
  inputs: {
    endpoint: bec.endpoint,
    'access-key-id': bec.credentials.accessKeyId,
    'secret-access-key': bec.credentials.secretAccessKey,
    wait: 'true',
    'on-failure': 'delete',
  },
  onOutput: (text) => process.stdout.write(shownLog(text)),
});
rmSync(workspace, { recursive: true });

heading('the step’s outputs');
for (const [name, value] of Object.entries(outputs)) console.log(`${name}=${value}`);

heading('the step’s summary, in Markdown');
console.log(summary.trim());

heading('what BEC received');
for (const { method, path, query, body, status } of bec.requests) {
  const search = new URLSearchParams(query).toString();
  console.log(`${method} ${path}${search === '' ? '' : `?${search}`} → ${status ?? 'no answer'}`);
  if (body !== '') console.log(JSON.stringify(JSON.parse(body), undefined, 2));
}

const wanted = fails ? 1 : 0;
heading(exitCode === 0 ? `green: ${outputs['serviceId'] ?? ''} runs` : 'red, and the log says why');
process.exitCode = exitCode === wanted ? 0 : 1;
