import { durationText } from '../clock.ts';
import { factTable, linked, type Format } from './markdown.ts';
import type { Known } from './outcome.ts';
import type { Runner } from './runner.ts';

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
  const regions = service?.deployInstances.filter(({ regionId }) => regionId !== '') ?? [];
  return regions
    .map(({ regionId, replicas }) =>
      replicas === undefined ? regionId : `${regionId} × ${replicas}`,
    )
    .join(', ');
}
