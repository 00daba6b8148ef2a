import type { HttpResponse, TransportError } from '../http/connection.ts';
import {
  failureOfTransport,
  parseRetryAfter,
  type AttemptEnd,
  type FailedAttempt,
} from '../http/retry.ts';
import { parseFields, textOf, toFields, type Fields } from '../json.ts';
import { printable } from '../text.ts';
import { errorCodeOf, isErrorCode, type ErrorCode } from './error-codes.ts';

export interface Called<T> {
  readonly value: T;
  readonly requestId: string;
  /** BEC's time when it responded; undefined if the response does not have it. */
  readonly serverTime: Date | undefined;
}

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
export function failureWithoutResponse(cause: TransportError): FailedCall {
  const nothing = { status: undefined, code: '', advice: '', serverTime: undefined };
  return { ...failureOfTransport(cause), ...nothing, cause };
}

/** Success by its status, but without what was asked for. */
const incomplete: ErrorCode = { retryable: 'yes', mayHaveTakenEffect: true, advice: '' };

/**
 * @param parse what was asked for in the body; undefined if it is not there
 * @param now counts if the response has no date
 */
export function parseResponse<T>(
  response: HttpResponse,
  parse: (body: Fields | undefined) => T | undefined,
  now: Date,
): AttemptEnd<Called<T>, FailedCall> {
  const { status, headers, body } = response;
  const fields = parseFields(body);
  const requestId = firstOf(headers['x-bce-request-id']) || textOf(fields?.['requestId']);
  const serverTime = parseDate(headers['date']);
  const error = errorIn(response, fields);
  const value = error === undefined ? parse(fields) : undefined;
  if (value !== undefined) return { kind: 'success', value: { value, requestId, serverTime } };
  const row = error?.row ?? incomplete;
  return {
    kind: 'failure',
    // A body that is compressed will be the next time, too.
    retry: row.retryable === 'yes' && !isCompressed(headers) ? 'with backoff' : 'never',
    isRateLimit: row.isRateLimit === true,
    retryAfterMs: parseRetryAfter(headers, now),
    mayHaveTakenEffect: row.mayHaveTakenEffect,
    reason: `HTTP ${status}${error?.text ?? `, but ${lackIn(response, fields)}`}`,
    requestId,
    status,
    code: error?.code ?? '',
    advice: row.advice,
    serverTime: row.retryable === 'with server time' ? serverTime : undefined,
    cause: undefined,
  };
}

interface ReportedError {
  /** Empty if BEC gives none. */
  readonly code: string;
  /** Behind the status. */
  readonly text: string;
  readonly row: ErrorCode;
}

/**
 * Errors come in two ways: the gateway's in headers, the platform's in the body, as
 * `{code, message, requestId}` or, from the older calls, `{code, msg}`. `result: false` is one too,
 * whatever the status.
 */
function errorIn(
  { status, headers }: HttpResponse,
  fields: Fields | undefined,
): ReportedError | undefined {
  const gatewayCode = firstOf(headers['x-bce-error-code']);
  const isSuccess = status >= 200 && status < 300 && gatewayCode === '';
  if (isSuccess && !isError(fields)) return undefined;
  const isRedirect = status >= 300 && status < 400;
  const code = isRedirect ? '' : gatewayCode || textOf(fields?.['code']);
  const message = isRedirect
    ? `a redirect to ${headers['location'] ?? 'no address'}; redirects are not followed, since a signature is valid for one address only`
    : textOf(headers['x-bce-error-message']) || messageIn(fields);
  const row = errorCodeOf(code, status);
  // It says itself that nothing was done, so the code needn't be known.
  const isRefused = isSuccess && saysFalse(fields) && !isErrorCode(code);
  return {
    code,
    text:
      (code === '' ? '' : ` ${printable(code, 80)}`) +
      (message === '' ? '' : `: ${printable(message.replace(/\.$/, ''))}`),
    row: isRefused ? { ...row, mayHaveTakenEffect: false } : row,
  };
}

/**
 * Errors may come with status 200, too: nothing rules that out for the older calls, with codes of their
 * own. A code of success is none, nor is one that nobody knows beside the service that was asked for.
 */
function isError(fields: Fields | undefined): boolean {
  if (fields === undefined) return false;
  if (saysFalse(fields)) return true;
  const code = textOf(fields['code']);
  if (code === '' || messageIn(fields) === '') return false;
  if (isErrorCode(code)) return true;
  return fields['result'] !== true && !successCode.test(code) && !namesService(fields);
}

const successCode = /^(?:0+|20[0-9]|ok|succe(?:ss|ed|eded|ssful))$/i;

/** Whether the id is a usable one is for the call to decide, which fails without. */
function namesService(fields: Fields): boolean {
  const places = [fields, toFields(fields['details']), toFields(fields['result'])];
  return places.some((place) => textOf(place?.['serviceId']) !== '');
}

function messageIn(fields: Fields | undefined): string {
  const text = textOf(fields?.['message']) || textOf(fields?.['msg']);
  return text === '' && saysFalse(fields) ? 'the response says result: false' : text;
}

function saysFalse(fields: Fields | undefined): boolean {
  return fields?.['result'] === false || fields?.['result'] === 'false';
}

function lackIn({ headers, body }: HttpResponse, fields: Fields | undefined): string {
  if (fields !== undefined) return 'the response lacks what was asked for';
  if (isCompressed(headers)) {
    return `its body is compressed (content-encoding: ${printable(headers['content-encoding'] ?? '', 40)}), although the request does not accept that. Check whether a proxy or gateway on the way to BEC compresses responses`;
  }
  return body === ''
    ? 'its body is empty'
    : `its body is not a JSON object: ${printable(body, 80)}`;
}

function isCompressed(headers: HttpResponse['headers']): boolean {
  return !/^(identity)?$/i.test(headers['content-encoding'] ?? '');
}

/** Of a header that was sent twice, one value: codes and ids have no comma. */
function firstOf(header = ''): string {
  return header.split(',', 1)[0]?.trim() ?? '';
}

/** Undefined if it is absent or cannot be signed with: the year has four digits. */
function parseDate(header: string | undefined): Date | undefined {
  const date = new Date(header ?? '');
  return date.getTime() >= 0 && date.getTime() < Date.UTC(10_000) ? date : undefined;
}
