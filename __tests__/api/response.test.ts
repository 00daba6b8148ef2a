import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseResponse } from '../../src/api/response.ts';
import { parseFields, type Fields } from '../../src/json.ts';
import { parseService } from '../../src/service/detail.ts';

function parsed(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const parse = (fields: Fields): Fields => fields;
  return parseResponse({ status, headers, body: text }, { method: 'GET', parse });
}

const details = { serviceId: 's-ux1yo52o', serviceName: 'web', status: 'STARTING' } as const;

describe('success', () => {
  test.each([
    ['with an envelope', { result: true, action: 'Create service', details }],
    ['without one', details],
    ['with a list', { result: [], totalCount: 0 }],
    ['with nothing in it', {}],
    ['with an empty code', { code: '', message: '', ...details }],
    ['with a code beside result: true', { result: true, code: '0', message: 'ok', details }],
    ['with the code 0', { code: '0', msg: 'success', data: { serviceId: 's-1' } }],
    ['with the number 0', { code: 0, msg: 'success' }],
    ['with the code Success', { code: 'Success', message: 'ok', details }],
    ['with the code SUCCEED', { code: 'SUCCEED', message: 'ok' }],
    ['with the code 200', { code: '200', message: 'OK' }],
    ['with the code OK', { code: 'ok', message: 'done' }],
    ['with an unknown code beside a service', { code: 'Accepted', message: 'queued', details }],
    ['with an unknown code in a service', { code: 'Accepted', message: 'queued', ...details }],
    ['with an unknown code and a service in result', { code: 'X', message: 'y', result: details }],
  ])('%s', (_, body) => {
    expect(parsed(200, body, { 'x-bce-request-id': 'r-1' })).toEqual({
      kind: 'success',
      value: { value: body, requestId: 'r-1', serverTime: undefined },
    });
  });

  test('the request id may be in the body', () => {
    expect(parsed(200, { ...details, requestId: 'r-2' })).toMatchObject({
      value: { requestId: 'r-2' },
    });
    const headers = { 'x-bce-request-id': 'r-1' };
    expect(parsed(200, { requestId: 'r-2' }, headers)).toMatchObject({
      value: { requestId: 'r-1' },
    });
  });
});

describe('an error', () => {
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
      'of the gateway, which overrides the body',
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
      'of the gateway, with its header sent twice',
      500,
      '',
      { 'x-bce-error-code': 'AccessDenied, AccessDenied' },
      'AccessDenied',
      '',
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
      'of the v1 calls',
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
      'of the v1 calls, with status 200',
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
      'the response says result: false',
    ],
    [
      'with a known code beside a service',
      200,
      { code: 'LimitExceeded', message: 'No.', details },
      {},
      'LimitExceeded',
      'No.',
    ],
    [
      'with an unknown code and no service',
      200,
      { code: 'X', message: 'No.', details: {} },
      {},
      'X',
      'No.',
    ],
    [
      'with a code of success, whose status is none',
      500,
      { code: '0', message: 'ok' },
      {},
      '0',
      'ok',
    ],
    [
      'result: false beside a code of success',
      200,
      { result: false, code: '0', msg: 'ok', details },
      {},
      '0',
      'ok',
    ],
    ['result: "false"', 200, { result: 'false' }, {}, '', 'the response says result: false'],
    ['result: false with a reason', 200, { result: false, message: 'full' }, {}, '', 'full'],
    ['without any text', 502, '', {}, '', ''],
    ['that is an HTML page', 502, '<html>Bad Gateway</html>', {}, '', ''],
    ['with a list', 500, [], {}, '', ''],
    ['with null for everything', 500, { code: null, message: null, msg: null }, {}, '', ''],
    [
      'that is a redirect, whatever is in its body',
      302,
      { code: 'AccessDenied', message: 'No.' },
      { location: 'https://example.com/' },
      '',
      'a redirect to https://example.com/; redirects are not followed',
    ],
    [
      'that is a redirect without an address',
      304,
      '',
      {},
      '',
      'a redirect to no address; redirects are not followed',
    ],
  ])('%s', (_, status, body, headers, code, message) => {
    const separator = message.startsWith('a redirect') ? ', ' : ': ';
    const text = [code && ` ${code}`, message && separator + message.replace(/\.$/, '')].join('');
    const failure = parsed(status, body, headers);
    expect(failure).toMatchObject({ kind: 'failure', status, code });
    const hasId = JSON.stringify([body, headers]).includes('r-1');
    expect(failure.kind === 'failure' && failure.reason).toBe(
      `HTTP ${status}${text}${hasId ? ' (request id r-1)' : ''}`,
    );
  });
});

describe('an unreadable response', () => {
  test.each([
    ['', 'its body is empty'],
    [
      '{"result": true, "details": {"serv',
      'its body is not a JSON object: {"result": true, "details": {"serv',
    ],
    ['<html>\n', 'its body is not a JSON object: <html>\\n'],
    ['null', 'its body is not a JSON object: null'],
    ['[]', 'its body is not a JSON object: []'],
    ['"s-1"', 'its body is not a JSON object: "s-1"'],
    ['x'.repeat(200), `its body is not a JSON object: ${'x'.repeat(79)}…`],
  ])('%j', (body, reason) => {
    expect(parsed(200, body)).toMatchObject({
      ...{ kind: 'failure', isRetryable: true, reason: `HTTP 200, but ${reason}` },
    });
  });

  test('no body makes the parser throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.integer({ min: 100, max: 599 }),
        (body, status) => {
          const response = { status, headers: {}, body };
          const call = { method: 'GET', parse: parseService } as const;
          expect(['success', 'failure']).toContain(parseResponse(response, call).kind);
        },
      ),
    );
  });
});

test('__proto__ in a response is a field like any other', () => {
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
        { regionId: 'cn-shanghai-ct', runningPods: 1, replicas: 2 },
        { regionId: '', runningPods: undefined, replicas: undefined },
      ],
      details: body,
    });
  });

  test.each([undefined, null, '', 's 1', 's-1\n', '../pod', 's/1', '-s', {}, 'x'.repeat(129)])(
    'is not found under the id %j',
    (serviceId) => {
      expect(parseService({ ...details, serviceId })).toBeUndefined();
    },
  );

  test.each(['s-ux1yo52o', 12345, 'a.b_c-D', 'x'.repeat(128)])(
    'is found under the id %j',
    (serviceId) => {
      expect(parseService({ ...details, serviceId })?.serviceId).toBe(String(serviceId));
    },
  );
});
