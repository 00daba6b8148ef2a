import type { Client } from '../api/client.ts';
import type { CreatedService } from './generations.ts';
import type { RunningService } from './running.ts';
import type { RolloutOptions } from './supervision.ts';

export {
  createService,
  type ClientTokens,
  type CreatedService,
  type CreateOptions,
  type ServiceRequest,
} from './generations.ts';
export type { ContainerStatus, FailingPods, Pod, PodEvent } from './pods.ts';
export { containerText, eventText } from './reasons.ts';
export type { PodAddress } from './addresses.ts';
export type { PreviousService } from './previous.ts';
export type { RunningService } from './running.ts';
export type { DeployedInstance, Service } from './service.ts';
export type { OnFailure, RolloutOptions } from './supervision.ts';

/**
 * Waits until the created service is running. If it fails, finds out why, and deletes it where that is
 * asked for. The code is loaded here only: a create without a wait does not need it.
 * @throws UserError that says why, and whether the service still exists; CancelledError
 */
export async function awaitRollout(
  client: Client,
  created: CreatedService,
  options: RolloutOptions,
): Promise<RunningService> {
  const { superviseRollout } = await import('./supervision.ts');
  return superviseRollout(client, created, options);
}
