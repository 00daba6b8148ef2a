import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAnswer, type Answer } from '../../src/api/response.ts';
import { parseFields } from '../../src/json.ts';
import { parseService } from '../../src/service/service.ts';

function answerTo(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return parseAnswer({ status, headers, body: text });
}

const details = { serviceId: 's-ux1yo52o', serviceName: 'web', status: 'STARTING' } as const;

describe('success', () => {
  test.each([
    ['with an envelope', { result: true, action: 'Create service', details }],
    ['without one', details],
    ['with a list', { result: [], totalCount: 0 }],
    ['with nothing in it', {}],
    ['with a code that says nothing', { code: '', message: '', ...details }],
    ['with a code beside result: true', { result: true, code: '0', message: 'ok', details }],
  ])('%s', (_, body) => {
    expect(answerTo(200, body, { 'x-bce-request-id': 'r-1' })).toEqual({
      kind: 'success',
      status: 200,
      requestId: 'r-1',
      body,
    });
  });

  test('the request’s id may stand in the body', () => {
    expect(answerTo(200, { ...details, requestId: 'r-2' })).toMatchObject({ requestId: 'r-2' });
    const headers = { 'x-bce-request-id': 'r-1' };
    expect(answerTo(200, { requestId: 'r-2' }, headers)).toMatchObject({ requestId: 'r-1' });
  });
});

describe('a refusal', () => {
  const gateway = {
    'x-bce-error-code': 'SignatureDoesNotMatch',
    'x-bce-error-message': 'The signature is wrong.',
    'x-bce-request-id': 'r-1',
  } as const;

  test.each<[string, number, unknown, Readonly<Record<string, string>>, string, string]>([
    [
      'of the gateway, in headers alone',
      400,
      '',
      gateway,
      'SignatureDoesNotMatch',
      'The signature is wrong.',
    ],
    [
      'of the gateway, whatever the body says',
      403,
      { code: 'X', message: 'y' },
      gateway,
      'SignatureDoesNotMatch',
      'The signature is wrong.',
    ],
    [
      'of the gateway, even with status 200',
      200,
      { result: true, details },
      gateway,
      'SignatureDoesNotMatch',
      'The signature is wrong.',
    ],
    [
      'of the gateway, with its message in the body',
      400,
      { message: 'in the body' },
      { 'x-bce-error-code': 'BadRequest', 'x-bce-error-message': '' },
      'BadRequest',
      'in the body',
    ],
    [
      'of the platform',
      403,
      { code: 'AccessDenied', message: 'No.', requestId: 'r-1' },
      {},
      'AccessDenied',
      'No.',
    ],
    [
      'of the older calls',
      500,
      { code: '9001', msg: 'Internal error', data: null },
      {},
      '9001',
      'Internal error',
    ],
    [
      'with a number as its code',
      500,
      { code: 9001, msg: 'Internal error' },
      {},
      '9001',
      'Internal error',
    ],
    [
      'of the older calls, with status 200',
      200,
      { code: '9001', msg: 'No.', data: null },
      {},
      '9001',
      'No.',
    ],
    [
      'result: false',
      200,
      { result: false, action: 'Create service' },
      {},
      '',
      'it answered result: false',
    ],
    ['result: false with a reason', 200, { result: false, message: 'full' }, {}, '', 'full'],
    ['with no word', 502, '', {}, '', ''],
    ['that is a page', 502, '<html>Bad Gateway</html>', {}, '', ''],
    ['with a list', 500, [], {}, '', ''],
    ['with null for everything', 500, { code: null, message: null, msg: null }, {}, '', ''],
    [
      'that sends elsewhere',
      302,
      '',
      { location: 'https://example.com/' },
      '',
      'a redirect to https://example.com/, which is not followed: a signature is for one address',
    ],
    [
      'that sends nowhere',
      304,
      '',
      {},
      '',
      'a redirect to nowhere, which is not followed: a signature is for one address',
    ],
  ])('%s', (_, status, body, headers, code, message) => {
    expect(answerTo(status, body, headers)).toMatchObject({
      kind: 'refusal',
      status,
      code,
      message,
    });
  });
});

describe('what can’t be read', () => {
  test.each([
    ['', 'its body is empty'],
    [
      '{"result": true, "details": {"serv',
      'its body is no JSON object: {"result": true, "details": {"serv',
    ],
    ['<html>\n', 'its body is no JSON object: <html>\\n'],
    ['null', 'its body is no JSON object: null'],
    ['[]', 'its body is no JSON object: []'],
    ['"s-1"', 'its body is no JSON object: "s-1"'],
    ['x'.repeat(200), `its body is no JSON object: ${'x'.repeat(79)}…`],
  ])('%j', (body, reason) => {
    expect(answerTo(200, body)).toEqual({ kind: 'unreadable', status: 200, requestId: '', reason });
  });

  test('no body makes it fail', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.integer({ min: 100, max: 599 }),
        (body, status) => {
          const answer = parseAnswer({ status, headers: {}, body });
          expect(['success', 'refusal', 'unreadable']).toContain(answer.kind);
          if (answer.kind === 'success') parseService(answer.body);
        },
      ),
    );
  });
});

test('__proto__ in an answer is a field like any other', () => {
  const fields = parseFields('{"__proto__": {"serviceId": "s-1"}}') ?? {};
  expect(Object.keys(fields)).toEqual(['__proto__']);
  expect(parseService(fields)).toBeUndefined();
});

describe('a service', () => {
  test.each([
    ['in details', { result: true, details }],
    ['bare', details],
    ['in result', { result: details }],
    ['bare, beside result: true', { result: true, ...details }],
    ['bare, beside null', { details: null, result: null, ...details }],
  ])('%s', (_, body) => {
    expect(parseService(body)).toMatchObject({ ...details, totalPods: 0, runningPods: 0 });
  });

  test('counts may be text, or absent; statuses are in capitals', () => {
    const deployInstances = [
      { regionId: 'cn-shanghai-ct', status: 'Running', runningPods: '1', replicas: 2 },
      { regionId: null, status: null, runningPods: null, replicas: -1 },
      'nonsense',
      null,
    ];
    const body = {
      ...details,
      status: 'running',
      totalPods: '3',
      runningPods: 2.5,
      deployInstances,
    };
    expect(parseService(body)).toEqual({
      serviceId: 's-ux1yo52o',
      serviceName: 'web',
      status: 'RUNNING',
      totalPods: 3,
      runningPods: 0,
      deployInstances: [
        { regionId: 'cn-shanghai-ct', status: 'RUNNING', runningPods: 1, replicas: 2 },
        { regionId: '', status: '', runningPods: undefined, replicas: undefined },
      ],
      details: body,
    });
  });

  test.each([undefined, null, '', 's 1', 's-1\n', '../pod', 's/1', '-s', {}, 'x'.repeat(129)])(
    'can’t have the id %j',
    (serviceId) => {
      expect(parseService({ ...details, serviceId })).toBeUndefined();
    },
  );

  test.each(['s-ux1yo52o', 12345, 'a.b_c-D', 'x'.repeat(128)])(
    'may have the id %j',
    (serviceId) => {
      expect(parseService({ ...details, serviceId })?.serviceId).toBe(String(serviceId));
    },
  );
});
