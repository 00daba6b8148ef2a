import type { Clock } from '../../src/clock.ts';
import type { Bec } from './bec.ts';

/** What a probe works with. */
export interface Context {
  readonly bec: Bec;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
  /** Tells the services of this probe apart from others'. */
  readonly runId: string;
  /** The ids of what was created, and has not been seen to be gone. */
  readonly created: Set<string>;
  readonly image: ProbeImage;
  readonly pace: Pace;
}

export interface ProbeImage {
  readonly address: string;
  /** The version that services are created with, and the one that they are updated to. */
  readonly versions: readonly [first: string, next: string];
}

export interface Pace {
  readonly pollMs: number;
  /** How long nothing changes before a service that does not run yet is given up. */
  readonly startMs: number;
  /** How long nothing changes before an update is taken to be over. */
  readonly quietMs: number;
}
