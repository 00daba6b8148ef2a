import { relative, resolve, sep } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Run } from '../context.ts';
import { UserError } from '../errors.ts';
import {
  connectionTo,
  toEndpoint,
  TransportError,
  type Connection,
  type HttpResponse,
  type Limits,
  type ProxyEnvironment,
} from '../http/connection.ts';
import { failureOfTransport, retrying, unknownFailure, type AttemptEnd } from '../http/retry.ts';
import { parseFields, textOf, type Fields } from '../json.ts';
import { quoted } from '../text.ts';
import { failureOfResponse, type FailedRequest } from './contents-failure.ts';
import { decodeSpec, tooLargeError, type SpecFile } from './spec-text.ts';

export interface RepositoryOptions {
  /** The input `spec`, as in the workspace. */
  readonly path: string;
  readonly workspace: string;
  readonly run: Run;
  /** Empty if the workflow gives none. */
  readonly githubToken: string;
  readonly proxyEnv: ProxyEnvironment;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Prints a line for each attempt that is followed by another one. */
  readonly log: (line: string) => void;
}

const limits: Limits = { connectMs: 10_000, attemptMs: 30_000, maxResponseBytes: 4 * 1024 ** 2 };

/**
 * Reads the spec at the run's commit through the server's API: a job that only deploys needs no checkout.
 * @throws UserError
 * @see https://docs.github.com/rest/repos/contents#get-repository-content
 */
export async function readRepositorySpec(options: RepositoryOptions): Promise<SpecFile> {
  const { path, workspace, run, proxyEnv, signal, clock, log } = options;
  const missing = `There is no file ${quoted(path)} in the workspace, where the repository is not checked out`;
  const obstacle = obstacleOf(options);
  if (obstacle !== undefined) {
    throw new UserError(
      `${missing}, and ${obstacle}, so the repository can't be read. Add a step with actions/checkout before this one.`,
    );
  }
  // With slashes, relative to the top of the repository.
  const repositoryPath = relative(workspace, resolve(workspace, path)).split(sep).join('/');
  const origin = `${run.repository} at ${run.sha.slice(0, 7)}`;
  const logAttempt = (line: string): void => {
    log(`Reading the spec from ${run.repository}: ${line}`);
  };
  const api = new URL(run.apiUrl);
  const connection = connectionTo(toEndpoint(api), proxyEnv, clock);
  try {
    const end = await retrying(
      (remainingMs) => requestContents(repositoryPath, { ...options, connection, remainingMs }),
      'contents',
      { clock, signal, log: logAttempt },
    );
    if (end.kind === 'cancelled') throw end.reason;
    if (end.kind === 'failed') {
      const { reason, advice, cause } = end.last;
      const tried = end.attempts === 1 ? '' : ` (${end.attempts} attempts)`;
      throw new UserError(
        `${missing}, and it could not be read from ${origin} through ${api.host}${tried}: ${reason}. ${advice}`.trim(),
        { cause },
      );
    }
    const text = parseContents(end.value, path);
    const { sha: commit } = run;
    return { path: repositoryPath, repositoryPath, text, commit, origin, warning: undefined };
  } finally {
    connection.close();
  }
}

/** What is missing to ask the API. */
function obstacleOf({ githubToken, run }: RepositoryOptions): string | undefined {
  if (githubToken === '') return 'the input github-token is empty';
  if (!URL.canParse(run.apiUrl))
    return `GITHUB_API_URL is ${quoted(run.apiUrl)}, which is not a URL`;
  return undefined;
}

interface Attempt extends RepositoryOptions {
  readonly connection: Connection;
  readonly remainingMs: number;
}

async function requestContents(
  path: string,
  { githubToken, run, connection, remainingMs, signal, clock }: Attempt,
): Promise<AttemptEnd<Fields, FailedRequest>> {
  const send = ({ pathname, search }: URL): Promise<HttpResponse> =>
    connection.send(
      {
        method: 'GET',
        target: pathname + search,
        headers: {
          authorization: `token ${githubToken}`,
          accept: 'application/vnd.github+json',
        },
      },
      { ...limits, attemptMs: Math.min(limits.attemptMs, remainingMs) },
      signal,
    );
  const names = [...run.repository.split('/'), 'contents', ...path.split('/')];
  const target = names.map(encodeURIComponent).join('/');
  const url = new URL(`${run.apiUrl}/repos/${target}?ref=${run.sha}`);
  try {
    const first = await send(url);
    const moved = movedTo(first, url);
    const response = moved === undefined ? first : await send(moved);
    if (response.status !== 200) return failureOfResponse(response, clock.now());
    // A list means a folder.
    const value = response.body.startsWith('[') ? { type: 'dir' } : parseFields(response.body);
    return value === undefined ? garbled : { kind: 'success', value };
  } catch (error) {
    if (error instanceof TransportError)
      return { ...failureOfTransport(error), advice: '', cause: error };
    throw error;
  }
}

const garbled: FailedRequest = {
  ...unknownFailure,
  reason: 'the response is not a JSON object',
  advice: '',
};

/** Where a renamed repository is. The token goes to no other server. */
function movedTo({ status, headers }: HttpResponse, from: URL): URL | undefined {
  const location = headers['location'] ?? '';
  if (![301, 302, 307, 308].includes(status) || !URL.canParse(location, from.href))
    return undefined;
  const url = new URL(location, from);
  return url.origin === from.origin ? url : undefined;
}

/** The text of the file, which comes as base64; GitHub leaves out the content of a file over 1 MB. */
function parseContents({ type, encoding, content, size }: Fields, path: string): string {
  if (type !== 'file') {
    throw new UserError(
      `${quoted(path)} is ${type === 'dir' ? 'a folder' : 'not a file'} in the repository. Set the input spec to the path of a file.`,
    );
  }
  if (encoding !== 'base64') throw tooLargeError(path, textOf(size));
  return decodeSpec(Buffer.from(textOf(content), 'base64'), path);
}
