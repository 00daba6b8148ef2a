import type { Environment } from '../context.ts';
import {
  connectionTo,
  type Connection,
  type Endpoint,
  type HttpRequest,
  type HttpResponse,
  type Limits,
} from '../http/connection.ts';
import {
  failureOfResponse,
  failureOfTransport,
  retryPolicies,
  retrying,
  type AttemptEnd,
  type FailedAttempt,
  type RequestRun,
} from '../http/retry.ts';

/** Why it is unknown whether an image is in its registry. Its message is a sentence about the registry. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}

/** Access was denied for want of a login, or of a better one. */
export class AccessDenied extends RegistryError {}

export interface RegistryRun extends RequestRun {
  readonly environment: Environment;
  /** Called with each secret before anything that could hold it is sent or logged. */
  readonly mask: (secret: string) => void;
}

/**
 * The connections to registries and their token servers. The signal aborts with a RegistryError when time is
 * up, with any other reason when the run is cancelled.
 */
export type Session = Readonly<ReturnType<typeof openSession>>;

/** The size is for lists of tags that come in one piece. */
const limits: Limits = { connectMs: 5000, attemptMs: 8000, maxResponseBytes: 16 * 1024 ** 2 };

export function openSession(run: RegistryRun) {
  const { clock, signal, environment } = run;
  const connections = new Map<string, Connection>();
  return {
    ...run,
    /**
     * Sends, and once more after a failure that may pass by itself. Redirects are not followed.
     * @throws RegistryError if there is no response but such failures
     */
    send: async (endpoint: Endpoint, request: HttpRequest): Promise<HttpResponse> => {
      const { origin, host } = endpoint;
      const connection = connections.get(origin) ?? connectionTo(endpoint, environment, clock);
      connections.set(origin, connection);
      const attempt = (): Promise<AttemptEnd<HttpResponse, FailedAttempt>> =>
        connection.send(request, limits, signal).then(
          (response) => endOf(response, host),
          (error: unknown) => {
            const failure = failureOfTransport(error);
            const reason = `There was no usable response from ${host}: ${failure.reason}`;
            return { ...failure, reason };
          },
        );
      const end = await retrying(attempt, 'registry', run);
      if (end.kind === 'success') return end.value;
      throw new RegistryError(end.reason, { cause: end.cause });
    },
    close: (): void => {
      for (const connection of connections.values()) connection.close();
    },
  };
}

/** A response that may be another one in a moment is a failure. */
function endOf(response: HttpResponse, host: string): AttemptEnd<HttpResponse, FailedAttempt> {
  const failure = failureOfResponse(response);
  if (!failure.isRetryable) return { kind: 'success', value: response };
  // Longer is not worth the wait.
  const isRetryable = (failure.retryAfterMs ?? 0) <= retryPolicies.registry.maxRetryAfterMs;
  return { ...failure, isRetryable, reason: `${host} responded with ${failure.reason}` };
}
