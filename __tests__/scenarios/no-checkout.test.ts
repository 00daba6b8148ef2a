import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startLocalBec } from '../../local-bec/server.ts';
import { startStep, type StepResult } from '../../testing/runner.ts';
import { parseFields } from '../../src/json.ts';
import {
  fileResponse,
  startContentsApi,
  type ContentsBehavior,
  type ContentsRequest,
} from '../../testing/contents-api.ts';
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
  /** The machine's by default, with the shipped bundle. */
  readonly clock?: StepClock;
  readonly files?: Readonly<Record<string, string>>;
}

interface Ended extends StepResult {
  /** The text of the last error. */
  readonly error: string;
}

/** Runs the step, by default as a dry run, in a workspace where nothing is checked out. */
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

interface EndedWithRequests extends Ended {
  readonly requests: readonly ContentsRequest[];
}

/** Runs it with an API that responds to the first requests by the list, and to all others like the last. */
async function runWith(
  behaviors: ContentsBehavior | readonly ContentsBehavior[],
  setting: Setting & { readonly basePath?: string } = {},
): Promise<EndedWithRequests> {
  const list: readonly ContentsBehavior[] = [behaviors].flat();
  await using api = await startContentsApi((_, count) => list[count] ?? list.at(-1) ?? 'hang');
  const ended = await runIn(`${api.url}${setting.basePath ?? ''}`, setting);
  return { ...ended, requests: api.requests };
}

/** The log without the commands that mask secrets. */
function visibleLines(log: string): string {
  return log
    .split('\n')
    .filter((line) => !line.startsWith('::add-mask::'))
    .join('\n');
}

describe('the spec of a repository that is not checked out', () => {
  test.concurrent.each(['', '/api/v3', '/api/v1/'])(
    'is read from its contents at the commit (base path %j)',
    async (basePath) => {
      const ended = await runWith(fileResponse(specText), { basePath });
      expect(ended.error).toBe('');
      expect(ended.exitCode).toBe(0);
      expect(parseFields(ended.outputs['request'] ?? '')).toMatchObject({ serviceName: 'shop' });
      expect(ended.requests).toEqual([
        {
          method: 'GET',
          path: `${basePath.replace(/\/$/, '')}/repos/octo-org/shop/contents/.bec/service.yml`,
          ref: sha,
          authorization: `token ${token}`,
        },
      ]);
    },
  );

  test.concurrent('is deployed', async () => {
    await using bec = await startLocalBec();
    const ended = await runWith(fileResponse(specText), {
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
      const ended = await runWith(fileResponse(specText), { inputs: { spec } });
      expect(ended.error).toBe('');
      expect(ended.requests).toMatchObject([
        { path: '/repos/octo-org/shop/contents/deploy/a b.yml' },
      ]);
    },
  );

  test.concurrent('is found at a path that starts with the workspace', async () => {
    await using api = await startContentsApi(() => fileResponse(specText));
    using workspace = makeWorkspace({});
    const inputs = { spec: `${workspace.path}/deploy/service.yml` };
    const { end } = startIn(workspace.path, api.url, { inputs });
    expect((await end).error).toBe('');
    expect(api.requests).toMatchObject([
      { path: '/repos/octo-org/shop/contents/deploy/service.yml' },
    ]);
  });

  test.concurrent('has its mistakes annotated', async () => {
    const text = specText.replace('"cpu": 1', '"cpu": 0.5');
    const ended = await runWith(fileResponse(text));
    expect(ended.exitCode).toBe(1);
    const line = text.slice(0, text.indexOf('0.5')).split('\n').length;
    const [error] = commandsIn(ended.log).filter(({ name }) => name === 'error');
    expect(error?.properties).toContain('file=.bec/service.yml');
    expect(error?.properties).toContain(`line=${line},`);
    expect(error?.text).toContain('containers[0].cpu: ');
    expect(ended.log).toContain(`  --> .bec/service.yml:${line}:`);
  });

  test.concurrent('may have a byte order mark', async () => {
    const ended = await runWith(fileResponse(`\ufeff${specText}`));
    expect(ended.error).toBe('');
  });

  test.concurrent('is not requested if the file is in the workspace', async () => {
    const ended = await runWith(fileResponse('{}'), { files: { '.bec/service.yml': specText } });
    expect(ended.error).toBe('');
    expect(ended.requests).toEqual([]);
  });

  test.concurrent('is not requested if the repository is checked out', async () => {
    const ended = await runWith(fileResponse(specText), { files: { '.git/HEAD': 'ref: x\n' } });
    expect(ended.error).toContain(
      'There is no file ".bec/service.yml" in the workspace, checked out',
    );
    expect(ended.requests).toEqual([]);
  });

  test.concurrent('is not requested if the path is outside of the repository', async () => {
    const ended = await runWith(fileResponse(specText), { inputs: { spec: '../service.yml' } });
    expect(ended.error).toContain('is outside of the workspace');
    expect(ended.requests).toEqual([]);
  });

  test.concurrent(
    'is read through a proxy, from a server with a private certificate authority',
    async () => {
      const tls = {
        key: repositoryText('__tests__/fixtures/tls/bec.test.key'),
        cert: repositoryText('__tests__/fixtures/tls/bec.test.crt'),
      };
      await using api = await startContentsApi(() => fileResponse(specText), tls);
      await using proxy = await startProxy({ login: 'me:pass%20word' });
      const ended = await runIn(`https://bec.test:${api.port}/api/v3`, {
        env: {
          HTTPS_PROXY: `http://me:pass%2520word@127.0.0.1:${proxy.port}`,
          NODE_EXTRA_CA_CERTS: fileURLToPath(new URL('../fixtures/tls/ca.crt', import.meta.url)),
        },
      });
      expect(ended.error).toBe('');
      expect(proxy.targets).toEqual([`bec.test:${api.port}`]);
      expect(api.requests).toHaveLength(1);
      expect(ended.outputs).toHaveProperty('request');
      expect(visibleLines(ended.log)).not.toContain('pass%2520word');
    },
  );
});

describe('a request for the contents is repeated', () => {
  const file = fileResponse(specText);

  test.concurrent.each<[string, ContentsBehavior]>([
    ['500', { status: 500, body: {} }],
    ['502', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['503 with Retry-After', { status: 503, headers: { 'retry-after': '7' }, body: {} }],
    ['504', { status: 504, body: '' }],
    ['408', { status: 408, body: '' }],
    ['429', { status: 429, body: { message: 'Too many requests' } }],
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '7' }, body: {} }],
    ['403 with Retry-After', { status: 403, headers: { 'retry-after': '7' }, body: {} }],
    [
      '403 for a secondary rate limit',
      { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } },
    ],
    ['a reset', 'reset'],
    ['no response', 'hang'],
    ['a truncated body', { ...file, isTruncated: true }],
    ['half of the JSON', { body: JSON.stringify(file.body).slice(0, 100) }],
  ])('after %s', async (_, behavior) => {
    const ended = await runWith([behavior, file], { clock: 'stepping' });
    expect(ended.error).toBe('');
    expect(ended.exitCode).toBe(0);
    expect(ended.requests).toHaveLength(2);
    expect(ended.log).toMatch(
      /^Reading the spec from octo-org\/shop: Attempt 1: .*\. Retrying in /m,
    );
  });

  test.concurrent.each([
    [{ 'retry-after': '40' }, /Retrying in 4[0-9]/],
    [{ 'retry-after': '40', 'x-ratelimit-remaining': '0' }, /Retrying in 4[0-9]/],
  ])('after the pause that the server asks for, %j', async (headers, pause) => {
    const ended = await runWith([{ status: 403, headers, body: {} }, file], { clock: 'stepping' });
    expect(ended.error).toBe('');
    expect(ended.log).toMatch(pause);
  });

  test.concurrent('until the job is cancelled', async ({ skip }) => {
    // There are no such signals on Windows.
    skip(process.platform === 'win32');
    const unavailable = { status: 503, headers: { 'retry-after': '60' }, body: {} };
    await using api = await startContentsApi(() => unavailable);
    using workspace = makeWorkspace({});
    const { child, end } = startIn(workspace.path, api.url, {});
    child.stdout?.on('data', (text: string) => {
      if (text.includes('Retrying in')) child.kill('SIGTERM');
    });
    const ended = await end;
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toBe('Cancelled (SIGTERM). Nothing was sent.');
    expect(api.requests).toHaveLength(1);
  });
});

describe('a rate limit of GitHub’s API', () => {
  const message = 'API rate limit exceeded for installation ID 1.';
  const usedUp = { 'x-ratelimit-remaining': '0', 'x-ratelimit-limit': '1000' };

  test.concurrent.each([403, 429])(
    'that is used up ends the step at once, with the time of its reset (%i)',
    async (status) => {
      const reset = Math.floor(Date.now() / 1000) + 2400;
      const ended = await runWith({
        status,
        headers: { ...usedUp, 'x-ratelimit-reset': String(reset) },
        body: { message },
      });
      expect(ended.exitCode).toBe(1);
      expect(ended.requests).toHaveLength(1);
      const end = new Date(reset * 1000).toISOString().slice(0, 19).replace('T', ' ');
      expect(ended.error).toContain(
        `: HTTP ${status}: ${message} The token has reached its rate limit until ${end} UTC. `,
      );
      expect(ended.error).toContain('actions/checkout');
      expect(ended.error).not.toContain('permissions');
    },
  );

  test.concurrent('that is reset soon is waited for', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 30);
    const ended = await runWith(
      [
        { status: 403, headers: { ...usedUp, 'x-ratelimit-reset': reset }, body: { message } },
        fileResponse(specText),
      ],
      { clock: 'stepping' },
    );
    expect(ended.error).toBe('');
    expect(ended.log).toMatch(/API rate limit exceeded.*Retrying in [23][0-9]/);
  });

  test.concurrent.each([usedUp, {}])(
    'without a time ends the step at once (%j)',
    async (headers) => {
      const ended = await runWith({ status: 403, headers, body: { message } });
      expect(ended.requests).toHaveLength(1);
      expect(ended.error).toContain(
        `: HTTP 403: ${message} The token has reached its rate limit. `,
      );
    },
  );

  test.concurrent('that lasts too long to wait for is reported with its end', async () => {
    const ended = await runWith({ status: 429, headers: { 'retry-after': '3600' }, body: {} });
    expect(ended.requests).toHaveLength(1);
    expect(ended.error).toMatch(
      /: HTTP 429\. The token has reached its rate limit until \S+ \S+ UTC\./,
    );
  });
});

describe('a spec that can’t be read', () => {
  const place = 'octo-org/shop at 0123456';
  const cases: readonly {
    readonly name: string;
    readonly behavior: ContentsBehavior;
    readonly parts: readonly string[];
    /** What would be the wrong cure. */
    readonly absent?: string;
  }[] = [
    {
      name: 'a missing file',
      behavior: { status: 404, body: { message: 'Not Found' } },
      parts: [
        'There is no file ".bec/service.yml" in the workspace, where the repository is not checked out, and',
        `could not be read from ${place} through 127.0.0.1:`,
        ": HTTP 404: Not Found. If the file is there, the job's token can't read it: give the job permissions: contents: read.",
      ],
    },
    {
      name: 'a token without permission',
      behavior: { status: 403, body: { message: 'Resource not accessible by integration' } },
      parts: [
        ': HTTP 403: Resource not accessible by integration. ',
        "the job's token can't read it: give the job permissions: contents: read.",
      ],
    },
    {
      name: 'an invalid token',
      behavior: { status: 401, body: { message: 'Bad credentials' } },
      parts: [': HTTP 401: Bad credentials. The token in github-token is wrong'],
      absent: 'permissions',
    },
    {
      name: 'a commit that is gone',
      behavior: { status: 404, body: { message: `No commit found for the ref ${sha}` } },
      parts: [`: HTTP 404: No commit found for the ref ${sha}. The commit is gone`],
      absent: 'permissions',
    },
    {
      name: 'a policy of the organization',
      behavior: {
        status: 403,
        body: {
          message:
            'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
        },
      },
      parts: [': HTTP 403: Resource protected by organization SAML'],
      absent: 'permissions',
    },
    {
      name: 'a proxy that refuses',
      behavior: { status: 403, body: '<html><title>Blocked by policy</title></html>' },
      parts: [': HTTP 403.'],
      absent: 'permissions',
    },
    {
      name: 'a folder',
      behavior: { body: [{ type: 'file', name: 'service.yml' }] },
      parts: [
        '".bec/service.yml" is a folder in the repository. Set the input spec to the path of a file.',
      ],
    },
    {
      name: 'a submodule',
      behavior: { body: { type: 'submodule', size: 0 } },
      parts: ['".bec/service.yml" is not a file in the repository'],
    },
    {
      name: 'a file over the size limit',
      behavior: { body: { type: 'file', encoding: 'none', content: '', size: 2_000_000 } },
      parts: ['".bec/service.yml" has 2000000 bytes; the maximum for a spec is 1 MiB.'],
    },
    {
      name: 'a file over the size limit, with its content',
      behavior: fileResponse('#'.repeat(1024 ** 2 + 1)),
      parts: ['".bec/service.yml" has 1048577 bytes; the maximum for a spec is 1 MiB.'],
    },
    {
      name: 'a file in Latin-1',
      behavior: fileResponse(Buffer.from('serviceName: caf\u00e9\n', 'latin1')),
      parts: ['".bec/service.yml" is not valid UTF-8 (line 1). Save it as UTF-8.'],
    },
    {
      name: 'a file in UTF-16',
      behavior: fileResponse(Buffer.from('\ufeffserviceName: shop\n', 'utf16le')),
      parts: ['".bec/service.yml" is UTF-16'],
    },
    {
      name: 'a redirect, which is not followed',
      behavior: { status: 301, headers: { location: 'https://evil.example/' }, body: {} },
      parts: [
        ': HTTP 301, a redirect to https://evil.example/; redirects are not followed. If the repository was renamed,',
      ],
    },
    {
      name: 'a message with a workflow command',
      behavior: { status: 403, body: { message: '\n::set-output name=x::y' } },
      parts: [': HTTP 403: \\n::set-output name=x::y.'],
    },
  ];
  test.concurrent.each(cases)(
    '$name ends the step with the reason',
    async ({ behavior, parts, absent = 'fault in bec-create' }) => {
      const ended = await runWith(behavior);
      expect(ended.exitCode).toBe(1);
      for (const part of parts) expect(ended.error).toContain(part);
      expect(ended.error).not.toContain(absent);
      expect(ended.log).not.toContain('fault in bec-create');
      expect(commandsIn(ended.log).map(({ name }) => name)).not.toContain('set-output');
      expect(ended.outputs).not.toHaveProperty('request');
      // The token is masked, and printed nowhere else.
      expect(ended.log).toContain(`::add-mask::${token}`);
      expect(visibleLines(ended.log) + ended.summary).not.toContain(token);
    },
  );

  test.concurrent('because there is no token: the error asks for a checkout', async () => {
    const ended = await runWith(fileResponse(specText), { inputs: { 'github-token': '' } });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain(
      "the input github-token is empty, so the repository can't be read",
    );
    expect(ended.error).toContain('actions/checkout');
    expect(ended.requests).toEqual([]);
  });

  test.concurrent.each([
    ['', 'GITHUB_API_URL is "", which is not a URL'],
    ['github.example', 'GITHUB_API_URL is "github.example", which is not a URL'],
  ])('because the API’s address is %j', async (apiUrl, reason) => {
    const ended = await runIn(apiUrl);
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain(reason);
    expect(ended.error).not.toContain('github-token');
  });

  test.concurrent.each<[string, ContentsBehavior, string]>([
    ['a server error', { status: 502, body: '<html>Bad Gateway</html>' }, 'HTTP 502'],
    [
      'a server error with a reason',
      { status: 500, body: { message: 'Server Error' } },
      'HTTP 500: Server Error',
    ],
    ['a response that is not JSON', { body: '{"type": "fi' }, 'the response is not a JSON object'],
    ['a response without a body', { body: '' }, 'the response is not a JSON object'],
  ])('because of %s in every attempt', async (_, behavior, reason) => {
    const ended = await runWith(behavior, { clock: 'stepping' });
    expect(ended.exitCode).toBe(1);
    expect(ended.requests).toHaveLength(6);
    expect(ended.error).toMatch(
      new RegExp(`from ${place} through [0-9.:]+ \\(6 attempts\\): ${reason}\\.`),
    );
  });

  test.concurrent('because nothing listens at the address', async () => {
    const ended = await runIn(`http://127.0.0.1:${await closedPort()}`, { clock: 'stepping' });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain(' (6 attempts): ');
    expect(ended.error).toContain('refused the connection');
  });

  test.concurrent('because the server never responds', async () => {
    const ended = await runWith('hang', { clock: 'stepping' });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toMatch(/ \([2-6] attempts\): no complete response within [0-9]+ s\.$/);
  });

  test.concurrent('because the server’s certificate is not trusted', async () => {
    const tls = {
      key: repositoryText('__tests__/fixtures/tls/bec.test.key'),
      cert: repositoryText('__tests__/fixtures/tls/bec.test.crt'),
    };
    await using api = await startContentsApi(() => fileResponse(specText), tls);
    const ended = await runIn(`https://localhost:${api.port}`, {
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toContain('no trusted TLS connection');
    expect(api.requests).toEqual([]);
  });

  test.concurrent('because the job is cancelled', async ({ skip }) => {
    // There are no such signals on Windows.
    skip(process.platform === 'win32');
    await using api = await startContentsApi(() => 'hang');
    using workspace = makeWorkspace({});
    const { child, end } = startIn(workspace.path, api.url, {});
    while (api.requests.length === 0 && child.exitCode === null) await sleep(5);
    child.kill('SIGINT');
    const ended = await end;
    expect(ended.exitCode).toBe(1);
    expect(ended.error).toBe('Cancelled (SIGINT). Nothing was sent.');
  });
});
