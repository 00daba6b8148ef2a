import { durationText } from '../clock.ts';
import type { Run } from '../context.ts';
import type { PodAddress, Service } from '../service/service.ts';
import type { SpecFile } from '../source/source.ts';
import { positionOf, problemText } from '../spec/spec.ts';
import { counted } from '../text.ts';
import { escapedMarkdown, linked, pageOf } from './markdown.ts';
import type { Known } from './outcome.ts';

/** What a summary says besides the outcome. */
export interface SummaryOptions {
  readonly run: Run;
  readonly elapsedMs: number;
  /** Takes the secrets out of a text; it comes before the escaping, which would hide them. */
  readonly redact: (text: string) => string;
}

const maxProblems = 25;
const maxPods = 50;

/** What a step says in its summary besides the facts. */
export interface SummaryParts {
  readonly heading: string;
  /** What went wrong, not yet in Markdown. */
  readonly message: string;
  readonly reasons: string;
  readonly details: readonly string[];
}

/** Every summary has the same frame: what happened, why, the facts, then the details. */
export function renderSummary(
  known: Known,
  options: SummaryOptions,
  partsOf: (format: Format) => SummaryParts,
): string {
  const { redact } = options;
  const text = (value: string): string => escapedMarkdown(redact(value), 500);
  const format: Format = { text, code: (value) => `<code>${text(value)}</code>` };
  const { heading, message, reasons, details } = partsOf(format);
  const parts = [
    heading,
    message === '' ? '' : `> ${escapedMarkdown(redact(message), 1500)}`,
    problemTable(known, options, format),
    reasons,
    factTable(known, options, format),
    ...details,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** How a value gets into Markdown: as text, or as code. */
export interface Format {
  readonly text: (value: string) => string;
  readonly code: (value: string) => string;
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
export function addressTable(pods: readonly PodAddress[], { text, code }: Format): string {
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
