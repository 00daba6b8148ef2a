import { expect, test } from 'vitest';
import { torture } from '../../testing/torture/torture.ts';

test(
  'forty runs with faults of all kinds create no duplicate, lose no id and print nothing untrue',
  { timeout: 180_000 },
  async () => {
    const tally = await torture({ runs: 40, seed: 1, concurrency: 8 });
    expect(tally.violations).toEqual([]);
    expect(tally.runs).toBe(40);
    expect(tally.services).toBeGreaterThan(20);
    expect(tally.ends['green']).toBeGreaterThan(10);
    expect(Object.keys(tally.faults).length).toBeGreaterThan(12);
  },
);
