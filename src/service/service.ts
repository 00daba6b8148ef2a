import type { Client } from '../api/client.ts';
import type { CleanupEnd } from './clean-up.ts';
import type { Deletion, DeletionPlan } from './delete-all.ts';
import type { CreatedService } from './journal.ts';
import type { Cleanup } from './may-delete.ts';
import type { RolloutPlan } from './rollout.ts';
import type { RunningService } from './running.ts';

export type { CleanupEnd } from './clean-up.ts';
export { mayExistText } from './create.ts';
export type { Deletion, Fate } from './delete-all.ts';
export { isServiceId, serviceText, type Service, type ServiceRef } from './detail.ts';
export { createService, type ClientTokens } from './generations.ts';
export {
  openJournal,
  serviceIn,
  type CreatedService,
  type Journal,
  type Life,
  type ServiceEvent,
} from './journal.ts';
export {
  decisionOn,
  existsUnlessDeleted,
  isOwn,
  type Cleanup,
  type OnFailure,
} from './may-delete.ts';
export type { ContainerStatus, FailingPods, Pod } from './pods.ts';
export { podText } from './reasons.ts';
export type { RunningService } from './running.ts';
export type { Selection } from './selection.ts';

/**
 * Waits until the created service is running. If it fails, finds out why, and deletes it if that is
 * asked for. The code is loaded here only: a create without a wait does not need it.
 * @throws UserError that says why, and whether the service still exists; CancelledError
 */
export async function awaitService(
  bec: Client,
  created: CreatedService,
  plan: RolloutPlan,
): Promise<RunningService> {
  const { rollOut } = await import('./rollout.ts');
  return rollOut(bec, created, plan);
}

/** Does what `on-failure: delete` has promised, after a step that did not get to it. */
export async function cleanUp(bec: Client, cleanup: Cleanup): Promise<CleanupEnd> {
  const { cleanUpLater } = await import('./clean-up.ts');
  return cleanUpLater(bec, cleanup);
}

/** Deletes services and waits until they are gone; checks everything before the first one is deleted. */
export async function deleteServices(bec: Client, plan: DeletionPlan): Promise<Deletion> {
  const { deleteAll } = await import('./delete-all.ts');
  return deleteAll(bec, plan);
}
