import type { Clock } from '../clock.ts';
import { CancelledError, UserError } from '../errors.ts';
import {
  TransportError,
  type Connection,
  type Endpoint,
  type HttpRequest,
  type HttpResponse,
  type Limits,
} from '../http/connection.ts';
import { failureText, retrying, type AttemptEnd, type PolicyName } from '../http/retry.ts';
import type { Fields } from '../json.ts';
import {
  canonicalQueryStringOf,
  canonicalUriOf,
  signedHeadersOf,
  type Credentials,
} from './bce-auth.ts';
import {
  failureOfResponse,
  failureWithoutResponse,
  parseDate,
  type FailedCall,
} from './failed-attempt.ts';
import { parseResponse } from './response.ts';
import { createServerTime } from './server-time.ts';

export type { Credentials } from './bce-auth.ts';
export { deniedCreateAdvice, ownTokenMismatchAdvice } from './error-codes.ts';
export type { PolicyName } from '../http/retry.ts';

/** A request to the API, the same in every attempt, and how its response is read. */
export interface Call<T> {
  readonly method: HttpRequest['method'];
  /** Decoded, as are the names and values of the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Undefined if the response lacks what it must have. */
  readonly parse: (body: Fields) => T | undefined;
  /** What to do about an error, by its code, if this call knows better than the table of codes. */
  readonly advice?: Readonly<Record<string, string>>;
}

export interface Called<T> {
  readonly value: T;
  readonly requestId: string;
  /** BEC's time when it responded; undefined if the response does not have it. */
  readonly serverTime: Date | undefined;
}

export interface Client {
  /** @throws CallError, CancelledCallError */
  readonly call: <T>(
    request: Call<T>,
    policyName: PolicyName,
    signal: AbortSignal,
  ) => Promise<Called<T>>;
}

export interface ClientOptions {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly warn: (message: string) => void;
}

const limits: Limits = { connectMs: 10_000, attemptMs: 30_000, maxResponseBytes: 1024 ** 2 };

/** A call that failed, after all its attempts. */
export class CallError extends UserError {
  override readonly name = 'CallError';
  /** BCE's code; empty if BEC gives none. */
  readonly code: string;
  /** Undefined if no response came. */
  readonly status: number | undefined;
  /** Whether one of the attempts may have done its work, though no response says so. */
  readonly mayHaveTakenEffect: boolean;

  constructor(
    { method, path, advice: ownAdvice = {} }: Omit<Call<unknown>, 'parse'>,
    last: FailedCall,
    facts: { readonly attempts: number; readonly mayHaveTakenEffect: boolean },
  ) {
    const attempts = facts.attempts > 1 ? ` after ${facts.attempts} attempts` : '';
    const advice = Object.hasOwn(ownAdvice, last.code) ? ownAdvice[last.code] : last.advice;
    const sentences = [`${method} ${path} failed${attempts}: ${failureText(last)}.`, advice ?? ''];
    super(sentences.filter((sentence) => sentence !== '').join(' '), { cause: last.cause });
    this.code = last.code;
    this.status = last.status;
    this.mayHaveTakenEffect = facts.mayHaveTakenEffect;
  }
}

/** Whether BEC does not know what was asked for. A 404 without a code is another server's, such as a proxy's. */
export function isNotFound({ status, code }: Pick<CallError, 'status' | 'code'>): boolean {
  return status === 404 && code !== '';
}

/** Cancelled in the middle of a call. */
export class CancelledCallError extends CancelledError {
  readonly mayHaveTakenEffect: boolean;

  constructor(signal: string, mayHaveTakenEffect: boolean) {
    super(signal);
    this.mayHaveTakenEffect = mayHaveTakenEffect;
  }
}

export function createClient(options: ClientOptions): Client {
  const { clock, log, warn, connection } = options;
  const serverTime = createServerTime(clock, warn);

  async function call<T>(
    request: Call<T>,
    policyName: PolicyName,
    signal: AbortSignal,
  ): Promise<Called<T>> {
    const attempt = async (remainingMs: number): Promise<AttemptEnd<Called<T>, FailedCall>> => {
      const first = await send(request, remainingMs, signal);
      // The server may close a connection while it is idle; that is not a failed attempt.
      const isStale = first instanceof TransportError && first.isStaleConnection;
      const response = isStale ? await send(request, remainingMs, signal) : first;
      const end =
        response instanceof TransportError
          ? failureWithoutResponse(response)
          : endOf(request, response, clock.now());
      if (end.kind === 'success') return end;
      const failure = isStale ? { ...end, mayHaveTakenEffect: true } : end;
      const isSkewed = failure.serverTime !== undefined && serverTime.adopt(failure.serverTime);
      return isSkewed ? { ...failure, retry: 'at once' } : failure;
    };
    const end = await retrying(attempt, policyName, { clock, signal, log });
    switch (end.kind) {
      case 'success':
        return end.value;
      case 'cancelled':
        throw new CancelledCallError(signalNameOf(signal), end.mayHaveTakenEffect);
      case 'failed':
        throw new CallError(request, end.last, end);
    }
  }

  /** Signed again each time: a signature expires. */
  function send(
    request: Call<unknown>,
    remainingMs: number,
    signal: AbortSignal,
  ): Promise<HttpResponse | TransportError> {
    const signed = signedRequest(request, options, serverTime.now());
    const attemptLimits = { ...limits, attemptMs: Math.min(limits.attemptMs, remainingMs) };
    return connection.send(signed, attemptLimits, signal).catch((error: unknown) => {
      if (error instanceof TransportError) return error;
      throw error;
    });
  }

  return { call };
}

function endOf<T>(
  request: Call<T>,
  response: HttpResponse,
  now: Date,
): AttemptEnd<Called<T>, FailedCall> {
  const parsed = parseResponse(response);
  // Nothing is needed from the response to a DELETE, and one of the pages shows none.
  const isBodyless =
    request.method === 'DELETE' && parsed.kind === 'unreadable' && response.body === '';
  const body = parsed.kind === 'success' ? parsed.body : isBodyless ? {} : undefined;
  const value = body === undefined ? undefined : request.parse(body);
  return value === undefined
    ? failureOfResponse(parsed, response.headers, now)
    : {
        kind: 'success',
        value: {
          value,
          requestId: parsed.requestId,
          serverTime: parseDate(response.headers['date']),
        },
      };
}

function signedRequest(
  { method, path, query, body }: Omit<Call<unknown>, 'parse'>,
  { endpoint, credentials }: Pick<ClientOptions, 'endpoint' | 'credentials'>,
  now: Date,
): HttpRequest {
  const queryString = canonicalQueryStringOf(query);
  return {
    method,
    target: canonicalUriOf(path) + (queryString === '' ? '' : `?${queryString}`),
    headers: {
      ...signedHeadersOf({ method, path, query, host: endpoint.host }, credentials, now),
      accept: 'application/json',
      ...(body !== undefined && {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
      }),
    },
    body,
  };
}

function signalNameOf({ reason }: AbortSignal): string {
  return reason instanceof CancelledError ? reason.signal : 'abort';
}
