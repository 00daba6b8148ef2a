import { createHash } from 'node:crypto';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';
import type { Run } from '../context.ts';
import type { ClientTokens } from '../service/service.ts';

/** What a service is created for: the same in every attempt at one step, and in no other step. */
export interface TokenScope {
  readonly run: Run;
  /** As {@link parseMatrix} returns it. */
  readonly matrix: string;
  readonly serviceName: string;
}

/** @param given the user's own */
export function clientTokensOf(given: string, scope: TokenScope): ClientTokens {
  return given === ''
    ? { isOwn: false, clientTokenOf: (generation) => clientTokenOf(scope, generation) }
    : { isOwn: true, clientTokenOf: () => given };
}

/**
 * `bec-<run id>-<32 hex digits>`: the same in every attempt at the same step, so that a retry or a re-run
 * gets the service that was created before, and different for everything else. Neither the attempt nor
 * the body is part of it: a re-run with another body is to be refused (IdempotentParameterMismatch),
 * not to create a second service.
 * @param generation from 1 on; the next one is for when the service of the one before has been deleted
 */
export function clientTokenOf(
  { run, matrix, serviceName }: TokenScope,
  generation: number,
): string {
  if (!/^[0-9]{1,20}$/.test(run.runId)) {
    throw new UserError(
      `GITHUB_RUN_ID is ${run.runId === '' ? 'not set' : quoted(run.runId)}, so no token can be made from it. Set the input client-token.`,
    );
  }
  const { serverUrl, repositoryId, runId, job, step } = run;
  const identity = [serverUrl, repositoryId, runId, job, step, matrix, serviceName];
  // The first generation has no number.
  const all = generation > 1 ? [...identity, generation] : identity;
  const digest = createHash('sha256').update(JSON.stringify(all)).digest('hex');
  return `bec-${runId}-${digest.slice(0, 32)}`;
}

/** One text for one leg of a matrix, however its keys are ordered; empty if there is no matrix. */
export function parseMatrix(json: string): string {
  if (json.trim() === '') return '';
  try {
    const keys = new Set<string>();
    const value: unknown = JSON.parse(json, (key, inner: unknown) => {
      keys.add(key);
      return inner;
    });
    // A list of keys is their order, too.
    const text = JSON.stringify(value, [...keys].sort());
    return text === 'null' || text === '{}' ? '' : text;
  } catch (cause) {
    throw new UserError(
      `Input matrix is ${quoted(json)}, which is not JSON. It is for the action's own use: leave it out.`,
      { cause },
    );
  }
}

/** The token that the user gives: sent as it is, so it must fit the API's rule. */
export function parseClientToken(token: string): string {
  if (/^[\x20-\x7e]{1,64}$/.test(token)) return token;
  throw new UserError(
    `Input client-token is ${quoted(token)} (${token.length} characters); it must be 1 to 64 printable ASCII characters.`,
  );
}
