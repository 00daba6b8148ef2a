import type { Client } from '../api/client.ts';
import { durationText } from '../clock.ts';
import { CancelledError, UserError } from '../errors.ts';
import { patience } from '../http/retry.ts';
import { joined, printable } from '../text.ts';
import { deleteService } from './delete-one.ts';
import { readService, type Service } from './detail.ts';
import {
  idList,
  readSelected,
  requireGuards,
  type Guards,
  type Selected,
  type Selection,
} from './selection.ts';
import { isDeleted } from './state.ts';
import { pauseAfter } from './wait.ts';

export interface DeletionPlan extends Guards {
  readonly selection: Selection;
  /** Until all of them are gone. */
  readonly timeoutMs: number;
}

/** What has become of the selected services, in the order of the selection. */
export interface Deletion {
  readonly fates: readonly Fate[];
  /** What went wrong, and what there is now; empty if nothing did. */
  readonly failure: string;
}

/** `going`: BEC has accepted the DELETE, or may have. `not found`: deleted before, not visible, or a wrong id. */
export interface Fate {
  readonly serviceId: string;
  /** Empty if it was not shown. */
  readonly serviceName: string;
  readonly kind: 'kept' | 'going' | 'gone' | 'not found';
  /** Why it was kept, or can't be read; undefined if the step was cancelled before. */
  readonly reason?: string | undefined;
  /** Whether this step has sent a DELETE that may have worked. */
  readonly isOwn: boolean;
}

/**
 * Deletes the selected services and waits until they are gone. Everything is checked before the first
 * one is deleted.
 */
export async function deleteAll(bec: Client, plan: DeletionPlan): Promise<Deletion> {
  try {
    const { found, shortage = '' } = await readSelected(bec, plan.selection);
    const services = found.flatMap(([, service]) => service ?? []);
    requireGuards(services, plan.selection, plan);
    const fates = await deletePresent(bec, found, plan.timeoutMs);
    const missing = idsOf(fates, 'not found');
    if (missing.length > 0) {
      bec.warn(
        `BEC has not found ${idList(missing)} for ${durationText(patience.notFound.limitMs)}: deleted before, not visible yet, or a wrong id. If it exists after all, it is billed.`,
      );
    }
    if (found.length === 0) bec.log('There is no such service, so there is nothing to delete.');
    return { fates, failure: failureText(bec, plan, { fates, shortage }) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const failure =
      error instanceof CancelledError
        ? new CancelledError(error.signal, 'Nothing was deleted.').message
        : `${error.message} Nothing was deleted.`;
    return { fates: [], failure };
  }
}

/** Returns when all of them are gone, the time is up or the signal aborts. */
async function deletePresent(
  bec: Client,
  found: Selected['found'],
  timeoutMs: number,
): Promise<readonly Fate[]> {
  const { clock, signal } = bec;
  const startMs = clock.elapsedMs();
  const fates = new Map<string, Fate>();
  for (const [serviceId, service] of found) {
    fates.set(serviceId, await deleteFound(bec, serviceId, service));
  }
  const going = (): readonly Fate[] => [...fates.values()].filter(({ kind }) => kind === 'going');
  try {
    for (;;) {
      for (const fate of going()) fates.set(fate.serviceId, await fateAfterLook(bec, fate));
      const elapsedMs = clock.elapsedMs() - startMs;
      if (going().length === 0 || elapsedMs >= timeoutMs) break;
      const pauseMs = Math.min(pauseAfter(elapsedMs), timeoutMs - elapsedMs);
      await clock.sleep(Math.max(1, pauseMs), signal);
    }
  } catch (error) {
    // What is known by then is what the caller reports.
    if (!(error instanceof CancelledError)) throw error;
  }
  return [...fates.values()];
}

async function deleteFound(
  bec: Client,
  serviceId: string,
  service: Service | undefined,
): Promise<Fate> {
  const fate = { serviceId, serviceName: service?.serviceName ?? '', isOwn: false };
  if (service === undefined) return { ...fate, kind: 'not found' };
  if (service.status === 'TERMINATED') {
    bec.log(`${serviceId} has been deleted already.`);
    return { ...fate, kind: 'gone' };
  }
  if (isDeleted(service)) return { ...fate, kind: 'going' };
  if (bec.signal.aborted) return { ...fate, kind: 'kept' };
  bec.log(`Deleting ${serviceId} (${printable(service.serviceName, 80)}).`);
  const end = await deleteService(bec, serviceId);
  if (end.kind === 'kept') return { ...fate, kind: 'kept', reason: end.reason };
  // The polls will show it.
  return { ...fate, kind: 'going', isOwn: end.kind !== 'already deleted' };
}

/** Of one that this step has seen, so that "not found" is proof. */
async function fateAfterLook(bec: Client, fate: Fate): Promise<Fate> {
  const look = await readService(bec, { ...fate, serviceName: '' });
  if ('reason' in look) return { ...fate, reason: look.reason };
  const isGone = look.kind === 'not found' || look.service.status === 'TERMINATED';
  if (isGone) bec.log(`${fate.serviceId} is gone.`);
  return { ...fate, kind: isGone ? 'gone' : 'going', reason: undefined };
}

function idsOf(fates: readonly Fate[], kind: Fate['kind']): readonly string[] {
  return fates.filter((fate) => fate.kind === kind).map(({ serviceId }) => serviceId);
}

function failureText(
  { signal }: Client,
  { timeoutMs }: DeletionPlan,
  { fates, shortage }: { readonly fates: readonly Fate[]; readonly shortage: string },
): string {
  const isFinished = fates.every(({ kind }) => kind === 'gone' || kind === 'not found');
  if (isFinished && shortage === '') return '';
  const cancellation: unknown = signal.reason;
  const sentence = (kind: Fate['kind'], text: string): string => {
    const ids = idsOf(fates, kind);
    return ids.length === 0 ? '' : `${text}: ${idList(ids)}.`;
  };
  const going = fates.some(({ kind, reason }) => kind === 'going' && reason !== undefined)
    ? "Deletion was requested, but whether these are gone can't be read"
    : `Deletion was requested, but these still exist after ${durationText(timeoutMs)}`;
  const sentences = [
    cancellation instanceof CancelledError ? `Cancelled (${cancellation.signal}).` : '',
    shortage === '' ? '' : `${shortage} There may be more of them, and they are billed.`,
    sentence('kept', 'Not deleted, and billed'),
    sentence('going', signal.aborted ? 'Deletion was requested' : going),
    sentence('gone', 'Gone'),
    ...fates.flatMap(({ reason }) => reason ?? []).slice(0, 3),
  ];
  return joined(sentences, ' ');
}
