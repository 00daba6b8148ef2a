import { CancelledError, UserError } from '../errors.ts';
import type { FailedCall } from './response.ts';
import { failureText } from '../http/retry.ts';
import { joined } from '../text.ts';

interface FailedRequest {
  readonly method: string;
  readonly path: string;
  /** What to do about an error, by its code, if the call knows better than the table of codes. */
  readonly advice?: Readonly<Record<string, string>>;
}

/** A call that failed, after all its attempts. */
export class CallError extends UserError {
  override readonly name = 'CallError';
  /** The message without what to do about it. */
  readonly withoutAdvice: string;
  /** BCE's code; empty if BEC gives none. */
  readonly code: string;
  /** Undefined if no response came. */
  readonly status: number | undefined;
  /** Whether one of the attempts may have done its work, though no response says so. */
  readonly mayHaveTakenEffect: boolean;
  readonly attempts: number;

  constructor(
    { method, path, advice: ownAdvice = {} }: FailedRequest,
    last: FailedCall,
    facts: { readonly attempts: number; readonly mayHaveTakenEffect: boolean },
  ) {
    const attempts = facts.attempts > 1 ? ` after ${facts.attempts} attempts` : '';
    const advice = Object.hasOwn(ownAdvice, last.code) ? ownAdvice[last.code] : last.advice;
    const what = `${method} ${path} failed${attempts}: ${failureText(last)}.`;
    super(joined([what, advice ?? ''], ' '), { cause: last.cause });
    this.withoutAdvice = what;
    this.code = last.code;
    this.status = last.status;
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
