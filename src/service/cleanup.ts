import type { Client } from '../api/client.ts';
import { deleteService, type DeleteOptions } from './delete.ts';

/** A service that `on-failure: delete` deletes unless it runs. */
export interface Cleanup {
  readonly serviceId: string;
  /** Whether a response has shown it, besides the one to its create. */
  readonly wasSeen: boolean;
}

export const alreadyDeleted = 'It has been deleted already.';

/** What came of a cleanup, in a sentence; `isDone` if the service is gone. */
export interface CleanupEnd {
  readonly isDone: boolean;
  readonly text: string;
}

export async function cleanUpService(
  client: Client,
  { serviceId, wasSeen }: Cleanup,
  options: Omit<DeleteOptions, 'wasSeen'>,
): Promise<CleanupEnd> {
  const end = await deleteService(client, serviceId, { ...options, wasSeen });
  switch (end.kind) {
    case 'deleted':
      return { isDone: true, text: 'It was deleted, because of on-failure: delete.' };
    case 'already deleted':
      return { isDone: true, text: alreadyDeleted };
    case 'kept':
      return {
        isDone: false,
        text: `It could not be deleted, so it still exists and is billed: ${end.reason}`,
      };
    case 'unknown':
      return {
        isDone: false,
        text: `It is not known whether it was deleted, so it may still exist and be billed: look it up in the BEC console. ${end.reason}`,
      };
  }
}
