import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import { systemClock, type Clock } from '../src/clock.ts';

/** The date that runs `factor` times as fast from a moment on: a server and a step have to share it. */
export function scaledDate(factor: number, sinceMs: number): () => number {
  return () => sinceMs + (Date.now() - sinceMs) * factor;
}

/**
 * Time runs `factor` times as fast.
 * @param nowMs the date; by default the real one, as signatures are checked against it
 */
export function scaledClock(factor: number, nowMs: () => number = Date.now): Clock {
  return {
    ...systemClock,
    now: () => new Date(nowMs()),
    elapsedMs: () => systemClock.elapsedMs() * factor,
    sleep: (durationMs, signal) => systemClock.sleep(durationMs / factor, signal),
    startTimer: (durationMs, onTimeout) => systemClock.startTimer(durationMs / factor, onTimeout),
  };
}

/** How often the loop goes around, with a pause of so many milliseconds each, before a timeout ends. */
const quietRounds = 60;
const roundMs = 2;

interface Timer {
  readonly dueMs: number;
  readonly onTimeout: () => void;
}

/**
 * Time stands still but for sleeping, which takes no time: half an hour of polls takes as long as their
 * requests do. A timeout ends once nothing more can come before it: the event loop has gone around many
 * times since the last sleep or timer, and with it the peer's loop. A busy machine slows both down alike,
 * and makes no timeout come too early.
 * @param peerRound resolves when the peer's event loop has gone around; a peer in this process needs none
 */
export function steppingClock(peerRound: () => Promise<void> = () => Promise.resolve()): Clock {
  let nowMs = 0;
  let rounds = 0;
  let isCounting = false;
  const timers = new Set<Timer>();

  async function countRounds(): Promise<void> {
    isCounting = true;
    while (timers.size > 0) {
      await pause(roundMs);
      await peerRound();
      rounds++;
      const [next] = [...timers].sort((left, right) => left.dueMs - right.dueMs);
      if (rounds < quietRounds || next === undefined) continue;
      rounds = 0;
      timers.delete(next);
      nowMs = Math.max(nowMs, next.dueMs);
      next.onTimeout();
    }
    isCounting = false;
  }

  return {
    ...systemClock,
    elapsedMs: () => nowMs,
    sleep: async (durationMs, signal) => {
      signal.throwIfAborted();
      nowMs += durationMs;
      rounds = 0;
      await setImmediate();
      signal.throwIfAborted();
    },
    startTimer: (durationMs, onTimeout) => {
      const timer = { dueMs: nowMs + durationMs, onTimeout };
      timers.add(timer);
      rounds = 0;
      if (!isCounting) void countRounds();
      return () => {
        timers.delete(timer);
      };
    },
  };
}

/** Longer than any test, and no longer than a timer can be. */
const foreverMs = 2 ** 31 - 1;

/**
 * Until the signal aborts, a sleep ends only by being cancelled, and a timeout never: whoever waits for
 * one of them in place of the cancellation waits for good. From then on it is the given clock.
 */
export function heldClock(released: AbortSignal, clock: Clock): Clock {
  return {
    ...clock,
    sleep: (durationMs, signal) =>
      released.aborted ? clock.sleep(durationMs, signal) : systemClock.sleep(foreverMs, signal),
    startTimer: (durationMs, onTimeout) =>
      released.aborted ? clock.startTimer(durationMs, onTimeout) : () => undefined,
  };
}
