import { startLocalBec } from '../../local-bec/server.ts';
import { startWire } from '../../testing/torture/wire.ts';
import { measure } from './measure.ts';
import { authority, floor, inputsFor, specOf, step, workspaceIn } from './programs.ts';
import type { Section } from './report.ts';
import { readTls } from './start-up.ts';

const roundTripMs = 250;

/** A create over https with round trips of a quarter of a second, that of TCP's handshake too. */
export async function measureDistance(folder: string, rounds: number): Promise<Section> {
  await using server = await startLocalBec({ tls: readTls() });
  await using wire = await startWire(Number(new URL(server.endpoint).port));
  const latency = { kind: 'latency', ms: roundTripMs / 2, handshakeMs: roundTripMs } as const;
  wire.inject(Array.from({ length: 10 * (rounds + 1) }, () => latency));
  const far = { endpoint: `https://localhost:${wire.port}`, credentials: server.credentials };
  const workspace = workspaceIn(folder, 'far', specOf(8));
  const env = { NODE_EXTRA_CA_CERTS: authority };
  const results = await measure(
    [
      floor(folder, 'floor https far', far),
      step(folder, 'https far', { workspace, inputs: inputsFor(far), env }),
    ],
    rounds,
  );
  const [least = NaN, action = NaN] = results.map(({ wallMs }) => wallMs);
  return {
    title: `Far away, a round trip of ${roundTripMs} ms`,
    header: ['what ran', 'ms', '× floor'],
    rows: results.map(({ name, wallMs }) => [name, wallMs.toFixed(0), (wallMs / least).toFixed(3)]),
    goals: [{ name: 'https far × floor', value: action / least, limit: 1.06, digits: 3 }],
  };
}
