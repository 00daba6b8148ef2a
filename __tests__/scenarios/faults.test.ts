import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import type { LocalBec } from '../../local-bec/server.ts';
import {
  tokensAndBodiesIn,
  createsIn,
  plainSpec,
  startDeployment,
  type DeploymentOptions,
  type Deviation,
  type Ended,
} from '../../testing/deployment.ts';
import { closedPort } from '../../testing/raw-server.ts';

type ScriptedResponse = Extract<Fault, { readonly kind: 'response' }>;

function errorResponse(status: number, code: string, more: Partial<ScriptedResponse> = {}): Fault {
  const body = { code, message: `This is ${code}.`, requestId: 'from-the-body' };
  return { kind: 'response', status, body, ...more };
}

function successResponse(body: unknown): Fault {
  return { kind: 'response', status: 200, body };
}

async function deploy(
  options: DeploymentOptions,
  deviation?: Deviation,
): Promise<{ readonly bec: LocalBec; readonly ended: Ended }> {
  await using deployment = await startDeployment(options);
  const ended = await deployment.run(deviation);
  return { bec: deployment.bec, ended };
}

/** What the error says about the service, which tells the user what to do. */
function claimIn({ error }: Ended): 'may exist' | 'none' | 'nothing' {
  if (error.includes('may exist')) return 'may exist';
  return error.includes('No service was created') ? 'none' : 'nothing';
}

function expectOneTokenAndBody(bec: LocalBec): void {
  const { tokens, bodies } = tokensAndBodiesIn(createsIn(bec));
  expect(tokens).toEqual([expect.stringMatching(/^bec-9876543210-[0-9a-f]{32}$/)]);
  expect(bodies.length).toBeLessThanOrEqual(1);
}

function expectGreen(bec: LocalBec, ended: Ended): void {
  expect(ended.error).toBe('');
  expect(ended.exitCode).toBe(0);
  expect(bec.services).toHaveLength(1);
  expect(ended.outputs['serviceId']).toBe(bec.services[0]?.serviceId);
  expect(ended.log).toMatch(
    new RegExp(`^Created .*${bec.services[0]?.serviceId ?? 'nothing'}`, 'm'),
  );
  expectOneTokenAndBody(bec);
}

function expectRed(bec: LocalBec, ended: Ended): void {
  expect(ended.exitCode).toBe(1);
  expect(ended.error).not.toBe('');
  expect(ended.outputs).not.toHaveProperty('serviceId');
  expect(ended.outputs).toHaveProperty('clientToken');
  expect(bec.services.length).toBeLessThanOrEqual(1);
}

/** Waits take no time. */
const stepping: Deviation = { clock: 'stepping' };
/** The shipped bundle, for what needs no wait. */
const atOnce: Deviation = { clock: 'real' };

describe('a transient fault', () => {
  test.concurrent.each<[string, Fault, string]>([
    ['HTTP 503', errorResponse(503, 'ServiceUnavailable'), 'HTTP 503 ServiceUnavailable'],
    ['a reset after the work was done', { kind: 'reset', when: 'after' }, 'the connection was'],
    ['silence', { kind: 'hang', when: 'after' }, 'no complete response within 30 s'],
    [
      'a success whose id is elsewhere',
      successResponse({ code: '0', msg: 'success', data: { serviceId: 's-1' } }),
      'HTTP 200, but the response',
    ],
    ['a success without an id', successResponse({ code: '200', message: 'OK' }), 'HTTP 200, but'],
    ['no serviceId', successResponse({ result: true, details: {} }), 'HTTP 200, but the response'],
  ])('%s: the create is retried, and ends in one service', async (_, fault, reason) => {
    const { bec, ended } = await deploy({ faults: [fault] });
    expectGreen(bec, ended);
    expect(bec.requests).toHaveLength(2);
    expect(ended.attempts).toEqual([expect.stringContaining(`Attempt 1: ${reason}`)]);
  });

  test.concurrent('a good response that is only late is waited for', async () => {
    const { bec, ended } = await deploy({ faults: [{ kind: 'delay', ms: 400 }] }, atOnce);
    expectGreen(bec, ended);
    expect(bec.requests).toHaveLength(1);
  });
});

test.concurrent.each([
  { code: 'Success', message: 'ok' },
  { code: 'Accepted', message: 'The service is being created.' },
])('a response with %j and a service ends green', async (words) => {
  const details = { serviceId: 's-1', serviceName: 'shop', status: 'STARTING' };
  const { ended } = await deploy({ faults: [successResponse({ ...words, details })] }, atOnce);
  expect(ended.error).toBe('');
  expect(ended.outputs['serviceId']).toBe('s-1');
});

test.concurrent(
  'an unknown code with HTTP 200 is red at once, and the service may exist',
  async () => {
    const fault = successResponse({ code: 'Accepted', message: 'Come again.' });
    const { bec, ended } = await deploy({ faults: [fault] }, atOnce);
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.error).toContain('HTTP 200 Accepted: Come again');
    expect(claimIn(ended)).toBe('may exist');
  },
);

describe('an error', () => {
  test.concurrent.each<[string, Fault, string]>([
    ['with a code', errorResponse(403, 'AccessDenied'), 'HTTP 403 AccessDenied: This is'],
    ['without a code', { kind: 'response', status: 422, body: 'no' }, 'HTTP 422'],
    ['result: false with HTTP 200', successResponse({ result: false }), 'HTTP 200'],
    [
      'result: false with an id',
      successResponse({ result: false, details: { serviceId: 's-00000000' } }),
      'HTTP 200',
    ],
    [
      'result: false with an unknown code',
      successResponse({ result: false, code: 'NoRoom', message: 'No.' }),
      'HTTP 200 NoRoom: No',
    ],
    [
      'a known code with HTTP 200 and an id',
      successResponse({ code: 'LimitExceeded', message: 'No.', details: { serviceId: 's-1' } }),
      'HTTP 200 LimitExceeded',
    ],
    [
      'in gateway headers with HTTP 200',
      {
        kind: 'response',
        status: 200,
        headers: { 'X-Bce-Error-Code': 'AccessDenied' },
        body: { result: true, details: { serviceId: 's-00000000', serviceName: 'shop' } },
      },
      'AccessDenied',
    ],
    [
      'a redirect',
      { kind: 'response', status: 307, headers: { Location: 'http://127.0.0.1:9/' } },
      'a redirect to',
    ],
  ])('%s: the step is red, and no service was created', async (_, fault, text) => {
    const { bec, ended } = await deploy({ faults: [fault] }, atOnce);
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.error).toContain(text);
    expect(claimIn(ended)).toBe('none');
  });

  test.concurrent('after a lost response does not hide that the service may exist', async () => {
    const { bec, ended } = await deploy({
      faults: [{ kind: 'reset', when: 'after' }, errorResponse(403, 'AccessDenied')],
    });
    expectRed(bec, ended);
    expect(bec.services).toHaveLength(1);
    expect(ended.error).toContain('failed after 2 attempts: HTTP 403 AccessDenied');
    expect(claimIn(ended)).toBe('may exist');
  });
});

describe('a lasting fault', () => {
  test.concurrent.each<[string, Fault, number]>([
    ['HTTP 500', errorResponse(500, 'InternalError'), 0],
    ['a reset after the call', { kind: 'reset', when: 'after' }, 1],
    ['half a response', { kind: 'half-response' }, 1],
    ['a path in place of an id', successResponse({ details: { serviceId: '../s' } }), 0],
    ['an empty id', successResponse({ details: { serviceId: '' } }), 0],
    ['null in place of an id', successResponse({ details: { serviceId: null } }), 0],
  ])('%s: red after six attempts, and the service may exist', async (_, fault, services) => {
    const { bec, ended } = await deploy({ faults: [{ ...fault, times: 99 }] }, stepping);
    expectRed(bec, ended);
    expectOneTokenAndBody(bec);
    expect(bec.requests).toHaveLength(6);
    expect(bec.services).toHaveLength(services);
    expect(ended.error).toContain('POST /v2/service/create failed after 6 attempts: ');
    expect(claimIn(ended)).toBe('may exist');
    expect(ended.error).toContain(ended.outputs['clientToken']);
  });

  test.concurrent('a rate limit: red after three minutes, and no service was created', async () => {
    const faults = [errorResponse(429, 'OverRateLimit', { times: 999 })];
    const { bec, ended } = await deploy({ faults }, stepping);
    expectRed(bec, ended);
    expect(bec.requests.length).toBeGreaterThan(6);
    expect(ended.error).toContain(`failed after ${bec.requests.length} attempts: HTTP 429`);
    expect(claimIn(ended)).toBe('none');
  });

  test.concurrent('no server: red after six attempts, and no service was created', async () => {
    const endpoint = `http://127.0.0.1:${await closedPort()}`;
    const { bec, ended } = await deploy({}, { ...stepping, inputs: { endpoint } });
    expectRed(bec, ended);
    expect(ended.attempts).toHaveLength(5);
    expect(ended.error).toContain('refused the connection');
    expect(claimIn(ended)).toBe('none');
  });

  test.concurrent('after it, a re-run of the job finds the service that was made', async () => {
    await using deployment = await startDeployment({
      faults: [{ kind: 'reset', when: 'after', times: 6 }],
    });
    const first = await deployment.run(stepping);
    expect(claimIn(first)).toBe('may exist');
    const second = await deployment.run({ run: { GITHUB_RUN_ATTEMPT: '2' } });
    expectGreen(deployment.bec, second);
    // Six creates, one more in the re-run, and the lookup.
    expect(deployment.bec.requests).toHaveLength(8);
  });
});

describe('a response about another service', () => {
  const details = { serviceId: 's-0therone', serviceName: 'shop', status: 'RUNNING' };

  test.concurrent('by its name, is an error that names both', async () => {
    const body = { result: true, details: { ...details, serviceName: 'cart' } };
    const { bec, ended } = await deploy({ faults: [successResponse(body)] }, atOnce);
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.error).toContain('another service, s-0therone: it is named "cart", not "shop"');
  });

  test.concurrent('by its region, is an error that names the region', async () => {
    const deployInstances = [{ regionId: 'cn-shanghai-ct' }, { regionId: 'cn-beijing-cm' }];
    const body = { result: true, details: { ...details, deployInstances } };
    const { bec, ended } = await deploy({ faults: [successResponse(body)] }, atOnce);
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.error).toContain('it is in "cn-beijing-cm", which is not in this spec');
  });
});

describe('a re-run', () => {
  const rerun = { run: { GITHUB_RUN_ATTEMPT: '2' } };

  test.concurrent('with the same request gets the same service', async () => {
    await using deployment = await startDeployment();
    const first = await deployment.run();
    const second = await deployment.run(rerun);
    expectGreen(deployment.bec, second);
    expect(second.outputs['serviceId']).toBe(first.outputs['serviceId']);
  });

  test.concurrent('with another request is refused, and makes no second service', async () => {
    await using deployment = await startDeployment();
    await deployment.run();
    const second = await deployment.run({ ...rerun, inputs: { 'image-version': 'v1.2.4' } });
    expectRed(deployment.bec, second);
    expect(deployment.bec.requests).toHaveLength(2);
    expect(deployment.bec.services).toHaveLength(1);
    expect(second.error).toContain('HTTP 403 IdempotentParameterMismatch');
    expect(second.error).toContain('This token has already created a service');
    expect(claimIn(second)).toBe('nothing');
  });

  test.concurrent('that is refused does not deny what an earlier attempt made', async () => {
    await using deployment = await startDeployment({
      faults: [{ kind: 'reset', when: 'after', times: 6 }, errorResponse(403, 'AccessDenied')],
    });
    await deployment.run(stepping);
    const second = await deployment.run(rerun);
    expectRed(deployment.bec, second);
    expect(deployment.bec.services).toHaveLength(1);
    expect(second.error).not.toContain('No service was created.');
  });

  test.concurrent('of another run creates another service', async () => {
    await using deployment = await startDeployment();
    await deployment.run();
    const second = await deployment.run({ run: { GITHUB_RUN_ID: '9876543211' } });
    expect(second.exitCode).toBe(0);
    expect(deployment.bec.services).toHaveLength(2);
    expect(second.outputs['serviceId']).toBe(deployment.bec.services[1]?.serviceId);
  });
});

test.concurrent('a clock an hour slow: signed again with BEC’s time, with a warning', async () => {
  const { bec, ended } = await deploy({ server: { clockOffsetMs: 3_600_000 } }, atOnce);
  expectGreen(bec, ended);
  expect(bec.requests).toMatchObject([{ code: 'RequestTimeTooSkewed' }, { status: 200 }]);
  expect(ended.warnings).toEqual([expect.stringMatching(/clock is \d+ min.* slow/)]);
});

test('the spec of the tests is valid for BEC', async () => {
  const { bec, ended } = await deploy({});
  expectGreen(bec, ended);
  expect(bec.services[0]?.body).toMatchObject({ serviceName: plainSpec.serviceName });
});

test('a region that BEC refuses is told on its line, the cure first', async () => {
  const spec = `serviceName: shop
containerGroupName: shop
containers: [{ name: web, imageAddress: registry.example/shop, cpu: 1, memory: 2 }]
deployInstances:
  - { regionId: cn-shanghai-ct, replicas: 1 }
  - { regionId: cn-shanghai, replicas: 1 }
`;
  const server = { variants: { unknownRegion: 'refused' } } as const;
  const { bec, ended } = await deploy({ spec, server });
  const hint =
    'BEC has no region "cn-shanghai" for containers; did you mean cn-shanghai-ct or cn-shanghai-cm?';
  const [onLine, last] = ended.log.split('\n').filter((line) => line.startsWith('::error'));
  expect(onLine).toMatch(/title=refused-value,file=\.bec\/service\.yml,line=6,.*col=17,/);
  expect(onLine).toContain(`::deployInstances[1].regionId: ${hint}`);
  expect(last).toMatch(
    new RegExp(`^::error::${hint.replace('?', '\\?')} .*No service was created`),
  );
  expect(ended.log).toContain('   6 |   - { regionId: cn-shanghai, replicas: 1 }');
  expect(bec.services).toEqual([]);
});
