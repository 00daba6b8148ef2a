import { canonicalUriOf } from '../src/api/bce-auth.ts';
import { startControl } from './control.ts';
import type { ControlAddress } from './control.ts';
import { helpText, parseSettings } from './options.ts';
import type { Settings } from './options.ts';
import type { ReceivedRequest } from './requests.ts';
import { startLocalBec } from './server.ts';
import type { LocalBec } from './server.ts';
import { UsageError } from './variants.ts';

/** What the program sends to the step that started it. */
export interface ReadyMessage {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly control: ControlAddress;
}

const MAX_REPORT_LINES = 10_000;

async function serve(settings: Settings): Promise<void> {
  const lines: string[] = [];
  const bec = await startLocalBec({
    ...settings,
    onRequest: (request) => {
      const line = lineOf(request);
      if (lines.length < MAX_REPORT_LINES) lines.push(line);
      console.log(line);
    },
  });
  const end = (): void => {
    clearTimeout(timer);
    control.close();
    void bec.close();
  };
  const control = await startControl(() => lines, end);
  const timer = setTimeout(end, settings.maxSeconds * 1000);
  process.once('SIGINT', end).once('SIGTERM', end);
  // Only now: whoever reads the first line may send a signal.
  if (process.send === undefined) printStart(bec, settings);
  else sendReady(bec, control.address);
}

/** The step's log gets no key: it has them from this message, which no file holds. */
function sendReady({ endpoint, credentials }: LocalBec, control: ControlAddress): void {
  const { accessKeyId, secretAccessKey } = credentials;
  const message: ReadyMessage = { endpoint, accessKeyId, secretAccessKey, control };
  process.send?.(message, () => {
    process.disconnect();
  });
}

function printStart(bec: LocalBec, settings: Settings): void {
  const { accessKeyId, secretAccessKey } = bec.credentials;
  console.log(`Local BEC at ${bec.endpoint}, for ${settings.maxSeconds} s at most`);
  console.log(environmentLine('BCE_ACCESS_KEY_ID', accessKeyId, settings.accessKeyId));
  console.log(environmentLine('BCE_SECRET_ACCESS_KEY', secretAccessKey, settings.secretAccessKey));
  console.log(environmentLine('BCE_SECURITY_TOKEN', '', settings.sessionToken));
  console.log(
    'Deploy an example to it, or with --spec FILE a spec of your own, from another terminal in this folder:',
  );
  console.log(deployLine(bec, settings));
}

/** Credentials that were given may be worth keeping secret; those made up for this server are not. */
function environmentLine(name: string, value: string, given: string | undefined): string {
  return given === undefined ? `export ${name}=${value}` : `# export ${name}=(as given)`;
}

function deployLine({ endpoint, credentials }: LocalBec, settings: Settings): string {
  const { accessKeyId, secretAccessKey } = credentials;
  const isGiven = settings.secretAccessKey !== undefined;
  return [
    `npm run deploy -- --endpoint ${endpoint} --access-key-id ${accessKeyId}`,
    `--secret-access-key ${isGiven ? '"$BCE_SECRET_ACCESS_KEY"' : secretAccessKey}`,
    ...(settings.sessionToken === undefined ? [] : ['--session-token "$BCE_SECURITY_TOKEN"']),
  ].join(' ');
}

function lineOf({ method, path, status, code, requestId }: ReceivedRequest): string {
  const words = [method, canonicalUriOf(path), status ?? 'unanswered', code ?? '-', requestId];
  return words.join(' ');
}

// Whoever reads the log may end before the server does.
process.stdout.on('error', () => undefined);

try {
  const settings = parseSettings(process.argv.slice(2));
  if (settings === undefined) console.log(helpText());
  else await serve(settings);
} catch (error) {
  const isInUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = error instanceof Error ? error.message : String(error);
  const message = isInUse ? 'The port is in use. Choose another --port, or 0.' : reason;
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `${message}\nTry --help.` : message);
  process.exitCode = isUsage ? 2 : 1;
}
