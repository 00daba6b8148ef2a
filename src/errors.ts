/** Why a service does not run. */
export interface Reason {
  /** `cn-shanghai-ct, 2 pods`; empty if that is not known. */
  readonly place: string;
  /** Sentences: the cause and the cure. */
  readonly text: string;
}

/** What is known of a service that failed, besides the message. */
export interface Failure {
  readonly kind: 'failed' | 'timed out' | 'cancelled';
  readonly reasons: readonly Reason[];
  /** Whether it is deleted, so that nothing is billed. */
  readonly isGone: boolean;
}

/** An error that the user can fix. Only its message is printed: the cause, the value, the cure. */
export class UserError extends Error {
  override name = 'UserError';
  readonly failure: Failure | undefined;

  constructor(
    message: string,
    { failure, ...options }: ErrorOptions & { readonly failure?: Failure } = {},
  ) {
    super(message, options);
    this.failure = failure;
  }
}

/** The run was cancelled. */
export class CancelledError extends UserError {
  override name = 'CancelledError';
  readonly signal: string;
  /** What exists because of this run, or may. */
  readonly outcome: string;

  constructor(signal: string, outcome = 'Nothing was sent.', failure?: Failure) {
    super(`Cancelled (${signal}). ${outcome}`, failure && { failure });
    this.signal = signal;
    this.outcome = outcome;
  }
}
