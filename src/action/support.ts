import { durationText } from '../clock.ts';
import type { Run } from '../context.ts';
import { factTable, linked, type Format } from './markdown.ts';
import type { Known } from './outcome.ts';

/** What nobody wants to read, until somebody has to find out what happened: the last of a summary. */
export function supportTable(
  known: Known,
  { run, elapsedMs }: { readonly run: Run; readonly elapsedMs: number },
  format: Format,
): string {
  const { text, code } = format;
  const { source, service, imageVersion, endpoint, clientToken, requestId } = known;
  return factTable([
    ['Spec', source === undefined ? '' : `${code(source.path)} from ${text(source.origin)}`],
    ['Regions', text(regionsOf(service))],
    ['Image version', imageVersion === undefined ? '' : code(imageVersion)],
    ['Commit', commitText(run, format)],
    ['Run', runText(run, format)],
    ['Endpoint', endpoint === undefined ? '' : text(endpoint)],
    ['Token', clientToken === undefined ? '' : code(clientToken)],
    ['Request id', requestId === undefined ? '' : code(requestId)],
    ['Took', durationText(elapsedMs)],
  ]);
}

function regionsOf(service: Known['service']): string {
  const regions = service?.deployInstances.filter(({ regionId }) => regionId !== '') ?? [];
  return regions
    .map(({ regionId, replicas }) =>
      replicas === undefined ? regionId : `${regionId} × ${replicas}`,
    )
    .join(', ');
}

function commitText(run: Run, { code }: Format): string {
  return run.sha === '' ? '' : linked(code(run.sha.slice(0, 7)), run, `commit/${run.sha}`);
}

function runText(run: Run, { text }: Format): string {
  if (run.runId === '') return '';
  const name = text(`${run.workflow} #${run.runNumber}, attempt ${run.runAttempt}`);
  return linked(name, run, `actions/runs/${run.runId}`);
}
