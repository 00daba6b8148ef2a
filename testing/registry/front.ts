import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

/** A server in front of a registry. */
export interface Front extends AsyncDisposable {
  readonly host: string;
  /** From now on, every request gets this status. */
  readonly answer: (status: number) => void;
}

export async function startFront(registry: string): Promise<Front> {
  let status: number | undefined;
  const server = createServer((incoming, outgoing) => {
    if (status === undefined) forward(registry, incoming, outgoing);
    else outgoing.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    host: `127.0.0.1:${port}`,
    answer: (fixed) => (status = fixed),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

export function forward(host: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url, headers } = incoming;
  const upstream = request(`http://${host}${url ?? ''}`, { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  upstream.on('error', () => outgoing.destroy());
  incoming.pipe(upstream);
}
