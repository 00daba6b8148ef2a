import type { Client } from '../api/client.ts';
import { CancelledError, UserError } from '../errors.ts';
import { ageOf } from './create-time.ts';
import {
  alreadyDeleted,
  deletedText,
  existsUnlessDeleted,
  mayBeAnothers,
  type Cleanup,
} from './decision.ts';
import { deleteService } from './delete.ts';
import { readService } from './detail.ts';
import type { Service } from './service.ts';
import { isDeleted, stateOf } from './state.ts';

/** What came of a cleanup, in a sentence; `isDone` if the service is gone. */
export interface CleanupEnd {
  readonly isDone: boolean;
  readonly text: string;
}

export async function cleanUpService(
  bec: Client,
  cleanup: Pick<Cleanup, 'serviceId' | 'wasSeen'>,
): Promise<CleanupEnd> {
  const end = await deleteService(bec, cleanup);
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

/**
 * The cleanup of a step that has ended, some time later: what runs by now, or has another name, may be in
 * use, and is kept.
 */
export async function cleanUpLater(bec: Client, cleanup: Cleanup): Promise<CleanupEnd> {
  try {
    const look = await readService(bec, cleanup);
    switch (look.kind) {
      case 'renamed':
        return kept('BEC shows it under another name');
      case 'unreadable':
        return kept('BEC does not show its state');
      case 'not found':
        break;
      case 'service':
        if (isDeleted(look.service)) return { isDone: true, text: deletedText(look.service) };
        if (isInUse(look.service, cleanup)) return kept('it is running by now');
        if (isUnproven(look.service, cleanup)) return kept(mayBeAnothers);
        return await cleanUpService(bec, { ...cleanup, wasSeen: true });
    }
    return await cleanUpService(bec, cleanup);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return kept(
      error instanceof CancelledError
        ? 'the post step was cancelled'
        : `BEC does not show its state: ${error.message}`,
    );
  }
}

/** One that the step never saw may have been another step's all along. */
function isInUse(service: Service, { wasSeen }: Cleanup): boolean {
  return stateOf(service) === 'running' || (!wasSeen && service.runningPods > 0);
}

function isUnproven(service: Service, { requestedAt }: Cleanup): boolean {
  return requestedAt !== undefined && ['older', 'unknown'].includes(ageOf(service, requestedAt));
}

function kept(reason: string): CleanupEnd {
  const text = `It was not deleted, because ${reason.replace(/\.$/, '')}. ${existsUnlessDeleted}`;
  return { isDone: false, text };
}
