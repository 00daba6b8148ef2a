import { describe, expect, test } from 'vitest';
import { startLocalBec, type LocalBec } from '../../local-bec/server.ts';
import { runStep, type Step, type StepResult } from '../../testing/runner.ts';
import { parseFields } from '../../src/json.ts';
import { commandsIn, errorsIn, warningsIn, type Command } from '../../testing/log.ts';

import { makeWorkspace, repositoryText } from '../../testing/workspace.ts';

test('the tests run on Node 24, the runtime that action.yml asks for', () => {
  const [major] = process.versions.node.split('.');
  expect(major, `These tests ran on Node ${process.versions.node}`).toBe('24');
});

const service = repositoryText('examples/service.yml');
const aToken: unknown = expect.stringMatching(/^bec-9876543210-[0-9a-f]{32}$/);

function textWith(part: string): unknown {
  return expect.stringContaining(part);
}

/** Every step begins with this: action.yml hands the job's token to it. */
const tokenMask: Command = {
  name: 'add-mask',
  properties: '',
  text: 'ghs_aTokenThatIsNone',
};

/** … or with these, if it has credentials. */
function masksFor({ credentials }: LocalBec): readonly Command[] {
  const texts = [credentials.accessKeyId, credentials.secretAccessKey];
  return [...texts.map((text) => ({ ...tokenMask, text })), tokenMask];
}

interface Scenario extends Omit<Step, 'workspace' | 'entry'> {
  readonly files?: Readonly<Record<string, string>>;
}

/** The run's commit. */
const sha = '0123456789abcdef0123456789abcdef01234567';

/** Runs the step in a checkout of its own, by default with examples/service.yml in it. */
async function runScenario(scenario: Scenario): Promise<StepResult> {
  using workspace = makeWorkspace({
    '.git/HEAD': sha,
    ...(scenario.files ?? { '.bec/service.yml': service }),
  });
  return await runStep({ ...scenario, workspace: workspace.path });
}

function inputsFor({ endpoint, credentials }: LocalBec): Record<string, string> {
  return {
    endpoint,
    'access-key-id': credentials.accessKeyId,
    'secret-access-key': credentials.secretAccessKey,
    'session-token': credentials.sessionToken ?? '',
  };
}

/** The spec with one of its lines replaced, or more put in its place. */
function serviceWith(line: string, replacement: string): Record<string, string> {
  if (!service.includes(line)) throw new Error(`examples/service.yml has no ${line}`);
  return { '.bec/service.yml': service.replace(line, () => replacement) };
}

/** Both have a version of their own. */
const twoContainers = serviceWith(
  '    cpu: 1 # cores',
  `    imageVersion: 1.10
    cpu: 1
    memory: 2
  - name: proxy
    imageAddress: envoy
    imageVersion: v1.30
    cpu: 1`,
);

const branch = {
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REF_NAME: 'main',
  GITHUB_REF_TYPE: 'branch',
} as const;
const pullRequest = {
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_REF_NAME: '7/merge',
  GITHUB_REF_TYPE: 'branch',
} as const;

/** What the example of Baidu's page has to become: the tag as version, `volumes`, no empty names. */
const apiPageBody = {
  serviceName: 'baidu-bec',
  paymentMethod: 'postpay',
  containerGroupName: 'baidu-bec-pod',
  needPublicIp: true,
  needIpv6PublicIp: false,
  bandwidth: 100,
  containers: [
    {
      name: 'containers1',
      imageAddress: 'nginx',
      imageVersion: 'v1.2.3',
      cpu: 4,
      memory: 8,
      workingDir: '/home',
      commands: ['/bin/sh'],
      args: ['sleep 3600'],
      ports: [{ containerPort: 80, protocol: 'TCP' }],
      envs: [{ name: 'name', value: 'baidu' }],
      volumeMounts: [{ name: 'baidu-config', readOnly: false, mountPath: '/temp' }],
    },
  ],
  tags: [{ tagKey: 'service', tagValue: 'bec' }],
  deployInstances: [
    {
      regionId: 'cn-shanghai-ct',
      region: 'EAST_CHINA',
      city: 'SHANGHAI',
      serviceProvider: 'CHINA_TELECOM',
      replicas: 1,
    },
  ],
  volumes: {
    configMap: [{ name: 'baidu-config' }],
    volumeClaimTemplates: [{ name: 'volume', storageSize: 1, diskType: 'NVME' }],
  },
} as const;

const undefinedHint =
  "If they are set from secrets, check that the secrets are defined in this repository, or in the environment that the job's environment names.";
const forkHint =
  'Pull requests from forks get no secrets: use dry-run: true for them, which needs no credentials.';
const aKey = 'ALTAKaKeyThatNobodyHas';

interface Failure {
  readonly name: string;
  readonly scenario: (inputs: Record<string, string>) => Scenario;
  /** Every error of the log. */
  readonly errors: readonly string[];
  readonly warnings?: readonly string[];
  /** How many requests BEC gets. */
  readonly requests?: number;
}

const failures: readonly Failure[] = [
  {
    name: 'a wrong access key id',
    scenario: (inputs) => ({ inputs: { ...inputs, 'access-key-id': aKey } }),
    errors: [
      'POST /v2/service/create failed: HTTP 403 InvalidAccessKeyId: The access key ID does not exist (request id <id>). This access key does not exist: check access-key-id, and that the key is enabled in the Baidu AI Cloud console. Keys from STS also need session-token. No service was created.',
    ],
    requests: 1,
  },
  {
    name: 'a wrong secret access key',
    scenario: (inputs) => ({ inputs: { ...inputs, 'secret-access-key': aKey } }),
    errors: [
      'POST /v2/service/create failed: HTTP 400 SignatureDoesNotMatch: The signature does not match the request (request id <id>). Check that the secret access key belongs to this access key id and was copied whole, without spaces or line breaks. No service was created.',
    ],
    requests: 1,
  },
  {
    name: 'no spec at the path',
    scenario: (inputs) => ({ inputs: { ...inputs, spec: 'deploy/service.yml' } }),
    errors: [
      `There is no file "deploy/service.yml" in the workspace, checked out at 0123456. Is it committed, and does actions/checkout fetch its folder? The input spec is relative to the workspace.`,
    ],
  },
  {
    name: 'a container that the spec does not have',
    scenario: (inputs) => ({ inputs: { ...inputs, containers: 'web\nsidecar' } }),
    errors: ['unknown-container containers', 'The spec has 1 problem. Nothing was sent.'],
  },
  {
    name: 'no container that takes the version',
    scenario: (inputs) => ({
      inputs,
      files: twoContainers,
    }),
    errors: ['no-container-takes-version containers', 'The spec has 1 problem. Nothing was sent.'],
  },
  {
    name: 'a tag whose name is not an image tag',
    scenario: (inputs) => ({ inputs, run: { GITHUB_REF_NAME: 'release/1.0' } }),
    errors: [
      `The name of the tag is "release/1.0", which is not a valid image tag: 1 to 128 of A-Z a-z 0-9 _ . - that do not start with . or -. Did you mean "release-1.0"?`,
    ],
  },
  {
    name: 'an image-version that is not an image tag',
    scenario: (inputs) => ({ inputs: { ...inputs, 'image-version': 'acme/web:1.0' } }),
    errors: [
      'Input image-version is "acme/web:1.0", which is not a valid image tag: 1 to 128 of A-Z a-z 0-9 _ . - that do not start with . or -. Did you mean "1.0"?',
    ],
  },
  {
    name: 'a pull request without an image-version',
    scenario: (inputs) => ({ inputs, run: pullRequest }),
    errors: [
      `No image version is derived from a pull_request event. Set the input image-version, for example to \${{ github.event.pull_request.head.sha }}.`,
    ],
  },
  {
    name: 'no credentials',
    scenario: ({ endpoint = '' }) => ({ inputs: { endpoint } }),
    errors: [
      `There are no credentials. The inputs access-key-id and secret-access-key are empty, and so are BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY in env. ${undefinedHint} ${forkHint}`,
    ],
  },
  {
    name: 'half a key pair in the inputs, the other half in env',
    scenario: ({ endpoint = '' }) => ({
      inputs: { endpoint, 'access-key-id': aKey },
      env: { BCE_SECRET_ACCESS_KEY: 'aSecretThatNobodyHas' },
    }),
    errors: [
      `The credentials are incomplete: they have input access-key-id, but not input secret-access-key. All parts must come from one source: the inputs, BCE_*, or BAIDUCLOUD_*. ${undefinedHint} ${forkHint}`,
    ],
  },
  {
    name: 'half a key pair in env',
    scenario: ({ endpoint = '' }) => ({
      inputs: { endpoint },
      env: { BCE_SECRET_ACCESS_KEY: 'aSecretThatNobodyHas', BCE_SECURITY_TOKEN: 'aToken' },
    }),
    errors: [
      `The credentials are incomplete: they have BCE_SECRET_ACCESS_KEY and BCE_SECURITY_TOKEN, but not BCE_ACCESS_KEY_ID. All parts must come from one source: the inputs, BCE_*, or BAIDUCLOUD_*. ${undefinedHint} ${forkHint}`,
    ],
  },
  ...['strict', 'dry-run'].map((name) => ({
    name: `${name}: yes`,
    scenario: (inputs: Record<string, string>) => ({ inputs: { ...inputs, [name]: 'yes' } }),
    errors: [`Input ${name} is "yes"; it must be true or false.`],
  })),
  ...['dry_run', 'dyr-run'].map((name) => ({
    name: `the unknown input ${name}: true`,
    scenario: (inputs: Record<string, string>) => ({
      inputs,
      env: { [`INPUT_${name.toUpperCase()}`]: 'true' },
    }),
    errors: [
      `Unknown input "${name}"; did you mean dry-run? Nothing was sent. If this step's with doesn't set it, "INPUT_${name.toUpperCase()}" comes from the env of the step, job or workflow, or is the input of an action around this step: rename it there.`,
    ],
  })),
  {
    name: 'plain http to another machine',
    scenario: (inputs) => ({ inputs: { ...inputs, endpoint: 'http://bec.baidubce.com' } }),
    errors: [
      'Input endpoint "http://bec.baidubce.com" is invalid. Write it as https://host or https://host:port, without user, path or query; http is allowed only for this machine (127.0.0.1, ::1, localhost).',
    ],
  },
  {
    name: 'an endpoint with a path',
    scenario: (inputs) => ({ inputs: { ...inputs, endpoint: 'https://bec.baidubce.com/v2' } }),
    errors: [
      'Input endpoint "https://bec.baidubce.com/v2" is invalid. Write it as https://host or https://host:port, without user, path or query; http is allowed only for this machine (127.0.0.1, ::1, localhost).',
    ],
  },
  {
    name: 'a client-token that is too long',
    scenario: (inputs) => ({ inputs: { ...inputs, 'client-token': 'x'.repeat(65) } }),
    errors: [
      `Input client-token is "${'x'.repeat(65)}" (65 characters); it must be 1 to 64 printable ASCII characters.`,
    ],
  },
  ...['client-token', 'image-version'].map((name) => ({
    name: `a variable that no shell expands, in ${name}`,
    scenario: (inputs: Record<string, string>) => ({
      inputs: { ...inputs, [name]: '$GITHUB_SHA' },
    }),
    errors: [
      `Input ${name} is "$GITHUB_SHA", and no shell expands inputs. Write an expression, such as \${{ github.sha }}, or \${{ steps.ID.outputs.NAME }} for the output of an earlier step.`,
    ],
  })),
  {
    name: 'several problems in the spec',
    scenario: (inputs) => ({
      inputs,
      files: serviceWith('replicas: 2', 'replicas: "2"\n    replica: 2\n    city: SHANGHAI'),
    }),
    errors: [
      'invalid-type deployInstances[0].replicas',
      'unknown-key deployInstances[0].replica',
      'The spec has 2 problems. Nothing was sent.',
    ],
  },
];

describe.concurrent('the shipped bundle', () => {
  test.each(['yml', 'json'])(
    "the example of Baidu's page deploys the tag, from api-page.%s",
    async (format) => {
      await using bec = await startLocalBec();
      const { exitCode, outputs, log } = await runScenario({
        inputs: { ...inputsFor(bec), spec: `deploy/page.${format}` },
        files: { [`deploy/page.${format}`]: repositoryText(`examples/api-page.${format}`) },
      });
      const [created] = bec.services;
      expect(exitCode).toBe(0);
      expect(created?.body).toEqual(apiPageBody);
      expect(created?.clientToken).toMatch(/^bec-9876543210-[0-9a-f]{32}$/);
      expect(created?.clientToken?.length).toBeLessThanOrEqual(64);
      expect(bec.requests).toHaveLength(1);
      expect(outputs).toEqual({
        serviceId: created?.serviceId,
        serviceName: 'baidu-bec',
        status: 'RUNNING',
        clientToken: created?.clientToken,
        imageVersion: 'v1.2.3',
        requestId: bec.requests[0]?.requestId,
        service: textWith(`"serviceId":"${created?.serviceId ?? ''}"`),
        request: JSON.stringify(created?.body),
      });
      expect(warningsIn(log)).toEqual(['volume-key volume']);
      expect(errorsIn(log)).toEqual([]);
    },
  );

  test('a push to a branch deploys the full commit SHA', async () => {
    await using bec = await startLocalBec();
    const { outputs } = await runScenario({ inputs: inputsFor(bec), run: branch });
    expect(outputs['imageVersion']).toBe('0123456789abcdef0123456789abcdef01234567');
    expect(bec.services[0]?.body['containers']).toMatchObject([
      { imageVersion: '0123456789abcdef0123456789abcdef01234567' },
    ]);
  });

  test('the input image-version applies to the named containers only', async () => {
    await using bec = await startLocalBec();
    const { exitCode } = await runScenario({
      inputs: { ...inputsFor(bec), 'image-version': '2.0', containers: ' proxy\n\n' },
      files: twoContainers,
      run: pullRequest,
    });
    expect(exitCode).toBe(0);
    expect(bec.services[0]?.body['containers']).toMatchObject([
      { name: 'web', imageVersion: '1.10' },
      { name: 'proxy', imageVersion: '2.0' },
    ]);
  });

  test('keys from STS work, from BCE_* in env', async () => {
    await using bec = await startLocalBec({ sessionToken: 'aSession/token+==' });
    const { exitCode } = await runScenario({
      inputs: { endpoint: bec.endpoint },
      env: {
        BCE_ACCESS_KEY_ID: bec.credentials.accessKeyId,
        BCE_SECRET_ACCESS_KEY: bec.credentials.secretAccessKey,
        BCE_SECURITY_TOKEN: 'aSession/token+==',
      },
    });
    expect(exitCode).toBe(0);
    expect(bec.services).toHaveLength(1);
  });

  test('a re-run finds the service that the first attempt made', async () => {
    await using bec = await startLocalBec();
    const inputs = inputsFor(bec);
    const first = await runScenario({ inputs });
    const second = await runScenario({ inputs, run: { GITHUB_RUN_ATTEMPT: '2' } });
    expect(first.exitCode).toBe(0);
    expect(second.outputs['serviceId']).toBe(first.outputs['serviceId']);
    expect(second.outputs['clientToken']).toBe(first.outputs['clientToken']);
    expect(bec.services).toHaveLength(1);
  });

  test('a re-run with another spec fails loudly instead of making a second service', async () => {
    await using bec = await startLocalBec();
    const inputs = inputsFor(bec);
    await runScenario({ inputs });
    const { exitCode, log } = await runScenario({
      inputs,
      files: serviceWith('replicas: 2', 'replicas: 3'),
      run: { GITHUB_RUN_ATTEMPT: '2' },
    });
    expect(exitCode).toBe(1);
    expect(errorsIn(log)).toEqual([
      expect.stringContaining('This token has already created a service, from a different request'),
    ]);
    expect(bec.services).toHaveLength(1);
  });

  test('another run, job, step, matrix leg, repository, server or service name makes another service', async () => {
    await using bec = await startLocalBec();
    const others: readonly Scenario[] = [
      {},
      { run: { GITHUB_RUN_ID: '9876543211' } },
      { run: { GITHUB_JOB: 'deploy-2' } },
      { run: { GITHUB_ACTION: '__org_bec-create_2' } },
      { matrix: { region: 'cn-shanghai-ct' } },
      { matrix: { region: 'cn-langfang-ct' } },
      { run: { GITHUB_REPOSITORY_ID: '987654321' } },
      { run: { GITHUB_SERVER_URL: 'https://github.example.com' } },
      { files: serviceWith('serviceName: web', 'serviceName: web2') },
    ];
    const results = await Promise.all(
      others.map((other) => runScenario({ inputs: inputsFor(bec), ...other })),
    );
    expect(results.map(({ exitCode }) => exitCode)).toEqual(others.map(() => 0));
    expect(new Set(results.map(({ outputs }) => outputs['clientToken'])).size).toBe(others.length);
    expect(new Set(results.map(({ outputs }) => outputs['serviceId'])).size).toBe(others.length);
  });

  test.each(failures)(
    '$name ends red, with its reason',
    async ({ scenario, errors, warnings = [], requests = 0 }) => {
      await using bec = await startLocalBec();
      const { exitCode, log, outputs } = await runScenario(scenario(inputsFor(bec)));
      const [request] = bec.requests;
      const known = request === undefined ? log : log.replaceAll(request.requestId, '<id>');
      expect(errorsIn(known)).toEqual(errors);
      expect(warningsIn(log)).toEqual(warnings);
      expect(exitCode).toBe(1);
      expect(outputs['serviceId']).toBeUndefined();
      expect(bec.requests).toHaveLength(requests);
      expect(bec.services).toEqual([]);
    },
  );

  test('a mistake in the spec is marked on its line, in the file and in the log', async () => {
    const { log } = await runScenario({
      inputs: { 'dry-run': 'true' },
      files: serviceWith('cpu: 1 # cores', 'cpu: 0.5 # cores'),
    });
    expect(commandsIn(log)).toEqual([
      tokenMask,
      {
        name: 'error',
        properties:
          'title=invalid-type,file=.bec/service.yml,line=11,endLine=11,col=10,endColumn=13',
        text: 'containers[0].cpu: Must be a whole number, not "0.5". CPU cores for the container, a whole number from 1. Write 1.',
      },
      { name: 'error', properties: '', text: 'The spec has 1 problem. Nothing was sent.' },
    ]);
    expect(log).toContain(
      ['  --> .bec/service.yml:11:10', '   11 |     cpu: 0.5 # cores', '      |          ^^^'].join(
        '\n',
      ),
    );
  });

  test('a version in the spec that the run replaces is named in the log', async () => {
    const { exitCode, log } = await runScenario({
      inputs: { 'dry-run': 'true' },
      files: serviceWith('cpu: 1 # cores', 'imageVersion: 1.27-alpine\n    cpu: 1'),
    });
    expect(exitCode).toBe(0);
    expect(log).toContain('\nImage version v1.2.3 is for "web".\n');
    expect(log).toContain('\nImage version v1.2.3 replaces "1.27-alpine" of container "web".\n');
  });

  test('invalid YAML is reported at its place, in the file, the log and the summary', async () => {
    const { exitCode, log, summary } = await runScenario({
      inputs: { 'dry-run': 'true' },
      files: serviceWith('cpu: 1 # cores', 'cpu: [1'),
    });
    expect(exitCode).toBe(1);
    const [, error, ...rest] = commandsIn(log);
    expect(error?.properties).toMatch(/,file=\.bec\/service\.yml,line=11,/);
    expect(rest).toEqual([
      { name: 'error', properties: '', text: 'The spec has 1 problem. Nothing was sent.' },
    ]);
    expect(log).toContain('The spec ".bec/service.yml" comes from the workspace');
    expect(log).toContain('   11 |     cpu: [1\n');
    expect(summary).toContain('- ❌ [.bec/service.yml:11:');
  });

  test.each([
    ['a tag', {}, 'v1.2.3', []],
    [
      'a pull request',
      pullRequest,
      '0123456789abcdef0123456789abcdef01234567',
      [
        'No image version is derived from a pull_request event. This dry run uses 0123456789abcdef0123456789abcdef01234567 in its place; a deployment needs the input image-version.',
      ],
    ],
  ])(
    'a dry run for %s shows the request, sends nothing and needs no credentials',
    async (_, run, version, warnings) => {
      await using bec = await startLocalBec();
      const { exitCode, log, outputs } = await runScenario({
        inputs: { 'dry-run': 'true', endpoint: bec.endpoint },
        run,
      });
      expect(exitCode).toBe(0);
      expect(warningsIn(log)).toEqual(warnings);
      expect(bec.requests).toEqual([]);
      expect(outputs).toEqual({
        serviceName: 'web',
        clientToken: aToken,
        imageVersion: version,
        request: textWith(`"imageVersion":"${version}"`),
      });
      expect(log).toContain(
        `POST /v2/service/create?clientToken=${outputs['clientToken'] ?? ''}\n` +
          JSON.stringify(parseFields(outputs['request'] ?? ''), undefined, 2),
      );
    },
  );

  test('what the service will be billed for is in the summary, and in a dry run’s log', async () => {
    await using bec = await startLocalBec();
    const billed = '20 pods · 20 cores · 40 GB · 20 public addresses, 10 Mbps';
    const files = serviceWith('replicas: 2', 'replicas: 20');
    const dryRun = await runScenario({ inputs: { 'dry-run': 'true' }, files });
    const deployment = await runScenario({ inputs: inputsFor(bec), files });

    expect(dryRun.log).toContain(`\nUntil it is deleted, it would be billed for ${billed}.\n`);
    for (const { summary } of [dryRun, deployment]) {
      expect(summary).toContain(`: ${billed} |`);
    }
  });

  test('secrets are masked before anything else is printed, and appear nowhere else', async () => {
    await using bec = await startLocalBec({ sessionToken: 'aSessionToken+/==' });
    const password = 'first "line"\nsecond & line';
    const proxyPassword = 'p%40ssword';
    bec.inject({
      kind: 'response',
      status: 500,
      body: { code: 'InternalError', message: `bad password: ${password}` },
    });
    const { exitCode, log, outputs, summary } = await runScenario({
      inputs: inputsFor(bec),
      env: { DB_PASSWORD: password, https_proxy: `http://user:${proxyPassword}@127.0.0.1:9` },
      files: serviceWith(
        'value: ${{ github.sha }}',
        'value: postgres://shop:${{ secrets.DB_PASSWORD }}@db',
      ),
    });
    expect(exitCode).toBe(0);
    expect(bec.services[0]?.body['containers']).toMatchObject([
      { envs: [{ value: `postgres://shop:${password}@db` }] },
    ]);

    const lines = log.split('\n');
    const isMask = (line: string): boolean => line.startsWith('::add-mask::');
    const others = lines.filter((line) => !isMask(line));
    expect(lines.findLastIndex(isMask)).toBeLessThan(lines.findIndex((line) => !isMask(line)));
    const masked = commandsIn(log)
      .filter(({ name }) => name === 'add-mask')
      .map(({ text }) => text);
    const { accessKeyId, secretAccessKey } = bec.credentials;
    const secrets = [
      ...[accessKeyId, secretAccessKey, 'aSessionToken+/=='],
      ...[proxyPassword, 'p@ssword', 'first "line"', 'second & line'],
    ];
    expect(masked).toEqual(expect.arrayContaining(secrets));
    const reported = [...others, ...Object.values(outputs), summary].join('\n');
    for (const secret of [...secrets, 'first', 'second']) expect(reported).not.toContain(secret);
    expect(outputs['request']).toContain('postgres://shop:***@db');
    expect(reported).not.toContain('bce-auth-v1/');
  });

  test('a secret in the wrong place is not printed with the mistake', async () => {
    const { log } = await runScenario({
      inputs: { 'dry-run': 'true' },
      env: { DB_PASSWORD: 'correct horse' },
      files: serviceWith('replicas: 2', 'replicas: ${{ secrets.DB_PASSWORD }}'),
    });
    expect(log).toContain('not "***"');
    expect(log.replace('::add-mask::correct horse', '')).not.toContain('horse');
  });

  const forged =
    'x\n::error::forged\n::set-output name=serviceId::forged\r##[add-mask]a\n::notice::';

  test('nothing in a spec can forge a command', async () => {
    await using bec = await startLocalBec();
    const { log, outputs } = await runScenario({
      inputs: inputsFor(bec),
      env: { FORGED: forged },
      files: serviceWith('value: ${{ github.sha }}', `value: ${JSON.stringify(forged)}`),
    });
    expect(commandsIn(log)).toEqual(masksFor(bec));
    expect(outputs['request']).toContain(JSON.stringify(forged).slice(1, 20));
    expect(outputs['serviceId']).toBe(bec.services[0]?.serviceId);
  });

  test('nothing in a dry run of a spec can forge a command', async () => {
    const { log, exitCode } = await runScenario({
      inputs: { 'dry-run': 'true' },
      env: { FORGED: forged },
      files: serviceWith('value: ${{ github.sha }}', 'value: ${{ env.FORGED }}'),
    });
    expect(exitCode).toBe(0);
    expect(commandsIn(log)).toEqual([tokenMask]);
  });

  test('no mistake in a spec can forge a command', async () => {
    const { log } = await runScenario({
      inputs: { 'dry-run': 'true' },
      env: { FORGED: forged },
      files: {
        '.bec/service.yml': `${service}::error::forged: ##[error]forged\n${JSON.stringify(forged)}: 1\nbandwidth: |\n ::error::forged\n`,
      },
    });
    const [mask, ...commands] = commandsIn(log);
    expect(mask).toEqual(tokenMask);
    expect(new Set(commands.map(({ name }) => name))).toEqual(new Set(['error']));
    expect(commands.filter(({ text }) => text.startsWith('forged'))).toEqual([]);
  });

  test.each([
    [
      'success',
      {
        result: true,
        details: { serviceId: 's-1', serviceName: 'web', status: forged, a: forged },
      },
      [],
    ],
    ['error', { code: forged, message: forged, requestId: forged }, ['error']],
    ['response that is not JSON', forged, ['error']],
  ])('no %s of BEC can forge a command', async (kind, body, names) => {
    await using bec = await startLocalBec();
    const status = kind === 'success' ? 200 : 400;
    bec.inject({ kind: 'response', status, body, headers: { 'x-bce-request-id': 'r ##[error]x' } });
    const { log, outputs } = await runScenario({ inputs: inputsFor(bec) });
    const masks = masksFor(bec);
    const commands = commandsIn(log);
    expect(commands.slice(0, masks.length)).toEqual(masks);
    expect(commands.slice(masks.length).map(({ name }) => name)).toEqual(names);
    expect(commands.filter(({ text }) => text.startsWith('forged'))).toEqual([]);
    expect(outputs['serviceId']).toBe(kind === 'success' ? 's-1' : undefined);
  });

  test('no input can forge a command', async () => {
    const { log, exitCode } = await runScenario({
      inputs: { 'dry-run': 'true', spec: forged, 'image-version': '1.0' },
    });
    expect(exitCode).toBe(1);
    expect(commandsIn(log)).toEqual([tokenMask, expect.objectContaining({ name: 'error' })]);
  });
});
