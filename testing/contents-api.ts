/** The one call of GitHub's API, or Gitea's, that the action makes, on the loopback interface. */
import { execFileSync } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { listenOnLoopback, type Loopback } from './loopback.ts';

export interface ContentsRequest {
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly ref: string | null;
  readonly authorization: string;
}

export interface ContentsResponse {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body: unknown;
  /** The connection is closed in the middle of the body. */
  readonly isTruncated?: boolean;
}

/** `hang` never responds, `reset` closes the connection at once. */
export type ContentsBehavior = ContentsResponse | 'hang' | 'reset';

/** @param count how many requests came before this one */
export type Respond = (request: ContentsRequest, count: number) => ContentsBehavior;

export interface ContentsApi extends Loopback {
  readonly url: string;
  readonly requests: readonly ContentsRequest[];
}

export async function startContentsApi(
  respond: Respond,
  tls?: { readonly key: string; readonly cert: string },
): Promise<ContentsApi> {
  const requests: ContentsRequest[] = [];
  const listener: RequestListener = ({ method = '', url = '', headers, socket }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const request: ContentsRequest = {
      method,
      path: decodeURIComponent(pathname),
      ref: searchParams.get('ref'),
      authorization: headers.authorization ?? '',
    };
    requests.push(request);
    const behavior = respond(request, requests.length - 1);
    if (behavior === 'hang') return;
    if (behavior === 'reset') {
      socket.resetAndDestroy();
      return;
    }
    const { body, isTruncated = false } = behavior;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(behavior.status ?? 200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      ...behavior.headers,
    });
    if (isTruncated) response.write(text.slice(0, text.length / 2), () => socket.destroy());
    else response.end(text);
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer({ ...tls }, listener);
  const loopback = await listenOnLoopback(server);
  return { ...loopback, url: `http://127.0.0.1:${loopback.port}`, requests };
}

/**
 * A file's contents as the API sends them: base64 in lines of 60 characters.
 * @see https://docs.github.com/rest/repos/contents#get-repository-content
 */
export function fileResponse(bytes: string | Uint8Array): ContentsResponse {
  const content = Buffer.from(bytes)
    .toString('base64')
    .replace(/.{60}/g, (line) => `${line}\n`);
  const size = Buffer.byteLength(bytes);
  return { body: { type: 'file', encoding: 'base64', size, content } };
}

/**
 * Responds with the files of a local repository's commits.
 * @param root the API's own path, empty or `/api/v1`: elsewhere there is nothing
 */
export function contentsOf(repository: string, token: string, root: string): Respond {
  return ({ path, ref, authorization }) => {
    if (!authorization.endsWith(` ${token}`)) {
      return { status: 401, body: { message: 'Bad credentials' } };
    }
    const below = path.startsWith(root) ? path.slice(root.length) : '';
    const [, file = ''] = /^\/repos\/[^/]+\/[^/]+\/contents\/(.+)$/.exec(below) ?? [];
    try {
      const object = `${ref ?? 'HEAD'}:${file}`;
      return fileResponse(
        execFileSync('git', ['cat-file', 'blob', object], { cwd: repository, stdio: 'pipe' }),
      );
    } catch {
      return { status: 404, body: { message: 'Not Found' } };
    }
  };
}
