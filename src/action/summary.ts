import type { Run } from '../context.ts';
import type { Failure } from '../errors.ts';
import { listOf, textOf, type JsonObject } from '../json.ts';
import type { RunningService } from '../service/service.ts';
import { positionOf, problemText, resourcesText } from '../spec/spec.ts';
import { counted, joined, listedFirst, moreLine } from '../text.ts';
import {
  linked,
  pageOf,
  alertOf,
  factTable,
  folded,
  formatOf,
  joinedParts,
  type Format,
} from './markdown.ts';
import { helpOn } from './help.ts';
import type { Known, Outcome } from './outcome.ts';
import { addressTable, podList } from './pod-lists.ts';
import { supportTable } from './support.ts';

/** What a summary says besides the outcome. */
export interface SummaryOptions {
  readonly run: Run;
  readonly elapsedMs: number;
  /** Takes the secrets out of a text; it comes before the escaping, which would hide them. */
  readonly redact: (text: string) => string;
}

const maxProblems = 25;
const maxListed = 3;

/**
 * The step's summary, in GitHub's Markdown, for somebody on a phone at two in the morning: what happened,
 * why, and what to do; then what it costs; what only support asks for is folded away.
 */
export function summaryOf(outcome: Outcome, options: SummaryOptions): string {
  const format = formatOf(options.redact);
  const { known } = outcome;
  return joinedParts([
    `### ${headingOf(outcome, format)}`,
    noteOn(outcome, format),
    problemTable(known, options, format),
    factTable(factsOf(outcome, format)),
    outcome.kind === 'failed' ? folded('Pods and their events', podList(outcome.pods, format)) : '',
    outcome.kind === 'running' ? folded('Pods', addressTable(outcome.running, format)) : '',
    isBilled(outcome) ? folded('How to delete it', deletionOf(known, options.redact)) : '',
    folded('For support', supportTable(known, options, format)),
  ]);
}

function headingOf(outcome: Outcome, { text, code }: Format): string {
  const { serviceName, imageVersion, service, isOwn } = outcome.known;
  const name =
    serviceName === undefined
      ? 'The service'
      : joined([code(serviceName), text(imageVersion ?? '')], ' ');
  switch (outcome.kind) {
    case 'dry run':
      return `📝 ${name} would be created`;
    case 'created':
      return `✅ ${name} was ${isOwn === false ? 'found' : 'created'}`;
    case 'running':
      return `✅ ${name} is running`;
    case 'failed':
      if (service === undefined) {
        return outcome.failure === undefined
          ? `❌ ${name} was not deployed`
          : `⚠️ ${name} may have been created`;
      }
      return `❌ ${name} ${endText(outcome.failure)}`;
  }
}

/** The one thing to read. */
function noteOn(outcome: Outcome, format: Format): string {
  switch (outcome.kind) {
    case 'dry run':
      return alertOf('NOTE', [
        "Nothing was sent, and nothing is billed. The request is in the step's log.",
      ]);
    case 'created':
      return alertOf('NOTE', [
        'The step did not wait until it runs. With <code>wait: true</code> it does.',
      ]);
    case 'running':
      return '';
    case 'failed': {
      const reasons = (outcome.failure?.reasons ?? []).map(({ place, text }) =>
        joined([place && `**${format.text(place)}:**`, ...format.paragraphs(text)], ' '),
      );
      const help = helpOn(outcome.message);
      const lines = format.paragraphs(outcome.message);
      const isTimeUp = outcome.failure?.kind === 'timed out';
      return alertOf('CAUTION', [
        ...(reasons.length === 0 ? lines : [...lines.slice(0, isTimeUp ? 1 : 0), ...reasons]),
        ...(help === undefined ? [] : [`[More about this error](${help})`]),
      ]);
    }
  }
}

/** Whether a service is left that is billed. */
export function isBilled(outcome: Outcome): boolean {
  const isGone = outcome.kind === 'failed' && outcome.failure?.isGone === true;
  return outcome.known.service !== undefined && !isGone;
}

function factsOf(outcome: Outcome, format: Format): readonly (readonly [string, string])[] {
  const { text, code } = format;
  const { service, isOwn, request = {} } = outcome.known;
  const running = outcome.kind === 'running' ? outcome.running : undefined;
  const isLeft = isBilled(outcome);
  const id = service === undefined ? '' : code(service.serviceId);
  const resources = text(resourcesText(request));
  const state =
    service &&
    `${id}, ${text(service.status)}, ${service.runningPods} of ${counted(service.totalPods, 'pod')} running`;
  return [
    ['Address', listedFirst(addressesOf(running).map(code), maxListed)],
    ['Image', imagesText(request, format)],
    [
      'Service',
      isLeft
        ? joined([state ?? '', isOwn === false ? 'created by an earlier attempt' : ''], '; ')
        : '',
    ],
    ['Billed', isLeft ? joined([`until ${id} is deleted`, resources], ': ') : ''],
    ['Billed', isLeft || id === '' ? '' : `nothing: ${id} is deleted`],
    ['Billed', outcome.kind === 'dry run' && resources !== '' ? `once created: ${resources}` : ''],
    ['Also billed', previousText(running, format)],
    ['Next', outcome.kind === 'failed' && id !== '' ? nextText(id, outcome.failure) : ''],
  ];
}

function endText({ kind, isGone = false }: Partial<Failure> = {}): string {
  const end = kind === 'cancelled' ? 'was cancelled' : isGone ? 'failed' : 'is not running';
  return isGone ? `${end}, and was deleted` : end;
}

const anew =
  'if the spec or the image version was wrong, push a new commit or tag; else fix the cause and re-run this job';

/** A re-run reads the same commit, and finds the same service unless it is deleted. */
function nextText(id: string, { kind = 'failed', isGone = false }: Partial<Failure> = {}): string {
  const [left, gone] = {
    failed: [`delete ${id}; ${anew}`, anew],
    'timed out': [
      `if the pods only need longer, raise <code>wait-timeout</code>; a re-run waits again for this service; else look at the pods' reasons, and delete ${id}`,
      "if the pods only needed longer, raise <code>wait-timeout</code>; else look at the pods' reasons; then push a new commit or tag, or re-run this job",
    ],
    cancelled: [
      `delete ${id} if you don't need it, or re-run this job, which finds it`,
      're-run this job if you still want the service',
    ],
  }[kind];
  return (isGone ? gone : left) ?? '';
}

/** Those that the request names, each once. */
function imagesText(request: JsonObject, { code }: Format): string {
  const images = listOf(request['containers']).map(({ imageAddress, imageVersion }) =>
    joined([textOf(imageAddress), textOf(imageVersion)], ':'),
  );
  const distinct = [...new Set(images)]
    .filter((image) => image !== '')
    .map((image) => code(image).replace(/(?<!<)[/]|&#58;/g, (sign) => `${sign}<wbr>`));
  const more = moreLine(distinct.length - maxListed, 'image');
  return [...distinct.slice(0, maxListed), ...more].join('<br>');
}

function addressesOf(running: RunningService | undefined): readonly string[] {
  const pods = running?.pods ?? [];
  return pods.map((pod) => pod.publicIp || pod.ipv6PublicIp).filter((address) => address !== '');
}

function previousText(running: RunningService | undefined, { text, code }: Format): string {
  const services = (running?.previousServices ?? []).map(
    ({ serviceId, createTime }) => `${code(serviceId)} of ${text(createTime)}`,
  );
  if (services.length === 0) return '';
  const [nouns, are] = services.length === 1 ? ['service', 'it is'] : ['services', 'they are'];
  return `the older ${nouns} of this name, until ${are} deleted: ${listedFirst(services, maxListed)}`;
}

export function problemTable(
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
    return `- ${sign} ${link}<br>${text(problemText(problem))}`;
  });
  const more = moreLine(problems.length - maxProblems, 'problem').map((line) => `- ${line}`);
  return [...rows, ...more].join('\n');
}

const defaultEndpoint = 'https://bec.baidubce.com';

/** By hand, or by a step. */
function deletionOf(
  { service, serviceName = '', endpoint = defaultEndpoint }: Known,
  redact: SummaryOptions['redact'],
): string {
  if (service === undefined) return '';
  const step = [
    '- uses: org/bec-create/delete@v1',
    '  with:',
    `    service-id: ${service.serviceId}`,
    `    service-name: ${/^[A-Za-z][\w.-]*$/.test(serviceName) ? serviceName : JSON.stringify(serviceName)}`,
    ...(endpoint === defaultEndpoint ? [] : [`    endpoint: ${JSON.stringify(endpoint)}`]),
    '    access-key-id: ${{ secrets.BCE_ACCESS_KEY_ID }}',
    '    secret-access-key: ${{ secrets.BCE_SECRET_ACCESS_KEY }}',
  ];
  return [
    'In the [BEC console](https://console.bce.baidu.com/bec), or with this step in a workflow:',
    ['```yaml', ...step.map(redact), '```'].join('\n'),
  ].join('\n\n');
}
