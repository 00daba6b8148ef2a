import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  parseRetryAfter,
  retryPolicies,
  retrying,
  waitBeforeNext,
  type AttemptEnd,
  type AttemptsMade,
  type FailedAttempt,
} from '../../src/http/retry.ts';
import { durationText } from '../../src/clock.ts';
import { steppingClock } from '../../testing/clock.ts';
import { repositoryText } from '../../testing/workspace.ts';

const failed: FailedAttempt = {
  kind: 'failure',
  isRetryable: true,
  isRateLimit: false,
  retryAfterMs: undefined,
  reason: 'HTTP 503',
};
const succeeded = { kind: 'success', value: 'done' } as const;

describe('a call', () => {
  /** Each attempt ends as the list says, and after its end as the last entry says. */
  async function runThrough(ends: readonly AttemptEnd<string, FailedAttempt>[]) {
    const clock = steppingClock();
    const lines: string[] = [];
    const remaining: number[] = [];
    const end = await retrying(
      (remainingMs) => {
        const next = ends[Math.min(remaining.length, ends.length - 1)] ?? succeeded;
        remaining.push(remainingMs);
        return Promise.resolve(next);
      },
      'create',
      { clock, signal: new AbortController().signal, log: (line) => lines.push(line) },
    );
    return { end, lines, remaining, attempts: remaining.length, elapsedMs: clock.elapsedMs() };
  }

  test('that succeeds at once is made once, and logs nothing', async () => {
    expect(await runThrough([succeeded])).toMatchObject({
      end: succeeded,
      attempts: 1,
      lines: [],
      elapsedMs: 0,
    });
  });

  test('is repeated until it succeeds, with a line for each failed attempt', async () => {
    const { end, lines } = await runThrough([failed, { ...failed, reason: 'HTTP 502' }, succeeded]);
    expect(end).toEqual(succeeded);
    expect(lines).toEqual([
      expect.stringMatching(/^Attempt 1: HTTP 503\. Retrying in [\d.]+ s\.$/),
      expect.stringMatching(/^Attempt 2: HTTP 502\. Retrying in [\d.]+ s\.$/),
    ]);
  });

  test('fails with its last failure after six attempts', async () => {
    const last = { ...failed, reason: 'the last one' };
    const { end, attempts } = await runThrough([failed, failed, failed, failed, failed, last]);
    expect(attempts).toBe(6);
    expect(end).toBe(last);
  });

  test('fails at once if it is not retryable', async () => {
    const last = { ...failed, isRetryable: false };
    expect(await runThrough([last])).toMatchObject({ end: last, attempts: 1, lines: [] });
  });

  test('that is rate-limited is repeated for three minutes, however often', async () => {
    const { end, attempts, elapsedMs } = await runThrough([
      { ...failed, isRateLimit: true, retryAfterMs: 2000 },
    ]);
    expect(end).toMatchObject({ kind: 'failure' });
    expect(attempts).toBeGreaterThan(6);
    expect(elapsedMs).toBeGreaterThan(150_000);
    expect(elapsedMs).toBeLessThanOrEqual(180_000);
  });

  test('passes the remaining time to each attempt', async () => {
    const slow = { ...failed, isRateLimit: true, retryAfterMs: 50_000 };
    const { remaining } = await runThrough([slow]);
    expect(remaining[0]).toBe(180_000);
    expect(remaining[1]).toBeLessThanOrEqual(130_000);
    expect(Math.min(...remaining)).toBeGreaterThanOrEqual(1000);
  });

  test('that was cancelled before it is not made', async () => {
    const reason = new Error('cancelled by the test');
    const attempt = vi.fn(() => Promise.resolve(succeeded));
    const run = { clock: steppingClock(), signal: AbortSignal.abort(reason), log: () => undefined };
    await expect(retrying(attempt, 'create', run)).rejects.toBe(reason);
    expect(attempt).not.toHaveBeenCalled();
  });

  test('that is cancelled during the wait ends there', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled by the test');
    const attempt = vi.fn(() => Promise.resolve(failed));
    const run = {
      clock: steppingClock(),
      signal: controller.signal,
      log: () => {
        controller.abort(reason);
      },
    };
    await expect(retrying(attempt, 'create', run)).rejects.toBe(reason);
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});

describe('the wait before the next attempt', () => {
  const tried = fc.record({
    attempts: fc.integer({ min: 1, max: 100 }),
    counted: fc.integer({ min: 0, max: 5 }),
    elapsedMs: fc.integer({ min: 0, max: 200_000 }),
  });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const retryAfterMs = fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined });

  test('is what is asked for, within a minute, and as much again as its turn allows', () => {
    fc.assert(
      fc.property(tried, random, retryAfterMs, (facts, chance, askedMs) => {
        const waitMs = wait(facts, { retryAfterMs: askedMs, random: chance });
        const asked = Math.min(60_000, askedMs ?? 0);
        const backoff = Math.min(20_000, 500 * 2 ** (facts.attempts - 1));
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
  ])('after attempt %i is anything up to %i ms', (counted, maxMs) => {
    const made = { attempts: counted, counted, elapsedMs: 0 };
    const waits = [0, 0.5, 0.999].map((random) => wait(made, { random }));
    expect(waits).toEqual([0, maxMs / 2, maxMs * 0.999]);
  });

  test('does not come after the sixth attempt', () => {
    expect(wait({ attempts: 6, counted: 6, elapsedMs: 0 }, { random: 0 })).toBeUndefined();
  });

  test('comes after any number of rate-limited attempts', () => {
    const made = { attempts: 50, counted: 0, elapsedMs: 100_000 };
    expect(wait(made, { random: 0.5 })).toBe(10_000);
  });

  test('is left out if it would end too late', () => {
    const made = { attempts: 1, counted: 1, elapsedMs: 130_000 };
    expect(wait(made, { retryAfterMs: 60_000, random: 0 })).toBeUndefined();
    expect(wait(made, { random: 0 })).toBe(0);
  });
});

function wait(
  made: Omit<AttemptsMade, 'last'>,
  { random, retryAfterMs }: { readonly random: number; readonly retryAfterMs?: number | undefined },
): number | undefined {
  const last = { ...failed, retryAfterMs };
  return waitBeforeNext(retryPolicies.create, { ...made, last }, random);
}

test.each(Object.entries(retryPolicies))(
  'the documentation has the numbers of the policy %s',
  (name, policy) => {
    const cells = [
      `\`${name}\``,
      Number.isFinite(policy.maxAttempts) ? policy.maxAttempts : 'any number',
      durationText(policy.maxElapsedMs),
      durationText(policy.firstBackoffMs),
      durationText(policy.maxBackoffMs),
      durationText(policy.maxRetryAfterMs),
    ];
    const rows = repositoryText('docs/reliability.md')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const row = rows.find(([, request]) => request === `\`${name}\``) ?? [];
    expect(row.slice(1, -1)).toEqual(cells.map(String));
  },
);

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5000],
  ['Wed, 01 Jan 2025 00:00:30 GMT', 30_000],
  ['Wed, 01 Jan 2025 00:00:00 GMT', 0],
  ['Tue, 31 Dec 2024 23:00:00 GMT', 0],
  ['Sat, 13 Sep 275760 00:00:00 GMT', 999_999_999_000],
  [undefined, undefined],
  ['', undefined],
  ['soon', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['10, 20', undefined],
  ['99999999999', undefined],
  ['2025', 2_025_000],
])('Retry-After: %s means %s ms', (header, waitMs) => {
  const date = 'Wed, 01 Jan 2025 00:00:00 GMT';
  const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header };
  expect(parseRetryAfter({ ...headers, date })).toBe(waitMs);
});

test('a date in Retry-After means nothing without the date of the response', () => {
  expect(parseRetryAfter({ 'retry-after': 'Wed, 01 Jan 2025 00:00:30 GMT' })).toBeUndefined();
});
