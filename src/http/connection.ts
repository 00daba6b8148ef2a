import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { Endpoint } from './endpoint.ts';
import { exchange, type HttpRequest, type HttpResponse, type Limits } from './exchange.ts';
import { requireUsableProxies, usesProxy, type ProxyEnvironment } from './proxy.ts';

export { parseEndpoint, toEndpoint, type Endpoint } from './endpoint.ts';
export type { HttpRequest, HttpResponse, Limits } from './exchange.ts';
export { TransportError } from './network-error.ts';
export type { ProxyEnvironment } from './proxy.ts';

/** One way to a server, used for all requests of a run. */
export interface Connection {
  /** @throws TransportError */
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
    // Stated, or NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would turn it off.
    rejectUnauthorized: true,
    ...(isProxied && { proxyEnv: { ...proxyEnv } }),
  });
  const sockets = trackSockets(agent);
  const host = isProxied ? `${endpoint.host} or its proxy` : endpoint.host;
  return {
    send: (request, limits, signal) => {
      const open = () =>
        protocol.request({
          host: endpoint.hostname,
          port: endpoint.port,
          method: request.method,
          path: request.target,
          headers: { ...request.headers, host: endpoint.host },
          agent,
        });
      return exchange(open, request.body, { host, limits, clock, signal });
    },
    close: () => {
      agent.destroy();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The agent does not track a tunnel that its proxy has not opened yet; left open, it keeps the process alive. */
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
