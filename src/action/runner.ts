import { openClient, type Client } from '../api/client.ts';
import type { Clock } from '../clock.ts';
import type { Environment } from '../context.ts';
import { CancelledError } from '../errors.ts';
import { proxyPasswordsIn } from '../http/connection.ts';
import { credentialTexts, unusedTokenWarnings, type Access } from './credentials.ts';
import { readRun } from './event.ts';
import { inputIn } from './input-reader.ts';
import { createPostState } from './post-state.ts';
import { createReport } from './report.ts';

export { helpLinks } from './help.ts';
export { alertOf } from './markdown.ts';
export { credentialTexts, parseCredentials, type Access } from './credentials.ts';
export { readPayload } from './event.ts';
export { imageVersionOf } from './image-version.ts';
export { inputReader, type InputReader } from './input-reader.ts';
export {
  accessInputNames,
  parseAccess,
  parseInputs,
  parseSpecInputs,
  specInputNames,
  type Inputs,
  type SpecInputs,
} from './inputs.ts';
export { originOf, readPostState, type LeftState } from './post-state.ts';

/** The runner that this step belongs to: what it hands in, and the ways back to it. */
export type Runner = Readonly<ReturnType<typeof openRunner>>;

/** The only reader of `process.env`. Masks what is secret in it before anything can be printed. */
export function openRunner(clock: Clock) {
  const startMs = clock.elapsedMs();
  process.stdout.once('error', failWithoutLog);
  const environment: Environment = { ...process.env };
  const report = createReport(environment);
  const proxyPasswords = proxyPasswordsIn(environment);
  const secrets = [...credentialTexts(environment), inputIn(environment, 'github-token')];
  for (const secret of [...secrets, ...proxyPasswords]) report.mask(secret);
  return {
    ...report,
    environment,
    run: readRun(environment),
    clock,
    elapsedMs: (): number => clock.elapsedMs() - startMs,
    /** Aborts with a CancelledError when the job is cancelled. */
    signal: cancellationSignal(),
    postState: createPostState(report, environment),
  };
}

/** A full disk, say. What the step has begun it brings to its end all the same. */
function failWithoutLog({ message }: Error): void {
  process.exitCode = 1;
  process.stdout.on('error', () => undefined);
  process.stderr.write(`The log can't be written: ${message}\n`);
}

function cancellationSignal(): AbortSignal {
  const cancellation = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      cancellation.abort(new CancelledError(signal));
    });
  }
  return cancellation.signal;
}

/** Calls BEC for this step, over a connection that is closed at the end. */
export async function withBec<T>(
  runner: Runner,
  access: Access,
  use: (bec: Client) => Promise<T>,
): Promise<T> {
  for (const warning of unusedTokenWarnings(runner.environment)) runner.warn(warning);
  const bec = openClient({ ...runner, ...access });
  try {
    return await use(bec);
  } finally {
    bec.close();
  }
}
