/**
 * `npm run test:clients -- --go PROGRAM --python PYTHON`: Baidu's official Go and Python SDKs, unchanged,
 * against the local BEC, and their signatures of the requests that the bundle sends. `.ci/run` builds and
 * installs what it needs; the JavaScript SDK has a test in __tests__/local-bec.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReceivedRequest } from '../local-bec/requests.ts';
import { startLocalBec, type LocalBec } from '../local-bec/server.ts';
import { countOf, parseFields, textOf, toFields, type Fields } from '../src/json.ts';
import { plainSpec, specPath } from '../testing/deployment.ts';
import { repositoryRoot, runStep } from '../testing/runner.ts';
import { makeWorkspace } from '../testing/workspace.ts';

interface Client {
  readonly name: 'Go' | 'Python';
  readonly command: readonly [program: string, ...args: readonly string[]];
}

interface Keys {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
}

interface Check {
  readonly name: string;
  readonly run: (client: Client) => Promise<void>;
}

const tags = [{ tagKey: 'team', tagValue: 'web' }];
const body = { ...plainSpec, tags };
const sessionToken = 'a-session-token-of-sts';

const checks: readonly Check[] = [
  { name: 'takes a service from its creation to its deletion', run: (client) => lifecycle(client) },
  { name: 'does so with an STS token', run: (client) => lifecycle(client, sessionToken) },
  {
    name: 'shows what is wrong with an unknown key',
    run: (client) => isRefused(client, { accessKeyId: 'x' }, body, [403, 'InvalidAccessKeyId']),
  },
  {
    name: 'shows what is wrong with a wrong secret',
    run: (client) =>
      isRefused(client, { secretAccessKey: 'x' }, body, [400, 'SignatureDoesNotMatch']),
  },
  {
    name: 'shows what is wrong with a wrong body',
    run: (client) => isRefused(client, {}, { ...body, containers: [] }, [400, 'InappropriateJSON']),
  },
  {
    name: 'signs the requests of the bundle alike',
    run: (client) => signsAlike(client, undefined),
  },
  {
    name: 'signs the requests of the bundle alike, with an STS token',
    run: (client) => signsAlike(client, sessionToken),
  },
];

async function lifecycle(client: Client, token?: string): Promise<void> {
  await using bec = await startLocalBec({ sessionToken: token });
  const { result, error } = await outputOf(client, 'lifecycle', bec, { input: body });
  assert.equal(error, undefined);
  const fields = toFields(result) ?? {};
  const serviceId = bec.services[0]?.serviceId;
  assert.equal(fields['serviceId'], serviceId);
  assert.deepEqual(fields['listed'], [serviceId]);
  assert.equal(fields['pods'], 2);
  assert.equal(fields['status'], 'STOP');
  assert.equal(fields['deleted'], serviceId);
  if (client.name === 'Go') {
    const { totalPods, tags: shown, image } = fields;
    assert.deepEqual([totalPods, shown, image], [1, tags, 'registry.example/shop:v2']);
  }
  assert.equal(bec.services.length, 1);
  assert.notEqual(bec.services[0]?.deletedAt, undefined);
}

async function isRefused(
  client: Client,
  keys: Keys,
  input: unknown,
  [status, code]: readonly [number, string],
): Promise<void> {
  await using bec = await startLocalBec();
  const { error } = await outputOf(client, 'create', bec, { input, keys });
  const fields = toFields(error) ?? {};
  assert.deepEqual([fields['status'], fields['code']], [status, code]);
  assert.match(textOf(fields['message']), /\w.*\.$/);
  assert.equal(fields['requestId'], bec.requests[0]?.requestId);
  assert.equal(bec.services.length, 0);
}

/** The bundle's create, polls, lists and DELETE, signed again from what was sent. */
async function signsAlike(client: Client, token: string | undefined): Promise<void> {
  await using bec = await startLocalBec({ sessionToken: token, missingImageVersions: ['v1.2.3'] });
  using workspace = makeWorkspace({ [specPath]: JSON.stringify(plainSpec) });
  const { accessKeyId, secretAccessKey } = bec.credentials;
  const keys = {
    endpoint: bec.endpoint,
    'access-key-id': accessKeyId,
    'secret-access-key': secretAccessKey,
    'session-token': token ?? '',
  };
  const rest = [
    // Every character that is encoded in a way of its own.
    { 'client-token': "a-token!'()*~+%&=/end" },
    { wait: 'true', 'on-failure': 'delete' },
  ];
  const steps = rest.map((inputs) =>
    runStep({ workspace: workspace.path, inputs: { ...keys, ...inputs } }),
  );
  const [first, second] = await Promise.all(steps);
  const log = `${first?.log ?? ''}${second?.log ?? ''}`;
  const sent = [...bec.requests];
  const operations = new Set(sent.map(({ operation }) => operation));
  assert(operations.has('create') && operations.has('delete') && bec.services.length === 2, log);
  const { result } = await outputOf(client, 'sign', bec, { input: sent.map(toSignable) });
  assert.deepEqual(
    result,
    sent.map(({ headers }) => headers['authorization']),
  );
}

/** All that a signature is made of, but the secret. */
function toSignable({ method, path, query, headers }: ReceivedRequest) {
  const [, , timestamp = '', expireSeconds, names = ''] = (headers['authorization'] ?? '').split(
    '/',
  );
  const headersToSign = names.split(';');
  return {
    method,
    path,
    query,
    headers: Object.fromEntries(headersToSign.map((name) => [name, headers[name] ?? ''])),
    timestamp: Date.parse(timestamp) / 1000,
    expireSeconds: countOf(expireSeconds),
    headersToSign,
  };
}

function outputOf(
  { command: [program, ...args] }: Client,
  command: string,
  { endpoint, credentials }: LocalBec,
  { input, keys = {} }: { readonly input: unknown; readonly keys?: Keys },
): Promise<Fields> {
  const { accessKeyId, secretAccessKey, sessionToken: token = '' } = { ...credentials, ...keys };
  const env = {
    PATH: process.env['PATH'],
    BEC_ENDPOINT: endpoint,
    BEC_ACCESS_KEY_ID: accessKeyId,
    BEC_SECRET_ACCESS_KEY: secretAccessKey,
    BEC_SESSION_TOKEN: token,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...args, command], { env }, (error, stdout, stderr) => {
      const output = parseFields(stdout);
      if (error === null && output !== undefined) resolve(output);
      else reject(new Error(`${stdout}\n${stderr}`, { cause: error }));
    });
    child.stdin?.end(JSON.stringify(input));
  });
}

const { values } = parseArgs({
  options: {
    go: { type: 'string' },
    python: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help || values.go === undefined || values.python === undefined) {
  console.log(
    'Usage: npm run test:clients -- --go PROGRAM --python PYTHON\n\n' +
      '  --go PROGRAM      what go build makes of testing/clients/go\n' +
      '  --python PYTHON   a Python that has testing/clients/python/requirements.txt',
  );
  process.exitCode = values.help ? 0 : 2;
} else {
  const script = join(repositoryRoot, 'testing/clients/python/client.py');
  const clients: readonly Client[] = [
    { name: 'Go', command: [values.go] },
    { name: 'Python', command: [values.python, script] },
  ];
  for (const client of clients) {
    for (const { name, run } of checks) {
      try {
        await run(client);
        console.log(`✓ the ${client.name} SDK ${name}`);
      } catch (error) {
        console.log(`✗ the ${client.name} SDK ${name}\n${String(error)}`);
        process.exitCode = 1;
      }
    }
  }
}
