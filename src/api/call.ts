import { CancelledError, UserError } from '../errors.ts';
import type { HttpRequest } from '../http/connection.ts';
import type { AttemptEnd, FailedAttempt } from '../http/retry.ts';
import type { Fields } from '../json.ts';
import { joined } from '../text.ts';

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

export interface Called<T> {
  readonly value: T;
  readonly requestId: string;
  /** BEC's time when it responded; undefined if the response does not have it. */
  readonly serverTime: Date | undefined;
}

/** A failed attempt at a call. */
export interface FailedCall extends FailedAttempt {
  /** Whether the request may have done its work all the same. */
  readonly mayHaveTakenEffect: boolean;
  /** Undefined if no response came. */
  readonly status: number | undefined;
  /** BCE's code; empty if BEC gives none. */
  readonly code: string;
  readonly advice: string;
  /** BEC's time, if the signature's time was refused and the response gives one. */
  readonly serverTime?: Date | undefined;
}

export type CallEnd<T> = AttemptEnd<Called<T>, FailedCall>;

/** A call that failed, after all its attempts. */
export class CallError extends UserError {
  override readonly name = 'CallError';
  /** The message without what to do about it. */
  readonly withoutAdvice: string;
  readonly code: string;
  readonly status: number | undefined;
  /** Whether one of the attempts may have done its work, though no response says so. */
  readonly mayHaveTakenEffect: boolean;
  readonly attempts: number;

  constructor(
    { method, path, advice = {} }: Pick<Call<unknown>, 'method' | 'path' | 'advice'>,
    last: Pick<FailedCall, 'reason' | 'code' | 'status' | 'advice' | 'cause'>,
    facts: { readonly attempts: number; readonly mayHaveTakenEffect: boolean },
  ) {
    const { code, status, cause } = last;
    const attempts = facts.attempts > 1 ? ` after ${facts.attempts} attempts` : '';
    const what = `${method} ${path} failed${attempts}: ${last.reason}.`;
    const cure = Object.hasOwn(advice, code) ? advice[code] : last.advice;
    super(joined([what, cure ?? ''], ' '), { cause });
    this.withoutAdvice = what;
    this.code = code;
    this.status = status;
    this.mayHaveTakenEffect = facts.mayHaveTakenEffect;
    this.attempts = facts.attempts;
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
