/**
 * `npm run probe -- --yes`: asks BEC what its documentation leaves open, with the keys in the environment
 * (`BCE_ACCESS_KEY_ID`, `BCE_SECRET_ACCESS_KEY`, `BCE_SECURITY_TOKEN`), and prints a table to paste into an
 * issue. With `--endpoint http://127.0.0.1:…` it asks the local BEC. What a probe that was killed has left
 * is deleted by the next one.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/clock.ts';
import { connectionTo, parseEndpoint } from '../src/http/connection.ts';
import { connectBec } from './probe/bec.ts';
import type { Context } from './probe/context.ts';
import { probe } from './probe/probe.ts';
import { costs, reportOf } from './probe/report.ts';

const { values } = parseArgs({
  options: {
    yes: { type: 'boolean', default: false },
    endpoint: { type: 'string', default: 'https://bec.baidubce.com' },
    image: { type: 'string', default: 'nginx' },
    'image-version': { type: 'string', default: '1.27' },
    'next-image-version': { type: 'string', default: '1.28' },
  },
});

const { env } = process;
const accessKeyId = env['BCE_ACCESS_KEY_ID'] ?? '';
const secretAccessKey = env['BCE_SECRET_ACCESS_KEY'] ?? '';
const sessionToken = env['BCE_SECURITY_TOKEN'];

for (const line of costs) console.log(line);
if (!values.yes) {
  console.log('Nothing has been asked yet: add --yes, as in `npm run probe -- --yes`.');
} else if (accessKeyId === '' || secretAccessKey === '') {
  console.error('Set BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY in the environment.');
  process.exitCode = 2;
} else {
  await run();
}

async function run(): Promise<void> {
  const endpoint = parseEndpoint(values.endpoint);
  const connection = connectionTo(endpoint, env, systemClock);
  const ended = new AbortController();
  const cancel = (): void => {
    console.log('Ending: what was created is deleted first.');
    ended.abort(new Error('The probe was ended.'));
  };
  process.once('SIGINT', cancel).once('SIGTERM', cancel);
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  const created = new Set<string>();
  const runId = randomBytes(4).toString('hex');
  const contextFor = (signal: AbortSignal): Context => ({
    bec: connectBec({ endpoint, credentials, connection, clock: systemClock, signal }),
    clock: systemClock,
    signal,
    print: console.log,
    runId,
    created,
    image: {
      address: values.image,
      versions: [values['image-version'], values['next-image-version']],
    },
    // The local BEC's pods take seconds, and real ones minutes.
    pace: endpoint.isLoopback
      ? { pollMs: 2000, startMs: 150_000, quietMs: 40_000 }
      : { pollMs: 5000, startMs: 900_000, quietMs: 180_000 },
  });
  const { findings, left, failure } = await probe(
    contextFor(ended.signal),
    contextFor(new AbortController().signal),
  );
  connection.close();
  console.log(['', ...reportOf(findings), ''].join('\n'));
  if (failure !== undefined) console.error('Not all could be asked:', messageOf(failure));
  if (left.length > 0) console.error(`May still exist, and be billed: ${left.join(', ')}`);
  process.exitCode = failure === undefined && left.length === 0 ? 0 : 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
