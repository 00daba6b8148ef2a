/** What the user can mend. Its message is all that is shown: the cause, the value, the cure. */
export class UserError extends Error {
  override name = 'UserError';
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
