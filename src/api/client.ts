import type { Clock } from '../clock.ts';
import type { Environment } from '../context.ts';
import { CancelledError } from '../errors.ts';
import {
  connectionTo,
  TransportError,
  type Connection,
  type Endpoint,
  type HttpRequest,
  type HttpResponse,
  type Limits,
} from '../http/connection.ts';
import { retrying, type AttemptEnd, type PolicyName } from '../http/retry.ts';
import type { Fields } from '../json.ts';
import {
  canonicalQueryStringOf,
  canonicalUriOf,
  signedHeadersOf,
  type Credentials,
} from './bce-auth.ts';
import { CallError, CancelledCallError } from './call-error.ts';
import { failureWithoutResponse, parseResponse, type Called, type FailedCall } from './response.ts';
import { createServerTime } from './server-time.ts';

export type { Credentials } from './bce-auth.ts';
export { CallError, CancelledCallError, isNotFound } from './call-error.ts';
export { isErrorCode, ownTokenMismatchAdvice } from './error-codes.ts';
export type { Called } from './response.ts';
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
  /** Called before each further attempt: a value says that the one before has worked after all. */
  readonly beforeRetry?: () => Promise<T | undefined>;
  /** An earlier request with the same token, and which failures mean that BEC still works on it. */
  readonly earlier?: {
    readonly mayHaveTakenEffect: boolean;
    readonly isInProgress: (failure: Pick<FailedCall, 'status' | 'code'>) => boolean;
  };
}

/** The run that calls belong to. */
export interface ClientRun {
  readonly clock: Clock;
  /** Cancels them. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  readonly warn: (message: string) => void;
}

/** BEC's API, within a run. */
export interface Client extends ClientRun {
  /** @throws CallError, CancelledCallError */
  readonly call: <T>(request: Call<T>, policyName: PolicyName) => Promise<Called<T>>;
  /** The same client for calls that another signal cancels. */
  readonly within: (signal: AbortSignal) => Client;
  readonly close: () => void;
}

export interface ClientOptions extends ClientRun {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  /** Says which proxy to use. */
  readonly environment: Environment;
}

const limits: Limits = { connectMs: 10_000, attemptMs: 30_000, maxResponseBytes: 1024 ** 2 };

/** A client with a connection of its own, which is open until it is closed. */
export function openClient(options: ClientOptions): Client {
  const { endpoint, environment, clock, log, warn } = options;
  const connection = connectionTo(endpoint, environment, clock);
  const attempt = attemptsOver(connection, options);

  function clientWithin(signal: AbortSignal): Client {
    const run = { clock, signal, log, warn };
    return {
      ...run,
      call: async (request, policyName) => {
        const repeat = repeatable(request, attempt);
        const end = await retrying(
          (remainingMs) => repeat({ remainingMs, signal }),
          policyName,
          run,
        );
        if (end.kind === 'success') return end.value;
        const mayHaveTakenEffect =
          end.mayHaveTakenEffect || request.earlier?.mayHaveTakenEffect === true;
        throw end.kind === 'cancelled'
          ? new CancelledCallError(signalNameOf(signal), mayHaveTakenEffect)
          : new CallError(request, end.last, { ...end, mayHaveTakenEffect });
      },
      within: clientWithin,
      close: connection.close,
    };
  }

  return clientWithin(options.signal);
}

type Attempt = ReturnType<typeof attemptsOver>;

/** The attempts at one request; what the request asks before a further one may make that one needless. */
function repeatable<T>(request: Call<T>, attempt: Attempt) {
  let isRepeat = false;
  return async (attemptLimits: AttemptLimits): Promise<AttemptEnd<Called<T>, FailedCall>> => {
    const value = isRepeat ? await request.beforeRetry?.() : undefined;
    isRepeat = true;
    return value === undefined
      ? attempt(request, attemptLimits)
      : { kind: 'success', value: { value, requestId: '', serverTime: undefined } };
  };
}

interface AttemptLimits {
  readonly remainingMs: number;
  readonly signal: AbortSignal;
}

/** Makes one attempt at a request. Attempts share what they learn of the server's time. */
function attemptsOver(connection: Connection, options: ClientOptions) {
  const { clock, warn } = options;
  const serverTime = createServerTime(clock, warn);

  /** Signed again each time: a signature expires. */
  function send(
    request: Call<unknown>,
    { remainingMs, signal }: AttemptLimits,
  ): Promise<HttpResponse | TransportError> {
    const signed = signedRequest(request, options, serverTime.now());
    const attemptLimits = { ...limits, attemptMs: Math.min(limits.attemptMs, remainingMs) };
    return connection.send(signed, attemptLimits, signal).catch((error: unknown) => {
      if (error instanceof TransportError) return error;
      throw error;
    });
  }

  return async <T>(
    request: Call<T>,
    attemptLimits: AttemptLimits,
  ): Promise<AttemptEnd<Called<T>, FailedCall>> => {
    const first = await send(request, attemptLimits);
    // The server may close a connection while it is idle; that is not a failed attempt.
    const isStale = first instanceof TransportError && first.isStaleConnection;
    const response = isStale ? await send(request, attemptLimits) : first;
    const end =
      response instanceof TransportError
        ? failureWithoutResponse(response)
        : parseResponse(response, bodyParser(request, response), clock.now());
    if (end.kind === 'success') return end;
    const failure = isStale ? { ...end, mayHaveTakenEffect: true } : end;
    const isSkewed = failure.serverTime !== undefined && serverTime.adopt(failure.serverTime);
    if (isSkewed) return { ...failure, retry: 'at once' };
    return request.earlier?.isInProgress(failure) === true
      ? { ...failure, retry: 'with backoff' }
      : failure;
  };
}

/** Nothing is needed from the response to a DELETE or a PUT, and some of the pages show none. */
function bodyParser<T>({ method, parse }: Call<T>, { body }: HttpResponse) {
  const isOptional = ['DELETE', 'PUT'].includes(method) && body === '';
  return (fields = isOptional ? {} : undefined) => fields && parse(fields);
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
