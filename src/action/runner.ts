import { parseRun, type Environment, type Run } from '../context.ts';
import { CancelledError, UserError } from '../errors.ts';
import type { Pod } from '../service/rollout.ts';
import type { SpecFile } from '../source/source.ts';
import { SpecError, type Problem, type ReplacedVersion } from '../spec/spec.ts';
import { counted, printable, quoted } from '../text.ts';
import { credentialTexts } from './credentials.ts';
import { readEvent } from './event.ts';
import { MissingImageError } from './image-check.ts';
import { imageVersionOf, type ImageVersion } from './image-version.ts';
import { inputIn } from './input-names.ts';
import type { Inputs } from './inputs.ts';
import type { Known, Outcome } from './outcome.ts';
import { createReport, redactedJson, type Report } from './report.ts';
import { summaryOf } from './summary.ts';

export { clientTokensOf } from './client-token.ts';
export { escapedMarkdown } from './markdown.ts';
export { resourcesText } from './resources.ts';
export { parseCredentials } from './credentials.ts';
export { requireImages } from './image-check.ts';
export { inputIn, inputReader } from './input-names.ts';
export {
  parseBoolean,
  parseCount,
  parseDuration,
  parseInputs,
  parseList,
  type Inputs,
} from './inputs.ts';
export type { Created, Known, Outcome, Prepared } from './outcome.ts';
export { createOutputs, type Outputs } from './outputs.ts';
export {
  createPostState,
  readPostState,
  type PostState,
  type PostStateWriter,
} from './post-state.ts';

/** The runner that this step belongs to: what it hands in, and the ways back to it. */
export interface Runner extends Report {
  readonly environment: Environment;
  readonly run: Run;
  /** Aborts with a CancelledError when the job is cancelled. */
  readonly signal: AbortSignal;
}

/** The only reader of `process.env`. Masks what is secret in it before anything can be printed. */
export function openRunner(): Runner {
  const environment: Environment = { ...process.env };
  const report = createReport();
  for (const secret of secretsIn(environment)) report.mask(secret);
  return {
    ...report,
    environment,
    run: parseRun(environment),
    signal: cancellationSignal(),
  };
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
    ...proxyPasswords(environment),
  ];
}

/** `HTTPS_PROXY=http://user:password@proxy:3128`: as written, and decoded. */
function proxyPasswords(environment: Environment): readonly string[] {
  return ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].flatMap((name) => {
    const [, password] = /^[a-z]+:\/\/[^/@]*?:([^/]*)@/i.exec(environment[name] ?? '') ?? [];
    if (password === undefined || password === '') return [];
    try {
      return [password, decodeURIComponent(password)];
    } catch {
      return [password];
    }
  });
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

/** How a deployment ended that an error has ended. */
export function failedOutcome(known: Known, error: unknown, pods: readonly Pod[] = []): Outcome {
  const problems = [...(known.problems ?? []), ...problemsOf(error)];
  return { kind: 'failed', known: { ...known, problems }, message: messageOf(error), pods };
}

function problemsOf(error: unknown): readonly Problem[] {
  return error instanceof SpecError || error instanceof MissingImageError ? error.problems : [];
}

/** Prints where the spec comes from, and every problem on its line. */
export function reportSpec(
  { info, warn, problems: reportProblems }: Runner,
  source: SpecFile,
  problems: readonly Problem[],
): void {
  info(`The spec ${quoted(source.path)} comes from ${source.origin}.`);
  if (source.warning !== undefined) warn(source.warning);
  reportProblems(source, problems);
}

/** Prints which versions of the spec the run's own replaces. */
export function reportReplacedVersions(
  { info }: Runner,
  imageVersion: string,
  replaced: readonly ReplacedVersion[],
): void {
  for (const { container, version } of replaced) {
    info(`Image version ${imageVersion} replaces ${quoted(version)} of container ${container}.`);
  }
}

/** Says how the deployment ended: in the log, in the summary, and by the step's own end. */
export function reportOutcome(runner: Runner, outcome: Outcome, elapsedMs: number): void {
  if (outcome.kind === 'dry run') reportDryRun(runner, outcome);
  const { run, redact } = runner;
  summarize(runner, () => summaryOf(outcome, { run, elapsedMs, redact }));
  if (outcome.kind === 'failed') runner.fail(outcome.message);
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

function reportDryRun(
  { info, redact }: Runner,
  { known, request }: Extract<Outcome, { kind: 'dry run' }>,
): void {
  const { problems = [], clientToken, resources } = known;
  const found = problems.length === 0 ? '' : `, with ${counted(problems.length, 'warning')}`;
  info(`The spec is valid${found}. This is a dry run: nothing is sent. Otherwise BEC would get`);
  info(`POST /v2/service/create?clientToken=${clientToken}`);
  const lines = JSON.stringify(redactedJson(request, redact), undefined, 2).split('\n');
  for (const line of lines.slice(0, maxRequestLines)) info(line);
  if (lines.length > maxRequestLines) {
    info(
      `… and ${counted(lines.length - maxRequestLines, 'more line')}; the output request has all.`,
    );
  }
  if (resources !== '') info(`Until it is deleted, it would be billed for ${resources}`);
}

/** Nobody reads more of them in a log. */
const maxRequestLines = 2_000;
