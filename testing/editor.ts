/**
 * Opens specs in the real yaml-language-server, as an editor does, with the schema beside them. Called with
 * the path of its package; exits with 1 if a spec that the action takes has a diagnostic, or one that it
 * refuses has none.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listOf, parseFields, textOf, toFields } from '../src/json.ts';
import { repositoryRoot } from './runner.ts';
import { baseSpec } from './spec.ts';

const [serverPackage = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'editor-'));
cpSync(join(repositoryRoot, 'schema/service.schema.json'), join(folder, 'service.schema.json'));

function example(name: string): string {
  const text = readFileSync(join(repositoryRoot, 'examples', name), 'utf8');
  return text.replace(/^# yaml-language-server:.*\n/, '');
}

const service = example('service.yml');

/** What the action takes as absent, and values that stand in another form. */
const emptyFields = [
  'tags',
  'imageRegistrySecrets',
  'volumes',
  'dnsPolicy',
  'dnsConfig',
  'bandwidth',
];
const emptyInContainer = ['args', 'commands', 'workingDir', 'ports', 'envs', 'gpu', 'imageVersion'];

const accepted: readonly string[] = [
  ...['service.yml', 'full.yml', 'api-page.yml'].map(example),
  ...emptyFields.flatMap((key) =>
    ['', ' null', ' ~'].map((value) => `${withoutKey(key)}${key}:${value}\n`),
  ),
  ...emptyInContainer.map((key) => baseSpec.replace('    cpu: ', `    ${key}:\n    cpu: `)),
  service.replace(/cpu: .*/, 'cpu: ${{ env.CPU }}'),
  service.replace(/replicas: .*/, 'replicas: "${{ env.REPLICAS }}"'),
  `${service}kernelParam: 1.10\n`,
  `x-anchor: &a { tagKey: a }\n${service}tags:\n  - <<: *a\n    tagValue: true\n`,
];

const refused: readonly string[] = [
  service.replace(/cpu: .*/, 'cpu: 0.5'),
  service.replace('serviceName', 'servicename'),
  service.replace(/replicas: .*/, 'replicas: none'),
];

function withoutKey(key: string): string {
  return service.replace(new RegExp(`^${key}:.*\\n`, 'm'), '');
}

const server = spawn(
  process.execPath,
  [join(serverPackage, 'bin/yaml-language-server'), '--stdio'],
  { stdio: ['pipe', 'pipe', 'inherit'], timeout: 120_000 },
);

function send(message: Readonly<Record<string, unknown>>): void {
  const json = JSON.stringify({ jsonrpc: '2.0', ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
}

const specs = [...accepted, ...refused];
const open = new Set(specs.keys());

function openSpecs(): void {
  send({ method: 'initialized', params: {} });
  for (const [index, spec] of specs.entries()) {
    const uri = pathToFileURL(join(folder, `${index}.yml`)).href;
    const text = `# yaml-language-server: $schema=./service.schema.json\n${spec}`;
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    send({ method: 'textDocument/didOpen', params: { textDocument } });
  }
}

function judge(index: number, messages: readonly string[]): void {
  if (!open.delete(index)) return;
  const isRight = (messages.length === 0) === index < accepted.length;
  if (!isRight) {
    process.exitCode = 1;
    console.log(`WRONG: ${messages.join('; ') || 'no diagnostic'}\n${specs[index] ?? ''}`);
  }
  if (open.size > 0) return;
  console.log(
    `${specs.length} specs in the editor${process.exitCode === 1 ? '' : ': as in the action'}`,
  );
  server.kill();
}

let received = Buffer.alloc(0);
server.stdout.on('data', (chunk: Buffer) => {
  received = Buffer.concat([received, chunk]);
  for (;;) {
    const headerEnd = received.indexOf('\r\n\r\n');
    const length = Number(
      /Content-Length: (\d+)/i.exec(received.toString('latin1', 0, headerEnd))?.[1],
    );
    if (headerEnd === -1 || received.length < headerEnd + 4 + length) return;
    const message = parseFields(received.toString('utf8', headerEnd + 4, headerEnd + 4 + length));
    received = received.subarray(headerEnd + 4 + length);
    if (message !== undefined) receive(message);
  }
});

function receive(message: Readonly<Record<string, unknown>>): void {
  const { id, method, params } = message;
  if (method === undefined && id === 1) openSpecs();
  // The server asks for settings; the usual ones will do.
  else if (id !== undefined) send({ id, result: method === 'workspace/configuration' ? [] : null });
  if (method !== 'textDocument/publishDiagnostics') return;
  const { uri, diagnostics } = toFields(params) ?? {};
  const index = Number(/([0-9]+)\.yml$/.exec(textOf(uri))?.[1]);
  judge(
    index,
    listOf(diagnostics).map((diagnostic) => textOf(diagnostic['message'])),
  );
}

server.on('exit', () => {
  rmSync(folder, { recursive: true });
  if (open.size > 0) throw new Error(`The server ended before it had read ${open.size} specs.`);
});
send({
  id: 1,
  method: 'initialize',
  params: { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: {} },
});
