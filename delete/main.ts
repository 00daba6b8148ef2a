import {
  escapedMarkdown,
  messageOf,
  openRunner,
  summarize,
  type Runner,
} from '../src/action/runner.ts';
import { openClient } from '../src/api/client.ts';
import type { Clock } from '../src/clock.ts';
import { deleteServices, DeletionError, type Deletion } from '../src/service/rollout.ts';
import { parseInputs } from './inputs.ts';

/** How the step ended. */
interface Result extends Deletion {
  /** Empty if all services are gone. */
  readonly failure: string;
}

/** One step of a job. Never rejects: what goes wrong ends the step red. */
export async function runDeletion(clock: Clock): Promise<void> {
  const runner = openRunner();
  const result = await resultOf(runner, clock);
  runner.setOutput('deleted', result.deleted.join('\n'));
  summarize(runner, () => summaryOf(result, runner.redact));
  if (result.failure !== '') runner.fail(result.failure);
}

async function resultOf(runner: Runner, clock: Clock): Promise<Result> {
  try {
    return { ...(await deleteSelected(runner, clock)), failure: '' };
  } catch (error) {
    const deleted = error instanceof DeletionError ? error.deleted : [];
    return { deleted, alreadyGone: [], failure: messageOf(error) };
  }
}

async function deleteSelected(runner: Runner, clock: Clock): Promise<Deletion> {
  const inputs = parseInputs(runner.environment);
  for (const warning of inputs.warnings) runner.warn(warning);
  const { endpoint, credentials } = inputs;
  const { environment, signal, info: log, warn } = runner;
  const bec = openClient({ endpoint, credentials, environment, clock, signal, log, warn });
  try {
    return await deleteServices(bec, inputs.selection, {
      serviceName: inputs.serviceName,
      withDisks: inputs.withDisks,
      timeoutMs: inputs.waitTimeoutMs,
    });
  } finally {
    bec.close();
  }
}

/** The step's summary, in GitHub's Markdown. */
function summaryOf(
  { deleted, alreadyGone, failure }: Result,
  redact: (text: string) => string,
): string {
  const code = (id: string): string => `<code>${escapedMarkdown(redact(id), 200)}</code>`;
  return [
    headingOf(failure, deleted.length + alreadyGone.length),
    ...(failure === '' ? [] : [`> ${escapedMarkdown(redact(failure), 1500)}`]),
    [
      ...deleted.map((id) => `- ${code(id)} was deleted`),
      ...alreadyGone.map((id) => `- ${code(id)} was gone already`),
    ].join('\n'),
    '',
  ].join('\n\n');
}

function headingOf(failure: string, count: number): string {
  if (failure !== '') return '### ❌ Not all services are deleted';
  return count === 0 ? '### 🗑️ There was no service to delete' : '### 🗑️ All services are deleted';
}
