import { CallError, type Client } from '../api/client.ts';
import { durationText } from '../clock.ts';
import { CancelledError, UserError } from '../errors.ts';
import { quoted } from '../text.ts';
import { deleteService } from './delete.ts';
import { readFailingPods, type Pod } from './pods.ts';
import { hintOn, mainReason, podLines } from './reasons.ts';
import type { Service } from './service.ts';
import { waitForService, type WaitEnd, type WaitOptions } from './wait.ts';

/** What becomes of a created service that fails to run. */
export type OnFailure = 'keep' | 'delete';

export interface RolloutOptions extends WaitOptions {
  readonly onFailure: OnFailure;
  /** Prints lines that belong together. */
  readonly logGroup: (title: string, lines: readonly string[]) => void;
  /** Called with the failing pods of a service that fails. */
  readonly onPods: (pods: readonly Pod[]) => void;
}

const stillExists = 'It still exists, and is billed until it is deleted.';
const mayExist = 'It may still exist, and be billed: look it up in the BEC console.';

/** @throws UserError, CancelledError */
export async function superviseRollout(
  client: Client,
  created: Service,
  options: RolloutOptions,
): Promise<Service> {
  let end: WaitEnd;
  try {
    end = await waitForService(client, created, options);
  } catch (error) {
    if (error instanceof CancelledError) {
      throw new CancelledError(
        error.signal,
        `${nameOf(created)} was created and was not running yet. ${await cleanUp(client, created, options)}`,
      );
    }
    if (!(error instanceof CallError)) throw error;
    throw new UserError(
      `${nameOf(created)} was created, but its state can't be read: ${error.message} ${stillExists}`,
      { cause: error },
    );
  }
  if (end.kind === 'running') {
    options.log(`It is running, after ${durationText(end.elapsedMs)}.`);
    return end.service;
  }
  throw await failureOf(client, end, options);
}

async function failureOf(
  client: Client,
  end: Exclude<WaitEnd, { kind: 'running' }>,
  options: RolloutOptions,
): Promise<UserError> {
  const pods = await diagnose(client, end.service, options);
  const reason = mainReason(pods);
  const sentences = [
    `${nameOf(end.service)} was created, but ${end.reason}.`,
    reason === undefined ? '' : `${reason}.`,
    reason === undefined ? '' : hintOn(reason),
    await cleanUp(client, end.service, options, end.kind === 'not found' ? mayExist : stillExists),
  ];
  return new UserError(sentences.filter((sentence) => sentence !== '').join(' '));
}

/** Prints the pods' reasons. If they can't be read, the failure itself is still reported. */
async function diagnose(
  client: Client,
  { serviceId }: Service,
  { signal, log, logGroup, onPods }: RolloutOptions,
): Promise<readonly Pod[]> {
  try {
    const pods = await readFailingPods(client, serviceId, { policyName: 'diagnosis', signal });
    onPods(pods);
    logGroup(
      `Why ${serviceId} is not running`,
      pods.length === 0 ? ['BEC lists no failing pod.'] : podLines(pods),
    );
    return pods;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!signal.aborted) log(`The pods can't be read: ${error.message}`);
    return [];
  }
}

/** Deletes the service where that is asked for; says in a sentence whether it still exists. */
async function cleanUp(
  client: Client,
  { serviceId }: Service,
  { onFailure, signal }: RolloutOptions,
  kept = stillExists,
): Promise<string> {
  if (onFailure === 'keep') return kept;
  try {
    await deleteService(client, serviceId, signal);
    return 'It was deleted, because of on-failure: delete.';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `It could not be deleted, so it still exists and is billed: ${error.message}`;
  }
}

function nameOf({ serviceName, serviceId }: Service): string {
  return `The service ${quoted(serviceName)} (${serviceId})`;
}
