import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startLocalBec } from '../../local-bec/server.ts';
import { startStep, type StepResult } from '../../testing/runner.ts';
import { parseFields } from '../../src/json.ts';
import {
  fileAnswer,
  startFakeContentsApi,
  type ContentsAnswer,
  type ContentsRequest,
} from '../../testing/fake-contents-api.ts';
import { plainSpec } from '../../testing/deployment.ts';
import { commandsIn, errorsIn } from '../../testing/log.ts';
import { startProxy } from '../../testing/proxy.ts';
import { closedPort } from '../../testing/raw-server.ts';
import { entryFor, type StepClock } from '../../testing/deployment.ts';
import { makeWorkspace, repositoryText } from '../../testing/workspace.ts';

const token = 'ghs_aTokenThatOpensTheRepository';
const sha = '0123456789abcdef0123456789abcdef01234567';
const specText = JSON.stringify(plainSpec, undefined, 2);

interface Setting {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The machine's, and the shipped bundle with it, where it is not given. */
  readonly clock?: StepClock;
  readonly files?: Readonly<Record<string, string>>;
}

interface Ended extends StepResult {
  /** The text of the last error. */
  readonly error: string;
}

/** Runs the step in a workspace where nothing is checked out, dry where nothing else is said. */
function startIn(workspace: string, apiUrl: string, setting: Setting) {
  const { process: child, result } = startStep({
    workspace,
    run: { GITHUB_API_URL: apiUrl },
    inputs: { 'dry-run': 'true', 'github-token': token, ...setting.inputs },
    env: setting.env ?? {},
    ...entryFor(setting.clock ?? 'real'),
  });
  const end = result.then((ended) => ({ ...ended, error: errorsIn(ended.log).at(-1) ?? '' }));
  return { child, end };
}

async function runIn(apiUrl: string, setting: Setting = {}): Promise<Ended> {
  using workspace = makeWorkspace(setting.files ?? {});
  return await startIn(workspace.path, apiUrl, setting).end;
}

/** Runs it with an API that gives that answer to everything. */
async function runWith(
  answer: ContentsAnswer | undefined,
  setting: Setting & { readonly basePath?: string } = {},
): Promise<Ended & { readonly requests: readonly ContentsRequest[] }> {
  await using api = await startFakeContentsApi(answer);
  const ended = await runIn(`http://127.0.0.1:${api.port}${setting.basePath ?? ''}`, setting);
  return { ...ended, requests: api.requests };
}

/** The log without the lines that tell the runner what to mask. */
function shownLines(log: string): string {
  return log
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n');
}

describe('the spec of a repository that is not checked out', () => {
  test.concurrent.each(['', '/api/v3'])(
    'comes from its contents at the commit (base path %j)',
    async (basePath) => {
      const ended = await runWith(fileAnswer(specText), { basePath });
      expect(ended.error).toBe('');
      expect(ended.exitCode).toBe(0);
      expect(parseFields(ended.outputs['request'] ?? '')).toMatchObject({ serviceName: 'shop' });
      expect(ended.requests).toEqual([
        {
          method: 'GET',
          path: `${basePath}/repos/octo-org/shop/contents/.bec/service.yml`,
          ref: sha,
          authorization: `token ${token}`,
        },
      ]);
    },
  );

  test.concurrent('is deployed', async () => {
    await using bec = await startLocalBec();
    const ended = await runWith(fileAnswer(specText), {
      inputs: {
        'dry-run': 'false',
        endpoint: bec.endpoint,
        'access-key-id': bec.credentials.accessKeyId,
        'secret-access-key': bec.credentials.secretAccessKey,
      },
    });
    expect(ended.error).toBe('');
    expect(bec.services).toMatchObject([{ serviceId: ended.outputs['serviceId'] }]);
  });

  test.concurrent.each(['./deploy/a b.yml', 'deploy/../deploy/a b.yml', 'deploy//a b.yml'])(
    'is found at the path %j',
    async (spec) => {
      const ended = await runWith(fileAnswer(specText), { inputs: { spec } });
      expect(ended.error).toBe('');
      expect(ended.requests).toMatchObject([
        { path: '/repos/octo-org/shop/contents/deploy/a b.yml' },
      ]);
    },
  );

  test.concurrent('is found at a path that starts with the workspace', async () => {
    await using api = await startFakeContentsApi(fileAnswer(specText));
    using workspace = makeWorkspace({});
    const inputs = { spec: `${workspace.path}/deploy/service.yml` };
    const { end } = startIn(workspace.path, `http://127.0.0.1:${api.port}`, { inputs });
    expect((await end).error).toBe('');
    expect(api.requests).toMatchObject([
      { path: '/repos/octo-org/shop/contents/deploy/service.yml' },
    ]);
  });

  test.concurrent('has its mistakes annotated in its file', async () => {
    const text = specText.replace('"cpu": 1', '"cpu": 0.5');
    const ended = await runWith(fileAnswer(text));
    expect(ended.exitCode).toBe(1);
    const line = text.slice(0, text.indexOf('0.5')).split('\n').length;
    const [error] = commandsIn(ended.log).filter(({ name }) => name === 'error');
    expect(error?.properties).toContain('file=.bec/service.yml');
    expect(error?.properties).toContain(`line=${line},`);
    expect(error?.text).toContain('containers[0].cpu: ');
    expect(ended.log).toContain(`  --> .bec/service.yml:${line}:`);
  });

  test.concurrent('may have a byte order mark', async () => {
    const ended = await runWith(fileAnswer(`\ufeff${specText}`));
    expect(ended.error).toBe('');
  });

  test.concurrent('is not asked for where the file is there', async () => {
    const ended = await runWith(fileAnswer('{}'), { files: { '.bec/service.yml': specText } });
    expect(ended.error).toBe('');
    expect(ended.requests).toEqual([]);
  });

  test.concurrent('is not asked for where the repository is checked out', async () => {
    const ended = await runWith(fileAnswer(specText), { files: { '.git/HEAD': 'ref: x\n' } });
    expect(ended.error).toContain('There is no file ".bec/service.yml" in the workspace.');
    expect(ended.requests).toEqual([]);
  });

  test.concurrent('is not asked for outside of the repository', async () => {
    const ended = await runWith(fileAnswer(specText), { inputs: { spec: '../service.yml' } });
    expect(ended.error).toContain('leads out of the workspace');
    expect(ended.requests).toEqual([]);
  });

  test.concurrent('comes through a proxy, from a server with an authority of its own', async () => {
    const tls = {
      key: repositoryText('__tests__/fixtures/tls/bec.test.key'),
      cert: repositoryText('__tests__/fixtures/tls/bec.test.crt'),
    };
    await using api = await startFakeContentsApi(fileAnswer(specText), tls);
    await using proxy = await startProxy({ login: 'me:pass%20word' });
    const ended = await runIn(`https://bec.test:${api.port}/api/v3`, {
      env: {
        HTTPS_PROXY: `http://me:pass%2520word@127.0.0.1:${proxy.port}`,
        NODE_EXTRA_CA_CERTS: fileURLToPath(new URL('../fixtures/tls/ca.crt', import.meta.url)),
      },
    });
    expect(ended.error).toBe('');
    expect(proxy.asked).toEqual([`bec.test:${api.port}`]);
    expect(api.requests).toHaveLength(1);
    expect(ended.outputs).toHaveProperty('request');
    expect(shownLines(ended.log)).not.toContain('pass%2520word');
  });
});

describe('a spec that can not be had', () => {
  const place = 'octo-org/shop at 0123456';
  const cases: readonly {
    readonly name: string;
    readonly answer: ContentsAnswer;
    readonly parts: readonly string[];
  }[] = [
    {
      name: 'is in neither place',
      answer: { status: 404, body: { message: 'Not Found' } },
      parts: [
        'There is no file ".bec/service.yml", neither in the workspace, where nothing is checked out',
        `nor in ${place}`,
        'contents: read',
      ],
    },
    {
      name: 'may not be read',
      answer: { status: 403, body: { message: 'Resource not accessible by integration' } },
      parts: [
        `may not read ${place} (HTTP 403: Resource not accessible by integration`,
        'permissions: contents: read',
      ],
    },
    {
      name: 'may not be read with that token',
      answer: { status: 401, body: { message: 'Bad credentials' } },
      parts: [`may not read ${place} (HTTP 401: Bad credentials`, 'permissions: contents: read'],
    },
    {
      name: 'is a folder',
      answer: { body: [{ type: 'file', name: 'service.yml' }] },
      parts: [
        '".bec/service.yml" is a folder in the repository; input spec takes the path of a file',
      ],
    },
    {
      name: 'is a submodule',
      answer: { body: { type: 'submodule', size: 0 } },
      parts: ['".bec/service.yml" is no file in the repository'],
    },
    {
      name: "is over the API's limit",
      answer: { body: { type: 'file', encoding: 'none', content: '', size: 2_000_000 } },
      parts: ['".bec/service.yml" has 2000000 bytes; a spec has at most 1 MiB.'],
    },
    {
      name: 'is not UTF-8',
      answer: fileAnswer(Buffer.from('serviceName: caf\u00e9\n', 'latin1')),
      parts: ['".bec/service.yml" is not UTF-8 (line 1). Save it as UTF-8.'],
    },
    {
      name: 'is UTF-16',
      answer: fileAnswer(Buffer.from('\ufeffserviceName: shop\n', 'utf16le')),
      parts: ['".bec/service.yml" is not UTF-8 but UTF-16.'],
    },
    {
      name: 'has moved away',
      answer: { status: 301, headers: { location: 'https://evil.example/' }, body: {} },
      parts: [`could not be read from ${place}: HTTP 301, a redirect to https://evil.example/`],
    },
    {
      name: 'is on a server in trouble',
      answer: { status: 502, body: '<html>Bad Gateway</html>' },
      parts: [`could not be read from ${place}: `],
    },
    {
      name: 'is answered with garbage',
      answer: { body: '{"type": "fi' },
      parts: [`could not be read from ${place}: its answer is no JSON object`],
    },
    {
      name: 'is answered with commands for the runner',
      answer: { status: 403, body: { message: '\n::set-output name=x::y' } },
      parts: ['contents: read'],
    },
  ];
  test.concurrent.each(cases)('$name: red, and the reason', async ({ answer, parts }) => {
    const ended = await runWith(answer);
    expect(ended.exitCode).toBe(1);
    for (const part of parts) expect(ended.error).toContain(part);
    expect(ended.log).not.toContain('fault in bec-create');
    expect(commandsIn(ended.log).map(({ name }) => name)).not.toContain('set-output');
    expect(ended.outputs).not.toHaveProperty('request');
    // The token is masked, and shown to nobody.
    expect(ended.log).toContain(`::add-mask::${token}`);
    expect(shownLines(ended.log) + ended.summary).not.toContain(token);
  });

  test.concurrent('because there is no token: the cure is a checkout', async () => {
    const ended = await runWith(fileAnswer(specText), { inputs: { 'github-token': '' } });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain("without a github-token the repository can't be read");
    expect(ended.error).toContain('actions/checkout');
    expect(ended.requests).toEqual([]);
  });

  test.concurrent('because nobody answers at that address', async () => {
    const ended = await runIn(`http://127.0.0.1:${await closedPort()}`);
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain(`could not be read from ${place}: `);
    expect(ended.error).toContain('refused the connection');
  });

  test.concurrent('because the server never answers: that is not waited for for long', async () => {
    const ended = await runWith(undefined, { clock: 'stepping' });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain('no complete response within 30 s');
  });

  test.concurrent('because its server is not trusted', async () => {
    const tls = {
      key: repositoryText('__tests__/fixtures/tls/bec.test.key'),
      cert: repositoryText('__tests__/fixtures/tls/bec.test.crt'),
    };
    await using api = await startFakeContentsApi(fileAnswer(specText), tls);
    const ended = await runIn(`https://localhost:${api.port}`, {
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain('no trusted TLS connection');
    expect(api.requests).toEqual([]);
  });

  test.concurrent('because the job is cancelled: nothing was sent', async ({ skip }) => {
    // There are no such signals on Windows.
    skip(process.platform === 'win32');
    await using api = await startFakeContentsApi(undefined);
    using workspace = makeWorkspace({});
    const { child, end } = startIn(workspace.path, `http://127.0.0.1:${api.port}`, {});
    while (api.requests.length === 0 && child.exitCode === null) await sleep(5);
    child.kill('SIGINT');
    const ended = await end;
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toBe('Cancelled (SIGINT). Nothing was sent.');
  });
});
