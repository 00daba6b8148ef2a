import { expect, test } from 'vitest';
import { torture } from '../../testing/torture/torture.ts';

test(
  'forty runs with faults of all kinds make no duplicate, lose no id and tell no untruth',
  { timeout: 180_000 },
  async () => {
    const tally = await torture({ runs: 40, seed: 1, concurrency: 4 });
    expect(tally.violations).toEqual([]);
    expect(tally.runs).toBe(40);
    expect(tally.services).toBeGreaterThan(20);
    expect(Object.keys(tally.faults).length).toBeGreaterThan(12);
  },
);
