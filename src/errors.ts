import type { Problem } from './spec/problem.ts';
import { counted } from './text.ts';

/** What the user can mend. Its message is all that is shown: the cause, the value, the cure. */
export class UserError extends Error {
  override name = 'UserError';
}

/** The spec has mistakes; nothing was sent. */
export class SpecError extends UserError {
  override readonly name = 'SpecError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.filter(({ severity }) => severity === 'error').length;
    super(`The spec has ${counted(count, 'mistake')}. Nothing was sent.`);
    this.problems = problems;
  }
}

/** The run was told to stop. */
export class CancelledError extends UserError {
  override name = 'CancelledError';
  readonly signal: string;
  /** What exists because of this run, or may. */
  readonly outcome: string;

  constructor(signal: string, outcome = 'Nothing was sent.') {
    super(`Cancelled (${signal}). ${outcome}`);
    this.signal = signal;
    this.outcome = outcome;
  }
}
