import type { Client } from '../api/client.ts';
import { durationText } from '../clock.ts';
import { CancelledError, UserError } from '../errors.ts';
import { printable } from '../text.ts';
import { deleteService } from './delete.ts';
import { DeletionError } from './deletion-error.ts';
import { readService } from './detail.ts';
import {
  idList,
  readSelected,
  requireGuards,
  type DeletionOptions,
  type Found,
  type Selection,
} from './selection.ts';
import type { Service } from './service.ts';
import { isDeleted } from './state.ts';
import { pauseAfter } from './wait.ts';

/** Ids in the order of the selection. */
export interface Deletion {
  readonly deleted: readonly string[];
  /** Deleted by somebody else, before this step or while it ran. */
  readonly alreadyGone: readonly string[];
}

/**
 * Deletes the selected services and waits until they are gone. Everything is checked before the first
 * one is deleted.
 * @throws UserError if nothing was deleted, DeletionError that says which are gone and which are not
 */
export async function deleteAll(
  bec: Client,
  selection: Selection,
  options: DeletionOptions,
): Promise<Deletion> {
  const { log } = bec;
  const found = await readGuarded(bec, selection, options).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    throw error instanceof CancelledError
      ? new CancelledError(error.signal, 'Nothing was deleted.')
      : new UserError(`${error.message} Nothing was deleted.`, { cause: error });
  });
  for (const { serviceId, service } of found) {
    if (service === undefined) log(`${serviceId} is gone already.`);
  }
  if (found.length === 0) log('There is no such service, so there is nothing to delete.');
  const deleted = await deletePresent(bec, presentOf(found), options);
  const ids = found.map(({ serviceId }) => serviceId);
  return { deleted, alreadyGone: ids.filter((serviceId) => !deleted.includes(serviceId)) };
}

/** @throws UserError if one of the services can't be read, or must not be deleted */
async function readGuarded(
  bec: Client,
  selection: Selection,
  options: DeletionOptions,
): Promise<readonly Found[]> {
  const found = await readSelected(bec, selection, options);
  requireGuards(presentOf(found), selection, options);
  return found;
}

function presentOf(found: readonly Found[]): readonly Service[] {
  return found.flatMap(({ service }) => (service === undefined ? [] : [service]));
}

/**
 * Returns when all of them are gone.
 * @returns the ids of those that this step has deleted
 */
async function deletePresent(
  bec: Client,
  services: readonly Service[],
  options: DeletionOptions,
): Promise<readonly string[]> {
  const { clock, signal, log } = bec;
  const startMs = clock.elapsedMs();
  let fates: readonly Fate[] = services.map(({ serviceId }) => ({ serviceId, kind: 'untouched' }));
  const ownIds = new Set<string>();
  const settle = (fate: Fate): void => {
    fates = fates.map((before) => (before.serviceId === fate.serviceId ? fate : before));
  };
  for (const service of services) {
    const { serviceId } = service;
    if (signal.aborted) break;
    if (isDeleted(service)) {
      settle({ serviceId, kind: 'going' });
      continue;
    }
    log(`Deleting ${serviceId} (${printable(service.serviceName, 80)}).`);
    const end = await deleteService(bec, { serviceId, wasSeen: true });
    if (end.kind === 'already deleted') settle({ serviceId, kind: 'gone' });
    else if (end.kind === 'kept') settle({ serviceId, kind: 'kept', reason: end.reason });
    // Where that is not known, the polls will show it.
    else {
      settle({ serviceId, kind: 'going' });
      ownIds.add(serviceId);
    }
  }
  await awaitGone(bec, { settle, ids: () => idsOf(fates, 'going'), startMs }, options);
  const deleted = idsOf(fates, 'gone').filter((serviceId) => ownIds.has(serviceId));
  if (fates.every(({ kind }) => kind === 'gone')) return deleted;
  throw new DeletionError(fateText(fates, { signal, timeoutMs: options.timeoutMs }), deleted);
}

/** What became of a service. `going`: BEC has accepted the DELETE, or may have. */
type Fate = { readonly serviceId: string } & (
  | { readonly kind: 'untouched' | 'going' | 'gone' }
  | { readonly kind: 'kept'; readonly reason: string }
);

function idsOf(fates: readonly Fate[], kind: Fate['kind']): readonly string[] {
  return fates.filter((fate) => fate.kind === kind).map(({ serviceId }) => serviceId);
}

/** Polls until they are gone, the time is up or the signal aborts. */
async function awaitGone(
  bec: Client,
  {
    settle,
    ids,
    startMs,
  }: {
    readonly settle: (fate: Fate) => void;
    readonly ids: () => readonly string[];
    readonly startMs: number;
  },
  { timeoutMs }: DeletionOptions,
): Promise<void> {
  const { clock, signal, log } = bec;
  try {
    for (;;) {
      for (const serviceId of ids()) {
        const look = await readService(bec, { serviceId, serviceName: '' });
        const isGone =
          look.kind === 'not found' ||
          (look.kind === 'service' && look.service.status === 'TERMINATED');
        if (!isGone) continue;
        settle({ serviceId, kind: 'gone' });
        log(`${serviceId} is gone.`);
      }
      const elapsedMs = clock.elapsedMs() - startMs;
      if (ids().length === 0 || elapsedMs >= timeoutMs) return;
      await clock.sleep(
        Math.max(1, Math.min(pauseAfter(elapsedMs), timeoutMs - elapsedMs)),
        signal,
      );
    }
  } catch (error) {
    // What is known by then is what the caller reports.
    if (!(error instanceof UserError)) throw error;
    if (!(error instanceof CancelledError)) log(error.message);
  }
}

function fateText(
  fates: readonly Fate[],
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): string {
  const reason: unknown = signal.reason;
  const sentence = (kind: Fate['kind'], text: string): string => {
    const ids = idsOf(fates, kind);
    return ids.length === 0 ? '' : `${text}: ${idList(ids)}.`;
  };
  const reasons = fates.flatMap((fate) => ('reason' in fate ? [fate.reason] : []));
  return [
    reason instanceof CancelledError ? `Cancelled (${reason.signal}).` : '',
    sentence('kept', 'Not deleted, and billed'),
    sentence('untouched', 'Not deleted yet, and billed'),
    sentence(
      'going',
      signal.aborted
        ? 'Requested to be deleted'
        : `Requested to be deleted, and still there after ${durationText(timeoutMs)}`,
    ),
    sentence('gone', 'Gone'),
    ...reasons.slice(0, 3),
  ]
    .filter((text) => text !== '')
    .join(' ');
}
