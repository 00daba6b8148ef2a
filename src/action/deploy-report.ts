/**
 * What the step that deploys reports, from the spec to the outcome. The steps that only delete do without
 * it, and without the spec's code.
 */
import { publicIpOf } from '../service/service.ts';
import { resourcesText } from '../spec/spec.ts';
import { counted, moreLine } from '../text.ts';
import { isBilled, type Known, type Outcome } from './outcome.ts';
import { redactedJson } from './report.ts';
import type { Runner } from './runner.ts';
import { summaryOf } from './summary.ts';

export { clientTokensOf } from './client-token.ts';
export { isImageMissing, requireImages } from './image-check.ts';
export { failedOutcome, type Known, type Outcome } from './outcome.ts';
export {
  reportClientToken,
  reportImages,
  reportLife,
  reportPods,
  reportRequest,
  reportRunning,
} from './outputs.ts';
export { folded, type Format } from './markdown.ts';
export { addressTable } from './pod-lists.ts';
export { reportProblems, reportVersions } from './spec-report.ts';
export { problemTable, supportTable } from './summary.ts';

/** Says how the deployment ended: in the log, in the summary, and by the step's own end. */
export function reportOutcome(runner: Runner, outcome: Outcome): void {
  const { kind, known } = outcome;
  const resources = resourcesText(known.request ?? {});
  if (kind === 'dry run') reportDryRun(runner, known, resources);
  // Not every server shows summaries.
  if (isBilled(known) && resources !== '') {
    const until = known.isNotFound === true ? 'If it still exists' : 'Until it is deleted';
    runner.log(`${until}, it is billed for ${resources}.`);
  }
  if (known.running?.pods !== undefined && publicIpOf(known.running.pods) === '') {
    const isAsked = known.request?.['needPublicIp'] === true;
    const cure = isAsked ? '' : ' A spec asks for one with needPublicIp: true and bandwidth.';
    runner.log(`No pod has a public address, so the output publicIp is empty.${cure}`);
  }
  runner.summarize((format) => summaryOf(outcome, runner, format));
  if (outcome.message !== undefined) runner.fail(outcome.message);
}

function reportDryRun(
  { lines, redact }: Runner,
  { problems = [], clientToken = '', request }: Known,
  resources: string,
): void {
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
