import { describe, expect, test } from 'vitest';
import {
  errorCodeOf,
  errorCodes,
  ownTokenMismatchAdvice,
  type KnownCode,
} from '../../src/api/error-codes.ts';

const once = { retryable: 'no', mayHaveTakenEffect: false } as const;
const skewed = { retryable: 'with server time', mayHaveTakenEffect: false } as const;
const limited = { retryable: 'yes', mayHaveTakenEffect: false, isRateLimit: true } as const;
const halfDone = { retryable: 'yes', mayHaveTakenEffect: true } as const;

const doubtful = { retryable: 'no', mayHaveTakenEffect: true } as const;

describe('by code', () => {
  /** With the status that BEC documents for it. */
  const documented: Readonly<Record<KnownCode, readonly [status: number, facts: unknown]>> = {
    BadRequest: [400, once],
    MalformedJSON: [400, once],
    InappropriateJSON: [400, once],
    InvalidHTTPRequest: [400, once],
    SignatureDoesNotMatch: [400, once],
    IamSignatureInvalid: [400, once],
    SignatureMismatch: [400, once],
    InvalidHTTPAuthHeader: [400, once],
    AccountNotActivate: [400, once],
    AccountArrears: [400, once],
    RequestExpired: [400, skewed],
    SignatureTimestampExpired: [400, skewed],
    RequestTimeTooSkewed: [403, skewed],
    AccessDenied: [403, once],
    InvalidAccessKeyId: [403, once],
    OptInRequired: [403, once],
    IdempotentParameterMismatch: [403, once],
    NoSuchObject: [404, once],
    ResourceNotFound: [404, once],
    OperationDenied: [409, once],
    LimitExceeded: [413, once],
    OverRateLimit: [429, limited],
    RequestLimitExceeded: [403, limited],
    Throttling: [400, limited],
    ServiceInternalError: [500, halfDone],
    InternalError: [500, halfDone],
    InternalServerError: [500, halfDone],
    BadGateway: [502, halfDone],
    ServiceUnavailable: [503, halfDone],
    GatewayTimeout: [504, halfDone],
  };

  test('every row is listed here', () => {
    expect(Object.keys(errorCodes).sort()).toEqual(Object.keys(documented).sort());
  });

  test.each(Object.entries(documented))('%s', (code, [status, facts]) => {
    const row = errorCodeOf(code, status);
    expect(row).toMatchObject(Object(facts));
    expect(row.isRateLimit === true).toBe(facts === limited);
    expect(row.advice).toMatch(/^[A-Z].*\.$/);
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
  const { advice } = errorCodes.IdempotentParameterMismatch;

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

test('what is denied is never advised to be deleted: it may be what serves', () => {
  expect(errorCodes.OperationDenied.advice).not.toMatch(/delete/i);
});
