import { UserError } from '../errors.ts';

/** Not every service that was to be deleted is gone. */
export class DeletionError extends UserError {
  override readonly name = 'DeletionError';
  /** The ids of those that this step has deleted. */
  readonly deleted: readonly string[];

  constructor(message: string, deleted: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.deleted = deleted;
  }
}
