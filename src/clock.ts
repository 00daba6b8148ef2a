import { setTimeout as pause } from 'node:timers/promises';

/** Time and chance: passed in, so that what depends on them can be followed in a test. */
export interface Clock {
  readonly now: () => Date;
  /** Milliseconds from a fixed start, not moved when somebody sets the machine's clock. */
  readonly elapsedMs: () => number;
  /** Rejects with the signal's reason as soon as it aborts. */
  readonly sleep: (durationMs: number, signal: AbortSignal) => Promise<void>;
  /** Calls back after the duration, unless the returned function is called first. */
  readonly startTimer: (durationMs: number, onTimeout: () => void) => () => void;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  // performance.now() says the same, and loads perf_hooks for it at its first use: 5 ms.
  elapsedMs: () => process.uptime() * 1000,
  sleep: async (durationMs, signal) => {
    await pause(durationMs, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  },
  startTimer: (durationMs, onTimeout) => {
    const timer = setTimeout(onTimeout, durationMs);
    return () => {
      clearTimeout(timer);
    };
  },
  random: () => Math.random(),
};

/** A signal that aborts with the reason when the time is up, unless it is stopped before. */
export function startDeadline(
  clock: Clock,
  limitMs: number,
  reason: Error,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const deadline = new AbortController();
  const stop = clock.startTimer(limitMs, () => {
    deadline.abort(reason);
  });
  return { signal: deadline.signal, stop };
}

/** `90 s` below two minutes, then `2 min` or `2 min 5 s`. */
export function durationText(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  if (durationMs < 10_000) return `${(durationMs / 1000).toFixed(1).replace(/\.0$/, '')} s`;
  if (seconds < 120) return `${seconds} s`;
  const rest = seconds % 60;
  const minutes = `${Math.floor(seconds / 60)} min`;
  return rest === 0 ? minutes : `${minutes} ${rest} s`;
}
