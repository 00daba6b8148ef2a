import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { Environment } from '../context.ts';
import type { Endpoint } from './endpoint.ts';
import { exchange, type HttpRequest, type HttpResponse, type Limits } from './exchange.ts';
import { proxyFor } from './proxy.ts';

export { parseEndpoint, toEndpoint, type Endpoint } from './endpoint.ts';
export type { HttpRequest, HttpResponse, Limits } from './exchange.ts';
export { TransportError } from './network-error.ts';
export { proxyPasswordsIn } from './proxy.ts';

/** One way to a server, used for all requests of a run. */
export type Connection = Readonly<ReturnType<typeof connectionTo>>;

/**
 * How long one address of a host may take before the next one is tried. Node's 250 ms are less than one
 * round trip from far away; 2.5 s leave time for a lost packet to be sent again.
 */
const addressAttemptMs = 2_500;

/**
 * Opens no socket yet. `node:http` and `node:https` are taken from the process, not imported: an ES
 * import reads every export, and one of them (`http.WebSocket`) loads all of undici, 20 ms.
 * @throws UserError if the environment names a proxy that can't be used
 */
export function connectionTo(endpoint: Endpoint, environment: Environment, clock: Clock) {
  const protocol = endpoint.secure
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http');
  const proxy = proxyFor(endpoint, environment, process.versions.node)?.href;
  // For the whole process: an agent does not hand the option on to the socket of its proxy.
  process.getBuiltinModule('node:net').setDefaultAutoSelectFamilyAttemptTimeout(addressAttemptMs);
  const agent = new protocol.Agent({
    keepAlive: true,
    // Stated, or NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would turn it off.
    rejectUnauthorized: true,
    // Exactly what was decided: of NO_PROXY, Node has a reading of its own.
    ...(proxy !== undefined && { proxyEnv: { http_proxy: proxy, https_proxy: proxy } }),
  });
  const sockets = trackSockets(agent);
  const host = proxy !== undefined ? `${endpoint.host} or its proxy` : endpoint.host;
  return {
    /** @throws TransportError */
    send: (request: HttpRequest, limits: Limits, signal: AbortSignal): Promise<HttpResponse> => {
      const open = () =>
        protocol.request({
          host: endpoint.hostname,
          port: endpoint.port,
          method: request.method,
          path: request.target,
          // The encoding is stated, since without the header a gateway may compress.
          headers: {
            'accept-encoding': 'identity',
            'user-agent': 'bec-create',
            ...request.headers,
            host: endpoint.host,
          },
          agent,
        });
      return exchange(open, request.body, { host, limits, clock, signal });
    },
    close: (): void => {
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
