import type { Client } from '../api/client.ts';
import type { CleanupEnd } from './cleanup.ts';
import type { Cleanup } from './decision.ts';
import type { Deletion } from './deletion.ts';
import type { DeletionOptions, Selection } from './selection.ts';
import type { CreatedService } from './generations.ts';
import type { RunningService } from './running.ts';
import type { RolloutOptions } from './supervision.ts';

export type { CleanupEnd } from './cleanup.ts';
export { mayExistText } from './create.ts';
export {
  createService,
  type ClientTokens,
  type CreatedService,
  type CreateListeners,
  type ServiceRequest,
} from './generations.ts';
export type { ContainerStatus, FailingPods, Pod, PodEvent } from './pods.ts';
export { containerText, eventText } from './reasons.ts';
export { DeletionError } from './deletion-error.ts';
export type { Deletion } from './deletion.ts';
export type { PodAddress } from './addresses.ts';
export type { PreviousService } from './previous.ts';
export type { RunningService } from './running.ts';
export type { DeletionOptions, Selection } from './selection.ts';
export { isServiceId, serviceText, type DeployedInstance, type Service } from './service.ts';
export {
  existsUnlessDeleted,
  firstDecisionOn,
  type Cleanup,
  type Decision,
  type OnFailure,
} from './decision.ts';
export type { RolloutOptions } from './supervision.ts';

/**
 * Waits until the created service is running. If it fails, finds out why, and deletes it if that is
 * asked for. The code is loaded here only: a create without a wait does not need it.
 * @throws UserError that says why, and whether the service still exists; CancelledError
 */
export async function awaitRollout(
  bec: Client,
  created: CreatedService,
  options: RolloutOptions,
): Promise<RunningService> {
  const { superviseRollout } = await import('./supervision.ts');
  return superviseRollout(bec, created, options);
}

/** Does what `on-failure: delete` has promised, after a step that did not get to it. */
export async function cleanUp(bec: Client, cleanup: Cleanup): Promise<CleanupEnd> {
  const { cleanUpLater } = await import('./cleanup.ts');
  return cleanUpLater(bec, cleanup);
}

/**
 * Deletes services and waits until they are gone; checks everything before the first one is deleted.
 * @throws UserError if nothing was deleted, DeletionError that says which are gone and which are not
 */
export async function deleteServices(
  bec: Client,
  selection: Selection,
  options: DeletionOptions,
): Promise<Deletion> {
  const { deleteAll } = await import('./deletion.ts');
  return deleteAll(bec, selection, options);
}
