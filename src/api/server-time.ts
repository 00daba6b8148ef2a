import { durationText, type Clock } from '../clock.ts';

const tolerableSkewMs = 60_000;

/** The time that requests are signed with: the runner's, or BEC's once the two have proved to differ. */
export function createServerTime(clock: Clock, warn: (message: string) => void) {
  let skewMs: number | undefined;
  return {
    now: () => new Date(clock.now().getTime() + (skewMs ?? 0)),
    /** Signs with BEC's time from now on; false if that was done before, so the cause is a different one. */
    adopt: (serverTime: Date): boolean => {
      if (skewMs !== undefined) return false;
      skewMs = serverTime.getTime() - clock.now().getTime();
      // With less, the runner's clock is right, and BEC's own machines disagree.
      if (Math.abs(skewMs) >= tolerableSkewMs) {
        const skew = `${durationText(Math.abs(skewMs))} ${skewMs > 0 ? 'slow' : 'fast'}`;
        warn(
          `This runner's clock is ${skew} compared with BEC's, so the request is signed again with BEC's time. Correct the runner's clock: other services will reject it too.`,
        );
      }
      return true;
    },
  };
}
