/**
 * The action's entry, or with `post` or `update` as the second argument that step's, from the sources as they
 * stand, with another clock than the machine's: `stepping` ({@link steppingClock}), `held`
 * ({@link heldClock}, until the process gets a signal), or how many times as fast as real time it runs,
 * with the date if a third argument says since when.
 */
import { runAction } from '../src/main.ts';
import { runPost } from '../src/post.ts';
import { runUpdate } from '../update/main.ts';
import type { Clock } from '../src/clock.ts';
import { heldClock, scaledClock, scaledDate, steppingClock } from './clock.ts';

const [, , name = '1', stage = 'main', since] = process.argv;
const stages = { main: runAction, post: runPost, update: runUpdate } as const;
const run = stage === 'post' || stage === 'update' ? stages[stage] : stages.main;
await run(clockFor(name));

function clockFor(name: string): Clock {
  switch (name) {
    case 'stepping':
      return steppingClock(parentRound);
    case 'held':
      return clockHeldUntilSignal();
    default:
      return scaledClock(
        Number(name),
        since === undefined ? undefined : scaledDate(Number(name), Number(since)),
      );
  }
}

/** At the end it prints how much time went by after the signal. */
function clockHeldUntilSignal(): Clock {
  const released = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      released.abort();
    });
  }
  const clock = heldClock(released.signal, steppingClock(parentRound));
  process.once('exit', () => {
    console.error(`ended ${clock.elapsedMs()} ms after the signal`);
  });
  return clock;
}

/** The servers that the step talks to run in its parent, which returns each message. */
function parentRound(): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) {
      resolve();
      return;
    }
    process.once('message', () => {
      resolve();
    });
    process.send('round');
  });
}
