import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import {
  plainSpec,
  startDeployment,
  type DeploymentOptions,
  type Deviation,
  type Ended,
} from '../../testing/deployment.ts';
import {
  expectMasked,
  expectOwnCommands,
  expectNoLeak,
  injections,
} from '../../testing/secrecy.ts';
import { commandsIn } from '../../testing/log.ts';
import { makeWorkspace } from '../../testing/workspace.ts';

const keys = {
  accessKeyId: 'AKIDq8Zr2tYw5xLk',
  secretAccessKey: 'SKEYm4Vb7nHj1dQsPz9gTf3cXe6uRa0i',
  sessionToken: `STS/${'b2K+x9Qw=='.repeat(12)}/end`,
} as const;

/** Values that a secret may have, and that it is easy to get wrong. */
const values = {
  PLAIN: 'correct-horse-battery',
  PEM: '-----BEGIN PRIVATE KEY-----\nMIIBVAIBADANBg+100%/"quoted"\\n\n  indented-line-of-it\n-----END PRIVATE KEY-----\n',
  ODD: `p%0Aw"d'\\\ttab-ünïcödé-☃-𝄞-\u200bzero-{{x}}-$&-$1`,
  LONG: 'LongAsAWinterNight'.repeat(40),
} as const;

const allSecrets: readonly string[] = [...Object.values(keys), ...Object.values(values)];

const specWithSecrets = {
  ...plainSpec,
  containers: [
    {
      ...plainSpec.containers[0],
      envs: Object.keys(values).map((name) => ({ name, value: `\${{ secrets.${name} }}` })),
    },
  ],
};

async function deploy(options: DeploymentOptions, deviation: Deviation = {}): Promise<Ended> {
  await using deployment = await startDeployment({
    spec: specWithSecrets,
    server: keys,
    ...options,
  });
  return await deployment.run({ ...deviation, env: { ...values, ...deviation.env } });
}

describe('a secret', () => {
  test.concurrent.each([{}, { RUNNER_DEBUG: '1' }])(
    'is masked, line by line, and is in nothing that is printed or handed on (%o)',
    async (env) => {
      await using deployment = await startDeployment({ spec: specWithSecrets, server: keys });
      const ended = await deployment.run({ env: { ...values, ...env } });
      expect(ended.exitCode).toBe(0);
      expectMasked(ended.log, allSecrets);
      expectNoLeak(ended, allSecrets);
      const firstWords = ended.log.indexOf('Creating ');
      expect(ended.log.lastIndexOf('::add-mask::')).toBeLessThan(firstWords);
      expect(deployment.bec.services[0]?.body).toMatchObject({
        containers: [{ envs: Object.entries(values).map(([name, value]) => ({ name, value })) }],
      });
    },
  );

  test.concurrent(
    'is in no command outside of Actions, where nobody would carry it out',
    async () => {
      await using deployment = await startDeployment({ spec: specWithSecrets, server: keys });
      const env = { ...values, GITHUB_ACTIONS: '' };
      const ends = [
        await deployment.run({ env }),
        await deployment.run({ env, inputs: { wait: 'perhaps' } }),
      ];
      for (const ended of ends) {
        expect(commandsIn(ended.log)).toEqual([]);
        expectNoLeak(ended, allSecrets);
      }
      expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 1]);
      expect(ends[1]?.log).toContain('Error: Input wait is "perhaps"; it must be true or false.');
    },
  );

  test.concurrent('that is an address is masked as a parser of URLs writes it', async () => {
    const [container] = plainSpec.containers;
    const imageAddress = '${{ secrets.REGISTRY }}/acme/web';
    const ended = await deploy(
      { spec: { ...plainSpec, containers: [{ ...container, imageAddress }] } },
      { env: { REGISTRY: 'HTTPS://Hidden.example:443' }, inputs: { 'dry-run': 'true' } },
    );
    expectMasked(ended.log, ['hidden.example']);
  });

  test.concurrent('in a dry run is printed as ***', async () => {
    const ended = await deploy({}, { inputs: { 'dry-run': 'true' } });
    expect(ended.exitCode).toBe(0);
    expectNoLeak(ended, allSecrets);
    expect(ended.outputs['request']).toContain('{"name":"PEM","value":"***"}');
  });

  test.concurrent('whose value is invalid by the schema is in no error', async () => {
    const [container] = plainSpec.containers;
    const spec = { ...plainSpec, containers: [{ ...container, cpu: '${{ secrets.ODD }}' }] };
    const ended = await deploy({ spec });
    expect(ended.exitCode).toBe(1);
    expectNoLeak(ended, allSecrets);
  });

  test.concurrent('in the name of the service is in no message', async () => {
    const spec = { ...plainSpec, serviceName: '${{ secrets.LONG }}' };
    const ended = await deploy({ spec, faults: [{ kind: 'reset', when: 'after', times: 9 }] });
    expect(ended.exitCode).toBe(1);
    expectNoLeak(ended, allSecrets);
  });

  test.concurrent.each(Object.entries({ ...keys, ...values }))(
    'is not printed when BEC repeats it: %s',
    async (_, secret) => {
      const text = (padding: number): string => `${'x'.repeat(padding)} ${secret} behind`;
      // A header holds no other characters.
      const headerText = /^[ -~]*$/.test(secret) ? text(0) : '';
      const retried = [0, 60, 250, 280].map((padding): Fault => {
        const body = { code: text(padding), message: text(padding), requestId: secret };
        return { kind: 'response', status: 503, headers: { 'X-Bce-Request-Id': '' }, body };
      });
      const details = {
        serviceId: 's-12345678',
        serviceName: 'shop',
        status: secret,
        note: { deep: [secret, text(0)] },
      };
      const last: Fault = {
        kind: 'response',
        status: 200,
        headers: { 'X-Bce-Request-Id': headerText },
        body: { result: true, details },
      };
      const ended = await deploy({ faults: [...retried, last] });
      expect(ended.attempts).toHaveLength(4);
      expect(ended.exitCode).toBe(0);
      expect(ended.outputs['service']).toContain('***');
      expectNoLeak(ended, [secret]);
      expectOwnCommands(ended.log);
    },
  );

  test.concurrent.each([
    ['message', { code: 'AccessDenied', message: `no: ${keys.secretAccessKey}` }, {}],
    ['code', { code: keys.secretAccessKey, message: 'no' }, {}],
    ['request id', { code: 'AccessDenied' }, { 'X-Bce-Request-Id': keys.secretAccessKey }],
    ['message in a header', {}, { 'X-Bce-Error-Message': `<${keys.sessionToken}>` }],
    ['code in a header', {}, { 'X-Bce-Error-Code': keys.accessKeyId }],
    ['text that is not JSON', `<p>${keys.secretAccessKey} ${keys.sessionToken}</p>`, {}],
  ])('is not in the error that repeats it: %s', async (_, body, headers) => {
    const ended = await deploy({ faults: [{ kind: 'response', status: 403, headers, body }] });
    expect(ended.exitCode).toBe(1);
    expect(ended.error).not.toBe('');
    expectNoLeak(ended, allSecrets);
  });

  test.concurrent('is not in the error on a redirect or on another service', async () => {
    const location = `https://elsewhere.example/?key=${keys.secretAccessKey}&t=${keys.sessionToken}`;
    const details = { serviceId: 's-12345678', serviceName: values.ODD };
    const ends = await Promise.all([
      deploy({ faults: [{ kind: 'redirect', location }] }),
      deploy({ faults: [{ kind: 'response', status: 200, body: { result: true, details } }] }),
    ]);
    for (const ended of ends) {
      expect(ended.exitCode).toBe(1);
      expectNoLeak(ended, allSecrets);
    }
  });

  test.concurrent('signature that comes back is not printed', async () => {
    const signature = `bce-auth-v1/${keys.accessKeyId}/2026-01-01T00:00:00Z/1800/host;x-bce-date/${'f'.repeat(64)}`;
    const ended = await deploy({
      faults: [
        {
          kind: 'response',
          status: 400,
          body: { code: 'SignatureDoesNotMatch', message: signature },
        },
      ],
    });
    expect(ended.error).toContain('bce-auth-v1/***');
    expectNoLeak(ended, [...allSecrets, 'f'.repeat(64)]);
  });

  test.concurrent.each([
    ['two of three keys', { 'access-key-id': '' }],
    [
      'a key with a line break in it',
      { 'secret-access-key': `${keys.secretAccessKey}\nrest-of-it` },
    ],
    ['a mistake in another input', { 'dry-run': 'perhaps' }],
    ['a mistake in the endpoint', { endpoint: `https://me:${values.PLAIN}@bec.baidubce.com` }],
  ])('is not in the error on %s', async (_, inputs) => {
    const ended = await deploy({}, { inputs: { ...inputs } });
    expect(ended.exitCode).toBe(1);
    expectNoLeak(ended, [...allSecrets, 'rest-of-it']);
  });
});

describe('a command for the runner that is smuggled in', () => {
  /** One text with all of them, and one for each: some hide others. */
  const texts = [injections.join(' and '), injections.join(''), ...injections];

  test.concurrent.each(texts)('by BEC’s response does nothing: %j', async (text) => {
    const headerText = text.replaceAll(/[^ -~]/g, ' ');
    const error: Fault = {
      kind: 'response',
      status: 503,
      headers: { 'X-Bce-Request-Id': '' },
      body: { code: text, message: text, requestId: text },
    };
    const gateway: Fault = {
      kind: 'response',
      status: 503,
      headers: {
        'X-Bce-Request-Id': headerText,
        'X-Bce-Error-Code': headerText,
        'X-Bce-Error-Message': headerText,
      },
    };
    const garbage: Fault = { kind: 'response', status: 200, body: `${text}\n${text}` };
    const details = { serviceId: 's-12345678', serviceName: 'shop', status: text, tags: [text] };
    const success: Fault = {
      kind: 'response',
      status: 200,
      headers: { 'X-Bce-Request-Id': '' },
      body: { result: true, requestId: text, details },
    };
    const ended = await deploy({ faults: [error, gateway, garbage, success] });
    expect(ended.exitCode).toBe(0);
    expectOwnCommands(ended.log);
    expect(ended.outputs['serviceId']).toBe('s-12345678');
    expect(ended.outputs['requestId']).toBe(text);
  });

  test.concurrent.each([
    [{ code: injections.join(''), message: injections.join('') }, {}],
    [{ code: '', message: '' }, { 'X-Bce-Error-Message': '##[error]INJECTED' }],
    ['', { Location: 'https://##[error]INJECTED ::error::INJECTED' }],
  ])('by the response that ends the step does nothing: %j %j', async (body, headers) => {
    const status = 'Location' in headers ? 302 : 403;
    const ended = await deploy({ faults: [{ kind: 'response', status, headers, body }] });
    expect(ended.exitCode).toBe(1);
    expectOwnCommands(ended.log);
  });

  test.concurrent('by the name of another service does nothing', async () => {
    const name = injections.join('');
    const deployInstances = [{ regionId: name }];
    const details = { serviceId: 's-12345678', serviceName: name, deployInstances };
    const ended = await deploy({ faults: [{ kind: 'response', status: 200, body: { details } }] });
    expect(ended.exitCode).toBe(1);
    expectOwnCommands(ended.log);
  });

  test.concurrent('by the values and keys of a spec does nothing', async () => {
    const containers = texts.map((text) => ({
      ...{ ...plainSpec.containers[0], name: text, cpu: text, [text]: text },
      envs: [{ name: text, value: text }],
    }));
    const spec = { ...plainSpec, serviceName: injections.join(''), containers };
    const ended = await deploy({ spec });
    expect(ended.exitCode).toBe(1);
    expectOwnCommands(ended.log);
  });

  test.concurrent('by the request of a dry run does nothing', async () => {
    const [container] = plainSpec.containers;
    const envs = texts.map((value, index) => ({ name: `TEXT_${index}`, value }));
    const spec = { ...plainSpec, containers: [{ ...container, envs }] };
    const ended = await deploy({ spec }, { inputs: { 'dry-run': 'true' } });
    expect(ended.exitCode).toBe(0);
    expectOwnCommands(ended.log);
  });

  test.concurrent.each(texts)('by a text that is no YAML does nothing: %j', async (text) => {
    const ended = await deploy({ spec: `serviceName: a\n${text}: b\n  ${text}` });
    expect(ended.exitCode).toBe(1);
    expectOwnCommands(ended.log);
  });

  test.concurrent.each([
    ['GITHUB_JOB', 'GITHUB_ACTOR', 'GITHUB_WORKFLOW', 'GITHUB_ACTION', 'GITHUB_SERVER_URL'],
    ['GITHUB_REF_NAME', 'GITHUB_REF'],
    ['GITHUB_RUN_ID'],
    ['GITHUB_SHA', 'GITHUB_REPOSITORY'],
    ['GITHUB_EVENT_NAME'],
  ])('by the variable %s does nothing', async (...names) => {
    const spec = {
      ...plainSpec,
      tags: [
        { tagKey: 'a', tagValue: '${{ github.actor }} ${{ github.job }} ${{ github.ref_name }}' },
        { tagKey: 'b', tagValue: '${{ github.workflow }} ${{ github.repository }}' },
      ],
    };
    const run = Object.fromEntries(names.map((name) => [name, injections.join('')]));
    const ends = await Promise.all([
      deploy({ spec }, { run }),
      deploy({ spec }, { run, inputs: { 'dry-run': 'true' } }),
    ]);
    for (const ended of ends) expectOwnCommands(ended.log);
  });

  const inputs = [
    'spec',
    'image-version',
    'containers',
    'endpoint',
    'client-token',
    'strict',
    'dry-run',
    'matrix',
  ] as const;
  test.concurrent.each(inputs)('by the input %s does nothing', async (name) => {
    const ended = await deploy({}, { inputs: { [name]: `x${injections.join('')}` } });
    expect(ended.exitCode).toBe(1);
    expectOwnCommands(ended.log);
  });

  // Windows has no such names.
  test.skipIf(process.platform === 'win32')(
    'by the name of a file does nothing',
    { concurrent: true },
    async () => {
      const names = [
        '::error::INJECTED',
        '\n::error::INJECTED\n',
        '##[error]INJECTED',
        'a,line=1::b',
      ];
      const text = 'serviceName: 1\nunknown: key\n';
      using workspace = makeWorkspace(
        Object.fromEntries(names.map((name) => [`${name}.yml`, text])),
      );
      await using deployment = await startDeployment();
      for (const name of names) {
        const ended = await deployment.run({
          workspace: workspace.path,
          inputs: { spec: `${name}.yml` },
        });
        expect(ended.exitCode).toBe(1);
        expectOwnCommands(ended.log);
      }
    },
  );
});
