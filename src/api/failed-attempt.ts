import type { HttpResponse, TransportError } from '../http/connection.ts';
import { failureOfTransport, parseRetryAfter, type FailedAttempt } from '../http/retry.ts';
import { printable } from '../text.ts';
import { errorCodeOf, isErrorCode, type ErrorCode } from './error-codes.ts';
import type { BecResponse } from './response.ts';

/** A failed attempt at a call of BEC's API. */
export interface FailedCall extends FailedAttempt {
  /** Undefined if no response came. */
  readonly status: number | undefined;
  /** Empty if BEC gives none. */
  readonly code: string;
  readonly advice: string;
  /** BEC's time, if the signature's time was refused and the response gives one. */
  readonly serverTime: Date | undefined;
  readonly cause: unknown;
}

/** No response came. */
export function failureWithoutResponse(error: TransportError): FailedCall {
  return {
    ...failureOfTransport(error),
    status: undefined,
    code: '',
    advice: '',
    serverTime: undefined,
    cause: error,
  };
}

/** A response came, and it is not what the call is for. */
export function failureOfResponse(
  response: BecResponse,
  headers: HttpResponse['headers'],
  now: Date,
): FailedCall {
  const { status, requestId } = response;
  const code = response.kind === 'error' ? response.code : '';
  const row = rowOf(response);
  const serverDate = parseDate(headers['date']);
  return {
    kind: 'failure',
    retry: row.retryable === 'yes' ? 'with backoff' : 'never',
    isRateLimit: row.isRateLimit === true,
    retryAfterMs: parseRetryAfter(headers, now),
    mayHaveTakenEffect: row.mayHaveTakenEffect,
    reason: reasonOf(response),
    requestId,
    status,
    code,
    advice: row.advice,
    serverTime: row.retryable === 'with server time' ? serverDate : undefined,
    cause: undefined,
  };
}

function rowOf(response: BecResponse): ErrorCode {
  if (response.kind === 'error') {
    const row = errorCodeOf(response.code, response.status);
    const isRefused = response.saysFalse && response.status < 300 && !isErrorCode(response.code);
    return isRefused ? { ...row, mayHaveTakenEffect: false } : row;
  }
  // Success by its status, but garbled or without what was asked for.
  const isLasting = response.kind === 'unreadable' && !response.isTransient;
  return { retryable: isLasting ? 'no' : 'yes', mayHaveTakenEffect: true, advice: '' };
}

/** Undefined if it is absent or cannot be signed with: the year has four digits. */
export function parseDate(header: string | undefined): Date | undefined {
  const date = new Date(header ?? '');
  return date.getTime() >= 0 && date.getTime() < Date.UTC(10_000) ? date : undefined;
}

function reasonOf(response: BecResponse): string {
  switch (response.kind) {
    case 'success':
      return `HTTP ${response.status}, but the response lacks what was asked for`;
    case 'unreadable':
      return `HTTP ${response.status}, but ${response.reason}`;
    case 'error': {
      const { status, code, message } = response;
      const codeText = code === '' ? '' : ` ${printable(code, 80)}`;
      const messageText = message === '' ? '' : `: ${printable(message.replace(/\.$/, ''))}`;
      return `HTTP ${status}${codeText}${messageText}`;
    }
  }
}
