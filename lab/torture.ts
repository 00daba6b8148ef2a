/**
 * `npm run torture -- --runs 2000 --seed 7`: runs of the sources against the local BEC, each with
 * faults, latencies, cancellations, re-runs, deletions and variants of the platform of its own, all from
 * the seed. After each step it is checked that there is at most one living service, that no id is lost,
 * that all that is said is true, that no secret is anywhere, and that nothing was deleted but what the
 * workflow named. With `--updates`, services are updated instead, and a step that succeeds must be right
 * about what the pods run. A run that fails is run again with `--runs 1` and the seed that is printed.
 */
import { parseArgs } from 'node:util';
import { planFrom } from '../testing/torture/plan.ts';
import { torture } from '../testing/torture/torture.ts';
import { tryOut } from '../testing/torture/trial.ts';
import { tryOutUpdates } from '../testing/torture/update-trial.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '2' },
    updates: { type: 'boolean', default: false },
  },
});

function numberOf(name: 'runs' | 'seed' | 'concurrency'): number {
  const text = values[name];
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} must be a whole number, not ${text}.`);
}

const runs = numberOf('runs');
const start = performance.now();
let done = 0;
const tally = await torture({
  tryOut: values.updates ? tryOutUpdates : (seed) => tryOut(planFrom(seed)),
  runs,
  seed: numberOf('seed'),
  concurrency: numberOf('concurrency'),
  onTrial: (seed, { violations }) => {
    done++;
    for (const { kind, text } of violations) console.log(`seed ${seed}: ${kind}: ${text}`);
    if (done % 100 === 0) console.error(`${done} of ${runs}`);
  },
});
const elapsedS = (performance.now() - start) / 1000;

function countOf(kind: string): number {
  return tally.violations.filter((violation) => violation.kind === kind).length;
}

console.log(`runs        ${tally.runs}`);
console.log(`steps       ${tally.attempts} (${listOf(tally.ends)})`);
console.log(`requests    ${tally.requests}`);
console.log(`services    ${tally.services}`);
console.log(`faults      ${Object.values(tally.faults).reduce((sum, count) => sum + count, 0)}`);
for (const [name, count] of Object.entries(tally.faults)) {
  console.log(`  ${String(count).padStart(6)}  ${name}`);
}
console.log(`duplicates  ${countOf('duplicate')}`);
console.log(`lost ids    ${countOf('lost id')}`);
console.log(`untruths    ${countOf('untruth')}`);
console.log(`leaks       ${countOf('leak')}`);
console.log(`unnamed     ${countOf('unnamed deletion')}`);
console.log(`other       ${countOf('other')}`);
console.log(`elapsed     ${elapsedS.toFixed(0)} s`);

const again = values.updates ? '--updates --runs 1' : '--runs 1';
const failed = [...new Set(tally.violations.map(({ seed }) => seed))];
for (const seed of failed) console.log(`Again: npm run torture -- ${again} --seed ${seed}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function listOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}
