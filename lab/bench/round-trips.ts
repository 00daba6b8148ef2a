import { startLocalBec, type LocalBecOptions } from '../../local-bec/server.ts';
import { startWire } from '../../testing/torture/wire.ts';
import { runOnce } from './measure.ts';
import { inputsFor, specOf, step, workspaceIn } from './programs.ts';
import type { Section } from './report.ts';

interface Trip {
  readonly name: string;
  readonly server?: LocalBecOptions;
  readonly inputs: Readonly<Record<string, string>>;
  readonly exitCode?: number;
}

/** By the machine's clock, so that the server closes what is idle for 5 s. */
const trips: readonly Trip[] = [
  { name: 'create', inputs: {} },
  { name: 'create and wait for 8 s', server: { startupMs: 8_000 }, inputs: { wait: 'true' } },
  {
    name: 'create, wait for 8 s, diagnose, delete',
    server: { startupMs: 8_000, missingImageVersions: ['v1.2.3'] },
    inputs: { wait: 'true', 'on-failure': 'delete' },
    exitCode: 1,
  },
];

/** Connections and requests, counted before the server. */
export async function countRoundTrips(folder: string): Promise<Section> {
  const counts = await Promise.all(trips.map((trip) => countOf(folder, trip)));
  const [create] = counts;
  return {
    title: 'Round trips',
    header: ['what ran', 'connections', 'requests', 'of them'],
    rows: counts.map(({ name, connections, operations }) => [
      name,
      String(connections),
      String(operations.length),
      textOf(operations),
    ]),
    goals: [
      ...counts.map(({ name, connections }) => ({
        name: `${name}: connections`,
        value: connections,
        limit: 1,
        digits: 0,
      })),
      {
        name: 'create: requests',
        value: create?.operations.length ?? NaN,
        limit: 1,
        digits: 0,
      },
    ],
  };
}

async function countOf(folder: string, { name, server = {}, inputs, exitCode = 0 }: Trip) {
  await using bec = await startLocalBec(server);
  await using wire = await startWire(Number(new URL(bec.endpoint).port));
  const endpoint = `http://127.0.0.1:${wire.port}`;
  await runOnce(
    step(folder, name, {
      workspace: workspaceIn(folder, name.replaceAll(' ', '-'), specOf(8)),
      inputs: { ...inputsFor({ endpoint, credentials: bec.credentials }), ...inputs },
      exitCode,
    }),
  );
  const operations = bec.requests.map(({ operation }) => operation ?? 'unknown');
  return { name, connections: wire.connections(), operations };
}

/** `create, 5 detail, pods` */
function textOf(operations: readonly string[]): string {
  return [...new Set(operations)]
    .map((operation) => {
      const count = operations.filter((other) => other === operation).length;
      return count === 1 ? operation : `${count} ${operation}`;
    })
    .join(', ');
}
