/**
 * `npm run bench [-- --rounds 40]`: what a step costs, beside a bare node and a floor, and which goals it
 * meets. Only the ratios mean something: absolute times change with the machine and the hour.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleBudget } from '../testing/bundle-budget.ts';
import { repositoryRoot } from '../testing/runner.ts';
import { measureDistance } from './bench/distance.ts';
import { measureContainers, measurePods } from './bench/growth.ts';
import { goalsText, sectionText, type Section } from './bench/report.ts';
import { countRoundTrips } from './bench/round-trips.ts';
import { measureStartUp } from './bench/start-up.ts';

function sizeOfDist(): Section {
  const dist = join(repositoryRoot, 'dist');
  const kilobytes = readdirSync(dist)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, size: statSync(join(dist, name)).size / 1000 }));
  const main = kilobytes.find(({ name }) => name === 'index.js')?.size ?? NaN;
  const all = kilobytes.reduce((sum, { size }) => sum + size, 0);
  return {
    title: 'Size of dist',
    header: ['file', 'KB'],
    rows: [...kilobytes.map(({ name, size }) => [name, size.toFixed(0)]), ['all', all.toFixed(0)]],
    goals: [
      { name: 'dist/index.js, KB', value: main, limit: bundleBudget.main / 1000, digits: 0 },
      { name: 'dist/*.js, KB', value: all, limit: bundleBudget.all / 1000, digits: 0 },
    ],
  };
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '25' } } });
const rounds = Number(values.rounds);
const [load = 0] = loadavg();
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const sections: readonly Section[] = [
  await measureStartUp(folder, rounds),
  await measureDistance(folder, Math.ceil(rounds / 2)),
  await measureContainers(folder),
  ...(await measurePods(folder)),
  await countRoundTrips(folder),
  sizeOfDist(),
];
rmSync(folder, { recursive: true });

for (const section of sections) console.log(sectionText(section));
console.log(goalsText(sections));
console.log(
  `${rounds} rounds, Node ${process.version}, ${availableParallelism()} cores, load ${load.toFixed(1)} at the start`,
);
