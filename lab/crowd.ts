/**
 * `npm run crowd`: a thousand pipelines that start in the same moment, against a local BEC with a limit
 * of twenty requests a second. Each is the action's own client with a connection of its own. Prints how
 * many got their service, how many requests that took, and whether the crowd came back in waves.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ReceivedRequest } from '../local-bec/requests.ts';
import { startLocalBec } from '../local-bec/server.ts';
import { openClient } from '../src/api/client.ts';
import { systemClock, type Clock } from '../src/clock.ts';
import { createService, openJournal } from '../src/service/service.ts';
import { UserError } from '../src/errors.ts';
import { parseEndpoint } from '../src/http/connection.ts';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '20' },
    speed: { type: 'string', default: '1' },
  },
});
const [clients = 0, ratePerSecond = 0, speed = 1] = [values.clients, values.rate, values.speed].map(
  Number,
);

/** Time, `speed` times as fast as it is, for the server and all the clients. */
const realStartMs = Date.now();
const nowMs = (): number => realStartMs + (Date.now() - realStartMs) * speed;
const clock: Clock = {
  now: () => new Date(nowMs()),
  elapsedMs: () => performance.now() * speed,
  sleep: (durationMs, signal) => sleep(durationMs / speed, undefined, { signal }),
  startTimer: (durationMs, onTimeout) => systemClock.startTimer(durationMs / speed, onTimeout),
  random: () => Math.random(),
};

const body = {
  serviceName: 'shop',
  containerGroupName: 'shop',
  containers: [{ name: 'web', imageAddress: 'nginx', imageVersion: '1.27', cpu: 1, memory: 2 }],
  deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 1 }],
} as const;

type End = 'created' | 'refused in time' | 'something else';

async function deployOnce(index: number): Promise<End> {
  const endpoint = parseEndpoint(bec.endpoint);
  const ignore = (): void => undefined;
  const client = openClient({
    endpoint,
    credentials: bec.credentials,
    environment: {},
    clock,
    signal: new AbortController().signal,
    log: ignore,
    warn: ignore,
  });
  try {
    const tokens = { isOwn: false, clientTokenOf: () => `crowd-${index}` };
    const request = { tokens, serviceName: 'shop', body, attempt: 1 };
    await createService(client, request, openJournal(ignore));
    return 'created';
  } catch (error) {
    const isHonest =
      error instanceof UserError && error.message.endsWith('No service was created.');
    return isHonest ? 'refused in time' : 'something else';
  } finally {
    client.close();
  }
}

await using bec = await startLocalBec({ ratePerSecond, now: nowMs });
const startMs = nowMs();
const ends = await Promise.all(Array.from({ length: clients }, (_, index) => deployOnce(index)));

const isAdmitted = ({ status }: ReceivedRequest): boolean => status === 200;
const admitted = bec.requests.filter(isAdmitted).length;
const refused = bec.requests.length - admitted;
const perSecond = countsPerSecond(bec.requests);
// The first second is the crowd's start, which nobody can spread.
const later = perSecond.slice(1);
const lastAt = Math.max(...bec.requests.filter(isAdmitted).map(({ at }) => at));
const tokens = new Set(bec.services.map(({ clientToken }) => clientToken));

console.log(`clients             ${clients}, at ${ratePerSecond} requests a second`);
for (const end of ['created', 'refused in time', 'something else'] satisfies End[]) {
  console.log(`${end.padEnd(19)} ${ends.filter((candidate) => candidate === end).length}`);
}
console.log(`services            ${bec.services.length} for ${tokens.size} tokens`);
console.log(`requests            ${bec.requests.length}: ${admitted} admitted, ${refused} refused`);
console.log(`requests a service  ${(bec.requests.length / bec.services.length).toFixed(1)}`);
console.log(
  `the last one after  ${((lastAt - startMs) / 1000).toFixed(1)} s (at best ${(clients / ratePerSecond).toFixed(0)} s)`,
);
console.log('requests in each second, in rows of ten:');
for (let second = 0; second < perSecond.length; second += 10) {
  const row = perSecond.slice(second, second + 10);
  console.log(
    `${String(second).padStart(5)} s  ${row.map((count) => String(count).padStart(5)).join('')}`,
  );
}
console.log(
  `the fullest second after the first ${wavesIn(later).toFixed(2)} times its surroundings`,
);

const isWell = ends.every((end) => end !== 'something else') && bec.services.length === tokens.size;
process.exitCode = isWell ? 0 : 1;

function countsPerSecond(requests: readonly ReceivedRequest[]): readonly number[] {
  const seconds = requests.map(({ at }) => Math.floor((at - startMs) / 1000));
  return Array.from(
    { length: Math.max(...seconds) + 1 },
    (_, second) => seconds.filter((candidate) => candidate === second).length,
  );
}

/** The most that a second has of the mean of the seven around it. */
function wavesIn(counts: readonly number[]): number {
  const ratios = counts.map((count, index) => {
    const around = counts.slice(Math.max(0, index - 3), index + 4);
    return count / (around.reduce((sum, other) => sum + other, 0) / around.length);
  });
  return Math.max(...ratios.filter((_, index) => (counts[index] ?? 0) >= ratePerSecond));
}
