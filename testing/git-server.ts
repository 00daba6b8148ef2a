import { spawn } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import { listenOnLoopback, type Loopback } from './loopback.ts';

/** Serves the repositories in a folder, as a Gitea serves actions to its runner. */
export function startGitServer(folder: string): Promise<Loopback> {
  const listener: RequestListener = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    // @see https://git-scm.com/docs/git-http-backend
    const backend = spawn('git', ['http-backend'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: folder,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: decodeURIComponent(pathname),
        QUERY_STRING: searchParams.toString(),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'],
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      },
    });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    backend.on('close', () => {
      const output = Buffer.concat(chunks);
      const end = output.indexOf('\r\n\r\n');
      const lines = output.subarray(0, end).toString().split('\r\n');
      const headers = new Headers(lines.map((line) => splitAt(line, ': ')));
      const status = Number.parseInt(headers.get('status') ?? '200', 10);
      response.writeHead(status, Object.fromEntries(headers)).end(output.subarray(end + 4));
    });
  };
  return listenOnLoopback(createServer(listener));
}

function splitAt(text: string, separator: string): [string, string] {
  const [head = '', ...rest] = text.split(separator);
  return [head, rest.join(separator)];
}
