import { CallError, type Client } from '../api/client.ts';
import { durationText } from '../clock.ts';
import { CancelledError, UserError } from '../errors.ts';
import { hintOn, mainReason, podLines, readTroubledPods, type Pod } from './pods.ts';
import { deleteService } from './delete.ts';
import type { Service } from './service.ts';
import { quoted } from '../text.ts';
import { waitForService, type WaitEnd, type WaitOptions } from './wait.ts';

export { createService } from './create.ts';
export { containerText, eventText, type Pod } from './pods.ts';
export type { Service } from './service.ts';

export type OnFailure = 'keep' | 'delete';

export interface RolloutOptions extends WaitOptions {
  readonly onFailure: OnFailure;
  /** Prints lines that belong together. */
  readonly logGroup: (title: string, lines: readonly string[]) => void;
  /** Told of the pods that do not run, where the service failed. */
  readonly onPods: (pods: readonly Pod[]) => void;
}

const stillThere = 'It is still there, and billed until it is deleted.';
const perhapsThere =
  'Whether it is still there, and billed, can not be told: look it up in the BEC console.';

/**
 * Waits until the created service runs; if it does not, finds out why, and deletes it where that is
 * wanted.
 * @throws UserError that says why, CancelledError
 */
export async function awaitRollout(
  client: Client,
  service: Service,
  options: RolloutOptions,
): Promise<Service> {
  let end: WaitEnd;
  try {
    end = await waitForService(client, service, options);
  } catch (error) {
    if (error instanceof CancelledError) {
      throw new CancelledError(
        error.signal,
        `${nameOf(service)} was created and did not run yet. ${await farewell(client, service, options)}`,
      );
    }
    if (!(error instanceof CallError)) throw error;
    throw new UserError(
      `${nameOf(service)} was created, but whether it runs can't be seen: ${error.message} ${stillThere}`,
      { cause: error },
    );
  }
  if (end.kind === 'running') {
    options.log(`It runs, after ${durationText(end.elapsedMs)}.`);
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
  const cause = reason === undefined ? '' : ` ${reason}.`;
  const hint = reason === undefined ? '' : hintOn(reason);
  const words = [
    `${nameOf(end.service)} was created, but ${end.reason}.${cause}`,
    hint,
    await farewell(client, end.service, options, end.kind === 'gone' ? perhapsThere : stillThere),
  ];
  return new UserError(words.filter((text) => text !== '').join(' '));
}

/** Prints what the pods say. What goes wrong here must not hide what went wrong before. */
async function diagnose(
  client: Client,
  { serviceId }: Service,
  { signal, log, logGroup, onPods }: RolloutOptions,
): Promise<readonly Pod[]> {
  try {
    const pods = await readTroubledPods(client, serviceId, 'diagnosis', signal);
    onPods(pods);
    logGroup(
      `Why ${serviceId} does not run`,
      pods.length === 0 ? ['BEC lists no pod that does not run.'] : podLines(pods),
    );
    return pods;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!signal.aborted) log(`What its pods say can't be read: ${error.message}`);
    return [];
  }
}

/** What becomes of the service, in words. */
async function farewell(
  client: Client,
  { serviceId }: Service,
  { onFailure, signal }: RolloutOptions,
  kept = stillThere,
): Promise<string> {
  if (onFailure === 'keep') return kept;
  try {
    await deleteService(client, serviceId, signal);
    return 'It was deleted, as on-failure says.';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `It could not be deleted, so it is still there, and billed: ${error.message}`;
  }
}

function nameOf({ serviceName, serviceId }: Service): string {
  return `The service ${quoted(serviceName)} (${serviceId})`;
}
