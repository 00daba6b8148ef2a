import { describe, expect, test } from 'vitest';
import { planFrom } from '../../testing/torture/plan.ts';
import { torture } from '../../testing/torture/torture.ts';
import { tryOut } from '../../testing/torture/trial.ts';
import { tryOutUpdates } from '../../testing/torture/update-trial.ts';

describe('faults of all kinds', { timeout: 180_000 }, () => {
  test('make runs create no duplicate, lose no id and print nothing untrue', async () => {
    const seedOnly = (seed: number) => tryOut(planFrom(seed));
    const tally = await torture({ tryOut: seedOnly, runs: 20, seed: 1, concurrency: 4 });
    expect(tally.violations).toEqual([]);
    expect(tally.runs).toBe(20);
    expect(tally.services).toBeGreaterThan(10);
    expect(tally.ends['green']).toBeGreaterThan(5);
    expect(Object.keys(tally.faults).length).toBeGreaterThan(12);
  });

  test('make no update succeed that does not run in all pods', async () => {
    const tally = await torture({ tryOut: tryOutUpdates, runs: 8, seed: 20, concurrency: 4 });
    expect(tally.violations).toEqual([]);
    expect(tally.ends['green']).toBeGreaterThan(0);
    expect(tally.ends['red']).toBeGreaterThan(2);
  });
});
