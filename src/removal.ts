import { CallError, type Client } from './client.ts';
import type { RetryPolicy } from './retry.ts';

/** `DELETE /v1/service/{serviceId}`; a service that is gone already counts as deleted. */
export async function deleteService(
  client: Client,
  serviceId: string,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<void> {
  try {
    const call = { method: 'DELETE', path: `/v1/service/${serviceId}`, query: {} } as const;
    await client.call({ ...call, parse: (body) => body }, policy, signal);
  } catch (error) {
    if (!(error instanceof CallError && error.status === 404)) throw error;
  }
}

export const removalPolicy: RetryPolicy = {
  maxAttempts: 6,
  maxElapsedMs: 60_000,
  firstBackoffMs: 500,
  maxBackoffMs: 10_000,
  maxRetryAfterMs: 30_000,
};

/** A cancelled job gets 7.5 s before the runner insists. */
export const hastyRemovalPolicy: RetryPolicy = {
  maxAttempts: 3,
  maxElapsedMs: 5_000,
  firstBackoffMs: 200,
  maxBackoffMs: 500,
  maxRetryAfterMs: 500,
};
