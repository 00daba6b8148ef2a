import { createServer, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listenOnLoopback, type Loopback } from './loopback.ts';

/** An HTTP proxy on the loopback interface; every tunnel leads to this machine, whatever the host. */
export interface Proxy extends Loopback {
  /** `host:port` of each tunnel that was requested. */
  readonly targets: readonly string[];
  /** The Proxy-Authorization header of each of these requests. */
  readonly authorizations: readonly (string | undefined)[];
}

export interface ProxyOptions {
  /** `user:password`; without it, no credentials are needed. */
  readonly login?: string;
  /** What a request gets instead of a tunnel. */
  readonly respond?: (socket: Socket) => void;
}

export async function startProxy({ login, respond }: ProxyOptions = {}): Promise<Proxy> {
  const targets: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const expected = login === undefined ? undefined : `Basic ${btoa(login)}`;

  const server = createServer();
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const authorization = request.headers['proxy-authorization'];
    targets.push(request.url ?? '');
    authorizations.push(authorization);
    if (expected !== undefined && authorization !== expected) {
      client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nConnection: close\r\n\r\n',
      );
    } else if (respond === undefined) tunnel(client, request.url ?? '');
    else respond(client);
  });

  const loopback = await listenOnLoopback(server);
  return { ...loopback, targets, authorizations };
}

function tunnel(client: Socket, authority: string): void {
  const upstream = connect(Number(authority.split(':').at(-1)), '127.0.0.1');
  upstream.on('connect', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.pipe(upstream).pipe(client);
  });
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
}
