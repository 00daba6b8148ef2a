import { relative, resolve, sep } from 'node:path';
import { getOctokit } from '@actions/github';
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
import { failureOfTransport, retrying, type AttemptEnd } from '../http/retry.ts';
import { textOf, toFields, type Fields } from '../json.ts';
import { quoted } from '../text.ts';
import {
  failureOfBody,
  failureOfResponse,
  noFacts,
  type FailedRequest,
} from './contents-failure.ts';
import { otherCheckoutsText } from './missing-spec.ts';
import type { SpecFile } from './spec-source.ts';
import { decodeSpec, maxSpecBytes, tooLargeError } from './spec-text.ts';

export interface RepositoryOptions {
  /** The input `spec`, as in the workspace. */
  readonly path: string;
  readonly workspace: string;
  readonly run: Run;
  readonly githubToken: string;
  readonly proxyEnv: ProxyEnvironment;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Prints a line for each attempt that is followed by another one. */
  readonly log: (line: string) => void;
}

const limits: Limits = { connectMs: 10_000, attemptMs: 30_000, maxResponseBytes: 4 * 1024 ** 2 };

/**
 * Reads the spec at the run's commit through GitHub's API: a job that only deploys needs no checkout.
 * @throws UserError
 * @see https://docs.github.com/rest/repos/contents#get-repository-content
 */
export async function readRepositorySpec(options: RepositoryOptions): Promise<SpecFile> {
  const { path, run, proxyEnv, signal, clock, log } = options;
  const obstacle = obstacleOf(options);
  if (obstacle !== undefined) {
    throw new UserError(
      `${missingText(options)}, and ${obstacle}, so the repository can't be read. Add a step with actions/checkout before this one.`,
    );
  }
  const repositoryPath = repositoryPathOf(options);
  const logAttempt = (line: string): void => {
    log(`Reading the spec from ${run.repository}: ${line}`);
  };
  const connection = connectionTo(toEndpoint(new URL(run.apiUrl)), proxyEnv, clock);
  try {
    const end = await retrying(
      (remainingMs) => requestContents(repositoryPath, { ...options, connection, remainingMs }),
      'contents',
      { clock, signal, log: logAttempt },
    );
    switch (end.kind) {
      case 'success': {
        const text = parseContents(end.value, path);
        const origin = placeOf(run);
        return {
          path: repositoryPath,
          repositoryPath,
          text,
          commit: run.sha,
          origin,
          warning: undefined,
        };
      }
      case 'cancelled':
        throw end.reason;
      case 'failed':
        throw requestError(end.last, end.attempts, options);
    }
  } finally {
    connection.close();
  }
}

/** What is missing to ask GitHub's API. */
function obstacleOf({ githubToken, run }: RepositoryOptions): string | undefined {
  if (githubToken === '') return 'the input github-token is empty';
  if (!run.repository.includes('/')) {
    return `GITHUB_REPOSITORY is ${quoted(run.repository)}, which does not name a repository`;
  }
  if (!URL.canParse(run.apiUrl))
    return `GITHUB_API_URL is ${quoted(run.apiUrl)}, which is not a URL`;
  return undefined;
}

/** With slashes, relative to the top of the repository. */
function repositoryPathOf({ path, workspace }: RepositoryOptions): string {
  return relative(workspace, resolve(workspace, path)).split(sep).join('/');
}

/** A list means a folder. */
type Contents = Fields | readonly unknown[];

interface Attempt extends RepositoryOptions {
  readonly connection: Connection;
  readonly remainingMs: number;
}

async function requestContents(
  path: string,
  { githubToken, run, connection, remainingMs, signal, clock }: Attempt,
): Promise<AttemptEnd<Contents, FailedRequest>> {
  const [owner = '', repo = ''] = run.repository.split('/');
  const attemptMs = Math.min(limits.attemptMs, remainingMs);
  const fetch = fetchThrough(connection, { ...limits, attemptMs }, signal);
  const octokit = getOctokit(githubToken, { request: { fetch }, log: silent });
  try {
    const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref: run.sha });
    const contents: Contents | undefined = Array.isArray(data) ? data : toFields(data);
    return contents === undefined ? failureOfBody() : { kind: 'success', value: contents };
  } catch (error) {
    // Octokit wraps what its `fetch` throws.
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof TransportError) return { ...failureOfTransport(cause), ...noFacts, cause };
    if (cause instanceof StatusError) return failureOfResponse(cause.response, clock.now());
    throw error;
  }
}

/** A response with another status than 200. */
class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    super(`HTTP ${response.status}`);
    this.response = response;
  }
}

/** Octokit's requests go through our connection, which handles proxies, certificates and limits. */
function fetchThrough(connection: Connection, attemptLimits: Limits, signal: AbortSignal) {
  return async (
    address: string,
    init: { readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Response> => {
    const { pathname, search } = new URL(address);
    const headers = init.headers ?? {};
    const request = { method: 'GET', target: pathname + search, headers } as const;
    const response = await connection.send(request, attemptLimits, signal);
    if (response.status !== 200) throw new StatusError(response);
    return new Response(response.body, { headers: { 'content-type': 'application/json' } });
  };
}

/** Octokit would print what a server calls deprecated, past all masks. */
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The text of the file, which comes as base64; a file over 1 MB comes without its content. */
function parseContents(contents: Contents, path: string): string {
  const { type, encoding, content, size } = toFields(contents) ?? {};
  if (type !== 'file') {
    throw new UserError(
      `${quoted(path)} is ${Array.isArray(contents) ? 'a folder' : 'not a file'} in the repository. Set the input spec to the path of a file.`,
    );
  }
  if (encoding !== 'base64' || Number(size) > maxSpecBytes) throw tooLargeError(path, textOf(size));
  return decodeSpec(Buffer.from(textOf(content), 'base64'), path);
}

function placeOf({ repository, sha }: Run): string {
  return `${repository} at ${sha.slice(0, 7)}`;
}

function requestError(
  { status, reason, isRateLimit, limitEnd, advice, cause }: FailedRequest,
  attempts: number,
  options: RepositoryOptions,
): UserError {
  const place = placeOf(options.run);
  const missing = missingText(options);
  if (isRateLimit) {
    const end = limitEnd === undefined ? '' : ` until ${timeText(limitEnd)}`;
    return new UserError(
      `${missing}, and GitHub's API has reached its rate limit for the token${end} (${reason}). Re-run the job later, or add a step with actions/checkout before this one, which doesn't use the API.`,
      { cause },
    );
  }
  if (advice !== '') {
    return new UserError(
      `${missing}, and it could not be read from ${place} (${reason}). ${advice}`,
      {
        cause,
      },
    );
  }
  if (status === 404) {
    return new UserError(
      `${missing}, and it was not found in ${place}. If it is there, the job's token can't read it: give the job permissions: contents: read.`,
      { cause },
    );
  }
  const tried = attempts === 1 ? '' : ` (${attempts} attempts)`;
  return new UserError(`${missing}, and it could not be read from ${place}${tried}: ${reason}`, {
    cause,
  });
}

function missingText(options: RepositoryOptions): string {
  const { path, workspace, run } = options;
  const others = otherCheckoutsText(repositoryPathOf(options), workspace, run);
  return `There is no file ${quoted(path)} in the workspace, where ${others}`;
}

/** `2026-01-31 12:00:00 UTC` */
function timeText(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
