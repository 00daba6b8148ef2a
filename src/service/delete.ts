import { CallError, type Client } from '../api/client.ts';
import { CancelledError } from '../errors.ts';
import type { RetryPolicy } from '../api/retry.ts';

/**
 * `DELETE /v1/service/{serviceId}`; a service that is gone already counts as deleted. A signal does not
 * keep it from being tried, it only leaves it less time.
 * @throws CallError
 */
export async function deleteService(
  client: Client,
  serviceId: string,
  signal: AbortSignal,
): Promise<void> {
  const call = { method: 'DELETE', path: `/v1/service/${serviceId}`, query: {} } as const;
  const remove = async (policy: RetryPolicy, stop: AbortSignal): Promise<void> => {
    try {
      await client.call({ ...call, parse: (body) => body }, policy, stop);
    } catch (error) {
      if (!(error instanceof CallError && error.status === 404)) throw error;
    }
  };
  if (!signal.aborted) {
    try {
      await remove(removalPolicy, signal);
      return;
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
    }
  }
  await remove(hastyRemovalPolicy, new AbortController().signal);
}

const removalPolicy: RetryPolicy = {
  maxAttempts: 6,
  maxElapsedMs: 60_000,
  firstBackoffMs: 500,
  maxBackoffMs: 10_000,
  maxRetryAfterMs: 30_000,
};

/** A cancelled job gets 7.5 s before the runner insists. */
const hastyRemovalPolicy: RetryPolicy = {
  maxAttempts: 3,
  maxElapsedMs: 5_000,
  firstBackoffMs: 200,
  maxBackoffMs: 500,
  maxRetryAfterMs: 500,
};
