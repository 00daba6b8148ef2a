import { expect, test } from 'vitest';
import { randomFrom } from '../../testing/torture/random.ts';
import { simulateUpdate, type Simulated } from '../../testing/update-simulation.ts';

/** 20,000 of them were run once; these take some six seconds. */
const runs = Array.from({ length: Number(process.env['SIMULATIONS'] ?? 3000) }, (_, seed) => ({
  seed,
  ...simulateUpdate(randomFrom(seed)),
}));

function count(isCounted: (run: Simulated) => boolean): number {
  return runs.filter(isCounted).length;
}

test('an update never succeeds unless all pods run the new version', () => {
  expect(runs.filter(({ ends, isTrue }) => ends === 'updated' && !isTrue)).toEqual([]);
  expect(count(({ ends }) => ends === 'updated')).toBeGreaterThan(runs.length / 20);
});

test('an update succeeds if all pods come to run the new version and show it', () => {
  const shown = runs.filter(
    ({ endsWell, form, hasDigests }) =>
      endsWell && (form === 'tag' || form === 'mirror' || (form === 'digest' && hasDigests)),
  );
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter(({ ends }) => ends !== 'updated')).toEqual([]);
});

test('where pods show no images, nothing is sent', () => {
  const absent = runs.filter(({ form }) => form === 'absent');
  expect(new Set(absent.map(({ ends }) => ends))).toEqual(new Set(['refused']));
});
