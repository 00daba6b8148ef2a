import { setInterval } from 'node:timers';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import type { LocalBec } from '../../local-bec/server.ts';
import {
  askedFor,
  createsIn,
  plainSpec,
  startDeployment,
  type DeploymentOptions,
  type Deviation,
  type Ended,
} from '../../testing/deployment.ts';
import { closedPort, startRawServer } from '../../testing/raw-server.ts';

/** A time at which no server's clock stands, so that what depends on it is not there by chance. */
const newYear = 'Wed, 01 Jan 2025 00:00:00 GMT';
const sevenSecondsLater = 'Wed, 01 Jan 2025 00:00:07 GMT';

type ScriptedAnswer = Extract<Fault, { readonly kind: 'answer' }>;

function anErrorWith(status: number, code: string, more: Partial<ScriptedAnswer> = {}): Fault {
  const body = { code, message: `This is ${code}.`, requestId: 'from-the-body' };
  return { kind: 'answer', status, body, ...more };
}

/** A 200 in BEC's envelope. */
function anAnswerWith(body: unknown): Fault {
  return { kind: 'answer', status: 200, body };
}

async function deploy(
  options: DeploymentOptions,
  deviation?: Deviation,
): Promise<{ readonly bec: LocalBec; readonly ended: Ended }> {
  await using deployment = await startDeployment(options);
  const ended = await deployment.run(deviation);
  return { bec: deployment.bec, ended };
}

/** What the error says of the service, in the words that the user is to act upon. */
function claimIn({ error }: Ended): 'may exist' | 'none' | 'nothing' {
  if (error.includes('may exist')) return 'may exist';
  return error.includes('No service was created') ? 'none' : 'nothing';
}

function expectOneTokenAndBody(bec: LocalBec): void {
  const { tokens, bodies } = askedFor(createsIn(bec));
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

/** The waits that the log announces, in seconds. */
function waitsIn({ attempts }: Ended): readonly number[] {
  return attempts.map((line) => Number(/The next one in ([\d.]+) s\.$/.exec(line)?.[1]));
}

/** Where nothing is waited for, time need not run faster. */
const atOnce: Deviation = { clock: 'real' };

describe('a fault that passes', () => {
  const faults: readonly (readonly [name: string, fault: Fault, reason: string])[] = [
    ['HTTP 429', anErrorWith(429, 'OverRateLimit'), 'HTTP 429 OverRateLimit: This is'],
    ['HTTP 500', anErrorWith(500, 'InternalError'), 'HTTP 500 InternalError: This is'],
    ['ServiceInternalError', anErrorWith(500, 'ServiceInternalError'), 'HTTP 500 ServiceInt'],
    ['InternalServerError', anErrorWith(500, 'InternalServerError'), 'HTTP 500 InternalServ'],
    ['HTTP 502', anErrorWith(502, 'BadGateway'), 'HTTP 502 BadGateway'],
    ['HTTP 503', anErrorWith(503, 'ServiceUnavailable'), 'HTTP 503 ServiceUnavailable'],
    ['HTTP 504', anErrorWith(504, 'GatewayTimeout'), 'HTTP 504 GatewayTimeout'],
    ['HTTP 500 without a code', { kind: 'answer', status: 500, body: '<h1>Oops</h1>' }, 'HTTP 500'],
    ['HTTP 502 without a body', { kind: 'answer', status: 502 }, 'HTTP 502'],
    ['HTTP 408', { kind: 'answer', status: 408 }, 'HTTP 408'],
    [
      'HTTP 500 after the work was done',
      anErrorWith(500, 'InternalError', { processed: true }),
      'HTTP 500 InternalError',
    ],
    [
      'an internal error that comes with HTTP 200',
      anAnswerWith({ result: false, code: 'InternalError', message: 'Half of it is done.' }),
      'HTTP 200 InternalError: Half of it',
    ],
    [
      'a gateway error without a body',
      {
        kind: 'answer',
        status: 503,
        headers: { 'X-Bce-Error-Code': 'ServiceUnavailable', 'X-Bce-Error-Message': 'Not now.' },
      },
      'HTTP 503 ServiceUnavailable: Not now',
    ],
    ['a reset before the call', { kind: 'reset', when: 'before' }, 'the connection was cut'],
    ['a reset during the upload', { kind: 'refuse-upload' }, 'the connection was cut'],
    ['a reset after the call', { kind: 'reset', when: 'after' }, 'the connection was cut'],
    ['a close before the call', { kind: 'close', when: 'before' }, 'the connection was cut'],
    ['a close after the call', { kind: 'close', when: 'after' }, 'the connection was cut'],
    ['silence before the call', { kind: 'hang', when: 'before' }, 'no complete answer within 30 s'],
    ['silence after the call', { kind: 'hang', when: 'after' }, 'no complete answer within 30 s'],
    [
      'half an answer',
      { kind: 'half-answer' },
      'the connection was cut before an answer was compl',
    ],
    ['an answer that is no JSON', { kind: 'garbage' }, 'HTTP 200, but its body is no JSON object'],
    [
      'an empty answer',
      { kind: 'answer', status: 200, processed: true },
      'HTTP 200, but its body is empty',
    ],
    ['an answer that is a list', anAnswerWith([]), 'HTTP 200, but its body is no JSON object: []'],
    ['an answer over 1 MiB', { kind: 'huge' }, 'the answer is over 1 MiB'],
    [
      'no serviceId',
      anAnswerWith({ result: true, details: {} }),
      'HTTP 200, but the answer does not',
    ],
  ];

  test.concurrent.each(faults)('%s: the call is made again', async (_, fault, reason) => {
    const { bec, ended } = await deploy({ faults: [fault] });
    expectGreen(bec, ended);
    expect(bec.requests).toHaveLength(2);
    expect(ended.attempts).toHaveLength(1);
    expect(ended.attempts[0]).toContain(`Attempt 1: ${reason}`);
  });

  test.concurrent('is logged with the request id in its header', async () => {
    const { bec, ended } = await deploy({ faults: [anErrorWith(503, 'ServiceUnavailable')] });
    expect(ended.attempts[0]).toContain(`(request id ${bec.requests[0]?.requestId ?? 'none'})`);
  });

  test.concurrent('is logged with the request id in its body, where no header has it', async () => {
    const headers = { 'X-Bce-Request-Id': '' };
    const { ended } = await deploy({ faults: [anErrorWith(503, 'BadGateway', { headers })] });
    expect(ended.attempts[0]).toContain('(request id from-the-body)');
  });

  test.concurrent('many different ones in turn end in one service', async () => {
    const { bec, ended } = await deploy({
      faults: [
        { kind: 'reset', when: 'before' },
        anErrorWith(500, 'InternalError'),
        { kind: 'hang', when: 'after' },
        { kind: 'half-answer' },
        { kind: 'garbage' },
      ],
    });
    expectGreen(bec, ended);
    expect(bec.requests).toHaveLength(6);
    expect(ended.attempts.map((line) => line.slice(0, 'Attempt 1:'.length))).toEqual([
      'Attempt 1:',
      'Attempt 2:',
      'Attempt 3:',
      'Attempt 4:',
      'Attempt 5:',
    ]);
  });

  test.concurrent('a good answer that is only late is waited for', async () => {
    const { bec, ended } = await deploy({ faults: [{ kind: 'delay', ms: 400 }] });
    expectGreen(bec, ended);
    expect(bec.requests).toHaveLength(1);
  });
});

describe('the wait before the next attempt', () => {
  test.concurrent.each([
    ['seconds', { 'Retry-After': '7' }],
    ['a date', { 'Retry-After': sevenSecondsLater, Date: newYear }],
  ])('is at least what Retry-After asks for in %s', async (_, headers) => {
    const { bec, ended } = await deploy(
      { faults: [anErrorWith(429, 'OverRateLimit', { headers })] },
      { clock: 20 },
    );
    expectGreen(bec, ended);
    const [waitS = 0] = waitsIn(ended);
    expect(waitS).toBeGreaterThanOrEqual(7);
    expect(waitS).toBeLessThanOrEqual(7.5);
    const [first, second] = bec.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(7000 / 20 - 10);
  });

  test.concurrent('follows Retry-After of a 503, too', async () => {
    const headers = { 'Retry-After': '9' };
    const { ended } = await deploy({ faults: [{ kind: 'answer', status: 503, headers }] });
    expect(waitsIn(ended)[0]).toBeGreaterThanOrEqual(9);
  });

  test.concurrent('is not led astray by a Retry-After that makes no sense', async () => {
    const faults = ['-5', '1e9', 'soon', ''].map((text): Fault => ({
      kind: 'answer',
      status: 503,
      headers: { 'Retry-After': text },
    }));
    const { bec, ended } = await deploy({ faults });
    expectGreen(bec, ended);
    expect(Math.max(...waitsIn(ended))).toBeLessThanOrEqual(4);
  });

  test.concurrent('doubles at most, and is another one in every run', async () => {
    const fault: Fault = { kind: 'answer', status: 503, times: 5 };
    const runs = await Promise.all(
      [1, 2, 3].map(async () => waitsIn((await deploy({ faults: [fault] })).ended)),
    );
    for (const waits of runs) {
      expect(waits).toHaveLength(5);
      for (const [index, wait] of waits.entries()) {
        expect(wait).toBeLessThanOrEqual(0.5 * 2 ** index);
      }
    }
    expect(new Set(runs.map(String)).size).toBe(3);
  });
});

describe('a refusal', () => {
  const codes: readonly (readonly [code: string, status: number, advice: string])[] = [
    ['BadRequest', 400, 'dry run'],
    ['MalformedJSON', 400, 'dry run'],
    ['InappropriateJSON', 400, 'dry run'],
    ['InvalidHTTPRequest', 400, 'dry run'],
    ['SignatureDoesNotMatch', 400, 'secret access key'],
    ['IamSignatureInvalid', 400, 'secret access key'],
    ['SignatureMismatch', 400, 'secret access key'],
    ['InvalidHTTPAuthHeader', 400, 'access-key-id'],
    ['AccountNotActivate', 400, 'activate BEC'],
    ['AccountArrears', 400, 'Pay the open bills'],
    ['AccessDenied', 403, 'BEC permissions'],
    ['InvalidAccessKeyId', 403, 'No such access key'],
    ['OptInRequired', 403, 'Activate BEC'],
    ['NoSuchObject', 404, 'Check the input endpoint'],
    ['ResourceNotFound', 404, 'Check the input endpoint'],
    ['MethodNotAllowed', 405, ''],
    ['OperationDenied', 409, 'state of the service'],
    ['LimitExceeded', 413, 'quota'],
    ['SomethingNew', 422, ''],
  ];

  test.concurrent.each(codes)('%s is final', async (code, status, advice) => {
    const { bec, ended } = await deploy({ faults: [anErrorWith(status, code)] }, atOnce);
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(bec.services).toHaveLength(0);
    expect(claimIn(ended)).toBe('none');
    expect(ended.error).toContain(
      `POST /v2/service/create failed: HTTP ${status} ${code}: This is ${code} (request id ${bec.requests[0]?.requestId ?? ''}).`,
    );
    expect(ended.error).toContain(advice);
  });

  test.concurrent.each([400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 413, 414, 415, 417, 422])(
    'without a code, HTTP %d, is final',
    async (status) => {
      const { bec, ended } = await deploy(
        { faults: [{ kind: 'answer', status, body: 'no' }] },
        atOnce,
      );
      expectRed(bec, ended);
      expect(bec.requests).toHaveLength(1);
      expect(claimIn(ended)).toBe('none');
      expect(ended.error).toContain(`HTTP ${status}`);
    },
  );

  test.concurrent('in gateway headers with an empty body is understood', async () => {
    const headers = {
      'X-Bce-Error-Code': 'AccessDenied',
      'X-Bce-Error-Message': 'Not yours.',
      'X-Bce-Request-Id': 'gateway-1',
    };
    const { bec, ended } = await deploy(
      { faults: [{ kind: 'answer', status: 403, headers }] },
      atOnce,
    );
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.error).toContain('HTTP 403 AccessDenied: Not yours (request id gateway-1).');
    expect(claimIn(ended)).toBe('none');
  });

  test.concurrent('in gateway headers counts although the status is 200', async () => {
    const headers = { 'X-Bce-Error-Code': 'AccessDenied' };
    const body = { result: true, details: { serviceId: 's-00000000', serviceName: 'shop' } };
    const { bec, ended } = await deploy({
      faults: [{ kind: 'answer', status: 200, headers, body }],
    });
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.error).toContain('AccessDenied');
  });

  test.concurrent('in the words of the older calls is understood', async () => {
    const body = { code: '9001', msg: 'The quota is used up.', data: null };
    const { ended } = await deploy({ faults: [{ kind: 'answer', status: 400, body }] }, atOnce);
    expect(ended.error).toContain('HTTP 400 9001: The quota is used up');
  });

  test.concurrent.each([
    ['alone', { result: false }],
    ['with an id', { result: false, details: { serviceId: 's-00000000', serviceName: 'shop' } }],
    ['with a reason', { result: false, code: 'LimitExceeded', message: 'No more.' }],
  ])('with HTTP 200, result: false %s, is never green', async (_, body) => {
    const { bec, ended } = await deploy({ faults: [anAnswerWith(body)] }, atOnce);
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.error).toContain('HTTP 200');
    expect(claimIn(ended)).toBe('none');
  });

  test.concurrent.each([301, 302, 303, 307, 308])(
    'by redirect, HTTP %d, is not followed, and nothing is sent there',
    async (status) => {
      await using elsewhere = await startRawServer((socket) => socket.destroy());
      const headers = { Location: `http://127.0.0.1:${elsewhere.port}/v2/service/create` };
      const { bec, ended } = await deploy(
        { faults: [{ kind: 'answer', status, headers }] },
        atOnce,
      );
      expectRed(bec, ended);
      expect(bec.requests).toHaveLength(1);
      expect(elsewhere.connections()).toBe(0);
      expect(ended.error).toContain(`a redirect to ${headers.Location}, which is not followed`);
      expect(claimIn(ended)).toBe('none');
    },
  );

  test.concurrent('after a lost answer does not hide that the service may exist', async () => {
    const { bec, ended } = await deploy({
      faults: [{ kind: 'reset', when: 'after' }, anErrorWith(403, 'AccessDenied')],
    });
    expectRed(bec, ended);
    expect(bec.services).toHaveLength(1);
    expect(ended.error).toContain('failed after 2 attempts: HTTP 403 AccessDenied');
    expect(claimIn(ended)).toBe('may exist');
  });
});

describe('a fault that stays', () => {
  const faults: readonly (readonly [
    name: string,
    fault: Fault,
    services: number,
    claim: 'may exist' | 'none',
  ])[] = [
    ['HTTP 500', anErrorWith(500, 'InternalError'), 0, 'may exist'],
    ['HTTP 500 after work', anErrorWith(500, 'InternalError', { processed: true }), 1, 'may exist'],
    ['HTTP 502', { kind: 'answer', status: 502 }, 0, 'may exist'],
    ['HTTP 503', anErrorWith(503, 'ServiceUnavailable'), 0, 'may exist'],
    ['HTTP 504', anErrorWith(504, 'GatewayTimeout'), 0, 'may exist'],
    [
      'an internal error with HTTP 200',
      anAnswerWith({ result: false, code: 'InternalError' }),
      0,
      'may exist',
    ],
    ['a reset before the call', { kind: 'reset', when: 'before' }, 0, 'may exist'],
    ['a reset after the call', { kind: 'reset', when: 'after' }, 1, 'may exist'],
    ['a reset during the upload', { kind: 'refuse-upload' }, 0, 'may exist'],
    ['a close after the call', { kind: 'close', when: 'after' }, 1, 'may exist'],
    ['half an answer', { kind: 'half-answer' }, 1, 'may exist'],
    ['no JSON', { kind: 'garbage' }, 1, 'may exist'],
    ['nothing in it', { kind: 'answer', status: 200, processed: true }, 1, 'may exist'],
    ['too much in it', { kind: 'huge' }, 1, 'may exist'],
    ['no id in it', anAnswerWith({ result: true, details: { serviceId: null } }), 0, 'may exist'],
    [
      'no id but a path in it',
      anAnswerWith({ result: true, details: { serviceId: '../s' } }),
      0,
      'may exist',
    ],
    ['an empty id in it', anAnswerWith({ details: { serviceId: '' } }), 0, 'may exist'],
  ];

  test.concurrent.each(faults)(
    '%s: red after six attempts, and true about the service',
    async (_, fault, services, claim) => {
      const { bec, ended } = await deploy({ faults: [{ ...fault, times: 99 }] }, { clock: 50 });
      expectRed(bec, ended);
      expectOneTokenAndBody(bec);
      expect(bec.requests).toHaveLength(6);
      expect(bec.services).toHaveLength(services);
      expect(ended.attempts).toHaveLength(5);
      expect(ended.error).toContain('POST /v2/service/create failed after 6 attempts: ');
      expect(claimIn(ended)).toBe(claim);
      if (claim === 'may exist') expect(ended.error).toContain(ended.outputs['clientToken']);
    },
  );

  test.concurrent('silence: red when three minutes are over', async () => {
    const { bec, ended } = await deploy(
      { faults: [{ kind: 'hang', when: 'after', times: 99 }] },
      { clock: 50 },
    );
    expectRed(bec, ended);
    expect(bec.services).toHaveLength(1);
    expect(bec.requests.length).toBeLessThanOrEqual(6);
    expect(ended.error).toContain('no complete answer within');
    expect(claimIn(ended)).toBe('may exist');
  });

  test.concurrent('a rate limit: its turn is waited for as long as the time allows', async () => {
    const { bec, ended } = await deploy(
      { faults: [anErrorWith(429, 'OverRateLimit', { times: 999 })] },
      { clock: 50 },
    );
    expectRed(bec, ended);
    expect(bec.services).toHaveLength(0);
    expect(bec.requests.length).toBeGreaterThan(6);
    expect(waitsIn(ended).reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(181);
    expect(ended.error).toContain(`failed after ${bec.requests.length} attempts: HTTP 429`);
    expect(ended.error).toContain('Too many requests');
    expect(claimIn(ended)).toBe('none');
  });

  test.concurrent(
    'a rate limit for an hour: no longer than 60 s are waited at a time',
    async () => {
      const { bec, ended } = await deploy(
        {
          faults: [
            anErrorWith(429, 'OverRateLimit', { headers: { 'Retry-After': '3600' }, times: 99 }),
          ],
        },
        { clock: 100 },
      );
      expectRed(bec, ended);
      expect(bec.requests).toHaveLength(3);
      for (const wait of waitsIn(ended)) {
        expect(wait).toBeGreaterThanOrEqual(60);
        expect(wait).toBeLessThanOrEqual(61);
      }
    },
  );

  test.concurrent('after it, a re-run of the job finds the service that was made', async () => {
    await using deployment = await startDeployment({
      faults: [{ kind: 'reset', when: 'after', times: 6 }],
    });
    const first = await deployment.run({ clock: 50 });
    expect(claimIn(first)).toBe('may exist');
    const second = await deployment.run({ run: { GITHUB_RUN_ATTEMPT: '2' } });
    expectGreen(deployment.bec, second);
    expect(deployment.bec.requests).toHaveLength(7);
  });
});

describe('a server that is none', () => {
  test.concurrent('a port that nothing listens on: nothing was created', async () => {
    const endpoint = `http://127.0.0.1:${await closedPort()}`;
    const { bec, ended } = await deploy({}, { inputs: { endpoint }, clock: 50 });
    expectRed(bec, ended);
    expect(ended.attempts).toHaveLength(5);
    expect(ended.error).toContain('refused the connection');
    expect(claimIn(ended)).toBe('none');
  });

  test.concurrent.each([
    ['resets every connection', (socket) => void socket.resetAndDestroy()],
    ['closes every connection', (socket) => void socket.end()],
    ['speaks another language', (socket) => void socket.end('220 smtp.example ESMTP\r\n')],
    ['sends headers without end', (socket) => void socket.write(endlessHeaders)],
  ] satisfies [string, Parameters<typeof startRawServer>[0]][])(
    'one that %s: red after six attempts',
    async (_, onConnection) => {
      await using server = await startRawServer(onConnection);
      const endpoint = `http://127.0.0.1:${server.port}`;
      const { bec, ended } = await deploy({}, { inputs: { endpoint }, clock: 50 });
      expectRed(bec, ended);
      expect(server.connections()).toBe(6);
      expect(claimIn(ended)).toBe('may exist');
    },
  );

  test.concurrent('one that lets an answer drip does not hold the step for ever', async () => {
    await using server = await startRawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
      const drip = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => {
        clearInterval(drip);
      });
    });
    const endpoint = `http://127.0.0.1:${server.port}`;
    const { bec, ended } = await deploy({}, { inputs: { endpoint }, clock: 50 });
    expectRed(bec, ended);
    expect(ended.error).toContain('no complete answer within');
    expect(claimIn(ended)).toBe('may exist');
  });

  test.concurrent(
    'one that never greets over TLS: no connection, and nothing was created',
    async () => {
      await using server = await startRawServer(() => undefined);
      const endpoint = `https://127.0.0.1:${server.port}`;
      const { bec, ended } = await deploy({}, { inputs: { endpoint }, clock: 50 });
      expectRed(bec, ended);
      expect(ended.error).toContain('failed after 6 attempts: no connection within 10 s');
      expect(claimIn(ended)).toBe('none');
    },
  );
});

const endlessHeaders = `HTTP/1.1 200 OK\r\n${'X-More: of this\r\n'.repeat(10_000)}`;

describe('an answer for another service', () => {
  const details = { serviceId: 's-0therone', serviceName: 'shop', status: 'RUNNING' };

  test.concurrent('by its name, is an error that names both', async () => {
    const body = { result: true, details: { ...details, serviceName: 'cart' } };
    const { bec, ended } = await deploy({ faults: [anAnswerWith(body)] }, atOnce);
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.error).toContain('another service, s-0therone: it is named "cart", not "shop"');
  });

  test.concurrent('by its region, is an error that names the region', async () => {
    const deployInstances = [{ regionId: 'cn-shanghai-ct' }, { regionId: 'cn-beijing-cm' }];
    const body = { result: true, details: { ...details, deployInstances } };
    const { bec, ended } = await deploy({ faults: [anAnswerWith(body)] }, atOnce);
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.error).toContain('it runs in "cn-beijing-cm", which this spec does not name');
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
    expect(second.error).toContain('This run has already created a service with this token');
    expect(claimIn(second)).toBe('nothing');
  });

  test.concurrent('that is refused does not deny what an earlier attempt made', async () => {
    await using deployment = await startDeployment({
      faults: [{ kind: 'reset', when: 'after', times: 6 }, anErrorWith(403, 'AccessDenied')],
    });
    await deployment.run({ clock: 50 });
    const second = await deployment.run(rerun);
    expectRed(deployment.bec, second);
    expect(deployment.bec.services).toHaveLength(1);
    expect(second.error).not.toContain('No service was created.');
  });

  test.concurrent('of another run makes a service of its own', async () => {
    await using deployment = await startDeployment();
    await deployment.run();
    const second = await deployment.run({ run: { GITHUB_RUN_ID: '9876543211' } });
    expect(second.exitCode).toBe(0);
    expect(deployment.bec.services).toHaveLength(2);
    expect(second.outputs['serviceId']).toBe(deployment.bec.services[1]?.serviceId);
  });
});

describe('a clock', () => {
  const minutes = 60_000;

  test.concurrent.each([
    ['an hour slow', 60 * minutes, /clock is (60 min|59 min 59 s|59 min 58 s) slow/],
    ['an hour fast', -60 * minutes, /clock is 60 min( \d s)? fast/],
    ['20 minutes slow', 20 * minutes, /clock is (20 min|19 min 59 s|19 min 58 s) slow/],
    ['20 minutes fast', -20 * minutes, /clock is 20 min( \d s)? fast/],
  ])('%s is made good for, with a warning', async (_, clockOffsetMs, warning) => {
    const { bec, ended } = await deploy({ server: { clockOffsetMs } }, atOnce);
    expectGreen(bec, ended);
    expect(bec.requests).toMatchObject([{ code: 'RequestTimeTooSkewed' }, { status: 200 }]);
    expect(ended.attempts[0]).toContain('Attempt 1: HTTP 403 RequestTimeTooSkewed: ');
    expect(ended.attempts[0]).toContain(bec.requests[0]?.requestId);
    expect(ended.warnings).toEqual([expect.stringMatching(warning)]);
    const [first, second] = bec.requests.map(({ headers }) => headers);
    const signedAt = Date.parse(second?.['x-bce-date'] ?? '');
    expect(signedAt - Date.parse(first?.['x-bce-date'] ?? '')).toSatisfy(
      (differenceMs: number) => Math.abs(differenceMs - clockOffsetMs) < minutes,
    );
    expect(second?.['authorization']).not.toBe(first?.['authorization']);
  });

  test.concurrent('ten minutes off is nobody’s business', async () => {
    const { bec, ended } = await deploy({ server: { clockOffsetMs: 10 * minutes } }, atOnce);
    expectGreen(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.warnings).toEqual([]);
  });

  test.concurrent('that was made good for stays so in the attempts that follow', async () => {
    const { bec, ended } = await deploy({
      server: { clockOffsetMs: 60 * minutes },
      faults: [
        anErrorWith(403, 'RequestTimeTooSkewed', { headers: { Date: inAnHour() } }),
        anErrorWith(500, 'InternalError'),
        { kind: 'reset', when: 'after' },
      ],
    });
    expectGreen(bec, ended);
    expect(bec.requests).toHaveLength(4);
    expect(ended.warnings).toHaveLength(1);
  });

  test.concurrent.each(['RequestExpired', 'RequestTimeTooSkewed', 'SignatureTimestampExpired'])(
    'error, %s, is final the second time',
    async (code) => {
      const fault = anErrorWith(403, code, { headers: { Date: newYear }, times: 9 });
      const { bec, ended } = await deploy({ faults: [fault] });
      expectRed(bec, ended);
      expect(bec.requests).toHaveLength(2);
      expect(bec.requests[1]?.headers['x-bce-date']).toMatch(/^2025-01-01T00:00:0\dZ$/);
      expect(ended.warnings).toHaveLength(1);
      expect(ended.error).toContain(`failed after 2 attempts: HTTP 403 ${code}`);
      expect(ended.error).toContain("Set the runner's clock right");
      expect(claimIn(ended)).toBe('none');
    },
  );

  test.concurrent('that is right is not blamed for an error about the time', async () => {
    const { bec, ended } = await deploy({ faults: [anErrorWith(403, 'RequestExpired')] });
    expectGreen(bec, ended);
    expect(bec.requests).toHaveLength(2);
    expect(ended.warnings).toEqual([]);
  });

  test.concurrent('error without the server’s date is final', async () => {
    const fault = anErrorWith(403, 'RequestTimeTooSkewed', { headers: { Date: 'unknown' } });
    const { bec, ended } = await deploy({ faults: [fault] });
    expectRed(bec, ended);
    expect(bec.requests).toHaveLength(1);
    expect(ended.warnings).toEqual([]);
  });
});

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toUTCString();
}

test('attempts are signed one by one', async () => {
  const { bec, ended } = await deploy(
    { faults: [{ kind: 'answer', status: 503, headers: { 'Retry-After': '30' } }] },
    { clock: 20 },
  );
  expectGreen(bec, ended);
  const dates = bec.requests.map(({ headers }) => headers['x-bce-date']);
  expect(dates[1]).not.toBe(dates[0]);
});

test('the spec of the tests is one that BEC takes', async () => {
  const { bec, ended } = await deploy({});
  expectGreen(bec, ended);
  expect(bec.services[0]?.body).toMatchObject({ serviceName: plainSpec.serviceName });
});
