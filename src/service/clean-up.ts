import type { Client } from '../api/client.ts';
import { startDeadline } from '../clock.ts';
import { CancelledError } from '../errors.ts';
import { patience } from '../http/retry.ts';
import { deleteService, type DeleteEnd } from './delete-one.ts';
import { findServices, readService, type Look } from './detail.ts';
import {
  alreadyDeleted,
  existenceText,
  isSeenDeleted,
  reasonToKeep,
  type Cleanup,
} from './may-delete.ts';
import { stateOf } from './state.ts';

/** What came of a cleanup, in sentences. `kept`: on purpose; `open`: another try may delete it. */
export interface CleanupEnd {
  readonly kind: 'gone' | 'kept' | 'open';
  readonly text: string;
}

/** In the step, which has little time if it is cancelled: one look, and a deletion. */
export async function cleanUpNow(bec: Client, cleanup: Cleanup): Promise<CleanupEnd> {
  const { limitMs } = patience.hurriedLook;
  const deadline = startDeadline(bec.clock, limitMs, new CancelledError('timeout'));
  try {
    return await cleanUp(bec, cleanup, await readService(bec.within(deadline.signal), cleanup));
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    return kept('open', 'its state could not be read in time', undefined);
  } finally {
    deadline.stop();
  }
}

/** In the post step, some time later. */
export async function cleanUpLater(bec: Client, cleanup: Cleanup): Promise<CleanupEnd> {
  const limitMs = cleanup.firstRunning === undefined ? patience.notFound.limitMs : 0;
  try {
    const looks = await findServices(bec, [cleanup], limitMs);
    return await cleanUp(bec, cleanup, looks.get(cleanup.serviceId));
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    return kept('open', 'the post step was cancelled', undefined);
  }
}

/** What runs by now, or has another name, may be in use, and is kept, as is what the look doesn't show. */
async function cleanUp(bec: Client, cleanup: Cleanup, look: Look | undefined): Promise<CleanupEnd> {
  const wasSeen = cleanup.firstRunning !== undefined;
  if (look?.kind === 'not found' && wasSeen) return { kind: 'gone', text: alreadyDeleted };
  if (isSeenDeleted(look)) return { kind: 'gone', text: existenceText(look) };
  if (look?.kind !== 'service') return kept('open', unseenReason(look), look);
  if (stateOf(look.service) === 'running') return kept('kept', 'it is running by now', look);
  const reason = reasonToKeep(cleanup, look);
  return reason === undefined ? deleteSeen(bec, cleanup) : kept('kept', reason, look);
}

function unseenReason(look: Look | undefined): string {
  if (look?.kind === 'refused') return `BEC refuses to show its state: ${look.reason}`;
  if (look?.kind === 'unreadable') return `its state can't be read: ${look.reason}`;
  return 'BEC has not shown it yet';
}

function kept(kind: CleanupEnd['kind'], reason: string, look: Look | undefined): CleanupEnd {
  const text = `It was not deleted, because ${reason.replace(/\.$/, '')}.`;
  return { kind, text: `${text} ${existenceText(look ?? { kind: 'unreadable', reason })}` };
}

async function deleteSeen(bec: Client, { serviceId }: Cleanup): Promise<CleanupEnd> {
  const end = await deleteService(bec, serviceId);
  const text = deletionTexts[end.kind];
  return 'reason' in end ? { kind: 'open', text: `${text} ${end.reason}` } : { kind: 'gone', text };
}

const deletionTexts: Readonly<Record<DeleteEnd['kind'], string>> = {
  deleted: 'It was deleted, because of on-failure: delete.',
  'already deleted': alreadyDeleted,
  kept: 'It could not be deleted, so it still exists and is billed:',
  unknown:
    'It is not known whether it was deleted, so it may still exist and be billed: look it up in the BEC console.',
};
