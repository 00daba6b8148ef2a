import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';

/** What GitHub's API was asked. */
export interface ContentsRequest {
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly ref: string | null;
  readonly authorization: string;
}

/** Undefined: no answer at all. */
export interface ContentsAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string goes out as it is, anything else as JSON. */
  readonly body: unknown;
}

export interface FakeContentsApi extends AsyncDisposable {
  readonly port: number;
  readonly requests: readonly ContentsRequest[];
}

/** Answers every request in the same way, or, where nothing is given, never. */
export async function startFakeContentsApi(
  answer: ContentsAnswer | undefined,
  tls?: { readonly key: string; readonly cert: string },
): Promise<FakeContentsApi> {
  const requests: ContentsRequest[] = [];
  const sockets = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    requests.push(parseRequest(request));
    if (answer === undefined) return;
    const { status = 200, headers = {}, body } = answer;
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer({ ...tls }, listener);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** A file, as the API tells of it: base64 in lines of 60. */
export function fileAnswer(bytes: string | Uint8Array): ContentsAnswer {
  const content = Buffer.from(bytes)
    .toString('base64')
    .replace(/.{60}/g, (line) => `${line}\n`);
  const size = Buffer.byteLength(bytes);
  return { body: { type: 'file', encoding: 'base64', size, content } };
}

function parseRequest({ method = '', url = '', headers }: IncomingMessage): ContentsRequest {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return {
    method,
    path: decodeURIComponent(pathname),
    ref: searchParams.get('ref'),
    authorization: headers.authorization ?? '',
  };
}
