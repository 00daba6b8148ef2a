import type { Client } from '../api/client.ts';
import { CancelledError } from '../errors.ts';
import { patience } from '../http/retry.ts';
import { deleteService } from './delete-one.ts';
import { findServices, type Look, type Service } from './detail.ts';
import {
  alreadyDeleted,
  deletedText,
  existsUnlessDeleted,
  reasonToKeep,
  type Cleanup,
} from './may-delete.ts';
import { isDeleted, stateOf } from './state.ts';

/** What came of a cleanup, in a sentence; `isDone` if the service is gone. */
export interface CleanupEnd {
  readonly isDone: boolean;
  readonly text: string;
}

/** Deletes a service that a look has shown. */
export async function cleanUpSeen(
  bec: Client,
  { serviceId }: Pick<Service, 'serviceId'>,
): Promise<CleanupEnd> {
  const end = await deleteService(bec, serviceId);
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
 * use, and is kept, as is what no look shows.
 */
export async function cleanUpLater(bec: Client, cleanup: Cleanup): Promise<CleanupEnd> {
  const { serviceId, wasSeen } = cleanup;
  try {
    const limitMs = wasSeen ? 0 : patience.notFound.limitMs;
    const look = (await findServices(bec, [cleanup], limitMs)).get(serviceId);
    if (look?.kind === 'not found' && wasSeen) return { isDone: true, text: alreadyDeleted };
    if (look?.kind === 'refused') return kept(`${unseenReason(look.kind)}: ${look.reason}`);
    if (look?.kind !== 'service') return kept(unseenReason(look?.kind));
    if (isDeleted(look.service)) return { isDone: true, text: deletedText(look.service) };
    if (stateOf(look.service) === 'running') return kept('it is running by now');
    const reason = reasonToKeep(cleanup, look);
    return reason === undefined ? await cleanUpSeen(bec, cleanup) : kept(reason);
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    return kept('the post step was cancelled');
  }
}

/** Why a service is left alone that the last look hasn't shown. */
export function unseenReason(look: Look['kind'] | undefined): string {
  if (look === 'renamed') return 'BEC shows it under another name';
  if (look === 'refused') return 'BEC refuses to show its state';
  return look === 'not found' ? 'BEC has not shown it yet' : 'BEC does not show its state';
}

function kept(reason: string): CleanupEnd {
  const text = `It was not deleted, because ${reason.replace(/\.$/, '')}. ${existsUnlessDeleted}`;
  return { isDone: false, text };
}
