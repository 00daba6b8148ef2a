import { relative, resolve, sep } from 'node:path';
import { getOctokit } from '@actions/github';
import type { Clock } from '../clock.ts';
import type { Run } from '../context.ts';
import { UserError } from '../errors.ts';
import {
  connectionTo,
  toEndpoint,
  type Connection,
  type HttpRequest,
  type ProxyEnvironment,
} from '../http/connection.ts';
import { textOf, toFields } from '../json.ts';
import { quoted, shown } from '../text.ts';
import { decodeSpec, maxSpecBytes, tooLargeError } from './spec-text.ts';
import type { SpecFile } from './spec-source.ts';

export interface RepositoryOptions {
  /** The input `spec`, as in the workspace. */
  readonly path: string;
  readonly workspace: string;
  readonly run: Run;
  readonly githubToken: string;
  readonly proxyEnv: ProxyEnvironment;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

const limits = { connectMs: 10_000, attemptMs: 30_000, maxResponseBytes: 4 * 1024 ** 2 };

/**
 * Reads the spec at the run's commit through GitHub's API: a job that only deploys needs no checkout.
 * @throws UserError
 * @see https://docs.github.com/rest/repos/contents#get-repository-content
 */
export async function readRepositorySpec(options: RepositoryOptions): Promise<SpecFile> {
  const { path, workspace, githubToken, run, proxyEnv, signal, clock } = options;
  const [owner = '', repo = ''] = run.repository.split('/');
  const repositoryPath = relative(workspace, resolve(workspace, path)).split(sep).join('/');
  if (githubToken === '' || repo === '' || !URL.canParse(run.apiUrl)) {
    throw new UserError(
      `There is no file ${quoted(path)}: the workspace is empty, and without a github-token the repository can't be read. Add a step with actions/checkout before this one.`,
    );
  }
  const connection = connectionTo(toEndpoint(new URL(run.apiUrl)), proxyEnv, clock);
  try {
    const octokit = getOctokit(githubToken, {
      request: { fetch: fetchThrough(connection, signal) },
    });
    const { data } = await octokit.rest.repos.getContent({
      owner,
      repo,
      path: repositoryPath,
      ref: run.sha,
    });
    const text = parseContents(data, path);
    return { path: repositoryPath, repositoryPath, text, origin: placeOf(run), warning: undefined };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof UserError ? error : repositoryError(error, options);
  } finally {
    connection.close();
  }
}

/** The text of the file, which comes as base64; a file over 1 MB comes without its content. */
function parseContents(data: unknown, path: string): string {
  const fields = toFields(data);
  if (fields === undefined && !Array.isArray(data)) {
    throw new Error('the response is not a JSON object');
  }
  const { type, encoding, content, size } = { ...fields };
  if (type !== 'file') {
    throw new UserError(
      `${quoted(path)} is ${Array.isArray(data) ? 'a folder' : 'not a file'} in the repository. Set the input spec to the path of a file.`,
    );
  }
  if (encoding !== 'base64' || Number(size) > maxSpecBytes) throw tooLargeError(path, textOf(size));
  return decodeSpec(Buffer.from(textOf(content), 'base64'), path);
}

function placeOf({ repository, sha }: Run): string {
  return `${repository} at ${sha.slice(0, 7)}`;
}

function repositoryError(error: unknown, { path, run }: RepositoryOptions): UserError {
  const status = toFields(error)?.['status'];
  const message = shown(error instanceof Error ? error.message : String(error));
  return new UserError(messageFor(status, message, { file: quoted(path), place: placeOf(run) }), {
    cause: error,
  });
}

function messageFor(
  status: unknown,
  message: string,
  { file, place }: { readonly file: string; readonly place: string },
): string {
  if (status === 404) {
    return `There is no file ${file}: nothing is checked out in the workspace, and the file was not found in ${place}. If it is there, the job's token can't read it: give the job permissions: contents: read.`;
  }
  const missing = `There is no file ${file} in the workspace, where nothing is checked out`;
  if (status === 401 || status === 403) {
    return `${missing}, and the token can't read ${place} (HTTP ${status}: ${message}). Give the job permissions: contents: read.`;
  }
  return `${missing}, and it could not be read from ${place}: ${message}`;
}

/** Octokit's requests go through our connection, which handles proxies, certificates and limits. */
function fetchThrough(connection: Connection, signal: AbortSignal) {
  return async (
    address: string,
    init: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Response> => {
    const { pathname, search } = new URL(address);
    const request: HttpRequest = {
      method: 'GET',
      target: pathname + search,
      headers: { ...init.headers },
    };
    const { status, headers, body } = await connection.send(request, limits, signal);
    if (status >= 300 && status < 400) {
      throw new Error(`HTTP ${status}, a redirect to ${headers['location'] ?? 'nowhere'}`);
    }
    return new Response(body, { status, headers });
  };
}
