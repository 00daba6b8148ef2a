import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { LocalBec } from '../../local-bec/server.ts';
import { authorizationOf, timestampOf } from '../../src/api/bce-auth.ts';
import {
  createStepFiles,
  repositoryRoot,
  stepEnvironment,
  type Step,
} from '../../testing/runner.ts';

/** A process to be measured. */
export interface Program {
  readonly name: string;
  /** What node is called with. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly exitCode: number;
}

/** A server, and who may call it. */
export type Target = Pick<LocalBec, 'endpoint' | 'credentials'>;

/** The authority of the loopback servers' certificates. */
export const authority = join(repositoryRoot, '__tests__/fixtures/tls/ca.crt');

/** A spec of so many containers; eight make a hundred lines. */
export function specOf(containers: number, replicas = 2): string {
  const lines = ['serviceName: web', 'containerGroupName: web', 'containers:'];
  for (let index = 0; index < containers; index++) {
    lines.push(
      `  - name: web-${index}`,
      '    imageAddress: hub.baidubce.com/example/web',
      '    cpu: 1',
      '    memory: 2',
      '    workingDir: /srv # where the program is',
      '    ports:',
      `      - containerPort: ${1 + index}`,
      '        protocol: TCP',
      '    envs:',
      '      - name: GIT_SHA',
      '        value: ${{ github.sha }}',
    );
  }
  lines.push('deployInstances:', '  - regionId: cn-shanghai-ct', `    replicas: ${replicas}`, '');
  return lines.join('\n');
}

/** A folder with the spec where the action looks for it. */
export function workspaceIn(folder: string, name: string, spec?: string): string {
  const workspace = join(folder, name);
  mkdirSync(join(workspace, '.bec'), { recursive: true });
  if (spec !== undefined) writeFileSync(join(workspace, '.bec/service.yml'), spec);
  return workspace;
}

/** Node alone. */
export function bareNode(folder: string): Program {
  const env = { PATH: process.env['PATH'] };
  return { name: 'bare node', command: ['-e', '0'], cwd: folder, env, exitCode: 0 };
}

/** The shipped bundle, as the runner starts it. */
export function step(
  folder: string,
  name: string,
  options: Pick<Step, 'workspace' | 'inputs' | 'env' | 'run'> & { readonly exitCode?: number },
): Program {
  const { exitCode = 0, ...given } = options;
  const files = createStepFiles(folder);
  return {
    name,
    command: [join(repositoryRoot, 'dist/index.js')],
    cwd: folder,
    env: stepEnvironment(given, folder, files),
    exitCode,
  };
}

export function inputsFor({ endpoint, credentials }: Target): Readonly<Record<string, string>> {
  return {
    endpoint,
    'access-key-id': credentials.accessKeyId,
    'secret-access-key': credentials.secretAccessKey,
  };
}

/** The same request, signed beforehand, and its response read: what no client can do without. */
export function floor(folder: string, name: string, { endpoint, credentials }: Target): Program {
  const timestamp = timestampOf(new Date());
  const query = { clientToken: name.replaceAll(' ', '-') };
  const headers = { host: new URL(endpoint).host, 'x-bce-date': timestamp };
  const authorization = authorizationOf(
    { method: 'POST', path: '/v2/service/create', query, headers },
    { credentials, timestamp, expireSeconds: 1800, headersToSign: Object.keys(headers) },
  );
  const url = `${endpoint}/v2/service/create?clientToken=${query.clientToken}`;
  const options = JSON.stringify({ method: 'POST', headers: { ...headers, authorization } });
  const body = JSON.stringify(JSON.stringify(parse(specOf(8))));
  const module = endpoint.startsWith('https:') ? 'node:https' : 'node:http';
  return script(
    folder,
    name,
    `require('${module}').request('${url}', ${options}, (response) => response.resume()).end(${body});`,
  );
}

/** Node, and yaml's own parse of the file. */
export function parser(folder: string, name: string, spec: string): Program {
  const yaml = join(repositoryRoot, 'node_modules/yaml');
  return script(
    folder,
    name,
    `require('${yaml}').parseDocument(require('node:fs').readFileSync('${spec}', 'utf8'));`,
  );
}

function script(folder: string, name: string, code: string): Program {
  const file = join(folder, `${name.replaceAll(' ', '-')}.cjs`);
  writeFileSync(file, `${code}\n`);
  const env = { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: authority };
  return { name, command: [file], cwd: folder, env, exitCode: 0 };
}
