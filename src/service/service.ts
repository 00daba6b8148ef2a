export { cleanUpLater, type CleanupEnd } from './clean-up.ts';
export { mayExistText } from './create.ts';
export { deleteAll, type Deletion, type Fate } from './delete-all.ts';
export { isServiceId, serviceText, type Service, type ServiceRef } from './detail.ts';
export { createService, type ClientTokens } from './generations.ts';
export {
  openJournal,
  type CreatedService,
  type Journal,
  type Life,
  type ServiceEvent,
} from './journal.ts';
export {
  cleanupOf,
  existsUnlessDeleted,
  isOwn,
  type Cleanup,
  type OnFailure,
} from './may-delete.ts';
export { addressOf, maxExplained, publicIpOf, type ContainerStatus, type Pod } from './pods.ts';
export { linesOf } from './reasons.ts';
export { rollOut } from './rollout.ts';
export type { RunningService } from './running.ts';
export type { Selection } from './selection.ts';
