import { parseAnswer } from './response.ts';
import { type Fields } from '../json.ts';
import { adviceOn } from './error-codes.ts';
import { attemptText, failedAttempt, lostAttempt, type FailedAttempt } from './failed-attempt.ts';
import { durationText, type Clock } from '../clock.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { CancelledError, UserError } from '../errors.ts';
import {
  isTurnedAway,
  retryPolicies,
  verdictOn,
  waitBeforeNext,
  type PolicyName,
} from './retry.ts';
import { shown } from '../text.ts';
import { signedRequest, type Operation } from './signed-request.ts';
import type { Credentials } from './bce-auth.ts';
import {
  TransportError,
  type Connection,
  type HttpRequest,
  type HttpResponse,
  type Limits,
} from '../http/connection.ts';

export type { PolicyName } from './retry.ts';

/** An operation of the API, and how its answer is read. */
export interface Call<T> extends Operation {
  /** Undefined where the answer does not hold what it must. */
  readonly parse: (body: Fields) => T | undefined;
}

export interface Called<T> {
  readonly value: T;
  readonly requestId: string;
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

const tolerableOffsetMs = 60_000;
const limits: Limits = { connectMs: 10_000, attemptMs: 30_000, maxAnswerBytes: 1024 ** 2 };

/** A call that did not succeed, after all its attempts. */
export class CallError extends UserError {
  override readonly name = 'CallError';
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string;
  /** Whether one of the attempts may have done what was asked, though nothing tells so. */
  readonly mayHaveTakenEffect: boolean;

  constructor(
    { method, path }: Operation,
    { failure, reason, requestId, cause }: FailedAttempt,
    facts: { readonly attempts: number; readonly mayHaveTakenEffect: boolean },
  ) {
    const attempts = facts.attempts > 1 ? ` after ${facts.attempts} attempts` : '';
    const request = requestId === '' ? '' : ` (request id ${shown(requestId, 80)})`;
    super(
      `${method} ${path} failed${attempts}: ${reason}${request}.${adviceOn(failure.code, failure.status)}`,
      { cause },
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
    policyName: PolicyName,
    signal: AbortSignal,
  ): Promise<Called<T>> {
    const policy = retryPolicies[policyName];
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

      const facts = { attempts: attempts + turnedAway, mayHaveTakenEffect };
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
    // Of a clock that is right there is nothing to warn: then BEC's own machines disagree.
    if (Math.abs(clockOffsetMs) < tolerableOffsetMs) return true;
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

function cancelled({ reason }: AbortSignal, mayHaveTakenEffect: boolean): CancelledCallError {
  const signalName = reason instanceof CancelledError ? reason.signal : 'abort';
  return new CancelledCallError(signalName, mayHaveTakenEffect);
}
