import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { durationText } from './clock.ts';
import type { Endpoint } from './endpoint.ts';
import { UserError } from './errors.ts';
import { shown } from './shown.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
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

export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Opens no socket yet. `node:http` and `node:https` are taken from the process, not imported: an ES
 * import reads every export, and one of them (`http.WebSocket`) loads all of undici, 20 ms.
 */
export function connectionTo(endpoint: Endpoint, proxyEnv: ProxyEnvironment): Connection {
  const protocol = endpoint.secure
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http');
  const proxies = endpoint.isLoopback ? [] : proxiesIn(proxyEnv);
  const usesProxy = proxies.length > 0;
  if (usesProxy) requireProxySupport(process.versions.node);
  for (const [name, url] of proxies) requireProxyUrl(name, url);
  const agent = new protocol.Agent({
    keepAlive: true,
    // Said aloud, or NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would turn it off.
    rejectUnauthorized: true,
    ...(usesProxy && { proxyEnv: { ...proxyEnv } }),
  });
  const sockets = trackSockets(agent);
  const host = usesProxy ? `${endpoint.host} or its proxy` : endpoint.host;
  return {
    send: (request, limits, signal) =>
      exchange(
        { request, host },
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

function proxiesIn(proxyEnv: ProxyEnvironment): readonly (readonly [name: string, url: string])[] {
  return ['HTTPS_PROXY', 'https_proxy']
    .map((name) => [name, proxyEnv[name] ?? ''] as const)
    .filter(([, url]) => url !== '');
}

/** What it can't use, Node passes over without a word, or fails at with the URL, password and all. */
function requireProxyUrl(name: string, text: string): void {
  try {
    const { protocol, hostname, username, password } = new URL(text);
    decodeURIComponent(username + password);
    if (/^https?:$/.test(protocol) && hostname !== '') return;
  } catch {
    // Said below.
  }
  throw new UserError(
    `${name} is no URL of a proxy that can be used. It takes the form http://host:port or http://user:password@host:port, with special characters in user and password percent-encoded.`,
  );
}

/** An older Node would pass the proxy over without a word. */
function requireProxySupport(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 5)) return;
  throw new UserError(
    `HTTPS_PROXY is set, and this runner's Node ${version} can't use it: 24.5 or later can. Update the runner, or unset HTTPS_PROXY if BEC can be reached directly.`,
  );
}

function exchange(
  { request, host }: { readonly request: HttpRequest; readonly host: string },
  open: () => ClientRequest,
  limits: Limits,
  signal: AbortSignal,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    let isConnected = false;
    const outgoing = open();

    const connectTimer = setTimeout(() => {
      if (!isConnected) fail(`no connection within ${durationText(limits.connectMs)}`);
    }, limits.connectMs);
    const attemptTimer = setTimeout(() => {
      fail(`no complete answer within ${durationText(limits.attemptMs)}`);
    }, limits.attemptMs);
    signal.addEventListener('abort', cancel, { once: true });

    function settle(): void {
      clearTimeout(connectTimer);
      clearTimeout(attemptTimer);
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
      clearTimeout(connectTimer);
    }

    outgoing.on('socket', (socket) => {
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

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    if (!(chunk instanceof Uint8Array)) continue;
    bytes += chunk.byteLength;
    if (bytes > maxBytes)
      throw new AnswerTooLarge(`the answer is over ${maxBytes / 1024 ** 2} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

function headersOf(incoming: IncomingMessage): HttpResponse['headers'] {
  return Object.fromEntries(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(', '),
    ]),
  );
}

/** The reason in words, and whether it may pass by itself. */
function faultOf(
  error: unknown,
  host: string,
): { readonly message: string; readonly isTransient: boolean } {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof AnswerTooLarge) return { message, isTransient: true };
  if (code.startsWith('ERR_PROXY_')) {
    const wantsLogin = / 407\b/.test(message);
    const cure = wantsLogin ? '. Put its user and password into HTTPS_PROXY' : '';
    return {
      message: `the proxy opened no tunnel (${shown(message)})${cure}`,
      isTransient: code === 'ERR_PROXY_TUNNEL' && !wantsLogin,
    };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_/.test(code)) {
    return {
      message: `no trusted TLS connection to ${host} (${code}: ${shown(message)}). If its certificate comes from your own authority, name that authority's file in NODE_EXTRA_CA_CERTS`,
      isTransient: false,
    };
  }
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: `${host} refused the connection`,
    ECONNRESET: 'the connection was cut before an answer was complete',
    EPIPE: 'the connection was cut before the request was complete',
    ENOTFOUND: `no address is known for ${host}`,
    EAI_AGAIN: `the address of ${host} could not be looked up`,
    ETIMEDOUT: `no connection to ${host} in time`,
    EHOSTUNREACH: `${host} can't be reached from here`,
    ENETUNREACH: `${host} can't be reached from here`,
  };
  return { message: words[code] ?? shown(message), isTransient: true };
}
