import { describe, expect, test } from 'vitest';
import { commandsIn, type Command } from '../../testing/log.ts';
import {
  createsIn,
  plainSpec,
  startDeployment,
  type Deviation,
  type Ended,
} from '../../testing/deployment.ts';
import { dockerConfigText } from '../../testing/registry/check.ts';
import {
  digest,
  plainRegistry,
  registryReply,
  startFakeServer,
  type Behavior,
  type SeenRequest,
} from '../../testing/registry/fake-registry.ts';
import { makeWorkspace, repositoryText } from '../../testing/workspace.ts';

const inputs = { 'check-image': 'true' } as const;

interface Checked extends Ended {
  readonly creates: number;
  readonly requests: readonly SeenRequest[];
}

interface Setup {
  readonly behavior: Behavior;
  /** The spec's containers by their image, with HOST for the registry's host. */
  readonly containers?: readonly (readonly [
    name: string,
    fields: Readonly<Record<string, string>>,
  ])[];
  /** For the registry, in docker's configuration. */
  readonly login?: string;
  readonly deviation?: Deviation;
}

/** Deploys with check-image. In what is printed, HOST replaces the registry's host. */
async function deploy({ behavior, containers, login, deviation = {} }: Setup): Promise<Checked> {
  await using registry = await startFakeServer(behavior);
  using docker = makeWorkspace({
    'config.json': dockerConfigText(login === undefined ? {} : { [registry.host]: login }),
  });
  const [plain] = plainSpec.containers;
  const given = containers ?? [['web', { imageAddress: 'HOST/acme/web' }]];
  const spec = {
    ...plainSpec,
    containers: given.map(([name, fields]) => ({ ...plain, name, ...fields })),
  };
  await using deployment = await startDeployment({
    spec: JSON.stringify(spec, undefined, 2).replaceAll('HOST', registry.host),
  });
  const ended = await deployment.run({
    clock: 'real',
    ...deviation,
    inputs: { ...inputs, ...deviation.inputs },
    env: { DOCKER_CONFIG: docker.path, REGISTRY: registry.host, ...deviation.env },
  });
  const edited = (text: string): string => text.replaceAll(registry.host, 'HOST');
  return {
    ...ended,
    log: edited(ended.log),
    summary: edited(ended.summary),
    error: edited(ended.error),
    creates: createsIn(deployment.bec).length,
    requests: registry.requests,
  };
}

function errorsOf(log: string): readonly Command[] {
  return commandsIn(log).filter(({ name }) => name === 'error');
}

function errorTextsIn(log: string): readonly string[] {
  return errorsOf(log).map(({ text }) => text);
}

describe('an image that is not in its registry', () => {
  const missing =
    'containers[0].imageAddress: Image HOST/acme/web:v1.2.3 is not in its registry, which has other tags of it. 1.2.3 is there, v1.2.3 is not: set the input image-version to the tag that was pushed. If this is a cache in front of a registry, it may not have reached that one: check-image is not for caches.';

  test.concurrent.each<[string, Deviation]>([
    ['a deployment', { clock: 'stepping' }],
    ['a dry run', { clock: 'stepping', inputs: { 'dry-run': 'true' } }],
  ])('ends %s red on its line, before anything is created', async (_, deviation) => {
    const run = await deploy({ behavior: plainRegistry, deviation });
    expect(run.exitCode).toBe(1);
    expect(run.creates).toBe(0);
    const [problem, end] = errorsOf(run.log);
    expect(problem?.properties).toMatch(
      /^title=[a-z-]+,file=\.bec\/service\.yml,line=7,endLine=7,col=23,/,
    );
    expect(problem?.text).toBe(missing);
    expect(end?.text).toBe('1 image of the spec is not in the registry. Nothing was created.');
    expect(run.log).toMatch(/\n +7 \| +"imageAddress": "HOST\/acme\/web",\n +\| +\^+\n/);
    expect(run.summary).toContain('.bec/service.yml:7:23');
    expect(run.outputs['serviceName']).toBe('shop');
    expect(run.outputs['imageDigest']).toBeUndefined();
  });

  test.concurrent('is reported together with all others', async () => {
    const run = await deploy({
      behavior: (request) =>
        registryReply({ 'acme/web': ['1.2.3', '1.2.2'], 'acme/worker': ['a'] }, request),
      containers: [
        ['web', { imageAddress: 'HOST/acme/web' }],
        ['side', { imageAddress: 'HOST/acme/web', imageVersion: '1.2.3' }],
        ['worker', { imageAddress: 'HOST/acme/worker' }],
      ],
      deviation: { clock: 'stepping' },
    });
    expect(errorTextsIn(run.log)).toEqual([
      missing,
      'containers[2].imageAddress: Image HOST/acme/worker:v1.2.3 is not in its registry, which has other tags of it. Push it before this step, or set the input image-version to the tag that was pushed. If this is a cache in front of a registry, it may not have reached that one: check-image is not for caches.',
      '2 images of the spec are not in the registry. Nothing was created.',
    ]);
  });

  test.concurrent('is named without the host, if that is a secret', async () => {
    const run = await deploy({
      behavior: plainRegistry,
      containers: [['web', { imageAddress: '${{ secrets.REGISTRY }}/acme/web' }]],
      login: 'octo:password',
      deviation: { clock: 'stepping' },
    });
    expect(errorTextsIn(run.log)[0]).toContain('Image ***/acme/web:v1.2.3 is not in its registry');
    expect(run.log.replaceAll(/::add-mask::.*\n/g, '')).not.toMatch(/HOST|127\.0\.0\.1/);
  });
});

describe('an image whose name holds a secret is not asked for, and is deployed', () => {
  test.concurrent.each<[string, Readonly<Record<string, string>>, string]>([
    ['the registry', { imageAddress: '${{ secrets.REGISTRY }}/acme/web' }, '***/acme/web:v1.2.3'],
    [
      'the version',
      {
        imageAddress: 'HOST/acme/web',
        imageVersion: '${{ image.version }}-${{ secrets.DB_PASSWORD }}',
      },
      'HOST/acme/web:v1.2.3-***',
    ],
  ])('%s', async (_, fields, name) => {
    const run = await deploy({
      behavior: plainRegistry,
      containers: [['web', fields]],
      deviation: { env: { DB_PASSWORD: 'correct-horse' } },
    });
    expect(run.log).toContain(`Image ${name} was not checked: Its `);
    expect(run.requests).toEqual([]);
    expect(run.creates).toBe(1);
  });
});

test('an image that is given with a login only needs a registry secret in the spec', async () => {
  const run = await deploy({
    behavior: (request) =>
      request.authorization === undefined
        ? { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }
        : plainRegistry(request),
    login: 'octo:password',
    deviation: { inputs: { 'image-version': '1.2.3' } },
  });
  const [warning] = commandsIn(run.log).filter(({ name }) => name === 'warning');
  expect(warning?.text).toContain('Image HOST/acme/web can only be pulled with a login');
  expect(warning?.properties).toMatch(/line=7,endLine=7,col=23,/);
  expect(run.creates).toBe(1);
});

describe('a registry whose response leaves it open does not stop the deployment', () => {
  test.concurrent.each<[string, ReturnType<Behavior>, string]>([
    ['401', { status: 401 }, 'HOST requires a login of a kind that is not supported'],
    [
      '403',
      { status: 403 },
      'Asked for the image without a login, HOST responded with HTTP 403, and',
    ],
    ['429', { status: 429 }, 'HOST responded with HTTP 429.'],
    ['500', { status: 500 }, 'HOST responded with HTTP 500.'],
    // On a machine under load, the time for all images may end first.
    ['no response', 'silence', 'There was no '],
    ['half a response', 'cut', 'There was no usable response from HOST: the connection was closed'],
  ])('%s', async (_, reply, reason) => {
    const clock = reply === 'silence' ? { factor: 20 } : ('real' as const);
    const run = await deploy({ behavior: () => reply, deviation: { clock } });
    expect(run.log).toContain(`\nImage HOST/acme/web:v1.2.3 was not checked: ${reason}`);
    expect(run.exitCode).toBe(0);
    expect(run.creates).toBe(1);
    expect(run.outputs['imageDigest']).toBe('');
    expect(commandsIn(run.log).map(({ name }) => name)).not.toContain('warning');
  });

  test.concurrent('the reason does not name the host that a secret holds', async () => {
    const run = await deploy({
      behavior: () => ({ status: 403 }),
      containers: [['web', { imageAddress: '${{ secrets.REGISTRY }}/acme/web' }]],
      login: 'octo:password',
    });
    expect(run.log).toContain(
      "Image ***/acme/web:v1.2.3 was not checked: Asked for the image with the login in docker's configuration, *** responded with HTTP 403.",
    );
    expect(run.exitCode).toBe(0);
  });
});

describe('the output imageDigest', () => {
  const version = { 'image-version': '1.2.3' } as const;

  test.concurrent('is the digest of the image', async () => {
    const run = await deploy({ behavior: plainRegistry, deviation: { inputs: version } });
    expect(run.outputs['imageDigest']).toBe(digest);
    expect(run.log).toContain(`Image HOST/acme/web:1.2.3 is in its registry, ${digest}.`);
    expect(run.creates).toBe(1);
  });

  test.concurrent('has a line for each container that takes the version', async () => {
    const run = await deploy({
      behavior: plainRegistry,
      containers: [
        ['web', { imageAddress: 'HOST/acme/web' }],
        ['worker', { imageAddress: 'HOST/acme/web' }],
      ],
      deviation: { inputs: version },
    });
    expect(run.outputs['imageDigest']).toBe(`${digest}\n${digest}`);
    expect(run.requests).toHaveLength(1);
  });

  test.concurrent('is empty if one of them is unknown', async () => {
    const run = await deploy({
      behavior: (request) =>
        request.target.includes('worker') ? { status: 403 } : plainRegistry(request),
      containers: [
        ['web', { imageAddress: 'HOST/acme/web' }],
        ['worker', { imageAddress: 'HOST/acme/worker' }],
      ],
      deviation: { inputs: version },
    });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['imageDigest']).toBe('');
  });
});

test('no request is sent for an image with another version than the run’s', async () => {
  const run = await deploy({
    behavior: plainRegistry,
    deviation: {
      inputs: { 'dry-run': 'true' },
      run: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' },
    },
  });
  expect(run.exitCode).toBe(0);
  expect(run.log).toContain(
    'No image was checked: the version to deploy is unknown in this dry run.',
  );
  expect(run.requests).toEqual([]);
});

test('no registry is asked unless the input says so', async () => {
  const run = await deploy({
    behavior: plainRegistry,
    deviation: { inputs: { 'check-image': 'false' } },
  });
  expect(run.exitCode).toBe(0);
  expect(run.requests).toEqual([]);
  expect(run.outputs).not.toHaveProperty('imageDigest');
});

test('the code that asks is in no file that every run loads', () => {
  expect(repositoryText('dist/index.js')).not.toContain('docker-content-digest');
});
