import {
  alertOf,
  factTable,
  formatOf,
  joinedParts,
  messageOf,
  openRunner,
  summarize,
  type Runner,
} from '../src/action/runner.ts';
import { openClient } from '../src/api/client.ts';
import type { Clock } from '../src/clock.ts';
import { deleteServices, DeletionError, type Deletion } from '../src/service/rollout.ts';
import { counted } from '../src/text.ts';
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
    return { deleted, alreadyGone: [], names: new Map(), failure: messageOf(error) };
  }
}

async function deleteSelected(runner: Runner, clock: Clock): Promise<Deletion> {
  const inputs = parseInputs(runner.environment);
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
  { deleted, alreadyGone, names, failure }: Result,
  redact: (text: string) => string,
): string {
  const { text, code, paragraphs } = formatOf(redact);
  const list = (ids: readonly string[]): string =>
    ids.map((id) => `${code(id)} ${text(names.get(id) ?? '')}`.trim()).join('<br>');
  return joinedParts([
    `### ${headingOf(failure, { deleted, alreadyGone })}`,
    failure === '' ? '' : alertOf('CAUTION', paragraphs(failure)),
    factTable([
      ['Deleted', list(deleted)],
      ['Gone before', list(alreadyGone)],
    ]),
  ]);
}

function headingOf(
  failure: string,
  { deleted, alreadyGone }: Pick<Result, 'deleted' | 'alreadyGone'>,
): string {
  if (failure !== '') return '❌ Not all services were deleted';
  const were = (count: number): string =>
    `${counted(count, 'service')} ${count === 1 ? 'was' : 'were'}`;
  if (deleted.length > 0) return `🗑️ ${were(deleted.length)} deleted`;
  return alreadyGone.length > 0
    ? `🗑️ ${were(alreadyGone.length)} gone already`
    : '🗑️ There was no service to delete';
}
