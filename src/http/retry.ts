import { durationText, type Clock } from '../clock.ts';
import { printable } from '../text.ts';
import type { HttpResponse } from './exchange.ts';
import { TransportError } from './network-error.ts';

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
} as const;

export type PolicyName = keyof typeof retryPolicies;

/** Every patience there is: for how long, and with which pauses, something is looked at again. */
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
} as const;

/** An attempt that failed, as far as the next one depends on it. */
export interface FailedAttempt {
  readonly kind: 'failure';
  /** Whether a further attempt may succeed. */
  readonly isRetryable: boolean;
  /** Rejected for the number of requests, before this one was looked at. */
  readonly isRateLimit: boolean;
  /** What the server asks for in `Retry-After`. */
  readonly retryAfterMs: number | undefined;
  /** For the log and the error, without a full stop. */
  readonly reason: string;
  readonly cause?: unknown;
}

/** Of a connection that failed. @throws whatever else the error is */
export function failureOfTransport(
  error: unknown,
): FailedAttempt & { readonly cause: TransportError } {
  if (!(error instanceof TransportError)) throw error;
  const { isTransient: isRetryable, message: reason } = error;
  const noLimit = { isRateLimit: false, retryAfterMs: undefined };
  return { kind: 'failure', isRetryable, ...noLimit, reason, cause: error };
}

/**
 * Of a response whose status says all that counts.
 * @param details go behind the status
 */
export function failureOfResponse(response: HttpResponse, details = ''): FailedAttempt {
  const { status, headers } = response;
  return {
    kind: 'failure',
    isRetryable: [408, 429].includes(status) || status >= 500,
    isRateLimit: false,
    retryAfterMs: parseRetryAfter(headers),
    reason: statusText(response, details),
  };
}

/** `HTTP 404` and the details behind it; of a redirect, where it leads, without what may be signed in it. */
export function statusText({ status, headers }: HttpResponse, details = ''): string {
  const text = `HTTP ${status}${details}`;
  if (status < 300 || status > 399) return text;
  const location = headers['location'] ?? 'no address';
  const [target = ''] = location.split(/[?#]/, 1);
  return `${text}, a redirect to ${printable(target, 100)}; redirects are not followed`;
}

export type AttemptEnd<T, F extends FailedAttempt> =
  { readonly kind: 'success'; readonly value: T } | F;

export interface RequestRun {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Prints a line, such as for each attempt that is followed by another one. */
  readonly log: (line: string) => void;
}

/**
 * Repeats an attempt until it succeeds, can't succeed, or the policy's patience ends.
 * @param attempt gets the time that the policy leaves it, at least a second; what it throws passes through
 * @returns the success, or the last failure
 * @throws the signal's reason once it aborts
 */
export async function retrying<T, F extends FailedAttempt>(
  attempt: (remainingMs: number) => Promise<AttemptEnd<T, F>>,
  policyName: PolicyName,
  { clock, signal, log }: RequestRun,
): Promise<AttemptEnd<T, F>> {
  const policy = retryPolicies[policyName];
  const startMs = clock.elapsedMs();
  let counted = 0;
  for (let attempts = 1; ; attempts++) {
    signal.throwIfAborted();
    const usedMs = clock.elapsedMs() - startMs;
    const end = await attempt(Math.max(1000, policy.maxElapsedMs - usedMs));
    if (end.kind === 'success') return end;
    signal.throwIfAborted();
    if (!end.isRateLimit) counted++;
    const made = { attempts, counted, elapsedMs: clock.elapsedMs() - startMs, last: end };
    const waitMs = waitBeforeNext(policy, made, clock.random());
    if (waitMs === undefined) return end;
    log(`Attempt ${attempts}: ${end.reason}. Retrying in ${durationText(waitMs)}.`);
    await clock.sleep(waitMs, signal);
  }
}

export interface AttemptsMade {
  readonly attempts: number;
  /** Those that count towards the policy's number: the server took them up, or they got lost. */
  readonly counted: number;
  readonly elapsedMs: number;
  readonly last: Pick<FailedAttempt, 'isRetryable' | 'retryAfterMs'>;
}

/**
 * How long to wait before the next attempt; undefined if there is none. Full jitter, so that runs
 * that failed together do not come back together, on top of what `Retry-After` asks for.
 * Time alone limits how often a rate-limited call is retried: when many pipelines start at once, waiting
 * one's turn is not a failure. Only a call that is made once is not repeated for that either.
 * @param random 0 ≤ x < 1
 */
export function waitBeforeNext(
  policy: (typeof retryPolicies)[PolicyName],
  { attempts, counted, elapsedMs, last }: AttemptsMade,
  random: number,
): number | undefined {
  const isOnce = policy.maxAttempts === 1;
  if (!last.isRetryable || isOnce || counted >= policy.maxAttempts) return undefined;
  const backoffMs = Math.min(policy.maxBackoffMs, policy.firstBackoffMs * 2 ** (attempts - 1));
  const askedMs = Math.min(policy.maxRetryAfterMs, last.retryAfterMs ?? 0);
  const waitMs = askedMs + random * backoffMs;
  return elapsedMs + waitMs < policy.maxElapsedMs ? waitMs : undefined;
}

/** `Retry-After` in ms, at most some 30 years, given in seconds or as a date; undefined if it is absent or invalid. */
export function parseRetryAfter(headers: HttpResponse['headers']): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * 1000;
  // A date of the server's clock, which may differ from the runner's.
  const waitMs = Date.parse(/[A-Za-z]/.test(text) ? text : '') - Date.parse(headers['date'] ?? '');
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(0, waitMs), 999_999_999_000);
}
