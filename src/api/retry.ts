/** How often, and how long, a call is tried again. */
export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly maxElapsedMs: number;
  readonly firstBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly maxRetryAfterMs: number;
}

/** Every policy there is, by the kind of request: the only place that says how patient a call is. */
export const retryPolicies = {
  /** The call that all others exist for. Its token makes a repeat safe. */
  create: {
    maxAttempts: 6,
    maxElapsedMs: 180_000,
    firstBackoffMs: 500,
    maxBackoffMs: 20_000,
    maxRetryAfterMs: 60_000,
  },
  /** The next poll comes soon anyway, so one that fails is not worth much effort. */
  poll: {
    maxAttempts: 2,
    maxElapsedMs: 15_000,
    firstBackoffMs: 500,
    maxBackoffMs: 2_000,
    maxRetryAfterMs: 10_000,
  },
  /** Comes after a failure, and must not hold up a failed job for long. */
  diagnosis: {
    maxAttempts: 2,
    maxElapsedMs: 20_000,
    firstBackoffMs: 300,
    maxBackoffMs: 1_000,
    maxRetryAfterMs: 5_000,
  },
  delete: {
    maxAttempts: 6,
    maxElapsedMs: 60_000,
    firstBackoffMs: 500,
    maxBackoffMs: 10_000,
    maxRetryAfterMs: 30_000,
  },
  /** A delete after a cancel: the runner kills the step 7.5 s after the signal. */
  cleanup: {
    maxAttempts: 3,
    maxElapsedMs: 5_000,
    firstBackoffMs: 200,
    maxBackoffMs: 500,
    maxRetryAfterMs: 500,
  },
  /** Reads lists for a report; without them the step is green all the same. */
  list: {
    maxAttempts: 3,
    maxElapsedMs: 30_000,
    firstBackoffMs: 500,
    maxBackoffMs: 5_000,
    maxRetryAfterMs: 15_000,
  },
  /** Reads the spec through GitHub's API. */
  contents: {
    maxAttempts: 6,
    maxElapsedMs: 120_000,
    firstBackoffMs: 500,
    maxBackoffMs: 20_000,
    maxRetryAfterMs: 60_000,
  },
} as const satisfies Readonly<Record<string, RetryPolicy>>;

export type PolicyName = keyof typeof retryPolicies;

/** How an attempt ended, for one that did not succeed. */
export interface Failure {
  readonly status: number | undefined;
  readonly code: string;
  /** False where the network says that trying again is no use, as with a certificate. */
  readonly isTransient: boolean;
  readonly retryAfterMs: number | undefined;
}

/** What has been tried so far. */
export interface Tried {
  /** Attempts that BEC took up, or that got lost. */
  readonly attempts: number;
  /** Attempts that BEC turned away at the door. */
  readonly turnedAway: number;
  readonly elapsedMs: number;
}

export type Verdict = 'again' | 'again with its clock' | 'final';

const verdicts: Readonly<Record<string, Verdict>> = {
  RequestExpired: 'again with its clock',
  RequestTimeTooSkewed: 'again with its clock',
  SignatureTimestampExpired: 'again with its clock',
  OverRateLimit: 'again',
  ServiceInternalError: 'again',
  InternalError: 'again',
  InternalServerError: 'again',
  BadGateway: 'again',
  ServiceUnavailable: 'again',
  GatewayTimeout: 'again',
};

/** By the code where it is a known one, else by the status; without an answer, what the network says. */
export function verdictOn({ status, code, isTransient }: Failure): Verdict {
  if (status === undefined) return isTransient ? 'again' : 'final';
  const byCode = Object.hasOwn(verdicts, code) ? verdicts[code] : undefined;
  if (byCode !== undefined) return byCode;
  const isServers = status >= 500 || status < 300;
  return isTransient && (isServers || status === 408 || status === 429) ? 'again' : 'final';
}

/** Turned away before it was looked at, so that nothing was done. */
export function isTurnedAway({ status, code }: Failure): boolean {
  return status === 429 || code === 'OverRateLimit';
}

/**
 * How long to wait before the next attempt; undefined where there is none. Full jitter, so that runs
 * that failed together do not come back together, on top of what `Retry-After` asks for.
 * Only the time limits how often a call is turned away by the rate limit: when many pipelines start
 * at once, waiting one's turn is no failure.
 */
export function waitBeforeNext(
  policy: RetryPolicy,
  tried: Tried,
  failure: Failure,
  random: number,
): number | undefined {
  if (tried.attempts >= policy.maxAttempts) return undefined;
  const doublings = tried.attempts + tried.turnedAway - 1;
  const backoffMs = Math.min(policy.maxBackoffMs, policy.firstBackoffMs * 2 ** doublings);
  const askedMs = Math.min(policy.maxRetryAfterMs, failure.retryAfterMs ?? 0);
  const waitMs = askedMs + random * backoffMs;
  return tried.elapsedMs + waitMs < policy.maxElapsedMs ? waitMs : undefined;
}

/** `Retry-After`, in seconds or as a date; undefined where it is absent or makes no sense. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * 1000;
  const date = /[A-Za-z]/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
