import { parseArgs } from 'node:util';
import { canonicalUriOf } from '../src/api/bce-auth.ts';
import type { ReceivedRequest } from './requests.ts';
import { startLocalBec } from './server.ts';
import type { LocalBec, LocalBecOptions } from './server.ts';

const USAGE = `Usage: node local-bec/main.ts [options]
  --port NUMBER                    default: any free one
  --access-key-id TEXT             default: random
  --secret-access-key TEXT         default: random
  --session-token TEXT             default: none
  --startup-ms NUMBER              how long a service is STARTING, default: 2000
  --missing-image-version TEXT     fails to roll out; repeatable
  --rate-per-second NUMBER         default: no limit
  --max-seconds NUMBER             stops by itself, default: 3600`;

interface Settings extends LocalBecOptions {
  readonly maxSeconds: number;
}

class UsageError extends Error {}

function parseSettings(args: readonly string[]): Settings {
  const { values } = parseFlags(args);
  return {
    port: integerOf('port', values.port, 0, 65_535),
    accessKeyId: values['access-key-id'],
    secretAccessKey: values['secret-access-key'],
    sessionToken: values['session-token'],
    startupMs: integerOf('startup-ms', values['startup-ms'], 0, 86_400_000),
    missingImageVersions: values['missing-image-version'],
    ratePerSecond: integerOf('rate-per-second', values['rate-per-second'], 1, 1_000_000),
    maxSeconds: integerOf('max-seconds', values['max-seconds'], 1, 86_400) ?? 3600,
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        'access-key-id': { type: 'string' },
        'secret-access-key': { type: 'string' },
        'session-token': { type: 'string' },
        'startup-ms': { type: 'string', default: '2000' },
        'missing-image-version': { type: 'string', multiple: true, default: [] },
        'rate-per-second': { type: 'string' },
        'max-seconds': { type: 'string', default: '3600' },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}

function integerOf(
  name: string,
  text: string | undefined,
  min: number,
  max: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`--${name} must be a whole number from ${min} to ${max}.`);
}

/** Credentials that were given may be worth keeping secret; those made up for this server are not. */
function environmentLinesOf(bec: LocalBec, given: LocalBecOptions): readonly string[] {
  const { accessKeyId, secretAccessKey } = bec.credentials;
  return [
    environmentLineOf('BCE_ACCESS_KEY_ID', accessKeyId, given.accessKeyId),
    environmentLineOf('BCE_SECRET_ACCESS_KEY', secretAccessKey, given.secretAccessKey),
    environmentLineOf('BCE_SECURITY_TOKEN', '', given.sessionToken),
  ];
}

function environmentLineOf(name: string, value: string, given: string | undefined): string {
  return given === undefined ? `export ${name}=${value}` : `# export ${name}=(as given)`;
}

function lineOf({ method, path, status, code, requestId }: ReceivedRequest): string {
  const words = [method, canonicalUriOf(path), status ?? 'unanswered', code ?? '-', requestId];
  return words.join(' ');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  const settings = parseSettings(process.argv.slice(2));
  const bec = await startLocalBec({
    ...settings,
    onRequest: (request) => {
      console.log(lineOf(request));
    },
  });
  const end = (): void => {
    clearTimeout(timer);
    void bec.close();
  };
  const timer = setTimeout(end, settings.maxSeconds * 1000);
  process.once('SIGINT', end).once('SIGTERM', end);
  // Only now: who reads the first line may send a signal.
  console.log(`Local BEC at ${bec.endpoint}, for ${settings.maxSeconds} s at most`);
  for (const line of environmentLinesOf(bec, settings)) console.log(line);
}

// Whoever reads the log may go before the server does.
process.stdout.on('error', () => undefined);

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `${error.message}\n${USAGE}` : messageOf(error));
  process.exitCode = isUsage ? 2 : 1;
}
