import { CallError, type Client } from '../src/api/client.ts';
import { pauseAfter, readService } from '../src/service/reading.ts';
import type { Service } from '../src/service/service.ts';
import { progressOf, type Progress, type Target } from './progress.ts';
import { readPods } from './service.ts';
import { confirmationMs, startWatch, stateOf, withProgress, type UpdateState } from './watch.ts';

export interface UpdateWait {
  readonly target: Target;
  /** The last look before the update. */
  readonly before: Progress;
  /** How long no further pod may come to run the new version. */
  readonly timeoutMs: number;
  /** Called with each look. */
  readonly onProgress: (progress: Progress) => void;
}

export interface UpdateEnd {
  readonly state: Exclude<UpdateState, 'in progress'>;
  readonly progress: Progress;
  readonly elapsedMs: number;
}

/** How long BEC may not find a service that it has shown. */
const notFoundMs = 30_000;

/** Looks until two looks agree that all pods run the new version, or it can't come to that. */
export async function awaitUpdate(bec: Client, wait: UpdateWait): Promise<UpdateEnd> {
  const { before, target, timeoutMs, onProgress } = wait;
  const startMs = bec.clock.elapsedMs();
  let watch = startWatch(before);
  let progress = before;
  let lastFoundMs = 0;
  for (;;) {
    const look = await lookAt(bec, before.service, target);
    const atMs = bec.clock.elapsedMs() - startMs;
    if (look !== 'not found') lastFoundMs = atMs;
    let state: UpdateState = 'in progress';
    if (typeof look === 'object') {
      progress = look;
      onProgress(progress);
      watch = withProgress(watch, progress, atMs);
      state = stateOf(watch, progress, { atMs, timeoutMs });
    } else if (atMs - lastFoundMs >= notFoundMs) state = 'gone';
    else if (atMs - watch.most.atMs >= timeoutMs) state = 'too slow';
    if (state !== 'in progress') return { state, progress, elapsedMs: atMs };
    const isDone = typeof look === 'object' && look.isDone;
    await bec.clock.sleep(isDone ? confirmationMs : pauseAfter(atMs), bec.signal);
  }
}

/** Of a look that did not get all there is to see, nothing follows. */
async function lookAt(
  bec: Client,
  service: Pick<Service, 'serviceId' | 'serviceName'>,
  target: Target,
): Promise<Progress | 'not found' | 'unreadable'> {
  try {
    const look = await readService(bec, service);
    if (look.kind === 'not found') return look.kind;
    if (look.kind !== 'service') return 'unreadable';
    return progressOf(
      { service: look.service, ...(await readPods(bec, service.serviceId)) },
      target,
    );
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    bec.log(`The update can't be followed just now: ${error.message}`);
    return 'unreadable';
  }
}
