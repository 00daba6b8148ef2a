import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isTurnedAway,
  parseRetryAfter,
  retryPolicies,
  verdictOn,
  waitBeforeNext,
  type Failure,
  type Verdict,
} from '../../src/api/retry.ts';

function failure(facts: Partial<Failure> = {}): Failure {
  return { status: 500, code: '', isTransient: true, retryAfterMs: undefined, ...facts };
}

describe('what is done about an error', () => {
  test.each<[Verdict, number, readonly string[]]>([
    ['final', 400, ['BadRequest', 'MalformedJSON', 'InappropriateJSON', 'InvalidHTTPRequest']],
    ['final', 400, ['SignatureDoesNotMatch', 'IamSignatureInvalid', 'SignatureMismatch']],
    ['final', 400, ['InvalidHTTPAuthHeader', 'AccountNotActivate', 'AccountArrears']],
    ['again with its clock', 400, ['RequestExpired', 'SignatureTimestampExpired']],
    ['again with its clock', 403, ['RequestTimeTooSkewed']],
    ['final', 403, ['AccessDenied', 'InvalidAccessKeyId', 'OptInRequired']],
    ['final', 403, ['IdempotentParameterMismatch']],
    ['final', 404, ['NoSuchObject', 'ResourceNotFound']],
    ['final', 409, ['OperationDenied']],
    ['final', 413, ['LimitExceeded']],
    ['again', 429, ['OverRateLimit']],
    ['again', 500, ['ServiceInternalError', 'InternalError', 'InternalServerError']],
    ['again', 502, ['BadGateway']],
    ['again', 503, ['ServiceUnavailable']],
    ['again', 504, ['GatewayTimeout']],
  ])('%s: %i %j', (verdict, status, codes) => {
    for (const code of codes) expect(verdictOn(failure({ status, code }))).toBe(verdict);
  });

  test.each<[Verdict, string, Partial<Failure>]>([
    ['again', 'a code of the server’s own with 500', { status: 500, code: '9001' }],
    ['again', 'no code with 503', { status: 503 }],
    ['again', 'no code with 429', { status: 429 }],
    ['again', 'a timeout of the server, 408', { status: 408 }],
    ['final', 'no code with 400', { status: 400 }],
    ['final', 'no code with 403', { status: 403 }],
    ['final', 'an unknown code with 404', { status: 404, code: 'toString' }],
    ['final', 'a redirect', { status: 302 }],
    ['again', 'an answer of 200 that can’t be read', { status: 200 }],
    ['final', 'a plain no with 200', { status: 200, isTransient: false }],
    ['again', 'a code that says so, even with 200', { status: 200, code: 'InternalError' }],
    ['again', 'no answer', { status: undefined }],
    ['final', 'no answer, for a reason that stays', { status: undefined, isTransient: false }],
  ])('%s: %s', (verdict, _, facts) => {
    expect(verdictOn(failure(facts))).toBe(verdict);
  });

  test.each<[boolean, Partial<Failure>]>([
    [true, { status: 429 }],
    [true, { status: 503, code: 'OverRateLimit' }],
    [false, { status: 503 }],
    [false, { status: undefined }],
  ])('it is %s that a call is turned away with %j', (expected, facts) => {
    expect(isTurnedAway(failure(facts))).toBe(expected);
  });
});

describe('the wait before the next attempt', () => {
  const tried = fc.record({
    attempts: fc.integer({ min: 0, max: 5 }),
    turnedAway: fc.integer({ min: 0, max: 100 }),
    elapsedMs: fc.integer({ min: 0, max: 200_000 }),
  });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const retryAfterMs = fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined });

  test('is what is asked for, within a minute, and as much again as its turn allows', () => {
    fc.assert(
      fc.property(tried, random, retryAfterMs, (facts, chance, askedMs) => {
        fc.pre(facts.attempts + facts.turnedAway > 0);
        const waitMs = waitBeforeNext(
          retryPolicies.create,
          facts,
          failure({ retryAfterMs: askedMs }),
          chance,
        );
        const asked = Math.min(60_000, askedMs ?? 0);
        const backoff = Math.min(20_000, 500 * 2 ** (facts.attempts + facts.turnedAway - 1));
        if (waitMs === undefined) {
          expect(facts.elapsedMs + asked + backoff).toBeGreaterThanOrEqual(180_000);
        } else {
          expect(waitMs).toBeGreaterThanOrEqual(asked);
          expect(waitMs).toBeLessThanOrEqual(asked + backoff);
          expect(facts.elapsedMs + waitMs).toBeLessThan(180_000);
        }
      }),
    );
  });

  test.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [4, 4000],
    [5, 8000],
  ])('after attempt %i is anything up to %i ms', (attempts, maxMs) => {
    const wait = (chance: number): number | undefined =>
      waitBeforeNext(
        retryPolicies.create,
        { attempts, turnedAway: 0, elapsedMs: 0 },
        failure(),
        chance,
      );
    expect([wait(0), wait(0.5), wait(0.999)]).toEqual([0, maxMs / 2, maxMs * 0.999]);
  });

  test('ends with the sixth attempt', () => {
    const facts = { attempts: 6, turnedAway: 0, elapsedMs: 0 };
    expect(waitBeforeNext(retryPolicies.create, facts, failure(), 0)).toBeUndefined();
  });

  test('does not count how often a call was turned away', () => {
    const facts = { attempts: 0, turnedAway: 50, elapsedMs: 100_000 };
    expect(waitBeforeNext(retryPolicies.create, facts, failure({ status: 429 }), 0.5)).toBe(10_000);
  });

  test('ends where it would end too late', () => {
    const facts = { attempts: 1, turnedAway: 0, elapsedMs: 130_000 };
    const asking = failure({ retryAfterMs: 60_000 });
    expect(waitBeforeNext(retryPolicies.create, facts, asking, 0)).toBeUndefined();
    expect(waitBeforeNext(retryPolicies.create, facts, failure(), 0)).toBe(0);
  });
});

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5000],
  ['Wed, 01 Jan 2025 00:00:30 GMT', 30_000],
  ['Wed, 01 Jan 2025 00:00:00 GMT', 0],
  ['Tue, 31 Dec 2024 23:00:00 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['soon', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['10, 20', undefined],
  ['99999999999', undefined],
  ['2025', 2_025_000],
])('Retry-After: %s is %s ms', (header, waitMs) => {
  expect(parseRetryAfter(header, new Date('2025-01-01T00:00:00Z'))).toBe(waitMs);
});
