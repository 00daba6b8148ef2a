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

/** What an error says of a value in the spec. */
export interface FieldNote {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

type UserErrorFacts = Pick<UserError, 'failure' | 'fields'>;

/** An error that the user can fix. Only its message is printed: the cause, the value, the cure. */
export class UserError extends Error {
  override name = 'UserError';
  /** Of its cause if it has none of its own; so are the fields. */
  readonly failure: Failure | undefined;
  readonly fields: readonly FieldNote[];

  constructor(message: string, options: ErrorOptions & Partial<UserErrorFacts> = {}) {
    super(message, options);
    const cause = options.cause instanceof UserError ? options.cause : undefined;
    this.failure = options.failure ?? cause?.failure;
    this.fields = options.fields ?? cause?.fields ?? [];
  }
}

/** The run was cancelled. */
export class CancelledError extends UserError {
  override name = 'CancelledError';
  readonly signal: string;
  /** What exists because of this run, or may. */
  readonly outcome: string;

  constructor(signal: string, outcome = 'Nothing was sent.', failure?: Failure) {
    super(`Cancelled (${signal}). ${outcome}`, { failure });
    this.signal = signal;
    this.outcome = outcome;
  }
}

/** What to report of an error: a fault of ours comes with its stack. */
export function messageOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a fault in bec-create, not in your workflow. Please report it with these lines: ${text}`;
}
