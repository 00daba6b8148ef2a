import { relative, resolve, sep } from 'node:path';
import type { Environment, Run } from '../context.ts';
import { UserError } from '../errors.ts';
import {
  connectionTo,
  toEndpoint,
  type HttpRequest,
  type HttpResponse,
  type Limits,
} from '../http/connection.ts';
import {
  failureOfResponse,
  failureOfTransport,
  retryPolicies,
  retrying,
  type AttemptEnd,
  type FailedAttempt,
  type RequestRun,
} from '../http/retry.ts';
import { parseFields, textOf, type Fields } from '../json.ts';
import { printable, quoted } from '../text.ts';
import { decodeSpec, tooLargeError, type SpecFile, type SpecInputs } from './spec-text.ts';

export interface SourceRunner extends RequestRun {
  readonly run: Run;
  readonly environment: Environment;
}

interface FailedRequest extends FailedAttempt {
  /** What to do about it, in whole sentences; empty if nothing is known about that. */
  readonly advice: string;
}

const limits: Limits = { connectMs: 10_000, attemptMs: 30_000, maxResponseBytes: 4 * 1024 ** 2 };

/** What GitHub asks for if a response names no time. */
const defaultWaitMs = 60_000;

/**
 * Reads the spec at the run's commit through the server's API: a job that only deploys needs no checkout.
 * @throws UserError
 * @see https://docs.github.com/rest/repos/contents#get-repository-content
 */
export async function readRepositorySpec(
  { spec, githubToken }: Pick<SpecInputs, 'spec' | 'githubToken'>,
  runner: SourceRunner,
): Promise<SpecFile> {
  const { run, environment, clock, signal } = runner;
  const missing = `There is no file ${quoted(spec)} in the workspace, where the repository is not checked out`;
  const obstacle = obstacleOf(githubToken, run);
  if (obstacle !== undefined) {
    throw new UserError(
      `${missing}, and ${obstacle}, so the repository can't be read. Add a step with actions/checkout before this one.`,
    );
  }
  // With slashes, relative to the top of the repository.
  const path = relative(run.workspace, resolve(run.workspace, spec)).split(sep).join('/');
  const request = contentsRequest(path, githubToken, run);
  const api = new URL(run.apiUrl);
  const connection = connectionTo(toEndpoint(api), environment, clock);
  let attempts = 0;
  const attempt = (remainingMs: number): Promise<AttemptEnd<Fields, FailedRequest>> => {
    attempts++;
    const attemptLimits = { ...limits, attemptMs: Math.min(limits.attemptMs, remainingMs) };
    return connection.send(request, attemptLimits, signal).then(
      (response) => contentsIn(response, clock.now()),
      (error: unknown) => ({ ...failureOfTransport(error), advice: '' }),
    );
  };
  const log = (line: string): void => {
    runner.log(`Reading the spec from ${run.repository}: ${line}`);
  };
  const end = await retrying(attempt, 'contents', { ...runner, log }).finally(connection.close);
  const origin = `${run.repository} at ${run.sha.slice(0, 7)}`;
  if (end.kind === 'failure') {
    const tried = attempts === 1 ? '' : ` (${attempts} attempts)`;
    throw new UserError(
      `${missing}, and it could not be read from ${origin} through ${api.host}${tried}: ${end.reason}. ${end.advice}`.trim(),
      { cause: end.cause },
    );
  }
  return { path, repositoryPath: path, text: textIn(end.value, spec), commit: run.sha, origin };
}

/** What is missing to ask the API. */
function obstacleOf(githubToken: string, { apiUrl }: Run): string | undefined {
  if (githubToken === '') return 'the input github-token is empty';
  return URL.canParse(apiUrl)
    ? undefined
    : `GITHUB_API_URL is ${quoted(apiUrl)}, which is not a URL`;
}

function contentsRequest(
  path: string,
  githubToken: string,
  { apiUrl, repository, sha }: Run,
): HttpRequest {
  const names = [...repository.split('/'), 'contents', ...path.split('/')];
  const url = new URL(`${apiUrl}/repos/${names.map(encodeURIComponent).join('/')}?ref=${sha}`);
  return {
    method: 'GET',
    target: url.pathname + url.search,
    headers: { authorization: `token ${githubToken}`, accept: 'application/vnd.github+json' },
  };
}

function contentsIn(response: HttpResponse, now: Date): AttemptEnd<Fields, FailedRequest> {
  if (response.status !== 200) return failedRequest(response, now);
  // A list means a folder.
  const value = response.body.startsWith('[') ? { type: 'dir' } : parseFields(response.body);
  if (value !== undefined) return { kind: 'success', value };
  const reason = 'the response is not a JSON object';
  return { ...failedRequest(response, now), isRetryable: true, reason };
}

/** A response without the contents. */
function failedRequest(response: HttpResponse, now: Date): FailedRequest {
  const message = printable(textOf(parseFields(response.body)?.['message'])).replace(/\.$/, '');
  const failure = failureOfResponse(response, message && `: ${message}`);
  const advice = adviceOn(response.status, message);
  return { ...failure, advice, ...rateLimitOf(response, failure.retryAfterMs, now) };
}

/** @see https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api */
function adviceOn(status: number, message: string): string {
  if (status === 401) {
    return "The token in github-token is wrong, has expired or was revoked. Leave the input out to use the job's own token.";
  }
  if (/^No commit found/i.test(message)) {
    return 'The commit is gone, as after a force-push. Start a new run for a commit that is there.';
  }
  if (status === 301) return 'If the repository was renamed, start a new run, which has its name.';
  return status === 404 || /\bnot accessible\b/i.test(message)
    ? "If the file is there, the job's token can't read it: give the job permissions: contents: read."
    : '';
}

/**
 * A limit for too many requests, or a secondary one for too many in a short time. One that ends soon is
 * waited for; asking again before its end prolongs it.
 * @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function rateLimitOf(
  { status, headers, body }: HttpResponse,
  askedMs: number | undefined,
  now: Date,
): Partial<FailedRequest> {
  // A gateway may drop the headers; the message for a limit that lasts an hour remains.
  const isUsedUp =
    headers['x-ratelimit-remaining'] === '0' || /\bAPI rate limit exceeded/i.test(body);
  const isLimit = isUsedUp || askedMs !== undefined || /rate limit|abuse detection/i.test(body);
  if (status !== 429 && !(status === 403 && isLimit)) return {};
  const [reset = NaN] = headers['x-ratelimit-reset']?.match(/^[0-9]{1,11}$/) ?? [];
  const resetMs = Number(reset) * 1000 - now.getTime();
  const waitMs = askedMs ?? (isUsedUp ? resetMs : defaultWaitMs);
  const end = new Date(now.getTime() + (waitMs || 0)).toISOString();
  const until = waitMs > 0 ? ` until ${end.slice(0, 19).replace('T', ' ')} UTC` : '';
  return {
    isRateLimit: true,
    isRetryable: waitMs <= retryPolicies.contents.maxRetryAfterMs,
    retryAfterMs: Math.max(0, waitMs),
    advice: `The token has reached its rate limit${until}. Re-run the job later, or add a step with actions/checkout before this one, which doesn't use the API.`,
  };
}

/** The text of the file, which comes as base64; GitHub leaves out the content of a file over 1 MB. */
function textIn({ type, encoding, content, size }: Fields, path: string): string {
  if (type !== 'file') {
    throw new UserError(
      `${quoted(path)} is ${type === 'dir' ? 'a folder' : 'not a file'} in the repository. Set the input spec to the path of a file.`,
    );
  }
  if (encoding !== 'base64') throw tooLargeError(path, textOf(size));
  return decodeSpec(Buffer.from(textOf(content), 'base64'), path);
}
