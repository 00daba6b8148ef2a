import { createServer, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';

/** An HTTP proxy on the loopback interface that makes tunnels, and knows where the tests' hosts are. */
export interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** `host:port` of each tunnel that was asked for. */
  readonly asked: readonly string[];
  /** The Proxy-Authorization headers that came with them. */
  readonly authorizations: readonly (string | undefined)[];
}

export interface ProxyOptions {
  /** `user:password`; anybody may come where it is not given. */
  readonly login?: string;
  /** What a request gets in place of a tunnel. */
  readonly answer?: (socket: Socket) => void;
}

export async function startProxy({ login, answer }: ProxyOptions = {}): Promise<Proxy> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const wanted = login === undefined ? undefined : `Basic ${btoa(login)}`;

  const server = createServer();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // The client is free to break off.
    socket.on('error', () => undefined);
  });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const authorization = request.headers['proxy-authorization'];
    asked.push(request.url ?? '');
    authorizations.push(authorization);
    if (wanted !== undefined && authorization !== wanted) {
      client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nConnection: close\r\n\r\n',
      );
    } else if (answer === undefined) tunnel(client, request.url ?? '', sockets);
    else answer(client);
  });

  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    asked,
    authorizations,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Whatever the name, the way leads to this machine. */
function tunnel(client: Socket, authority: string, sockets: Set<Socket>): void {
  const upstream = connect(Number(authority.split(':').at(-1)), '127.0.0.1');
  sockets.add(upstream);
  upstream.on('connect', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.pipe(upstream).pipe(client);
  });
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
}
