import { CallError, type Client } from '../src/api/client.ts';
import { pauseAfter, readService } from '../src/service/reading.ts';
import type { UpdatePlan } from './plan.ts';
import { progressOf, type Progress } from './progress.ts';
import { readLook } from './service.ts';
import { confirmationMs, startWatch, withLook, type LookTime, type Watch } from './watch.ts';

export interface WaitOptions extends Pick<LookTime, 'timeoutMs'> {
  /** Called with each look that could be read. */
  readonly onLook: (progress: Progress, atMs: number) => void;
}

/** Looks until two looks agree that all pods run the new version, or it can't come to that. */
export async function awaitUpdate(
  bec: Client,
  plan: UpdatePlan,
  { timeoutMs, onLook }: WaitOptions,
): Promise<Watch> {
  const startMs = bec.clock.elapsedMs();
  let watch = startWatch(plan.before);
  for (;;) {
    const look = await lookAt(bec, plan);
    const atMs = bec.clock.elapsedMs() - startMs;
    if (typeof look === 'object') onLook(look, atMs);
    watch = withLook(watch, look, { atMs, timeoutMs });
    if (watch.state !== 'in progress') return watch;
    const pauseMs = watch.doneSince === undefined ? pauseAfter(atMs) : confirmationMs;
    await bec.clock.sleep(pauseMs, bec.signal);
  }
}

async function lookAt(
  bec: Client,
  { service, target }: UpdatePlan,
): Promise<Progress | 'not found' | 'unreadable'> {
  const look = await readService(bec, service);
  if (look.kind !== 'service') return look.kind === 'not found' ? look.kind : 'unreadable';
  try {
    return progressOf(await readLook(bec, look.service), target);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    bec.log(`The update can't be followed just now: ${error.message}`);
    return 'unreadable';
  }
}
