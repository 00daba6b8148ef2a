import { durationText, type Clock } from '../clock.ts';
import { UserError } from '../errors.ts';
import {
  connectionTo,
  TransportError,
  type Connection,
  type Endpoint,
  type HttpRequest,
  type HttpResponse,
  type Limits,
  type ProxyEnvironment,
} from '../http/connection.ts';
import { RegistryError } from './registry-error.ts';

export interface SessionOptions {
  readonly proxyEnv: ProxyEnvironment;
  readonly clock: Clock;
  /** Aborts with a RegistryError when time is up, with any other reason when the run is cancelled. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** The connections to one registry and its token server. */
export interface Session {
  /**
   * Sends once, and once more after a failure that may pass by itself. Redirects are not followed.
   * @throws RegistryError if there is no response
   */
  readonly send: (endpoint: Endpoint, request: HttpRequest) => Promise<HttpResponse>;
  readonly close: () => void;
}

const limits: Limits = { connectMs: 5000, attemptMs: 8000, maxResponseBytes: 1024 ** 2 };

/** A longer `Retry-After` is not worth the wait: nothing depends on the check. */
const maxRetryAfterMs = 5000;

export function openSession(options: SessionOptions): Session {
  const { clock, signal, log } = options;
  const connections = new Map<string, Connection>();

  function connect(endpoint: Endpoint): Connection {
    const key = `${endpoint.secure ? 'https' : 'http'}://${endpoint.host}`;
    const connection = connections.get(key) ?? connectionOf(endpoint, options);
    connections.set(key, connection);
    return connection;
  }

  async function send(endpoint: Endpoint, request: HttpRequest): Promise<HttpResponse> {
    const connection = connect(endpoint);
    const first = await attempt(connection, request, signal);
    const pauseMs = pauseBeforeRetry(first, clock.random());
    if (pauseMs !== undefined) {
      log(`${failureText(endpoint, first)}; retrying in ${durationText(pauseMs)}.`);
      await clock.sleep(pauseMs, signal);
    }
    const last = pauseMs === undefined ? first : await attempt(connection, request, signal);
    if (last instanceof TransportError) {
      throw new RegistryError(failureText(endpoint, last), { cause: last });
    }
    return last;
  }

  return {
    send,
    close: () => {
      for (const connection of connections.values()) connection.close();
    },
  };
}

/** A proxy that can't be used ends a deployment only if BEC itself is behind it. */
function connectionOf(endpoint: Endpoint, { proxyEnv, clock }: SessionOptions): Connection {
  try {
    return connectionTo(endpoint, proxyEnv, clock);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new RegistryError(`${endpoint.host} can't be reached: ${error.message}`, {
      cause: error,
    });
  }
}

async function attempt(
  connection: Connection,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResponse | TransportError> {
  try {
    return await connection.send(request, limits, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TransportError) return error;
    throw error;
  }
}

/** Undefined if a second attempt would end as the first did. */
function pauseBeforeRetry(
  result: HttpResponse | TransportError,
  random: number,
): number | undefined {
  const backoffMs = 500 + random * 500;
  if (result instanceof TransportError) return result.isTransient ? backoffMs : undefined;
  if (![408, 429, 500, 502, 503, 504].includes(result.status)) return undefined;
  const retryAfter = result.headers['retry-after'] ?? '0';
  const retryAfterMs = /^[0-9]{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Infinity;
  return retryAfterMs <= maxRetryAfterMs ? Math.max(backoffMs, retryAfterMs) : undefined;
}

function failureText({ host }: Endpoint, result: HttpResponse | TransportError): string {
  return result instanceof TransportError
    ? `There was no usable response from ${host}: ${result.message}`
    : `${host} responded with HTTP ${result.status}`;
}
