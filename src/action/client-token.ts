import { createHash } from 'node:crypto';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';
import type { Run } from '../context.ts';

/**
 * `bec-<run id>-<32 hex digits>`: the same for every attempt at the same step, so that a retry or a
 * re-run finds the service it made before, and another for everything else. Neither the attempt nor
 * the body is in it: a re-run with another body is to be refused (IdempotentParameterMismatch),
 * not to make a second service.
 */
export function clientTokenOf(run: Run, matrix: string, serviceName: string): string {
  if (!/^[0-9]{1,20}$/.test(run.runId)) {
    throw new UserError(
      `GITHUB_RUN_ID is ${run.runId === '' ? 'not set' : quoted(run.runId)}, so no token can be made from it: outside GitHub Actions, set the input client-token.`,
    );
  }
  const identity = [
    run.serverUrl,
    run.repositoryId,
    run.runId,
    run.job,
    run.step,
    matrix,
    serviceName,
  ];
  const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
  return `bec-${run.runId}-${digest.slice(0, 32)}`;
}

/** One text for one leg of a matrix, however its keys are ordered; empty where there is no matrix. */
export function parseMatrix(json: string): string {
  if (json.trim() === '') return '';
  try {
    const text = JSON.stringify(withSortedKeys(JSON.parse(json)));
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

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, withSortedKeys(inner)]),
  );
}
