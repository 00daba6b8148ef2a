/** A mistake that the user can fix. Only its message is printed: the cause, the value, the cure. */
export class UserError extends Error {
  override name = 'UserError';
}

/** The run was cancelled. */
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
