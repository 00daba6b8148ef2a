/** Failed requests to the contents API of GitHub, or of a server that has one like it. */
import type { HttpResponse } from '../http/connection.ts';
import {
  parseRetryAfter,
  retryPolicies,
  unknownFailure,
  type FailedAttempt,
} from '../http/retry.ts';
import { parseFields, textOf } from '../json.ts';
import { printable } from '../text.ts';

export interface FailedRequest extends FailedAttempt {
  /** What to do about it, in whole sentences; empty if nothing is known about that. */
  readonly advice: string;
  readonly cause?: unknown;
}

/** What GitHub asks for if a response names no time. */
const defaultWaitMs = 60_000;

/** A response with another status than 200. @param now counts if the response has no date */
export function failureOfResponse(response: HttpResponse, now: Date): FailedRequest {
  const { status, headers, body } = response;
  const fields = parseFields(body);
  const message = printable(textOf(fields?.['message'])).replace(/\.$/, '');
  const detail = message === '' ? redirectText(response) : `: ${message}`;
  const failed: FailedRequest = {
    ...unknownFailure,
    retry: status >= 500 || status === 408 ? 'with backoff' : 'never',
    reason: `HTTP ${status}${detail}`,
    advice: fields === undefined && isRefusal(status) ? adviceOnProxy : adviceOn(status, message),
  };
  const date = Date.parse(headers['date'] ?? '');
  const serverTime = Number.isNaN(date) ? now : new Date(date);
  const retryAfterMs = parseRetryAfter(headers, now);
  return { ...failed, retryAfterMs, ...rateLimitOf(response, retryAfterMs, serverTime) };
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500;
}

/** APIs refuse in JSON. */
const adviceOnProxy =
  "The response doesn't come from the API: a proxy or firewall on the way refuses the request. Allow this runner to reach the API, or add a step with actions/checkout before this one, which doesn't use it.";

/** @see https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api */
function adviceOn(status: number, message: string): string {
  if (status === 401) {
    return "The token in github-token is wrong, has expired or was revoked. Leave the input out to use the job's own token.";
  }
  if (/^No commit found/i.test(message)) {
    return 'The commit is gone, as after a force-push. Start a new run for a commit that is there.';
  }
  if (status === 404 || /\bnot accessible\b/i.test(message)) {
    return "If the file is there, the job's token can't read it: give the job permissions: contents: read.";
  }
  if (status >= 300 && status < 400) {
    return 'It is not followed. If the repository has moved, start a new run there.';
  }
  return '';
}

/**
 * A limit for too many requests, or a secondary one for too many in a short time.
 * @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function rateLimitOf(
  { status, headers, body }: HttpResponse,
  retryAfterMs: number | undefined,
  serverTime: Date,
): Partial<FailedRequest> {
  // A gateway may drop the headers; the message for a limit that lasts an hour remains.
  const isUsedUp =
    headers['x-ratelimit-remaining']?.trim() === '0' || /\bAPI rate limit exceeded/i.test(body);
  const isLimit =
    isUsedUp || retryAfterMs !== undefined || /rate limit|abuse detection/i.test(body);
  if (status !== 429 && !(status === 403 && isLimit)) return {};
  const resetMs = isUsedUp ? msUntil(headers['x-ratelimit-reset'], serverTime) : undefined;
  const waitMs = retryAfterMs ?? resetMs;
  const end =
    waitMs === undefined ? '' : ` until ${timeText(new Date(serverTime.getTime() + waitMs))}`;
  // Asking again before the end of a limit prolongs it.
  const isWorthWaiting =
    waitMs === undefined ? !isUsedUp : waitMs <= retryPolicies.contents.maxRetryAfterMs;
  return {
    isRateLimit: true,
    retry: isWorthWaiting ? 'with backoff' : 'never',
    retryAfterMs: waitMs ?? defaultWaitMs,
    advice: `The token has reached its rate limit${end}. Re-run the job later, or add a step with actions/checkout before this one, which doesn't use the API.`,
  };
}

/** @param header seconds since 1970 */
function msUntil(header = '', serverTime: Date): number | undefined {
  if (!/^[0-9]{1,11}$/.test(header.trim())) return undefined;
  return Math.max(0, Number(header) * 1000 - serverTime.getTime());
}

/** `2026-01-31 12:00:00 UTC` */
function timeText(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function redirectText({ status, headers }: HttpResponse): string {
  const isRedirect = status >= 300 && status < 400;
  return isRedirect ? `, a redirect to ${printable(headers['location'] ?? 'nowhere')}` : '';
}
