import { CallError, type Client } from '../src/api/client.ts';
import { patience } from '../src/http/retry.ts';
import { pauseAfter, readService } from '../src/service/reading.ts';
import { progressOf, type Progress, type Target } from './progress.ts';
import { readPods } from './service.ts';
import { confirmationMs, startWatch, withLook, type UpdateState } from './watch.ts';

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
  readonly state: UpdateState;
  readonly progress: Progress;
  readonly elapsedMs: number;
}

/** Looks until two looks agree that all pods run the new version, or it can't come to that. */
export async function awaitUpdate(bec: Client, wait: UpdateWait): Promise<UpdateEnd> {
  const { before, timeoutMs, onProgress } = wait;
  const startMs = bec.clock.elapsedMs();
  let watch = startWatch(before);
  let progress = before;
  let lastFoundMs = 0;
  for (;;) {
    const look = await lookAt(bec, wait);
    const atMs = bec.clock.elapsedMs() - startMs;
    if (look !== 'not found') lastFoundMs = atMs;
    if (typeof look === 'object') {
      progress = look;
      onProgress(progress);
      watch = withLook(watch, progress, { atMs, timeoutMs });
    } else if (atMs - lastFoundMs >= patience.notFound.limitMs) {
      watch = { ...watch, state: 'gone' };
    } else if (atMs - watch.most.atMs >= timeoutMs) {
      watch = { ...watch, state: 'too slow' };
    }
    if (watch.state !== 'in progress') return { state: watch.state, progress, elapsedMs: atMs };
    const isDone = typeof look === 'object' && look.isDone;
    await bec.clock.sleep(isDone ? confirmationMs : pauseAfter(atMs), bec.signal);
  }
}

/** Of a look that did not get all there is to see, nothing follows. */
async function lookAt(
  bec: Client,
  { before: { service: known }, target }: UpdateWait,
): Promise<Progress | 'not found' | 'unreadable'> {
  try {
    const look = await readService(bec, known);
    if (look.kind === 'not found') return look.kind;
    if (look.kind !== 'service') return 'unreadable';
    const { service } = look;
    return progressOf({ service, ...(await readPods(bec, service.serviceId)) }, target);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    bec.log(`The update can't be followed just now: ${error.message}`);
    return 'unreadable';
  }
}
