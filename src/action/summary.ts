import { durationText } from '../clock.ts';
import { containerText, eventText, type Pod, type Service } from '../service/rollout.ts';
import type { SpecSource } from '../source/source.ts';
import { positionOf, problemText, type Problem } from '../spec/problem.ts';
import type { Run } from '../context.ts';
import { counted, shown } from '../text.ts';
import type { JsonObject } from '../spec/to-json.ts';

/** What is known when the step ends; what it did not come to is not there. */
export interface Facts {
  readonly run: Run;
  readonly endpoint: string;
  readonly elapsedMs?: number;
  readonly source?: SpecSource;
  readonly problems?: readonly Problem[];
  readonly serviceName?: string;
  readonly imageVersion?: string;
  readonly clientToken?: string;
  readonly requestId?: string;
  readonly service?: Service;
  /** The service was waited for, and runs. */
  readonly isRunning?: boolean;
  readonly pods?: readonly Pod[];
  /** In a dry run: what would have been sent, secrets as `***`. */
  readonly dryRun?: JsonObject;
  /** Why the step is red. */
  readonly failure?: string;
}

/** GitHub takes 1 MiB; nobody reads that much. */
const maxRequestLength = 60_000;
const maxProblems = 25;

/**
 * The step's summary, in GitHub's Markdown.
 * @param redact takes the secrets out of a text; it comes before the escaping, which would hide them
 */
export function summaryOf(facts: Facts, redact: (text: string) => string): string {
  const text = (value: string): string => escaped(redact(value), 500);
  const code = (value: string): string => `<code>${text(value)}</code>`;
  const parts = [
    headingOf(facts, code),
    facts.failure === undefined ? '' : `> ${escaped(redact(facts.failure), 1500)}`,
    problemTable(facts, text),
    podList(facts.pods ?? [], text, code),
    factTable(facts, text, code),
    requestBlock(facts, redact),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

type Format = (value: string) => string;

function headingOf(facts: Facts, code: Format): string {
  const name = facts.serviceName === undefined ? 'The service' : code(facts.serviceName);
  if (facts.failure !== undefined) {
    const isThere = facts.service !== undefined;
    return `### ❌ ${name} ${isThere ? 'was created and does not run' : 'was not deployed'}`;
  }
  if (facts.dryRun !== undefined) return `### 📝 ${name} would be created`;
  return `### ✅ ${name} ${facts.isRunning === true ? 'runs' : 'is created'}`;
}

function problemTable({ source, problems = [] }: Facts, text: Format): string {
  if (source === undefined || problems.length === 0) return '';
  const rows = problems.slice(0, maxProblems).map((problem) => {
    const { line, column } = positionOf(source.text, problem.range.start);
    const sign = problem.severity === 'error' ? '❌' : '⚠️';
    return `| ${sign} | ${text(source.path)}:${line}:${column} | ${text(problemText(problem))} |`;
  });
  const rest = problems.length - maxProblems;
  return [
    '| | where | what |',
    '|---|---|---|',
    ...rows,
    ...(rest > 0 ? [`| | | … and ${counted(rest, 'more problem')} |`] : []),
  ].join('\n');
}

function factTable(facts: Facts, text: Format, code: Format): string {
  const { run, service } = facts;
  const rows: readonly (readonly [string, string])[] = [
    ['Service', service === undefined ? '' : code(service.serviceId)],
    ['Status', service === undefined ? '' : text(statusText(service))],
    ['Places', text(placesText(service))],
    ['Image version', facts.imageVersion === undefined ? '' : code(facts.imageVersion)],
    ['Commit', commitText(run, text, code)],
    ['Run', runText(run, text)],
    ['Endpoint', text(facts.endpoint)],
    ['Token', facts.clientToken === undefined ? '' : code(facts.clientToken)],
    ['Request id', facts.requestId === undefined ? '' : code(facts.requestId)],
    ['Took', facts.elapsedMs === undefined ? '' : durationText(facts.elapsedMs)],
  ];
  const [head = '', ...lines] = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `| ${name} | ${value} |`);
  return [head, '|:--|:--|', ...lines].join('\n');
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

function commitText(run: Run, text: Format, code: Format): string {
  if (run.sha === '') return '';
  const commit = linked(code(run.sha.slice(0, 7)), run, `commit/${run.sha}`);
  return run.refName === '' ? commit : `${commit} of ${text(`${run.refType} ${run.refName}`)}`;
}

function runText(run: Run, text: Format): string {
  if (run.runId === '') return '';
  const name = text(`${run.workflow} #${run.runNumber}`);
  const by = run.actor === '' ? '' : ` by ${text(run.actor)}`;
  const attempt =
    run.runAttempt === '' || run.runAttempt === '1' ? '' : `, attempt ${text(run.runAttempt)}`;
  return `${linked(name, run, `actions/runs/${run.runId}`)}${attempt}${by}`;
}

/** A link into the repository; plain text where the address is not one of a GitHub server. */
function linked(label: string, { serverUrl, repository }: Run, path: string): string {
  const address = `${serverUrl}/${repository}/${path}`;
  return /^https?:\/\/[\w.:-]+\/[\w.-]+\/[\w.-]+\/[\w/-]+$/.test(address)
    ? `[${label}](${address})`
    : label;
}

/** Replicas tend to fail alike: those that say the same stand under one heading. */
function podList(pods: readonly Pod[], text: Format, code: Format): string {
  const alike = new Map<string, string[]>();
  for (const pod of pods) {
    const reasons = reasonList(pod, text);
    alike.set(reasons, [...(alike.get(reasons) ?? []), code(pod.podId)]);
  }
  return [...alike].map(([reasons, podIds]) => `- ${podIds.join(', ')}${reasons}`).join('\n');
}

function reasonList({ status, regionId, containers, events }: Pod, text: Format): string {
  return [
    ` ${text([status, regionId].filter((part) => part !== '').join(' · '))}`,
    ...containers.map((container) => {
      const restarts = container.restartCount === 0 ? '' : ` (restarts: ${container.restartCount})`;
      return `  - ${text(containerText(container))}${restarts}`;
    }),
    ...events.map((event) => `  - ${event.isWarning ? '⚠️ ' : ''}${text(eventText(event))}`),
  ].join('\n');
}

function requestBlock({ dryRun, clientToken }: Facts, redact: (text: string) => string): string {
  if (dryRun === undefined) return '';
  const json = redact(JSON.stringify(dryRun, undefined, 2));
  const cut = json.length > maxRequestLength;
  const body = cut ? `${json.slice(0, maxRequestLength)}\n…` : json;
  // A fence ends at one as long as itself, so it is longer than any run of backticks inside.
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [
    '<details open><summary>The request</summary>',
    '',
    `${fence}http`,
    `POST /v2/service/create?clientToken=${clientToken ?? ''}`,
    '',
    body,
    fence,
    '',
    '</details>',
  ].join('\n');
}

/**
 * Text that stays text in Markdown, in a table's cell and in HTML: all that could mean more as entities.
 * GitHub looks for addresses and `@names` once more when the entities are text again; a `<wbr>` in the
 * middle keeps them from being any.
 */
function escaped(value: string, maxLength: number): string {
  return shown(value.trim(), maxLength).replace(meaningful, (match) => {
    const entities = match.replace(
      /[^A-Za-z0-9/]/g,
      (character) => `&#${character.codePointAt(0) ?? 0};`,
    );
    return match === '@' || match.length > 2 ? `${entities}<wbr>` : entities;
  });
}

/** The beginnings of an address, of a list at the start of a line, and every ASCII sign but `,-./;`. */
const meaningful = /:\/\/|www\.|^-|(?<=^[0-9]+)\.|[!-+:<-@[-`{-~]/gi;
