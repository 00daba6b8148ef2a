import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { durationText, type Clock } from '../clock.ts';
import type { Endpoint } from './endpoint.ts';
import { AnswerTooLarge, faultOf } from './network-error.ts';
import { requireUsableProxies, usesProxy, type ProxyEnvironment } from './proxy.ts';

export { toEndpoint, type Endpoint } from './endpoint.ts';
export type { ProxyEnvironment } from './proxy.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  /** Path and query, encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; of headers that were sent twice, both values with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Limits {
  readonly connectMs: number;
  readonly attemptMs: number;
  readonly maxAnswerBytes: number;
}

/** No answer that could be read. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Whether the request may have reached the server, and may have taken effect there. */
  readonly mayHaveArrived: boolean;
  /** Whether the same could go better a moment later: a certificate is as wrong then as now. */
  readonly isTransient: boolean;

  constructor(
    message: string,
    facts: { mayHaveArrived: boolean; isTransient: boolean; cause?: unknown },
  ) {
    super(message, { cause: facts.cause });
    this.mayHaveArrived = facts.mayHaveArrived;
    this.isTransient = facts.isTransient;
  }
}

/** One way to a server, used for all requests of a run. */
export interface Connection {
  readonly send: (
    request: HttpRequest,
    limits: Limits,
    signal: AbortSignal,
  ) => Promise<HttpResponse>;
  readonly close: () => void;
}

/**
 * Opens no socket yet. `node:http` and `node:https` are taken from the process, not imported: an ES
 * import reads every export, and one of them (`http.WebSocket`) loads all of undici, 20 ms.
 */
export function connectionTo(
  endpoint: Endpoint,
  proxyEnv: ProxyEnvironment,
  clock: Clock,
): Connection {
  const protocol = endpoint.secure
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http');
  const isProxied = !endpoint.isLoopback && usesProxy(proxyEnv);
  if (isProxied) requireUsableProxies(proxyEnv);
  const agent = new protocol.Agent({
    keepAlive: true,
    // Said aloud, or NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would turn it off.
    rejectUnauthorized: true,
    ...(isProxied && { proxyEnv: { ...proxyEnv } }),
  });
  const sockets = trackSockets(agent);
  const host = isProxied ? `${endpoint.host} or its proxy` : endpoint.host;
  return {
    send: (request, limits, signal) =>
      exchange(
        { request, host, clock },
        () =>
          protocol.request({
            host: endpoint.hostname,
            port: endpoint.port,
            method: request.method,
            path: request.target,
            headers: { ...request.headers, host: endpoint.host },
            agent,
          }),
        limits,
        signal,
      ),
    close: () => {
      agent.destroy();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The agent does not count a tunnel that its proxy has not opened yet; left alone, it holds the process. */
function trackSockets(agent: Agent): ReadonlySet<Duplex> {
  const sockets = new Set<Duplex>();
  const createConnection = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = createConnection(options, callback);
    if (socket) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    return socket;
  };
  return sockets;
}

function exchange(
  {
    request,
    host,
    clock,
  }: { readonly request: HttpRequest; readonly host: string; readonly clock: Clock },
  open: () => ClientRequest,
  limits: Limits,
  signal: AbortSignal,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    let isConnected = false;
    const outgoing = open();

    const stopConnectTimer = clock.startTimer(limits.connectMs, () => {
      if (!isConnected) fail(`no connection within ${durationText(limits.connectMs)}`);
    });
    const stopAttemptTimer = clock.startTimer(limits.attemptMs, () => {
      fail(`no complete answer within ${durationText(limits.attemptMs)}`);
    });
    signal.addEventListener('abort', cancel, { once: true });

    function settle(): void {
      stopConnectTimer();
      stopAttemptTimer();
      signal.removeEventListener('abort', cancel);
    }
    function fail(message: string, cause?: unknown, isTransient = true): void {
      settle();
      reject(new TransportError(message, { mayHaveArrived: isConnected, isTransient, cause }));
      outgoing.destroy();
    }
    function cancel(): void {
      fail('cancelled', signal.reason, false);
    }
    function failOf(error: unknown): void {
      const { message, isTransient } = faultOf(error, host);
      fail(message, error, isTransient);
    }
    function connected(): void {
      isConnected = true;
      stopConnectTimer();
    }

    outgoing.on('socket', (socket) => {
      // A socket that is used again is connected already, and would collect listeners.
      if (outgoing.reusedSocket) return;
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
    });
    // Where the socket was connected before (kept alive, or through a proxy), this comes first.
    outgoing.on('finish', connected);
    outgoing.on('error', failOf);
    outgoing.on('response', (incoming) => {
      connected();
      readBody(incoming, limits.maxAnswerBytes).then((body) => {
        settle();
        resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), body });
      }, failOf);
    });
    outgoing.end(request.body);
  });
}

/** By events: the asynchronous iterator says the same, and takes a millisecond to load. */
function readBody(incoming: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Uint8Array) => {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) reject(new AnswerTooLarge(maxBytes));
      else chunks.push(chunk);
    });
    incoming.on('end', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    incoming.on('error', reject);
  });
}

function headersOf(incoming: IncomingMessage): HttpResponse['headers'] {
  return Object.fromEntries(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(', '),
    ]),
  );
}
