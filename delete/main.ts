import { alertOf, helpLinks, openRunner, withBec, type Runner } from '../src/action/runner.ts';
import type { Clock } from '../src/clock.ts';
import { messageOf } from '../src/errors.ts';
import { deleteAll, type Deletion, type Fate } from '../src/service/service.ts';
import { counted, joined } from '../src/text.ts';
import { parseInputs } from './inputs.ts';

/** One step of a job. Never rejects: what goes wrong fails the step. */
export async function runDeletion(clock: Clock): Promise<void> {
  const runner = openRunner(clock);
  const { fates, failure } = await deleteSelected(runner).catch((error: unknown): Deletion => ({
    fates: [],
    failure: messageOf(error),
  }));
  const deleted = fates.flatMap(({ kind, isOwn, serviceId }) =>
    kind === 'gone' && isOwn ? serviceId : [],
  );
  runner.setOutput('deleted', deleted.join('\n'));
  runner.summarize(({ text, code, paragraphs }) => [
    `### ${headingOf(deleted.length, failure)}`,
    failure === '' ? '' : alertOf('CAUTION', [...paragraphs(failure), ...helpLinks(failure)]),
    fates
      .map(
        (fate) =>
          `- ${joined([code(fate.serviceId), text(fate.serviceName)], ' ')}: ${endText(fate)}`,
      )
      .join('\n'),
  ]);
  if (failure !== '') runner.fail(failure);
}

async function deleteSelected(runner: Runner): Promise<Deletion> {
  const { access, plan } = parseInputs(runner.environment);
  return withBec(runner, access, (bec) => deleteAll(bec, plan));
}

function headingOf(deleted: number, failure: string): string {
  const sign = failure === '' ? '🗑️' : '❌';
  if (deleted === 0) return `${sign} No service was deleted`;
  if (failure !== '') return `${sign} Not all services were deleted`;
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
