import {
  addressTable,
  folded,
  problemTable,
  reportPods,
  supportTable,
  type Format,
} from '../src/action/deploy-report.ts';
import { alertOf, helpLinks, type Runner } from '../src/action/runner.ts';
import { textOf } from '../src/json.ts';
import type { Service } from '../src/service/service.ts';
import type { UpdateKnown } from './plan.ts';
import { regionsOf } from './progress.ts';
import { runsTexts } from './texts.ts';

export interface UpdateOutcome {
  readonly kind: 'dry run' | 'requested' | 'unchanged' | 'updated' | 'failed';
  readonly known: UpdateKnown;
  readonly message: string;
}

/** Says how it ended: in the outputs, in the summary, and by the step's own end. */
export function reportUpdate(runner: Runner, outcome: UpdateOutcome): void {
  const { kind, known, message } = outcome;
  const { progress, service } = known;
  if (service !== undefined) reportService(runner, service);
  const pods = progress?.pods.map(({ pod }) => pod) ?? [];
  if (progress !== undefined) reportPods(runner, pods);
  const runs = progress === undefined ? [] : runsTexts(progress);
  const help = kind === 'failed' ? helpLinks(message) : [];
  runner.summarize((format) => [
    headingOf(outcome, format),
    alertOf(kind === 'failed' ? 'CAUTION' : 'NOTE', [...format.paragraphs(message), ...help]),
    problemTable(known, runner, format),
    runs.map((text) => `- ${format.text(text)}`).join('\n'),
    folded('Pods', addressTable(pods, format)),
    folded('For support', supportTable(known, runner, format)),
  ]);
  if (kind === 'failed') runner.fail(message);
  else runner.log(message);
}

/** What BEC holds of a service may be a secret that nothing masks, so an output has no more than this. */
export function reportService(runner: Runner, service: Service): void {
  const { serviceId, serviceName, status, totalPods, runningPods, deployInstances } = service;
  const regions = regionsOf(service).map(({ region, images }) => ({
    region,
    containers: images.map(({ name, imageVersion }) => ({ name, imageVersion })),
  }));
  runner.setOutput('serviceId', serviceId);
  runner.setOutput('serviceName', serviceName);
  runner.setOutput('status', status);
  runner.setJsonOutput('service', {
    ...{ serviceId, serviceName, status, totalPods, runningPods, deployInstances, regions },
    createTime: textOf(service.details['createTime']),
  });
}

function headingOf({ kind, known }: UpdateOutcome, { code }: Format): string {
  const name = known.serviceName === undefined ? 'The service' : code(known.serviceName);
  const version = known.imageVersion === undefined ? 'it' : code(known.imageVersion);
  const headings: Readonly<Record<UpdateOutcome['kind'], string>> = {
    'dry run': `📝 ${name} was not changed: a dry run`,
    requested: `✅ The update of ${name} to ${version} is requested`,
    unchanged: `✅ ${name} is set to ${version} already`,
    updated: `✅ ${name} runs ${version}`,
    failed: `❌ The update of ${name} to ${version} has not succeeded`,
  };
  return `### ${headings[kind]}`;
}
