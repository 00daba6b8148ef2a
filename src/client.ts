import { parseAnswer, type Answer, type Fields } from './answer.ts';
import { adviceOn } from './advice.ts';
import { durationText, type Clock } from './clock.ts';
import type { Endpoint } from './endpoint.ts';
import { CancelledError, UserError } from './errors.ts';
import {
  isTurnedAway,
  parseRetryAfter,
  verdictOn,
  waitBeforeNext,
  type Failure,
  type RetryPolicy,
} from './retry.ts';
import { shown } from './shown.ts';
import {
  authorizationOf,
  canonicalQueryStringOf,
  canonicalUriOf,
  timestampOf,
  type Credentials,
} from './signer.ts';
import {
  TransportError,
  type Connection,
  type HttpRequest,
  type HttpResponse,
  type Limits,
} from './transport.ts';

/** One operation of the API, the same in every attempt. */
export interface Call<T> {
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Undefined where the answer does not hold what it must. */
  readonly parse: (body: Fields) => T | undefined;
}

export interface Called<T> {
  readonly value: T;
  readonly requestId: string;
}

export interface Client {
  /** @throws CallError */
  readonly call: <T>(call: Call<T>, policy: RetryPolicy, signal: AbortSignal) => Promise<Called<T>>;
}

export interface ClientOptions {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly warn: (message: string) => void;
}

const limits: Limits = { connectMs: 10_000, attemptMs: 30_000, maxAnswerBytes: 1024 ** 2 };
const expireSeconds = 1800;

/** A call that did not succeed, after all its attempts. */
export class CallError extends UserError {
  override readonly name = 'CallError';
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string;
  /** Whether one of the attempts may have done what was asked, though nothing tells so. */
  readonly mayHaveTakenEffect: boolean;

  constructor(
    call: { readonly method: string; readonly path: string },
    end: { readonly failure: Failure; readonly reason: string; readonly requestId: string },
    facts: { attempts: number; mayHaveTakenEffect: boolean; cause: unknown },
  ) {
    const { failure, reason, requestId } = end;
    const attempts = facts.attempts > 1 ? ` after ${facts.attempts} attempts` : '';
    const request = requestId === '' ? '' : ` (request id ${shown(requestId, 80)})`;
    super(
      `${call.method} ${call.path} failed${attempts}: ${reason}${request}.${adviceOn(failure.code, failure.status)}`,
      { cause: facts.cause },
    );
    this.code = failure.code;
    this.status = failure.status;
    this.requestId = requestId;
    this.mayHaveTakenEffect = facts.mayHaveTakenEffect;
  }
}

/** Stopped from outside, in the middle of a call. */
export class CancelledCallError extends CancelledError {
  readonly mayHaveTakenEffect: boolean;

  constructor(signal: string, mayHaveTakenEffect: boolean) {
    super(signal);
    this.mayHaveTakenEffect = mayHaveTakenEffect;
  }
}

export function createClient(options: ClientOptions): Client {
  const { clock, log, warn } = options;
  /** By how much the server's clock is ahead, once an answer has shown that it matters. */
  let clockOffsetMs: number | undefined;

  async function call<T>(
    request: Call<T>,
    policy: RetryPolicy,
    signal: AbortSignal,
  ): Promise<Called<T>> {
    const start = clock.elapsedMs();
    let attempts = 0;
    let turnedAway = 0;
    let mayHaveTakenEffect = false;
    for (;;) {
      const elapsedMs = clock.elapsedMs() - start;
      const attemptMs = Math.min(limits.attemptMs, Math.max(1000, policy.maxElapsedMs - elapsedMs));
      const now = new Date(clock.now().getTime() + (clockOffsetMs ?? 0));
      const signed = signedRequest(request, options, now);
      const end = await attempt(request, signed, { ...limits, attemptMs }, signal);
      if (end.kind === 'success') return end;
      mayHaveTakenEffect ||= end.mayHaveTakenEffect;
      if (isTurnedAway(end.failure)) turnedAway++;
      else attempts++;
      if (signal.aborted) throw cancelled(signal, mayHaveTakenEffect);

      const facts = { attempts: attempts + turnedAway, mayHaveTakenEffect, cause: end.cause };
      const verdict = verdictOn(end.failure);
      if (verdict === 'again with its clock' && healClock(end)) {
        log(attemptText(facts.attempts, end, 0));
        continue;
      }
      const tried = { attempts, turnedAway, elapsedMs: clock.elapsedMs() - start };
      const waitMs =
        verdict === 'again'
          ? waitBeforeNext(policy, tried, end.failure, clock.random())
          : undefined;
      if (waitMs === undefined) throw new CallError(request, end, facts);
      log(attemptText(facts.attempts, end, waitMs));
      await clock.sleep(waitMs, signal).catch(() => {
        throw cancelled(signal, mayHaveTakenEffect);
      });
    }
  }

  /** Once: a second answer of this kind has another reason. */
  function healClock({ serverDate }: FailedAttempt): boolean {
    if (serverDate === undefined || clockOffsetMs !== undefined) return false;
    clockOffsetMs = serverDate.getTime() - clock.now().getTime();
    const off = durationText(Math.abs(clockOffsetMs));
    warn(
      `This runner's clock is ${off} ${clockOffsetMs > 0 ? 'slow' : 'fast'} by BEC's; the request is signed anew with BEC's time. Set the clock right: other services will refuse it too.`,
    );
    return true;
  }

  async function attempt<T>(
    request: Call<T>,
    signed: HttpRequest,
    attemptLimits: Limits,
    signal: AbortSignal,
  ): Promise<({ readonly kind: 'success' } & Called<T>) | FailedAttempt> {
    let response: HttpResponse;
    try {
      response = await options.connection.send(signed, attemptLimits, signal);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return lostAttempt(error);
    }
    const answer = parseAnswer(response);
    if (answer.kind === 'success') {
      const value = request.parse(answer.body);
      if (value !== undefined) return { kind: 'success', value, requestId: answer.requestId };
    }
    return failedAttempt(answer, response.headers, clock.now());
  }

  return { call };
}

interface FailedAttempt {
  readonly kind: 'failure';
  readonly failure: Failure;
  readonly reason: string;
  readonly requestId: string;
  readonly mayHaveTakenEffect: boolean;
  readonly serverDate: Date | undefined;
  readonly cause: unknown;
}

function lostAttempt(error: TransportError): FailedAttempt {
  return {
    kind: 'failure',
    failure: {
      status: undefined,
      code: '',
      isTransient: error.isTransient,
      retryAfterMs: undefined,
    },
    reason: error.message,
    requestId: '',
    mayHaveTakenEffect: error.mayHaveArrived,
    serverDate: undefined,
    cause: error,
  };
}

function failedAttempt(answer: Answer, headers: HttpResponse['headers'], now: Date): FailedAttempt {
  const { status, requestId } = answer;
  const isRefusal = answer.kind === 'refusal';
  const serverDate = parseDate(headers['date']);
  const failure: Failure = {
    status,
    code: isRefusal ? answer.code : '',
    // A plain no (`result: false`) will be the same the next time; an answer that can't be read need not.
    isTransient: !(isRefusal && status < 300),
    // A date in it is one of the server's clock, which this runner's may not agree with.
    retryAfterMs: parseRetryAfter(headers['retry-after'], serverDate ?? now),
  };
  return {
    kind: 'failure',
    failure,
    reason: reasonOf(answer),
    requestId,
    // What may go better the next time may have half gone well this time.
    mayHaveTakenEffect: verdictOn(failure) === 'again' && !isTurnedAway(failure),
    serverDate,
    cause: undefined,
  };
}

function parseDate(header: string | undefined): Date | undefined {
  const date = new Date(header ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function reasonOf(answer: Answer): string {
  switch (answer.kind) {
    case 'success':
      return `HTTP ${answer.status}, but the answer does not hold what was asked for`;
    case 'unreadable':
      return `HTTP ${answer.status}, but ${answer.reason}`;
    case 'refusal': {
      const code = answer.code === '' ? '' : ` ${shown(answer.code, 80)}`;
      const message = answer.message === '' ? '' : `: ${shown(answer.message)}`;
      return `HTTP ${answer.status}${code}${message}`;
    }
  }
}

function attemptText(
  attempt: number,
  { reason, requestId }: FailedAttempt,
  waitMs: number,
): string {
  const request = requestId === '' ? '' : ` (request id ${shown(requestId, 80)})`;
  return `Attempt ${attempt}: ${reason}${request}. The next one in ${durationText(waitMs)}.`;
}

function cancelled({ reason }: AbortSignal, mayHaveTakenEffect: boolean): CancelledCallError {
  const signalName = reason instanceof CancelledError ? reason.signal : 'abort';
  return new CancelledCallError(signalName, mayHaveTakenEffect);
}

/** BEC's pages: the API signs host and x-bce-date only; with STS credentials the session token too. */
function signedRequest(
  { method, path, query, body }: Pick<Call<unknown>, 'method' | 'path' | 'query' | 'body'>,
  { endpoint, credentials }: ClientOptions,
  now: Date,
): HttpRequest {
  const timestamp = timestampOf(now);
  const { sessionToken } = credentials;
  const signedHeaders = {
    host: endpoint.host,
    'x-bce-date': timestamp,
    ...(sessionToken !== undefined && { 'x-bce-security-token': sessionToken }),
  };
  const authorization = authorizationOf(
    { method, path, query, headers: signedHeaders },
    { credentials, timestamp, expireSeconds, headersToSign: Object.keys(signedHeaders) },
  );
  const queryString = canonicalQueryStringOf(query);
  return {
    method,
    target: canonicalUriOf(path) + (queryString === '' ? '' : `?${queryString}`),
    headers: {
      ...signedHeaders,
      authorization,
      accept: 'application/json',
      'user-agent': 'bec-create',
      ...(body !== undefined && {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
      }),
    },
    body,
  };
}
