import type { Environment, Run } from '../context.ts';
import { CancelledError, UserError } from '../errors.ts';
import { proxyPasswordsIn } from '../http/connection.ts';
import { printable } from '../text.ts';
import { credentialTexts } from './credentials.ts';
import { readEvent, readRun } from './event.ts';
import { imageVersionOf, type ImageVersion } from './image-version.ts';
import { inputIn } from './input-reader.ts';
import type { Inputs } from './inputs.ts';
import { createPostState, type PostStateWriter } from './post-state.ts';
import { createReport, type Report } from './report.ts';

export { alertOf, formatOf, joinedParts } from './markdown.ts';
export { parseCredentials, unusedTokenWarnings } from './credentials.ts';
export { inputReader, type InputReader } from './input-reader.ts';
export {
  accessInputNames,
  parseAccess,
  parseInputs,
  parseSpecInputs,
  specInputNames,
  type AccessInputs,
  type Inputs,
  type SpecInputs,
} from './inputs.ts';
export {
  accountOf,
  originOf,
  readPostState,
  type LeftState,
  type PostState,
} from './post-state.ts';

/** The runner that this step belongs to: what it hands in, and the ways back to it. */
export interface Runner extends Report {
  readonly environment: Environment;
  readonly run: Run;
  /** Aborts with a CancelledError when the job is cancelled. */
  readonly signal: AbortSignal;
  /** For the step's post step. */
  readonly postState: PostStateWriter;
}

/** The only reader of `process.env`. Masks what is secret in it before anything can be printed. */
export function openRunner(): Runner {
  process.stdout.once('error', failWithoutLog);
  const environment: Environment = { ...process.env };
  const report = createReport(environment);
  for (const secret of secretsIn(environment)) report.mask(secret);
  return {
    ...report,
    environment,
    run: readRun(environment),
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

function secretsIn(environment: Environment): readonly string[] {
  return [
    ...credentialTexts(environment),
    inputIn(environment, 'github-token'),
    ...proxyPasswordsIn(environment),
  ];
}

/** Whether the runner hands in a part of a key pair. */
export function hasCredentials(environment: Environment): boolean {
  return credentialTexts(environment).length > 0;
}

/** The version of the image to deploy. @throws UserError if the run has none */
export function readImageVersion(
  { imageVersion: input, dryRun: isDryRun }: Pick<Inputs, 'imageVersion' | 'dryRun'>,
  { run, warn }: Runner,
): ImageVersion {
  const version = imageVersionOf({ run, event: readEvent(run), input, isDryRun });
  if (version.warning !== undefined) warn(version.warning);
  return version;
}

/** Writes a summary unless the input says no; failing to write it does not fail the step. */
export function summarize(runner: Runner, render: () => string): void {
  const file = runner.environment['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '' || inputIn(runner.environment, 'summary').toLowerCase() === 'false') return;
  try {
    runner.writeSummary(file, render());
  } catch (error) {
    runner.warn(`The summary could not be written: ${printable(String(error))}`);
  }
}

/** What to report of an error: a fault of ours comes with its stack. */
export function messageOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a fault in bec-create, not in your workflow. Please report it with these lines: ${text}`;
}
