import { durationText } from '../clock.ts';
import type { Failure } from '../errors.ts';
import { listOf, textOf, type JsonObject } from '../json.ts';
import { positionOf, problemText, resourcesText } from '../spec/spec.ts';
import { counted, joined, listedFirst, moreLine } from '../text.ts';
import { helpLinks } from './help.ts';
import { alertOf, factTable, folded, linked, pageOf, type Format } from './markdown.ts';
import { isBilled, type Known, type Outcome } from './outcome.ts';
import { addressTable, podList } from './pod-lists.ts';
import type { Runner } from './runner.ts';

const maxProblems = 25;
const maxListed = 3;

/**
 * The step's summary, in GitHub's Markdown, for somebody on a phone at two in the morning: what happened,
 * why, and what to do; then what it costs; what only support asks for is folded away.
 */
export function summaryOf(
  outcome: Outcome,
  step: Pick<Runner, 'run' | 'elapsedMs'>,
  format: Format,
): readonly string[] {
  const { known } = outcome;
  return [
    ...headOf(outcome, format),
    problemTable(known, step, format),
    factTable(factsOf(outcome, format)),
    folded('Pods and their events', podList(known.pods, format)),
    folded('Pods', addressTable(known.running?.pods, format)),
    isBilled(known) ? folded('How to delete it', deletionOf(known)) : '',
    folded('For support', supportTable(known, step, format)),
  ];
}

/** What happened, and the one thing to read about it. */
function headOf({ kind, known, message = '' }: Outcome, format: Format): readonly string[] {
  const { serviceName, imageVersion = '', service, isOwn, failure } = known;
  const name =
    serviceName === undefined
      ? 'The service'
      : joined([format.code(serviceName), format.text(imageVersion)], ' ');
  switch (kind) {
    case 'dry run':
      return [
        `### 📝 ${name} would be created`,
        alertOf('NOTE', [
          "Nothing was sent, and nothing is billed. The request is in the step's log.",
        ]),
      ];
    case 'created':
      return [
        `### ✅ ${name} was ${isOwn === false ? 'found' : 'created'}`,
        alertOf('NOTE', [
          'The step did not wait until it runs. With <code>wait: true</code> it does.',
        ]),
      ];
    case 'running':
      return [`### ✅ ${name} is running`];
    case 'failed': {
      const isUnknown = service === undefined && failure !== undefined;
      const heading = isUnknown
        ? `⚠️ ${name} may have been created`
        : `❌ ${name} ${service === undefined ? 'was not deployed' : endText(failure)}`;
      return [`### ${heading}`, alertOf('CAUTION', failureTexts(message, failure, format))];
    }
  }
}

function endText({ kind, isGone = false }: Partial<Failure> = {}): string {
  const end = kind === 'cancelled' ? 'was cancelled' : isGone ? 'failed' : 'is not running';
  return isGone ? `${end}, and was deleted` : end;
}

/** The reasons in place of the message that repeats them, but for what says that time is up. */
function failureTexts(
  message: string,
  { kind, reasons = [] }: Partial<Failure> = {},
  { text, paragraphs }: Format,
): readonly string[] {
  const lines = paragraphs(message);
  return [
    ...(reasons.length === 0 ? lines : lines.slice(0, kind === 'timed out' ? 1 : 0)),
    ...reasons.map((reason) =>
      joined([reason.place && `**${text(reason.place)}:**`, ...paragraphs(reason.text)], ' '),
    ),
    ...helpLinks(message),
  ];
}

function factsOf(outcome: Outcome, format: Format): readonly (readonly [string, string])[] {
  const { text, code } = format;
  const { service, isOwn, running, request = {}, failure } = outcome.known;
  const id = code(service?.serviceId ?? '');
  const isLeft = service !== undefined && isBilled(outcome.known);
  const isNotFound = isLeft && outcome.known.isNotFound === true;
  const addresses = (running?.pods ?? [])
    .map((pod) => pod.publicIp || pod.ipv6PublicIp)
    .filter((address) => address !== '');
  const older = (running?.previousServices ?? []).map(
    ({ serviceId, createTime }) => `${code(serviceId)} of ${text(createTime)}`,
  );
  const seen = isLeft
    ? `${id}, ${text(service.status)}, ${service.runningPods} of ${counted(service.totalPods, 'pod')} running`
    : '';
  const state = isNotFound ? `${id}, not found by BEC` : seen;
  const next = isNotFound ? `look ${id} up in the BEC console` : nextText(id, failure);
  return [
    ['Address', listedFirst(addresses.map(code), maxListed)],
    ['Image', imagesText(request, format)],
    ['Service', joined([state, isLeft && isOwn === false ? foundText : ''], '; ')],
    ['Billed', billedText(outcome, id, text(resourcesText(request)))],
    ['Also billed', older.length === 0 ? '' : `${olderText}: ${listedFirst(older, maxListed)}`],
    ['Next', outcome.kind === 'failed' && id !== '' ? next : ''],
  ];
}

const foundText = 'created by an earlier attempt';
const olderText = 'older services of this name, until they are deleted';

/** @param id empty if there is no service */
function billedText({ kind, known }: Outcome, id: string, resources: string): string {
  const until = known.isNotFound === true ? `if ${id} still exists` : `until ${id} is deleted`;
  if (isBilled(known)) return joined([until, resources], ': ');
  if (id !== '') return `nothing: ${id} is deleted`;
  return kind === 'dry run' && resources !== '' ? `once created: ${resources}` : '';
}

/** A re-run reads the same commit, and finds the same service unless it is deleted. */
function nextText(id: string, { kind = 'failed', isGone = false }: Partial<Failure> = {}): string {
  const anew =
    'push a new commit or tag if the spec or the image version was wrong, or fix the cause and re-run this job';
  const repair = isGone ? anew : `delete ${id}, then ${anew}`;
  switch (kind) {
    case 'failed':
      return repair;
    case 'timed out':
      return `if the pods only need longer, raise <code>wait-timeout</code>${isGone ? '' : ', or re-run this job, which waits again'}; else ${repair}`;
    case 'cancelled':
      return isGone
        ? 're-run this job if you still want the service'
        : `delete ${id} if you don't need it, or re-run this job, which finds it`;
  }
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

export function problemTable(
  { source, problems = [] }: Known,
  { run }: Pick<Runner, 'run'>,
  { text }: Format,
): string {
  if (source === undefined) return '';
  const rows = problems.slice(0, maxProblems).map((problem) => {
    const { line, column } = positionOf(source.text, problem.range.start);
    const sign = problem.severity === 'error' ? '❌' : '⚠️';
    const place = `${text(source.path)}:${line}:${column}`;
    return `- ${sign} ${linked(place, run, pageOf(source, line))}<br>${text(problemText(problem))}`;
  });
  const more = moreLine(problems.length - maxProblems, 'problem').map((line) => `- ${line}`);
  return [...rows, ...more].join('\n');
}

const defaultEndpoint = 'https://bec.baidubce.com';

/** By hand, or by a step. */
function deletionOf({ service, serviceName = '', endpoint = defaultEndpoint }: Known): string {
  return [
    'In the [BEC console](https://console.bce.baidu.com/bec), or with this step in a workflow:',
    '',
    '```yaml',
    '- uses: org/bec-create/delete@v1',
    '  with:',
    `    service-id: ${service?.serviceId ?? ''}`,
    `    service-name: ${JSON.stringify(serviceName)}`,
    ...(endpoint === defaultEndpoint ? [] : [`    endpoint: ${JSON.stringify(endpoint)}`]),
    '    access-key-id: ${{ secrets.BCE_ACCESS_KEY_ID }}',
    '    secret-access-key: ${{ secrets.BCE_SECRET_ACCESS_KEY }}',
    '```',
  ].join('\n');
}

/** What nobody wants to read, until somebody has to find out what happened: the last of a summary. */
export function supportTable(
  known: Known,
  { run, elapsedMs }: Pick<Runner, 'run' | 'elapsedMs'>,
  { text, code }: Format,
): string {
  const { source, imageVersion = '', endpoint = '', clientToken = '', requestId = '' } = known;
  const attempt = `${run.workflow} #${run.runNumber}, attempt ${run.runAttempt}`;
  return factTable([
    ['Spec', source === undefined ? '' : `${code(source.path)} from ${text(source.origin)}`],
    ['Regions', text(regionsOf(known.service))],
    ['Image version', code(imageVersion)],
    ['Commit', linked(code(run.sha.slice(0, 7)), run, `commit/${run.sha}`)],
    ['Run', run.runId === '' ? '' : linked(text(attempt), run, `actions/runs/${run.runId}`)],
    ['Endpoint', text(endpoint)],
    ['Token', code(clientToken)],
    ['Request id', code(requestId)],
    ['Took', durationText(elapsedMs())],
  ]);
}

function regionsOf(service: Known['service']): string {
  const regions = service?.deployInstances.map(({ regionId, replicas }) =>
    replicas === undefined || regionId === '' ? regionId : `${regionId} × ${replicas}`,
  );
  return joined(regions ?? [], ', ');
}
