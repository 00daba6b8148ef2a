/**
 * The action's entry, from the sources as they stand, with another clock than the machine's:
 * `node testing/step.ts 20` for one twenty times as fast, `node testing/step.ts stepping` for
 * {@link steppingClock}.
 */
import { runAction } from '../src/main.ts';
import { scaledClock, steppingClock } from './clock.ts';

const [, , clock = '1'] = process.argv;
await runAction(clock === 'stepping' ? steppingClock(parentRound) : scaledClock(Number(clock)));

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
