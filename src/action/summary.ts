import { durationText } from '../clock.ts';
import type { Run } from '../context.ts';
import {
  containerText,
  eventText,
  type Pod,
  type RunningService,
  type Service,
} from '../service/service.ts';
import type { SpecFile } from '../source/source.ts';
import { positionOf, problemText } from '../spec/spec.ts';
import { counted } from '../text.ts';
import { escapedMarkdown, linked, pageOf } from './markdown.ts';
import type { Known, Outcome } from './outcome.ts';
import { redactedJson } from './report.ts';

/** What a summary says besides the outcome. */
export interface SummaryOptions {
  readonly run: Run;
  readonly elapsedMs: number;
  /** Takes the secrets out of a text; it comes before the escaping, which would hide them. */
  readonly redact: (text: string) => string;
}

/** GitHub takes 1 MiB; nobody reads that much. */
const maxRequestLength = 60_000;
const maxProblems = 25;
const maxPods = 50;

/** The step's summary, in GitHub's Markdown. */
export function summaryOf(outcome: Outcome, options: SummaryOptions): string {
  const { redact } = options;
  const text = (value: string): string => escapedMarkdown(redact(value), 500);
  const code = (value: string): string => `<code>${text(value)}</code>`;
  const format: Format = { text, code };
  const { known } = outcome;
  const parts = [
    headingOf(outcome, format),
    outcome.kind === 'failed' ? `> ${escapedMarkdown(redact(outcome.message), 1500)}` : '',
    problemTable(known, options, format),
    outcome.kind === 'failed' ? podList(outcome.pods, format) : '',
    factTable(known, options, format),
    outcome.kind === 'running' ? addressTable(outcome.running, format) : '',
    outcome.kind === 'running' ? previousList(outcome, format) : '',
    outcome.kind === 'dry run' ? requestBlock(outcome, redact) : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** How a value gets into Markdown: as text, or as code. */
interface Format {
  readonly text: (value: string) => string;
  readonly code: (value: string) => string;
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

function problemTable(
  { source, problems = [] }: Known,
  { run, redact }: SummaryOptions,
  { text }: Format,
): string {
  if (source === undefined || problems.length === 0) return '';
  const rows = problems.slice(0, maxProblems).map((problem) => {
    const { line, column } = positionOf(source.text, problem.range.start);
    const sign = problem.severity === 'error' ? '❌' : '⚠️';
    const place = `${text(source.path)}:${line}:${column}`;
    const page =
      redact(source.repositoryPath) === source.repositoryPath ? pageOf(source, line) : '';
    const link = page === '' ? place : linked(place, run, page);
    return `| ${sign} | ${link} | ${text(problemText(problem))} |`;
  });
  const rest = problems.length - maxProblems;
  return [
    '| | where | what |',
    '|---|---|---|',
    ...rows,
    ...(rest > 0 ? [`| | | … and ${counted(rest, 'more problem')} |`] : []),
  ].join('\n');
}

function factTable(
  { service, ...known }: Known,
  { run, elapsedMs }: SummaryOptions,
  format: Format,
): string {
  const { text, code } = format;
  const rows: readonly (readonly [string, string])[] = [
    ['Service', service === undefined ? '' : code(service.serviceId)],
    ['Status', service === undefined ? '' : text(statusText(service))],
    ['Places', text(placesText(service))],
    ['Resources', text(known.resources ?? '')],
    ['Spec', specText(known.source, format)],
    ['Image version', known.imageVersion === undefined ? '' : code(known.imageVersion)],
    ['Commit', commitText(run, format)],
    ['Run', runText(run, format)],
    ['Endpoint', known.endpoint === undefined ? '' : text(known.endpoint)],
    ['Token', known.clientToken === undefined ? '' : code(known.clientToken)],
    ['Request id', known.requestId === undefined ? '' : code(known.requestId)],
    ['Took', durationText(elapsedMs)],
  ];
  const [head = '', ...lines] = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `| ${name} | ${value} |`);
  return [head, '|:--|:--|', ...lines].join('\n');
}

/** Which file, and where it comes from. */
function specText(source: SpecFile | undefined, { text, code }: Format): string {
  return source === undefined ? '' : `${code(source.path)} from ${text(source.origin)}`;
}

function statusText({ status, runningPods, totalPods }: Service): string {
  return `${status} · ${runningPods} of ${counted(totalPods, 'pod')}`;
}

function placesText(service: Service | undefined): string {
  const places = service?.deployInstances.filter(({ regionId }) => regionId !== '') ?? [];
  return places
    .map(({ regionId, replicas }) =>
      replicas === undefined ? regionId : `${regionId} × ${replicas}`,
    )
    .join(', ');
}

function commitText(run: Run, { text, code }: Format): string {
  if (run.sha === '') return '';
  const commit = linked(code(run.sha.slice(0, 7)), run, `commit/${run.sha}`);
  return run.refName === '' ? commit : `${commit} of ${text(`${run.refType} ${run.refName}`)}`;
}

function runText(run: Run, { text }: Format): string {
  if (run.runId === '') return '';
  const name = text(`${run.workflow} #${run.runNumber}`);
  const by = run.actor === '' ? '' : ` by ${text(run.actor)}`;
  const attempt =
    run.runAttempt === '' || run.runAttempt === '1' ? '' : `, attempt ${text(run.runAttempt)}`;
  return `${linked(name, run, `actions/runs/${run.runId}`)}${attempt}${by}`;
}

/** The pods by region, with where they can be reached. */
function addressTable({ pods = [] }: RunningService, { text, code }: Format): string {
  if (pods.length === 0) return '';
  const rows = pods
    .toSorted((left, right) => (left.regionId < right.regionId ? -1 : 1))
    .slice(0, maxPods)
    .map(({ podName, regionId, publicIp, ipv6PublicIp, internalIp }) => {
      const addresses = [publicIp, ipv6PublicIp, internalIp].filter((address) => address !== '');
      return `| ${code(podName)} | ${text(regionId)} | ${text(addresses.join(', '))} |`;
    });
  const rest = pods.length - maxPods;
  return [
    '| Pod | Region | Addresses |',
    '|:--|:--|:--|',
    ...rows,
    ...(rest > 0 ? [`| … and ${counted(rest, 'more pod')} | | |`] : []),
  ].join('\n');
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
