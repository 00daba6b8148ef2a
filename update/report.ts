import {
  addressTable,
  folded,
  problemTable,
  supportTable,
  type Format,
  type Known,
} from '../src/action/deploy-report.ts';
import { alertOf, type Runner } from '../src/action/runner.ts';
import { textOf } from '../src/json.ts';
import { addressOf, publicIpOf } from '../src/service/reading.ts';
import type { Service } from '../src/service/service.ts';
import { regionPlansOf, type Progress } from './progress.ts';

/** How a step ended. */
export interface UpdateOutcome {
  readonly kind: 'dry run' | 'requested' | 'updated' | 'unchanged' | 'failed';
  readonly known: Known;
  /** Of a failure, or of a dry run what it found. */
  readonly message: string;
  /** What runs where. */
  readonly runs: readonly string[];
  readonly progress: Progress | undefined;
}

/** What BEC holds of a service may be a secret that nothing masks, so an output has no more than this. */
export function reportService(runner: Runner, service: Service): void {
  const { serviceId, serviceName, status, totalPods, runningPods, deployInstances } = service;
  const regions = regionPlansOf(service).map(({ region, containers }) => ({
    region,
    containers: containers.map(({ name, imageVersion }) => ({ name, imageVersion })),
  }));
  runner.setOutput('serviceId', serviceId);
  runner.setOutput('serviceName', serviceName);
  runner.setOutput('status', status);
  runner.setJsonOutput('service', {
    ...{ serviceId, serviceName, status, totalPods, runningPods, deployInstances, regions },
    createTime: textOf(service.details['createTime']),
  });
}

/** As it was seen last. */
export function reportProgress(runner: Runner, { service, pods }: Progress): void {
  reportService(runner, service);
  const seen = pods.map(({ pod }) => pod);
  runner.setJsonOutput('pods', seen.map(addressOf));
  runner.setOutput('publicIp', publicIpOf(seen));
}

/** Says how it ended: in the summary, and by the step's own end. */
export function reportUpdate(runner: Runner, outcome: UpdateOutcome): void {
  const { kind, known, message, runs, progress } = outcome;
  const pods = progress?.pods.map(({ pod }) => pod) ?? [];
  runner.summarize((format) => [
    headingOf(outcome, format),
    alertOf(kind === 'failed' ? 'CAUTION' : 'NOTE', format.paragraphs(message)),
    problemTable(known, runner, format),
    runs.map((text) => `- ${format.text(text)}`).join('\n'),
    folded('Pods', addressTable({ pods }, format)),
    folded('For support', supportTable(known, runner, format)),
  ]);
  if (kind === 'failed') runner.fail(message);
  else runner.log(message);
}

function headingOf({ kind, known }: UpdateOutcome, { code }: Format): string {
  const name = known.serviceName === undefined ? 'The service' : code(known.serviceName);
  const version = known.imageVersion === undefined ? 'it' : code(known.imageVersion);
  switch (kind) {
    case 'dry run':
      return `### 📝 ${name} was not changed: a dry run`;
    case 'requested':
      return `### ✅ The update of ${name} to ${version} is requested`;
    case 'updated':
      return `### ✅ ${name} runs ${version}`;
    case 'unchanged':
      return `### ✅ ${name} runs ${version} already`;
    case 'failed':
      return `### ❌ ${name} was not updated to ${version}`;
  }
}
