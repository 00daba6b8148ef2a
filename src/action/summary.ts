import { containerText, eventText, type Pod } from '../service/service.ts';
import type { Outcome } from './outcome.ts';
import { redactedJson } from './report.ts';
import { addressTable, renderSummary, type Format, type SummaryOptions } from './summary-frame.ts';

/** GitHub takes 1 MiB; nobody reads that much. */
const maxRequestLength = 60_000;
const maxPods = 50;

/** The step's summary, in GitHub's Markdown. */
export function summaryOf(outcome: Outcome, options: SummaryOptions): string {
  const { redact } = options;
  const isFailed = outcome.kind === 'failed';
  return renderSummary(outcome.known, options, (format) => ({
    heading: headingOf(outcome, format),
    message: isFailed ? outcome.message : '',
    reasons: isFailed ? podList(outcome.pods, format) : '',
    details: [
      outcome.kind === 'running' ? addressTable(outcome.running.pods ?? [], format) : '',
      outcome.kind === 'running' ? previousList(outcome, format) : '',
      outcome.kind === 'dry run' ? requestBlock(outcome, redact) : '',
    ],
  }));
}

function headingOf({ kind, known }: Outcome, { code }: Format): string {
  const name = known.serviceName === undefined ? 'The service' : code(known.serviceName);
  switch (kind) {
    case 'dry run':
      return `### 📝 ${name} would be created`;
    case 'created':
      return `### ✅ ${name} is created`;
    case 'running':
      return `### ✅ ${name} is running`;
    case 'failed':
      return `### ❌ ${name} ${known.service === undefined ? 'was not deployed' : 'was created and is not running'}`;
  }
}

function previousList(
  { known, running }: Extract<Outcome, { kind: 'running' }>,
  { text, code }: Format,
): string {
  const { previousServices } = running;
  if (previousServices.length === 0) return '';
  return [
    `Also named ${code(known.serviceName)}, and billed until deleted:`,
    '',
    ...previousServices
      .slice(0, maxPods)
      .map(
        ({ serviceId, status, createTime }) =>
          `- ${code(serviceId)} ${text(status)}, since ${text(createTime)}`,
      ),
    ...(previousServices.length > maxPods
      ? [`- … and ${previousServices.length - maxPods} more`]
      : []),
  ].join('\n');
}

/** Replicas tend to fail alike: those that say the same stand under one heading. */
function podList(pods: readonly Pod[], format: Format): string {
  const alike = new Map<string, string[]>();
  for (const pod of pods) {
    const reasons = reasonList(pod, format);
    alike.set(reasons, [...(alike.get(reasons) ?? []), format.code(pod.podId)]);
  }
  return [...alike].map(([reasons, podIds]) => `- ${podIds.join(', ')}${reasons}`).join('\n');
}

function reasonList({ status, regionId, containers, events }: Pod, { text }: Format): string {
  return [
    ` ${text([status, regionId].filter((part) => part !== '').join(' · '))}`,
    ...containers.map((container) => {
      const restarts = container.restartCount === 0 ? '' : ` (restarts: ${container.restartCount})`;
      return `  - ${text(containerText(container))}${restarts}`;
    }),
    ...events.map((event) => `  - ${event.isWarning ? '⚠️ ' : ''}${text(eventText(event))}`),
  ].join('\n');
}

function requestBlock(
  { request, known }: Extract<Outcome, { kind: 'dry run' }>,
  redact: (text: string) => string,
): string {
  const json = JSON.stringify(redactedJson(request, redact), undefined, 2);
  const cut = json.length > maxRequestLength;
  const body = cut ? `${json.slice(0, maxRequestLength)}\n…` : json;
  // A fence ends at one as long as itself, so it is longer than any run of backticks inside.
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [
    '<details open><summary>The request</summary>',
    '',
    `${fence}http`,
    `POST /v2/service/create?clientToken=${known.clientToken}`,
    '',
    body,
    fence,
    '',
    '</details>',
  ].join('\n');
}
