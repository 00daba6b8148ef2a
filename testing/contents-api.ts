/** The one call of GitHub's API that the action makes, answered from a local repository's commits. */
import { execFileSync } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface ContentsApi extends AsyncDisposable {
  readonly url: string;
}

/** @see https://docs.github.com/rest/repos/contents#get-repository-content */
export async function startContentsApi(repository: string, token: string): Promise<ContentsApi> {
  const server = createServer((request, response) => {
    const isAllowed = (request.headers.authorization ?? '').endsWith(` ${token}`);
    if (isAllowed) answerWithFile(repository, request, response);
    else answer(response, 401, { message: 'Bad credentials' });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerWithFile(
  repository: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const [, path = ''] = /^\/repos\/[^/]+\/[^/]+\/contents\/(.+)$/.exec(pathname) ?? [];
  const object = `${searchParams.get('ref') ?? 'HEAD'}:${decodeURIComponent(path)}`;
  try {
    const bytes = execFileSync('git', ['cat-file', 'blob', object], {
      cwd: repository,
      stdio: 'pipe',
    });
    const content = bytes.toString('base64');
    answer(response, 200, { type: 'file', encoding: 'base64', size: bytes.length, content });
  } catch {
    answer(response, 404, { message: 'Not Found' });
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
