/**
 * `npm run demo`: the main job, from a pushed tag to a service, with the bundle that ships and the
 * BEC that the project brings.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalBec } from '../local-bec/server.ts';
import { repositoryRoot, runStep, shownLog } from './runner.ts';

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

const workspace = makeWorkspace();
await using bec = await startLocalBec();

heading('the step’s log: a push of the tag v1.2.3 deploys examples/service.yml');
const { exitCode, outputs } = await runStep({
  workspace,
  inputs: {
    endpoint: bec.endpoint,
    'access-key-id': bec.credentials.accessKeyId,
    'secret-access-key': bec.credentials.secretAccessKey,
  },
  onOutput: (text) => process.stdout.write(shownLog(text)),
});
rmSync(workspace, { recursive: true });

heading('the step’s outputs');
for (const [name, value] of Object.entries(outputs)) console.log(`${name}=${value}`);

for (const request of bec.requests) {
  heading(`what BEC received, answered ${request.status ?? 'nothing'}`);
  console.log(`${request.method} ${request.path}?${new URLSearchParams(request.query).toString()}`);
  console.log(JSON.stringify(JSON.parse(request.body === '' ? '{}' : request.body), undefined, 2));
}

heading(exitCode === 0 ? `green: ${outputs['serviceId'] ?? ''} is created` : 'red');
process.exitCode = exitCode ?? 1;
