/**
 * Failed requests to GitHub's contents API.
 * @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
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
  /** Undefined if no response came. */
  readonly status: number | undefined;
  /** When GitHub accepts requests again; undefined if that is unknown. */
  readonly limitEnd: Date | undefined;
  /** Why the request was refused, and what to do about it; empty if nothing is known about that. */
  readonly advice: string;
  readonly cause: unknown;
}

/** What GitHub asks for if a response names no time. */
const defaultWaitMs = 60_000;

/** Of a failure of which nothing else is known. */
export const noFacts = {
  status: undefined,
  limitEnd: undefined,
  advice: '',
  cause: undefined,
} as const;

/** A response with status 200 whose body is cut off or garbled. */
export function failureOfBody(): FailedRequest {
  return {
    ...unknownFailure,
    ...noFacts,
    status: 200,
    reason: 'the response is not a JSON object',
  };
}

/** A response with another status than 200. @param now counts if the response has no date */
export function failureOfResponse(response: HttpResponse, now: Date): FailedRequest {
  const { status, headers } = response;
  const fields = parseFields(response.body);
  const message = printable(textOf(fields?.['message'])).replace(/\.$/, '');
  const serverTime = dateOf(Date.parse(headers['date'] ?? '')) ?? now;
  const failed: FailedRequest = {
    ...unknownFailure,
    ...noFacts,
    retry: status >= 500 || status === 408 ? 'with backoff' : 'never',
    retryAfterMs: parseRetryAfter(headers, now),
    reason: `HTTP ${status}${message === '' ? redirectText(response) : `: ${message}`}`,
    requestId: headers['x-github-request-id'] ?? '',
    advice:
      fields === undefined && isRefusal(response) ? adviceOnOthers : adviceOn(status, message),
    status,
  };
  return isRateLimited(response, message) ? withRateLimit(failed, response, serverTime) : failed;
}

/** GitHub's own refusals are JSON, and have its id of the request. */
function isRefusal({ status, headers }: HttpResponse): boolean {
  return status >= 400 && status < 500 && headers['x-github-request-id'] === undefined;
}

const adviceOnOthers =
  "The response doesn't come from GitHub: a proxy or firewall on the way refuses the request. Allow this runner to reach GitHub's API, or add a step with actions/checkout before this one, which doesn't use it.";

/** @see https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api */
function adviceOn(status: number, message: string): string {
  if (status === 401) {
    return "GitHub doesn't accept the token in github-token: it is wrong, has expired or was revoked. Leave the input out to use the job's own token.";
  }
  if (status !== 403) return '';
  const row = refusals.find(({ pattern }) => pattern.test(message));
  return (
    row?.advice ?? "The token can't read the repository: give the job permissions: contents: read."
  );
}

const refusals: readonly { readonly pattern: RegExp; readonly advice: string }[] = [
  {
    pattern: /\bSAML\b|single sign-on/i,
    advice:
      "The organization requires single sign-on, and the token in github-token is not authorized for it. Authorize it in the token's settings, or leave the input out to use the job's own token.",
  },
  {
    pattern: /IP allow list/i,
    advice:
      "The organization has an IP allow list, and this runner's address is not in it. Add the address, or use a runner whose address is in the list.",
  },
];

/** A limit for too many requests, or a secondary one for too many in a short time. */
function isRateLimited({ status, headers }: HttpResponse, message: string): boolean {
  if (status !== 403) return status === 429;
  return (
    headers['x-ratelimit-remaining']?.trim() === '0' ||
    headers['retry-after'] !== undefined ||
    /rate limit|abuse detection/i.test(message)
  );
}

function withRateLimit(
  failed: FailedRequest,
  { headers, body }: HttpResponse,
  serverTime: Date,
): FailedRequest {
  // A gateway may drop the headers; the message for a limit that lasts an hour remains.
  const isUsedUp =
    headers['x-ratelimit-remaining']?.trim() === '0' || /\bAPI rate limit exceeded/i.test(body);
  const reset = isUsedUp ? parseReset(headers['x-ratelimit-reset']) : undefined;
  const resetMs =
    reset === undefined ? undefined : Math.max(0, reset.getTime() - serverTime.getTime());
  const waitMs = failed.retryAfterMs ?? resetMs;
  // Asking again before the end of a limit prolongs it.
  const isWorthWaiting =
    waitMs === undefined ? !isUsedUp : waitMs <= retryPolicies.contents.maxRetryAfterMs;
  return {
    ...failed,
    isRateLimit: true,
    retry: isWorthWaiting ? 'with backoff' : 'never',
    retryAfterMs: waitMs ?? (failed.status === 429 ? undefined : defaultWaitMs),
    limitEnd: waitMs === undefined ? undefined : dateOf(serverTime.getTime() + waitMs),
  };
}

/** Seconds since 1970. */
function parseReset(header = ''): Date | undefined {
  return /^[0-9]{1,11}$/.test(header.trim()) ? dateOf(Number(header) * 1000) : undefined;
}

function dateOf(timeMs: number): Date | undefined {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function redirectText({ status, headers }: HttpResponse): string {
  const isRedirect = status >= 300 && status < 400;
  return isRedirect ? `, a redirect to ${printable(headers['location'] ?? 'nowhere')}` : '';
}
