import { createServer, type Socket } from 'node:net';

/** A TCP server on the loopback interface whose manners are the test's. */
export interface RawServer extends AsyncDisposable {
  readonly port: number;
  /** How many connections were made. */
  readonly connections: () => number;
  /** All that came in, of all connections. */
  readonly received: () => string;
}

export async function startRawServer(onConnection: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let received = '';
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    // The client is free to break off.
    socket.on('error', () => undefined);
    socket.on('data', (data) => (received += data.toString('latin1')));
    onConnection(socket);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    connections: () => connections,
    received: () => received,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** A port that nothing listens on. */
export async function closedPort(): Promise<number> {
  await using server = await startRawServer(() => undefined);
  return server.port;
}
