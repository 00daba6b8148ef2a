import {
  escapedMarkdown,
  inputIn,
  messageOf,
  openRunner,
  parseCredentials,
  readPostState,
  summarize,
  type Runner,
} from './action/runner.ts';
import { createClient } from './api/client.ts';
import type { Clock } from './clock.ts';
import { connectionTo, parseEndpoint } from './http/connection.ts';
import { cleanUp, type Cleanup, type CleanupEnd } from './service/rollout.ts';

/**
 * The action's post step, at the end of a job that failed or was cancelled. Where the step could not say
 * what exists, or could not delete it, it does both: the runner kills a step ten seconds after a
 * cancellation, and in a container without a signal. Never rejects.
 */
export async function runPost(clock: Clock): Promise<void> {
  const runner = openRunner();
  const state = readPostState(runner.environment);
  if (state === undefined) {
    runner.info('There is nothing to clean up.');
    return;
  }
  const { isDone, text } =
    state.cleanup === undefined
      ? { isDone: false, text: '' }
      : await cleanedUp(runner, state.cleanup, clock);
  const message = `${state.text} ${text}`.trim();
  summarize(runner, () => summaryOf(isDone, runner.redact(message)));
  if (isDone) runner.info(message);
  else runner.fail(message);
}

async function cleanedUp(runner: Runner, cleanup: Cleanup, clock: Clock): Promise<CleanupEnd> {
  const { environment, info: log, warn, signal } = runner;
  try {
    const credentials = parseCredentials(environment);
    const endpoint = parseEndpoint(inputIn(environment, 'endpoint'));
    const connection = connectionTo(endpoint, environment, clock);
    try {
      const client = createClient({ endpoint, credentials, connection, clock, log, warn });
      return await cleanUp(client, cleanup, { clock, signal, log });
    } finally {
      connection.close();
    }
  } catch (error) {
    return {
      isDone: false,
      text: `It was not deleted: ${messageOf(error)} Unless it has been deleted since, it exists, and is billed.`,
    };
  }
}

/** In GitHub's Markdown. */
function summaryOf(isDone: boolean, message: string): string {
  const heading = isDone ? '### 🗑️ The service is deleted' : '### ⚠️ A service may be left';
  return `${heading}\n\n> ${escapedMarkdown(message, 1500)}\n`;
}
