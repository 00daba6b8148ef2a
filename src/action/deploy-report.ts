/**
 * What the step that deploys reports, from the spec to the outcome. The steps that only delete do without
 * it, and without the spec's code.
 */
import { UserError } from '../errors.ts';
import { existsUnlessDeleted, serviceText, type Pod } from '../service/service.ts';
import { resourcesText, SpecError, type Problem } from '../spec/spec.ts';
import { counted, joined, moreLine } from '../text.ts';
import { MissingImageError } from './image-check.ts';
import type { Known, Outcome } from './outcome.ts';
import { redactedJson } from './report.ts';
import { messageOf, summarize, type Runner } from './runner.ts';
import { isBilled, summaryOf } from './summary.ts';

export { clientTokensOf } from './client-token.ts';
export { isImageMissing, requireImages } from './image-check.ts';
export type { Created, Known, Outcome, Prepared } from './outcome.ts';
export { createOutputs, type Outputs } from './outputs.ts';
export { folded, type Format } from './markdown.ts';
export { addressTable } from './pod-lists.ts';
export { reportProblems, reportVersions, reportSpec } from './spec-report.ts';
export { problemTable } from './summary.ts';
export { supportTable } from './support.ts';

/** How a deployment ended that an error has ended. */
export function failedOutcome(
  known: Known,
  error: unknown,
  pods?: readonly Pod[],
): Extract<Outcome, { kind: 'failed' }> {
  const problems = [...(known.problems ?? []), ...problemsOf(error)];
  const failure = error instanceof UserError ? error.failure : undefined;
  const message = joined([messageOf(error), existenceText(known, error)], ' ');
  return { kind: 'failed', known: { ...known, problems }, message, failure, pods };
}

/** A fault of our own doesn't say what exists. */
function existenceText({ service, serviceName = '' }: Known, error: unknown): string {
  if (error instanceof UserError || service === undefined) return '';
  return `${serviceText({ ...service, serviceName })} was created. ${existsUnlessDeleted}`;
}

function problemsOf(error: unknown): readonly Problem[] {
  return error instanceof SpecError || error instanceof MissingImageError ? error.problems : [];
}

/** Says how the deployment ended: in the log, in the summary, and by the step's own end. */
export function reportOutcome(runner: Runner, outcome: Outcome, elapsedMs: number): void {
  if (outcome.kind === 'dry run') reportDryRun(runner, outcome);
  // Not every server shows summaries.
  if (isBilled(outcome)) {
    const resources = resourcesText(outcome.known.request ?? {});
    if (resources !== '') runner.info(`Until it is deleted, it is billed for ${resources}.`);
  }
  if (outcome.kind === 'running' && outcome.running.publicIp === '') {
    runner.info(
      'No pod has a public address, so the output publicIp is empty. A spec asks for one with needPublicIp: true and bandwidth.',
    );
  }
  const { run, redact } = runner;
  summarize(runner, () => summaryOf(outcome, { run, elapsedMs, redact }));
  if (outcome.kind === 'failed') runner.fail(outcome.message);
}

function reportDryRun(
  { lines, redact }: Runner,
  { known }: Extract<Outcome, { kind: 'dry run' }>,
): void {
  const { problems = [], clientToken, request } = known;
  const resources = resourcesText(request);
  const found = problems.length === 0 ? '' : `, with ${counted(problems.length, 'warning')}`;
  const body = JSON.stringify(redactedJson(request, redact), undefined, 2).split('\n');
  lines([
    `The spec is valid${found}. This is a dry run: nothing is sent. Otherwise BEC would get:`,
    `POST /v2/service/create?clientToken=${clientToken}`,
    ...body.slice(0, maxRequestLines),
    ...moreLine(body.length - maxRequestLines, 'line'),
    ...(resources === '' ? [] : [`Until it is deleted, it would be billed for ${resources}.`]),
  ]);
}

/** Nobody reads more of them in a log. */
const maxRequestLines = 2_000;
