import { createServer, type Socket } from 'node:net';
import { listenOnLoopback, type Loopback } from './loopback.ts';

/** A TCP server on the loopback interface: the test decides what each connection gets. */
export interface RawServer extends Loopback {
  /** How many connections were made. */
  readonly connections: () => number;
  /** All that was received, on all connections. */
  readonly received: () => string;
}

export async function startRawServer(onConnection: (socket: Socket) => void): Promise<RawServer> {
  let connections = 0;
  let received = '';
  const server = createServer((socket) => {
    connections++;
    socket.on('data', (data) => (received += data.toString('latin1')));
    onConnection(socket);
  });
  const loopback = await listenOnLoopback(server);
  return { ...loopback, connections: () => connections, received: () => received };
}

/** A port that nothing listens on. */
export async function closedPort(): Promise<number> {
  await using server = await startRawServer(() => undefined);
  return server.port;
}
