import {
  alertOf,
  formatOf,
  joinedParts,
  messageOf,
  openRunner,
  summarize,
  unusedTokenWarnings,
  type Runner,
} from '../src/action/runner.ts';
import { openClient } from '../src/api/client.ts';
import type { Clock } from '../src/clock.ts';
import { deleteAll, type Deletion, type Fate } from '../src/service/service.ts';
import { counted } from '../src/text.ts';
import { parseInputs } from './inputs.ts';

/** One step of a job. Never rejects: what goes wrong fails the step. */
export async function runDeletion(clock: Clock): Promise<void> {
  const runner = openRunner();
  const deletion = await deleteSelected(runner, clock).catch((error: unknown) => ({
    fates: [],
    failure: messageOf(error),
  }));
  const deleted = deletion.fates.filter(isDeletedHere).map(({ serviceId }) => serviceId);
  runner.setOutput('deleted', deleted.join('\n'));
  summarize(runner, () => summaryOf(deletion, runner.redact));
  if (deletion.failure !== '') runner.fail(deletion.failure);
}

async function deleteSelected(runner: Runner, clock: Clock): Promise<Deletion> {
  const { endpoint, credentials, waitTimeoutMs, ...plan } = parseInputs(runner.environment);
  for (const warning of unusedTokenWarnings(runner.environment)) runner.warn(warning);
  const { environment, signal, info: log, warn } = runner;
  const bec = openClient({ endpoint, credentials, environment, clock, signal, log, warn });
  try {
    return await deleteAll(bec, { ...plan, timeoutMs: waitTimeoutMs });
  } finally {
    bec.close();
  }
}

function isDeletedHere({ kind, isOwn }: Fate): boolean {
  return kind === 'gone' && isOwn;
}

/** The step's summary, in GitHub's Markdown. */
function summaryOf({ fates, failure }: Deletion, redact: (text: string) => string): string {
  const { text, code, paragraphs } = formatOf(redact);
  return joinedParts([
    `### ${headingOf(fates, failure)}`,
    failure === '' ? '' : alertOf('CAUTION', paragraphs(failure)),
    fates
      .map((fate) => `- ${code(fate.serviceId)} ${text(fate.serviceName)}: ${endText(fate)}`)
      .join('\n'),
  ]);
}

function headingOf(fates: readonly Fate[], failure: string): string {
  if (failure !== '') return '❌ Not all services were deleted';
  const deleted = fates.filter(isDeletedHere).length;
  if (deleted === 0) return '🗑️ There was no service to delete';
  return `🗑️ ${counted(deleted, 'service')} ${deleted === 1 ? 'was' : 'were'} deleted`;
}

function endText({ kind, isOwn }: Fate): string {
  switch (kind) {
    case 'gone':
      return isOwn ? 'deleted' : 'deleted before';
    case 'not found':
      return 'not found: deleted before, not visible yet, or a wrong id';
    case 'going':
      return 'being deleted';
    case 'kept':
      return 'not deleted, and billed';
  }
}
