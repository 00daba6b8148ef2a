import {
  alertOf,
  openRunner,
  originOf,
  parseCredentials,
  readPostState,
  withBec,
  type LeftState,
  type Runner,
} from './action/runner.ts';
import type { Credentials } from './api/client.ts';
import type { Clock } from './clock.ts';
import { messageOf, UserError } from './errors.ts';
import { parseEndpoint } from './http/connection.ts';
import { cleanUpLater, existsUnlessDeleted, type CleanupEnd } from './service/service.ts';

/**
 * The action's post step, at the end of a job that failed or was cancelled. Where the step could not say
 * what exists, or could not delete it, it does both: the runner kills a step ten seconds after a
 * cancellation, and in a container without a signal. Never rejects.
 */
export async function runPost(clock: Clock): Promise<void> {
  const runner = openRunner(clock);
  const state = readPostState(runner.environment);
  if (state === undefined) {
    runner.log('There is nothing left to do.');
    return;
  }
  // What BEC repeats of a spec's secrets is masked here as in the step.
  for (const name of state.secretNames) runner.mask(runner.environment[name] ?? '');
  const { kind, text } = await endOf(runner, state).catch((error: unknown): CleanupEnd => ({
    kind: 'open',
    text: `It was not deleted: ${messageOf(error)} ${existsUnlessDeleted}`,
  }));
  const isDone = kind === 'gone';
  const message = `${state.text} ${text}`.trim();
  runner.summarize(({ paragraphs }) => [
    `### ${headingOf(isDone, state)}`,
    alertOf(isDone ? 'NOTE' : 'WARNING', [state.text, text].flatMap(paragraphs)),
  ]);
  if (isDone) runner.log(message);
  else runner.fail(message);
}

async function endOf(runner: Runner, state: LeftState): Promise<CleanupEnd> {
  const { cleanup } = state;
  if (cleanup === undefined) return { kind: 'open', text: '' };
  const access = { credentials: credentialsOf(runner), endpoint: parseEndpoint(state.endpoint) };
  if (originOf(access).account !== state.account) {
    throw new UserError('The access key is not the one that created it.');
  }
  return withBec(runner, access, (bec) => cleanUpLater(bec, cleanup));
}

/** Within nested composite actions, runners give a post step no inputs. */
function credentialsOf({ environment }: Runner): Credentials {
  try {
    return parseCredentials(environment);
  } catch (cause) {
    throw new UserError(
      "the runner gave the post step no access key, as within nested composite actions. Set BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY in the job's env.",
      { cause },
    );
  }
}

function headingOf(isDone: boolean, { isUpdate }: LeftState): string {
  if (isUpdate) return '⚠️ An update may be under way';
  return isDone ? '🗑️ The service was deleted' : '⚠️ A service may be left, and billed';
}
