import { setImmediate } from 'node:timers/promises';
import { systemClock, type Clock } from '../src/clock.ts';

/** Time runs `factor` times as fast; the date stays the real one, since signatures are checked against it. */
export function scaledClock(factor: number): Clock {
  return {
    ...systemClock,
    elapsedMs: () => systemClock.elapsedMs() * factor,
    sleep: (durationMs, signal) => systemClock.sleep(durationMs / factor, signal),
    startTimer: (durationMs, onTimeout) => systemClock.startTimer(durationMs / factor, onTimeout),
  };
}

/** Real time that a timeout of a second takes in {@link steppingClock}. */
const timeoutScale = 1 / 20;

/**
 * Time stands still but for sleeping, which takes no time: half an hour of polls takes as long as their
 * requests do, and a machine under load makes none of them late. A timeout ends after a twentieth of
 * its time.
 */
export function steppingClock(): Clock {
  let nowMs = 0;
  return {
    ...systemClock,
    elapsedMs: () => nowMs,
    sleep: async (durationMs, signal) => {
      signal.throwIfAborted();
      nowMs += durationMs;
      await setImmediate();
      signal.throwIfAborted();
    },
    startTimer: (durationMs, onTimeout) => {
      const dueMs = nowMs + durationMs;
      return systemClock.startTimer(durationMs * timeoutScale, () => {
        nowMs = Math.max(nowMs, dueMs);
        onTimeout();
      });
    },
  };
}
