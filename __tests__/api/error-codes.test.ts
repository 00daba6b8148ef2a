import { describe, expect, test } from 'vitest';
import {
  deniedCreateAdvice,
  errorCodeOf,
  errorCodes,
  ownTokenMismatchAdvice,
} from '../../src/api/error-codes.ts';

const once = { retryable: 'no', mayHaveTakenEffect: false } as const;
const skewed = { retryable: 'with server time', mayHaveTakenEffect: false } as const;
const limited = { retryable: 'yes', mayHaveTakenEffect: false, isRateLimit: true } as const;
const halfDone = { retryable: 'yes', mayHaveTakenEffect: true } as const;

const doubtful = { retryable: 'no', mayHaveTakenEffect: true } as const;

describe('by code', () => {
  test.each([
    [once, 400, ['BadRequest', 'MalformedJSON', 'InappropriateJSON', 'InvalidHTTPRequest']],
    [once, 400, ['SignatureDoesNotMatch', 'IamSignatureInvalid', 'SignatureMismatch']],
    [once, 400, ['InvalidHTTPAuthHeader', 'AccountNotActivate', 'AccountArrears']],
    [skewed, 400, ['RequestExpired', 'SignatureTimestampExpired']],
    [skewed, 403, ['RequestTimeTooSkewed']],
    [once, 403, ['AccessDenied', 'InvalidAccessKeyId', 'OptInRequired']],
    [once, 403, ['IdempotentParameterMismatch']],
    [once, 404, ['NoSuchObject', 'ResourceNotFound']],
    [once, 409, ['OperationDenied']],
    [once, 413, ['LimitExceeded']],
    [limited, 429, ['OverRateLimit']],
    [halfDone, 500, ['ServiceInternalError', 'InternalError', 'InternalServerError']],
    [halfDone, 502, ['BadGateway']],
    [halfDone, 503, ['ServiceUnavailable']],
    [halfDone, 504, ['GatewayTimeout']],
  ])('%j with HTTP %i: %j', (facts, status, codes) => {
    for (const code of codes) expect(errorCodeOf(code, status)).toMatchObject(facts);
  });

  test('every code has advice, in whole sentences', () => {
    for (const { advice } of Object.values(errorCodes)) expect(advice).toMatch(/^[A-Z].*\.$/);
  });

  test('counts before the status', () => {
    expect(errorCodeOf('InternalError', 200)).toMatchObject(halfDone);
    expect(errorCodeOf('OverRateLimit', 503)).toMatchObject(limited);
    expect(errorCodeOf('AccessDenied', 500)).toMatchObject(once);
  });
});

describe('by status, for an unknown code', () => {
  test.each([
    [doubtful, [200, 201, 299]],
    [once, [302, 400, 401, 402, 403, 404, 405, 407, 409, 410, 413, 418, 422, 499]],
    [limited, [429]],
    [halfDone, [408, 500, 501, 502, 503, 504, 520, 599, 999]],
  ])('%j: %j', (facts, statuses) => {
    for (const status of statuses) {
      for (const code of ['', '9001', 'SomethingNew', 'toString', '__proto__']) {
        expect(errorCodeOf(code, status)).toMatchObject(facts);
      }
    }
  });

  test.each([
    [302, 'endpoint'],
    [401, 'permissions'],
    [403, 'permissions'],
    [404, 'endpoint'],
    [407, 'HTTPS_PROXY'],
    [429, 'too many requests'],
    [503, 'later'],
  ])('HTTP %i: the advice names %s', (status, word) => {
    expect(errorCodeOf('', status).advice).toContain(word);
  });
});

describe('a token that was used for another request', () => {
  const { advice = '' } = errorCodes['IdempotentParameterMismatch'] ?? {};

  test('of the action’s making: the advice names steps that look the same, and client-token', () => {
    expect(advice).toContain('composite action');
    expect(advice).toContain('reusable workflow');
    expect(advice).toContain('set client-token');
  });

  test('of the user’s own: the advice does not claim that this run used it', () => {
    expect(ownTokenMismatchAdvice).toContain('another run may have used it');
    expect(ownTokenMismatchAdvice).toContain('set client-token to a new value');
    expect(ownTokenMismatchAdvice).not.toContain('This run');
  });
});

test('a create that is denied names what may stand in its way, and no service of its own', () => {
  expect(deniedCreateAdvice).toContain('same serviceName');
  expect(deniedCreateAdvice).not.toContain('state of the service');
});
