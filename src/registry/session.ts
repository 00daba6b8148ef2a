import type { Clock } from '../clock.ts';
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
import {
  failureOfTransport,
  parseRetryAfter,
  retryPolicies,
  retrying,
  unknownFailure,
  type AttemptEnd,
  type FailedAttempt,
} from '../http/retry.ts';
import { listOf, parseFields, textOf } from '../json.ts';
import { printable } from '../text.ts';

/** Why it is unknown whether an image is in its registry. Its message is a sentence about the registry. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}

/** Access was denied for want of a login, or of a better one. */
export class AccessDenied extends RegistryError {}

export interface SessionOptions {
  readonly proxyEnv: ProxyEnvironment;
  readonly clock: Clock;
  /** Aborts with a RegistryError when time is up, with any other reason when the run is cancelled. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** The connections to registries and their token servers. */
export interface Session {
  /**
   * Sends, and once more after a failure that may pass by itself. Redirects are not followed.
   * @throws RegistryError if there is no response
   */
  readonly send: (endpoint: Endpoint, request: HttpRequest) => Promise<HttpResponse>;
  readonly close: () => void;
}

interface Failure extends FailedAttempt {
  readonly result: HttpResponse | TransportError;
}

/** The size is for lists of tags that come in one piece. */
const limits: Limits = { connectMs: 5000, attemptMs: 8000, maxResponseBytes: 16 * 1024 ** 2 };

export function openSession(options: SessionOptions): Session {
  const { proxyEnv, clock, signal } = options;
  const connections = new Map<string, Connection>();

  async function send(endpoint: Endpoint, request: HttpRequest): Promise<HttpResponse> {
    const key = endpoint.origin;
    const connection = connections.get(key) ?? connectionTo(endpoint, proxyEnv, clock);
    connections.set(key, connection);
    const attempt = async (): Promise<AttemptEnd<HttpResponse, Failure>> => {
      try {
        return endOf(endpoint, await connection.send(request, limits, signal), clock.now());
      } catch (error) {
        if (!(error instanceof TransportError)) throw error;
        const reason = `There was no usable response from ${endpoint.host}: ${error.message}`;
        return { ...failureOfTransport(error), reason, result: error };
      }
    };
    const end = await retrying(attempt, 'registry', options);
    if (end.kind === 'cancelled') throw end.reason;
    if (end.kind === 'success') return end.value;
    const { reason, result } = end.last;
    if (result instanceof TransportError) throw new RegistryError(reason, { cause: result });
    return result;
  }

  return {
    send,
    close: () => {
      for (const connection of connections.values()) connection.close();
    },
  };
}

/** A response that may be another one in a moment is a failure. */
function endOf(
  { host }: Endpoint,
  response: HttpResponse,
  now: Date,
): AttemptEnd<HttpResponse, Failure> {
  if (![408, 429, 500, 502, 503, 504].includes(response.status)) {
    return { kind: 'success', value: response };
  }
  const retryAfterMs = parseRetryAfter(response.headers, now);
  // Longer is not worth the wait.
  const isSoon = (retryAfterMs ?? 0) <= retryPolicies.registry.maxRetryAfterMs;
  const reason = `${host} responded with HTTP ${response.status}`;
  const retry = isSoon ? 'with backoff' : 'never';
  return { ...unknownFailure, retry, retryAfterMs, reason, result: response };
}

/** The codes of a registry's own error, as `MANIFEST_UNKNOWN`. */
export function codesIn({ body }: HttpResponse): readonly string[] {
  return listOf(parseFields(body)?.['errors'])
    .map(({ code }) => textOf(code))
    .filter((code) => /^[A-Z_]{1,40}$/.test(code));
}

/**
 * Why a response leaves it open: what was sent, and what came.
 * @param question what was asked for, and with which login; the cure goes behind a denial
 */
export function problemWith(
  { host }: Endpoint,
  response: HttpResponse,
  { text, cure }: { readonly text: string; readonly cure: string },
): RegistryError {
  const { status } = response;
  const came = [`HTTP ${status}`, ...codesIn(response).slice(0, 1)].join(' ');
  const problem = `${host} ${verbFor(response)} (${came}) when asked for ${text}`;
  const isDenied = [401, 403, 404].includes(status);
  return isDenied ? new AccessDenied(problem + cure) : new RegistryError(problem);
}

function verbFor({ status, headers }: HttpResponse): string {
  if (status === 401 || status === 403) return 'denied access';
  if (status === 404) return 'found nothing';
  if (status === 429) return 'limits the rate of requests';
  if (status >= 200 && status < 300) return 'responded with what no registry sends';
  if (status < 300 || status >= 400) return 'failed';
  const location = headers['location'] ?? '';
  const target = URL.canParse(location) ? new URL(location).host : 'another address';
  return `redirects to ${printable(target, 80)}, and redirects are not followed`;
}
