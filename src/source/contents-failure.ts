/** Failed requests to the contents API of GitHub, or of a server that has one like it. */
import type { HttpResponse } from '../http/connection.ts';
import { failureOfResponse, retryPolicies, type FailedAttempt } from '../http/retry.ts';
import { parseFields, textOf } from '../json.ts';
import { printable } from '../text.ts';

export interface FailedRequest extends FailedAttempt {
  /** What to do about it, in whole sentences; empty if nothing is known about that. */
  readonly advice: string;
}

/** What GitHub asks for if a response names no time. */
const defaultWaitMs = 60_000;

export function failedRequest(response: HttpResponse, now: Date): FailedRequest {
  const message = printable(textOf(parseFields(response.body)?.['message'])).replace(/\.$/, '');
  const failure = failureOfResponse(response, message && `: ${message}`);
  const advice = adviceOn(response.status, message);
  return { ...failure, advice, ...rateLimitOf(response, failure.retryAfterMs, now) };
}

/** @see https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api */
function adviceOn(status: number, message: string): string {
  if (status === 401) {
    return "The token in github-token is wrong, has expired or was revoked. Leave the input out to use the job's own token.";
  }
  if (/^No commit found/i.test(message)) {
    return 'The commit is gone, as after a force-push. Start a new run for a commit that is there.';
  }
  if (status === 301) return 'If the repository was renamed, start a new run, which has its name.';
  return status === 404 || /\bnot accessible\b/i.test(message)
    ? "If the file is there, the job's token can't read it: give the job permissions: contents: read."
    : '';
}

/**
 * A limit for too many requests, or a secondary one for too many in a short time. One that ends soon is
 * waited for; asking again before its end prolongs it.
 * @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function rateLimitOf(
  { status, headers, body }: HttpResponse,
  askedMs: number | undefined,
  now: Date,
): Partial<FailedRequest> {
  // A gateway may drop the headers; the message for a limit that lasts an hour remains.
  const isUsedUp =
    headers['x-ratelimit-remaining'] === '0' || /\bAPI rate limit exceeded/i.test(body);
  const isLimit = isUsedUp || askedMs !== undefined || /rate limit|abuse detection/i.test(body);
  if (status !== 429 && !(status === 403 && isLimit)) return {};
  const [reset = NaN] = headers['x-ratelimit-reset']?.match(/^[0-9]{1,11}$/) ?? [];
  const resetMs = Number(reset) * 1000 - now.getTime();
  const waitMs = askedMs ?? (isUsedUp ? resetMs : defaultWaitMs);
  const end = new Date(now.getTime() + (waitMs || 0)).toISOString();
  const until = waitMs > 0 ? ` until ${end.slice(0, 19).replace('T', ' ')} UTC` : '';
  return {
    isRateLimit: true,
    isRetryable: waitMs <= retryPolicies.contents.maxRetryAfterMs,
    retryAfterMs: Math.max(0, waitMs),
    advice: `The token has reached its rate limit${until}. Re-run the job later, or add a step with actions/checkout before this one, which doesn't use the API.`,
  };
}
