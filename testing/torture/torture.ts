import type { Violation } from './claims.ts';
import type { Trial } from './faulty-step.ts';

export interface TortureOptions {
  /** All that happens to one run, by its seed. */
  readonly tryOut: (seed: number) => Promise<Trial>;
  readonly runs: number;
  readonly seed: number;
  /** How many at a time. */
  readonly concurrency: number;
  readonly onTrial?: (seed: number, trial: Trial) => void;
}

/** Everything that happened, counted. */
export interface Tally {
  readonly runs: number;
  readonly attempts: number;
  readonly requests: number;
  readonly services: number;
  readonly ends: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly (Violation & { readonly seed: number })[];
}

/** Run `seed`, run `seed + 1`, …: each can be repeated by its own seed. */
export async function torture(options: TortureOptions): Promise<Tally> {
  const { tryOut, runs, seed, concurrency, onTrial } = options;
  const trials: { readonly seed: number; readonly trial: Trial }[] = [];
  let next = seed;
  const work = async (): Promise<void> => {
    while (next < seed + runs) {
      const own = next++;
      const trial = await tryOut(own);
      trials.push({ seed: own, trial });
      onTrial?.(own, trial);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));

  const attempts = trials.flatMap(({ trial }) => trial.attempts);
  return {
    runs: trials.length,
    attempts: attempts.length,
    requests: attempts.reduce((sum, { requests }) => sum + requests, 0),
    services: trials.reduce((sum, { trial }) => sum + trial.services, 0),
    ends: countsOf(attempts.map(({ end }) => end)),
    faults: countsOf(attempts.flatMap(({ faults }) => faults)),
    violations: trials.flatMap(({ seed: own, trial }) =>
      trial.violations.map((violation) => ({ ...violation, seed: own })),
    ),
  };
}

function countsOf(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names.toSorted()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
