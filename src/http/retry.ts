import { durationText, toError, type Clock } from '../clock.ts';
import { printable } from '../text.ts';
import type { HttpResponse } from './exchange.ts';
import type { TransportError } from './network-error.ts';

/** How often, and for how long, a call is retried. */
export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly maxElapsedMs: number;
  readonly firstBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly maxRetryAfterMs: number;
}

/**
 * Every policy there is, by the kind of request: the only place that says how often a request that fails is
 * made again. {@link patience} is for those that succeed, with a response that may soon be another.
 */
// prettier-ignore
export const retryPolicies = {
  /** The call that all others exist for. Its token makes a repeat safe. */
  create: { maxAttempts: 6, maxElapsedMs: 180_000, firstBackoffMs: 500, maxBackoffMs: 20_000, maxRetryAfterMs: 60_000 },
  /** A create that BEC refuses to repeat while it may still work on an earlier request: time alone limits it. */
  inProgress: { maxAttempts: Infinity, maxElapsedMs: 180_000, firstBackoffMs: 2_000, maxBackoffMs: 10_000, maxRetryAfterMs: 30_000 },
  /** Replaces what runs. BEC may refuse it until another change of the service has come to its end: time alone limits it. */
  update: { maxAttempts: Infinity, maxElapsedMs: 600_000, firstBackoffMs: 2_000, maxBackoffMs: 15_000, maxRetryAfterMs: 60_000 },
  /** The next poll comes soon anyway, so one that fails is not worth much effort. */
  poll: { maxAttempts: 2, maxElapsedMs: 15_000, firstBackoffMs: 500, maxBackoffMs: 2_000, maxRetryAfterMs: 10_000 },
  /** Comes after a failure, and must not hold up a failed job for long. */
  diagnosis: { maxAttempts: 2, maxElapsedMs: 20_000, firstBackoffMs: 300, maxBackoffMs: 1_000, maxRetryAfterMs: 5_000 },
  delete: { maxAttempts: 6, maxElapsedMs: 60_000, firstBackoffMs: 500, maxBackoffMs: 10_000, maxRetryAfterMs: 30_000 },
  /** A delete after a cancel: the runner sends another signal after 7.5 s, and kills the step 2.5 s later. */
  cleanup: { maxAttempts: 3, maxElapsedMs: 5_000, firstBackoffMs: 200, maxBackoffMs: 500, maxRetryAfterMs: 500 },
  /** Reads lists for a report; without them the step is green all the same. */
  list: { maxAttempts: 3, maxElapsedMs: 30_000, firstBackoffMs: 500, maxBackoffMs: 5_000, maxRetryAfterMs: 15_000 },
  /** Makes an error that there is already a little more helpful. */
  hint: { maxAttempts: 1, maxElapsedMs: 5_000, firstBackoffMs: 0, maxBackoffMs: 0, maxRetryAfterMs: 0 },
  /** Reads the spec through GitHub's API. */
  contents: { maxAttempts: 6, maxElapsedMs: 120_000, firstBackoffMs: 500, maxBackoffMs: 20_000, maxRetryAfterMs: 60_000 },
  /** Asks whether an image is in its registry; nothing depends on the response. The time is for all requests. */
  registry: { maxAttempts: 2, maxElapsedMs: 60_000, firstBackoffMs: 1_000, maxBackoffMs: 1_000, maxRetryAfterMs: 5_000 },
} as const satisfies Readonly<Record<string, RetryPolicy>>;

export type PolicyName = keyof typeof retryPolicies;

/** For how long, and with which pauses, something is looked at again. */
export interface Patience {
  readonly limitMs: number;
  readonly pauseMs: number;
}

/** Every patience there is. */
export const patience = {
  /** A 404 to a DELETE may mean that the service is not visible yet, a 409 that it can't be deleted now. */
  delete: { limitMs: 60_000, pauseMs: 3_000 },
  /** The same in a cancelled step: the runner sends another signal after 7.5 s, and kills it 2.5 s later. */
  cleanup: { limitMs: 5_000, pauseMs: 1_000 },
  /** For how long a service must not be found to count as not there: reads may lag behind. */
  notFound: { limitMs: 60_000, pauseMs: 2_000 },
  /** How long it may not be readable whether a service exists. */
  unreadable: { limitMs: 60_000, pauseMs: 2_000 },
  /** Addresses, and pods of a list, may come later than RUNNING. */
  addresses: { limitMs: 30_000, pauseMs: 2_000 },
  /** A list without any service of a name is read once more. */
  nothingListed: { limitMs: 10_000, pauseMs: 10_000 },
  /** The last look of a step that is cancelled. */
  hurriedLook: { limitMs: 2_000, pauseMs: 2_000 },
  /** How long a registry may lag behind the push of an image. */
  image: { limitMs: 10_000, pauseMs: 2_000 },
} as const satisfies Readonly<Record<string, Patience>>;

/** An attempt that failed, as far as the next one depends on it. */
export interface FailedAttempt {
  readonly kind: 'failure';
  readonly retry: 'with backoff' | 'at once' | 'never';
  /** Rejected for the number of requests, before this one was looked at. */
  readonly isRateLimit: boolean;
  /** What the server asks for in `Retry-After`. */
  readonly retryAfterMs: number | undefined;
  readonly mayHaveTakenEffect: boolean;
  /** For the log and the error, without a full stop. */
  readonly reason: string;
  /** Empty if no response came, or the response has none. */
  readonly requestId: string;
}

/** What is so of a failure unless something else is known of it. */
export const unknownFailure: FailedAttempt = {
  kind: 'failure',
  retry: 'with backoff',
  isRateLimit: false,
  retryAfterMs: undefined,
  mayHaveTakenEffect: false,
  reason: '',
  requestId: '',
};

/** No response came. */
export function failureOfTransport(error: TransportError): FailedAttempt {
  return {
    ...unknownFailure,
    retry: error.isTransient ? 'with backoff' : 'never',
    mayHaveTakenEffect: error.mayHaveArrived,
    reason: error.message,
  };
}

export type AttemptEnd<T, F extends FailedAttempt> =
  { readonly kind: 'success'; readonly value: T } | F;

export type RetryEnd<T, F extends FailedAttempt> =
  | { readonly kind: 'success'; readonly value: T }
  /** The signal aborted, for this reason. */
  | { readonly kind: 'cancelled'; readonly reason: Error; readonly mayHaveTakenEffect: boolean }
  | {
      readonly kind: 'failed';
      readonly last: F;
      readonly attempts: number;
      /** Whether any of the attempts may have. */
      readonly mayHaveTakenEffect: boolean;
    };

export interface RetryOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Prints a line for each attempt that is followed by another one. */
  readonly log: (line: string) => void;
}

/**
 * Repeats an attempt until it succeeds, can't succeed, or the policy's patience ends. How it ended is
 * returned, never thrown; what `attempt` throws passes through.
 * @param attempt gets the time that the policy leaves it, at least a second
 */
export async function retrying<T, F extends FailedAttempt>(
  attempt: (remainingMs: number) => Promise<AttemptEnd<T, F>>,
  policyName: PolicyName,
  { clock, signal, log }: RetryOptions,
): Promise<RetryEnd<T, F>> {
  const policy: RetryPolicy = retryPolicies[policyName];
  const startMs = clock.elapsedMs();
  const isCancelled = (): boolean => signal.aborted;
  const cancelled = (): RetryEnd<T, F> => ({
    kind: 'cancelled',
    reason: toError(signal.reason),
    mayHaveTakenEffect,
  });
  let made: AttemptsMade = { attempts: 0, counted: 0, elapsedMs: 0 };
  let mayHaveTakenEffect = false;
  for (;;) {
    if (isCancelled()) return cancelled();
    const end = await attempt(Math.max(1000, policy.maxElapsedMs - made.elapsedMs));
    if (end.kind === 'success') return end;
    mayHaveTakenEffect ||= end.mayHaveTakenEffect;
    if (isCancelled()) return cancelled();
    const attempts = made.attempts + 1;
    const counted = made.counted + (end.isRateLimit ? 0 : 1);
    made = { attempts, counted, elapsedMs: clock.elapsedMs() - startMs };
    const waitMs = waitBeforeNext(policy, made, { failure: end, random: clock.random() });
    if (waitMs === undefined) return { kind: 'failed', last: end, attempts, mayHaveTakenEffect };
    log(`Attempt ${attempts}: ${failureText(end)}. Retrying in ${durationText(waitMs)}.`);
    await clock.sleep(waitMs, signal).catch(() => undefined);
    made = { ...made, elapsedMs: clock.elapsedMs() - startMs };
  }
}

/** The attempts so far. */
export interface AttemptsMade {
  readonly attempts: number;
  /** Those that count towards the policy's number: the server took them up, or they got lost. */
  readonly counted: number;
  readonly elapsedMs: number;
}

/**
 * How long to wait before the next attempt; undefined if there is none. Full jitter, so that runs
 * that failed together do not come back together, on top of what `Retry-After` asks for.
 * Time alone limits how often a rate-limited call is retried: when many pipelines start at once, waiting
 * one's turn is not a failure. Only a call that is made once is not repeated for that either.
 * @param random 0 ≤ x < 1
 */
export function waitBeforeNext(
  policy: RetryPolicy,
  made: AttemptsMade,
  {
    failure,
    random,
  }: { readonly failure: Pick<FailedAttempt, 'retry' | 'retryAfterMs'>; readonly random: number },
): number | undefined {
  const isOnce = policy.maxAttempts === 1;
  if (failure.retry === 'never' || isOnce || made.counted >= policy.maxAttempts) return undefined;
  if (failure.retry === 'at once') return 0;
  const backoffMs = Math.min(policy.maxBackoffMs, policy.firstBackoffMs * 2 ** (made.attempts - 1));
  const askedMs = Math.min(policy.maxRetryAfterMs, failure.retryAfterMs ?? 0);
  const waitMs = askedMs + random * backoffMs;
  return made.elapsedMs + waitMs < policy.maxElapsedMs ? waitMs : undefined;
}

/** The reason with the request id, which Baidu's support asks for. */
export function failureText({
  reason,
  requestId,
}: Pick<FailedAttempt, 'reason' | 'requestId'>): string {
  return requestId === '' ? reason : `${reason} (request id ${printable(requestId, 80)})`;
}

/**
 * `Retry-After`, in seconds or as a date; undefined if it is absent or invalid.
 * @param now counts if the response has no date
 */
export function parseRetryAfter(headers: HttpResponse['headers'], now: Date): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * 1000;
  const date = /[A-Za-z]/.test(text) ? Date.parse(text) : NaN;
  // It is a date of the server's clock, which may differ from the runner's.
  const sent = Date.parse(headers['date'] ?? '');
  const waitMs = date - (Number.isNaN(sent) ? now.getTime() : sent);
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}
