import { relative, resolve, sep } from 'node:path';
import { getOctokit } from '@actions/github';
import { textOf, toFields } from '../json.ts';
import type { Clock } from '../clock.ts';
import { UserError } from '../errors.ts';
import type { SpecSource } from '../spec/problem.ts';
import type { Run } from '../context.ts';
import { quoted, shown } from '../text.ts';
import { decodeSpec } from './workspace.ts';
import {
  connectionTo,
  toEndpoint,
  type Connection,
  type HttpRequest,
  type ProxyEnvironment,
} from '../http/connection.ts';

export interface RepositoryOptions {
  readonly path: string;
  readonly token: string;
  readonly run: Run;
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
export async function readRepositorySpec(options: RepositoryOptions): Promise<SpecSource> {
  const { path, token, run, proxyEnv, signal, clock } = options;
  const [owner = '', repo = ''] = run.repository.split('/');
  const workspace = run.workspace === '' ? process.cwd() : run.workspace;
  const repositoryPath = relative(workspace, resolve(workspace, path)).split(sep).join('/');
  if (token === '' || repo === '' || !URL.canParse(run.apiUrl)) {
    throw new UserError(
      `There is no file ${quoted(path)}: the workspace is empty, and without a github-token the repository can't be read. Add a step with actions/checkout before this one.`,
    );
  }
  const connection = connectionTo(toEndpoint(new URL(run.apiUrl)), proxyEnv, clock);
  try {
    const octokit = getOctokit(token, { request: { fetch: fetchThrough(connection, signal) } });
    const { data } = await octokit.rest.repos.getContent({
      owner,
      repo,
      path: repositoryPath,
      ref: run.sha,
    });
    return { path: repositoryPath, text: textIn(data, path) };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof UserError ? error : failureOf(error, options);
  } finally {
    connection.close();
  }
}

/** The contents come as base64; of a file over 1 MB, and of what is no file, nothing comes. */
function textIn(data: unknown, path: string): string {
  const fields = toFields(data);
  if (fields === undefined && !Array.isArray(data)) throw new Error('its answer is no JSON object');
  const { type, encoding, content, size } = { ...fields };
  if (type !== 'file') {
    throw new UserError(
      `${quoted(path)} is ${Array.isArray(data) ? 'a folder' : 'no file'} in the repository; input spec takes the path of a file.`,
    );
  }
  if (encoding !== 'base64' || Number(size) > 1024 ** 2) {
    throw new UserError(`${quoted(path)} has ${textOf(size)} bytes; a spec has at most 1 MiB.`);
  }
  return decodeSpec(Buffer.from(textOf(content), 'base64'), path);
}

function failureOf(error: unknown, { path, run }: RepositoryOptions): UserError {
  const status = toFields(error)?.['status'];
  const message = shown(error instanceof Error ? error.message : String(error));
  const place = `${run.repository} at ${run.sha.slice(0, 7)}`;
  if (status === 404) {
    return new UserError(
      `There is no file ${quoted(path)}, neither in the workspace, where nothing is checked out, nor in ${place}. If it is there, the job's token may not read it: give the job permissions: contents: read.`,
      { cause: error },
    );
  }
  if (status === 401 || status === 403) {
    return new UserError(
      `${quoted(path)} is not in the workspace, where nothing is checked out, and the token may not read ${place} (HTTP ${status}: ${message}). Give the job permissions: contents: read.`,
      { cause: error },
    );
  }
  return new UserError(
    `${quoted(path)} is not in the workspace, where nothing is checked out, and could not be read from ${place}: ${message}`,
    { cause: error },
  );
}

/** Octokit's way to the network: ours, which knows proxies, own authorities and limits. */
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
