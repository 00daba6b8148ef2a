/**
 * `npm run bench [-- --rounds 40]`: what a run of the shipped bundle costs, from the start of its process
 * to the end, beside a bare node and a floor: a program that does one such POST and nothing else. All are
 * run in turn, so that what else the machine does falls on all alike; only the ratios mean something.
 */
import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { startLocalBec } from '../local-bec/server.ts';
import { authorizationOf, timestampOf } from '../src/api/bce-auth.ts';
import { repositoryRoot, stepEnvironment, type Step } from '../testing/runner.ts';

interface Program {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly exitCode: number;
}

interface Measured {
  readonly name: string;
  readonly medianMs: number;
  readonly rssMb: number;
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '25' } } });
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const tls = {
  key: readFileSync(join(repositoryRoot, '__tests__/fixtures/tls/bec.test.key'), 'utf8'),
  cert: readFileSync(join(repositoryRoot, '__tests__/fixtures/tls/bec.test.crt'), 'utf8'),
};
const authority = join(repositoryRoot, '__tests__/fixtures/tls/ca.crt');

const bareEnv = { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: authority };

await using plain = await startLocalBec();
await using secure = await startLocalBec({ tls });
const github = await startGithub();

/** A spec of so many containers; eight make a hundred lines. */
function specOf(containers: number): string {
  const lines = ['serviceName: web', 'containerGroupName: web', 'containers:'];
  for (let index = 0; index < containers; index++) {
    lines.push(
      `  - name: web-${index}`,
      '    imageAddress: hub.baidubce.com/example/web',
      '    cpu: 1',
      '    memory: 2',
      '    workingDir: /srv # where the program lies',
      '    ports:',
      `      - containerPort: ${1 + index}`,
      '        protocol: TCP',
      '    envs:',
      '      - name: GIT_SHA',
      '        value: ${{ github.sha }}',
    );
  }
  return [...lines, 'deployInstances:', '  - regionId: cn-shanghai-ct', '    replicas: 2', ''].join(
    '\n',
  );
}

function workspaceOf(name: string, spec: string | undefined): string {
  const workspace = join(folder, name);
  mkdirSync(join(workspace, '.bec'), { recursive: true });
  if (spec !== undefined) writeFileSync(join(workspace, '.bec/service.yml'), spec);
  return workspace;
}

function step(
  name: string,
  workspace: string,
  { inputs = {}, env = {}, run = {} }: Pick<Step, 'inputs' | 'env' | 'run'>,
  exitCode = 0,
): Program {
  const files = { output: join(folder, 'output'), summary: join(folder, 'step-summary') };
  writeFileSync(files.output, '');
  writeFileSync(files.summary, '');
  return {
    name,
    command: [join(repositoryRoot, 'dist/index.js')],
    env: stepEnvironment({ workspace, inputs, env, run }, folder, files),
    exitCode,
  };
}

function inputsFor({ endpoint, credentials }: typeof plain): Record<string, string> {
  return {
    endpoint,
    'access-key-id': credentials.accessKeyId,
    'secret-access-key': credentials.secretAccessKey,
  };
}

/** The same request, signed beforehand, and its answer read: what no client can do without. */
function floor(name: string, { endpoint, credentials }: typeof plain, env: NodeJS.ProcessEnv) {
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
  const file = join(folder, `${query.clientToken}.cjs`);
  const module = endpoint.startsWith('https:') ? 'node:https' : 'node:http';
  writeFileSync(
    file,
    `require('${module}').request('${url}', ${options}, (answer) => answer.resume()).end(${body});\n`,
  );
  return { name, command: [file], env, exitCode: 0 };
}

/** Node, and yaml's own parse of the file: what reading a spec costs at least, by that parser. */
function parser(name: string, spec: string): Program {
  const file = join(folder, `${name.replaceAll(' ', '-')}.cjs`);
  const yaml = join(repositoryRoot, 'node_modules/yaml');
  writeFileSync(
    file,
    `require('${yaml}').parseDocument(require('node:fs').readFileSync('${spec}', 'utf8'));\n`,
  );
  return { name, command: [file], env: bareEnv, exitCode: 0 };
}

/** GitHub's contents API, for the run without a checkout. */
async function startGithub() {
  const content = Buffer.from(specOf(8));
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(
      JSON.stringify({
        type: 'file',
        encoding: 'base64',
        size: content.length,
        content: content.toString('base64'),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

function runOnce({ name, command, env, exitCode }: Program, preload: readonly string[] = []) {
  return new Promise<{ readonly elapsedMs: number; readonly errors: string }>((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [...preload, ...command], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', reject);
    let elapsedMs = 0;
    child.on('exit', () => (elapsedMs = performance.now() - start));
    child.on('close', (code) => {
      if (code === exitCode) resolve({ elapsedMs, errors });
      else reject(new Error(`${name} ended with ${code ?? 'a signal'}: ${text}${errors}`));
    });
  });
}

/** Peak resident memory in MB, told by the process itself when it ends. */
async function rssOf(program: Program): Promise<number> {
  const preload = join(folder, 'rss.cjs');
  writeFileSync(
    preload,
    "process.on('exit', () => require('node:fs').writeSync(2, `RSS ${process.resourceUsage().maxRSS}`));\n",
  );
  const { errors } = await runOnce(program, ['--require', preload]);
  return Number(/RSS (\d+)/.exec(errors)?.[1]) / 1024;
}

async function measure(programs: readonly Program[], times: number): Promise<readonly Measured[]> {
  const elapsed = programs.map(() => Array<number>());
  const rss = programs.map(() => Array<number>());
  // The first round fills the caches of the file system and is not counted.
  for (let round = -1; round < times; round++) {
    for (const [index, program] of programs.entries()) {
      const { elapsedMs } = await runOnce(program);
      if (round >= 0) elapsed[index]?.push(elapsedMs);
      if (round >= 0 && round < 5) rss[index]?.push(await rssOf(program));
    }
  }
  return programs.map(({ name }, index) => ({
    name,
    medianMs: medianOf(elapsed[index] ?? []),
    rssMb: medianOf(rss[index] ?? []),
  }));
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? NaN;
}

function bytesOf(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + statSync(join(repositoryRoot, 'dist', name)).size, 0);
}

const spec = workspaceOf('spec', specOf(8));
const noSpec = workspaceOf('empty', undefined);
const ca = { NODE_EXTRA_CA_CERTS: authority };
const main: readonly Program[] = [
  { name: 'bare node', command: ['-e', '0'], env: { PATH: bareEnv.PATH }, exitCode: 0 },
  floor('floor http', plain, { PATH: bareEnv.PATH }),
  floor('floor https', secure, bareEnv),
  step('http', spec, { inputs: inputsFor(plain) }),
  step('https', spec, { inputs: inputsFor(secure), env: ca }),
  step('dry run', spec, { inputs: { 'dry-run': 'true' } }),
  step(
    'invalid spec',
    workspaceOf('invalid', specOf(8).replace('cpu: 1', 'cpu: 0.5')),
    { inputs: inputsFor(plain) },
    1,
  ),
  step('missing input', spec, { inputs: { ...inputsFor(plain), 'secret-access-key': '' } }, 1),
  step('no checkout', noSpec, { inputs: inputsFor(plain), run: { GITHUB_API_URL: github.url } }),
];
/** The dry run, and beside it a program that only reads the same text with the yaml package. */
const sizes = [1, 100, 1000];
const growth: readonly Program[] = sizes.flatMap((count) => {
  const workspace = workspaceOf(`growth-${count}`, specOf(count));
  return [
    step(`dry run ${count}`, workspace, { inputs: { 'dry-run': 'true', summary: 'false' } }),
    parser(`yaml ${count}`, join(workspace, '.bec/service.yml')),
  ];
});

const results = await measure(main, rounds);
const grown = await measure(growth, 7);
github.close();
rmSync(folder, { recursive: true });

function resultOf(name: string): Measured {
  const result = results.find((candidate) => candidate.name === name);
  if (result === undefined) throw new Error(`nothing was measured for ${name}`);
  return result;
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

const bare = resultOf('bare node');
console.log(row(['what ran', 'ms', '× bare', '× floor', 'RSS MB', '× bare RSS']));
console.log(row(['---', '---', '---', '---', '---', '---']));
for (const { name, medianMs, rssMb } of results) {
  const base = resultOf(name.includes('https') ? 'floor https' : 'floor http').medianMs;
  console.log(
    row([
      name,
      medianMs.toFixed(1),
      (medianMs / bare.medianMs).toFixed(2),
      (medianMs / base).toFixed(2),
      rssMb.toFixed(1),
      (rssMb / bare.rssMb).toFixed(2),
    ]),
  );
}

console.log(`\n${row(['containers', 'dry run, ms', 'yaml alone, ms', 'ratio'])}`);
console.log(row(['---', '---', '---', '---']));
for (const [index, count] of sizes.entries()) {
  const [ours = NaN, theirs = NaN] = grown
    .slice(2 * index, 2 * index + 2)
    .map(({ medianMs }) => medianMs);
  console.log(row([count, ours.toFixed(0), theirs.toFixed(0), (ours / theirs).toFixed(2)]));
}

const chunks = readdirSync(join(repositoryRoot, 'dist')).filter((name) => name.endsWith('.js'));
console.log(
  `\ndist/index.js ${bytesOf(['index.js'])} bytes, with its chunks ${bytesOf(chunks)} bytes; ${rounds} rounds, Node ${process.version}`,
);
