import type { HttpResponse } from '../http/connection.ts';
import { failureOfTransport, parseRetryAfter, statusText } from '../http/retry.ts';
import { parseFields, textOf, toFields, type Fields } from '../json.ts';
import { printable } from '../text.ts';
import type { Call, CallEnd, FailedCall } from './call.ts';
import { errorCodeOf, isErrorCode, type ErrorCode } from './error-codes.ts';

export function failureWithoutResponse(error: unknown): FailedCall {
  const failure = failureOfTransport(error);
  const { mayHaveArrived: mayHaveTakenEffect } = failure.cause;
  return { ...failure, mayHaveTakenEffect, status: undefined, code: '', advice: '' };
}

export function parseResponse<T>(
  response: HttpResponse,
  { method, parse }: Pick<Call<T>, 'method' | 'parse'>,
): CallEnd<T> {
  const { status, headers, body } = response;
  // Nothing is needed from the response to a DELETE or a PUT, and some of the pages show none.
  const isOptional = ['DELETE', 'PUT'].includes(method) && body === '';
  const fields = parseFields(isOptional ? '{}' : body);
  const requestId = firstOf(headers['x-bce-request-id']) || textOf(fields?.['requestId']);
  const serverTime = parseDate(headers['date']);
  const error = errorIn(response, fields);
  const value = error === undefined ? fields && parse(fields) : undefined;
  if (value !== undefined) return { kind: 'success', value: { value, requestId, serverTime } };
  const { code, text, row } = error ?? lackIn(response, fields);
  return {
    kind: 'failure',
    // A body that is compressed will be the next time, too.
    isRetryable: row.retryable === 'yes' && !isCompressed(headers),
    isRateLimit: row.isRateLimit === true,
    retryAfterMs: parseRetryAfter(headers),
    mayHaveTakenEffect: row.mayHaveTakenEffect,
    // Baidu's support asks for the request id.
    reason: `${statusText(response, text)}${requestId && ` (request id ${printable(requestId, 80)})`}`,
    status,
    code,
    advice: row.advice,
    serverTime: row.retryable === 'with server time' ? serverTime : undefined,
  };
}

interface ResponseFault {
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
): ResponseFault | undefined {
  const gatewayCode = firstOf(headers['x-bce-error-code']);
  const isSuccess = status >= 200 && status < 300 && gatewayCode === '';
  if (isSuccess && !isError(fields)) return undefined;
  // A redirect comes from something else than BEC.
  if (status >= 300 && status < 400) return { code: '', text: '', row: errorCodeOf('', status) };
  const code = gatewayCode || textOf(fields?.['code']);
  const message = textOf(headers['x-bce-error-message']) || messageIn(fields);
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
  const places = [fields, toFields(fields['details']), toFields(fields['result'])];
  const namesService = places.some((place) => textOf(place?.['serviceId']) !== '');
  return fields['result'] !== true && !successCode.test(code) && !namesService;
}

const successCode = /^(?:0+|20[0-9]|ok|succe(?:ss|ed|eded|ssful))$/i;

function messageIn(fields: Fields | undefined): string {
  const text = textOf(fields?.['message']) || textOf(fields?.['msg']);
  return text === '' && saysFalse(fields) ? 'the response says result: false' : text;
}

function saysFalse(fields: Fields | undefined): boolean {
  return fields?.['result'] === false || fields?.['result'] === 'false';
}

/** A success by its status, but without what was asked for. */
function lackIn({ headers, body }: HttpResponse, fields: Fields | undefined): ResponseFault {
  const encoding = printable(headers['content-encoding'] ?? '', 40);
  const lack =
    fields !== undefined
      ? 'the response lacks what was asked for'
      : isCompressed(headers)
        ? `its body is compressed (content-encoding: ${encoding}), although the request does not accept that. Check whether a proxy or gateway on the way to BEC compresses responses`
        : body === ''
          ? 'its body is empty'
          : `its body is not a JSON object: ${printable(body, 80)}`;
  const row: ErrorCode = { retryable: 'yes', mayHaveTakenEffect: true, advice: '' };
  return { code: '', text: `, but ${lack}`, row };
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
