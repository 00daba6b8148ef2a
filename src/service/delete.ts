import { CallError, type Client, type PolicyName } from '../api/client.ts';
import { CancelledError } from '../errors.ts';

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
  const remove = async (policyName: PolicyName, stop: AbortSignal): Promise<void> => {
    try {
      await client.call({ ...call, parse: (body) => body }, policyName, stop);
    } catch (error) {
      if (!(error instanceof CallError && error.status === 404)) throw error;
    }
  };
  if (!signal.aborted) {
    try {
      await remove('delete', signal);
      return;
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
    }
  }
  await remove('cleanup', new AbortController().signal);
}
