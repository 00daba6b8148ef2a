import { CallError, CancelledCallError, type Called, type Client } from '../api/client.ts';
import { CancelledError, UserError } from '../errors.ts';
import { listOf, textOf, type Fields } from '../json.ts';
import { listed, quoted } from '../text.ts';
import { parseService, type Service } from './service.ts';

export interface CreateRequest {
  readonly clientToken: string;
  readonly serviceName: string;
  /** The request's body. */
  readonly body: Fields;
  /** Whether the token may have been sent before: it is the user's own, or the job is run again. */
  readonly isRepeat?: boolean;
}

/**
 * `POST /v2/service/create`. The token and the body are the same in every attempt, so BEC creates one
 * service, whatever response gets lost.
 * @throws UserError that says whether the service may exist
 */
export async function createService(
  client: Client,
  request: CreateRequest,
  signal: AbortSignal,
): Promise<Called<Service>> {
  const { clientToken, body } = request;
  try {
    const created = await client.call(
      {
        method: 'POST',
        path: '/v2/service/create',
        query: { clientToken },
        body: JSON.stringify(body),
        parse: parseService,
      },
      'create',
      signal,
    );
    requireSameService(created.value, request);
    return created;
  } catch (error) {
    if (error instanceof CancelledCallError) {
      throw new CancelledError(error.signal, existenceText(error.mayHaveTakenEffect, request));
    }
    if (!(error instanceof CallError)) throw error;
    const text =
      error.code === 'IdempotentParameterMismatch'
        ? ''
        : ` ${existenceText(error.mayHaveTakenEffect, request)}`;
    throw new UserError(`${error.message}${text}`, { cause: error });
  }
}

function existenceText(
  mayExist: boolean,
  { clientToken, serviceName, isRepeat }: CreateRequest,
): string {
  if (mayExist) {
    return `The service ${quoted(serviceName)} may exist, and be billed, although no response says so. Re-run this job: it sends the same token (${clientToken}), so it finds that service instead of creating a second one. BEC is said to remember a token for 24 hours.`;
  }
  return isRepeat === true
    ? 'No service was created by this attempt; an earlier one with the same token may have created one.'
    : 'No service was created.';
}

/** A token that was used for another service (one reused in client-token, say) must not end green. */
function requireSameService(
  service: Service,
  { serviceName, body, clientToken }: CreateRequest,
): void {
  const requested = regionsOf(body['deployInstances']);
  const unexpected = service.deployInstances
    .map(({ regionId }) => regionId)
    .filter((region) => region !== '' && !requested.includes(region.toLowerCase()));
  const differences = [
    ...(service.serviceName === '' || service.serviceName === serviceName
      ? []
      : [`it is named ${quoted(service.serviceName)}, not ${quoted(serviceName)}`]),
    ...(requested.length === 0 || unexpected.length === 0
      ? []
      : [`it is in ${listed(unexpected.map(quoted))}, which is not in this spec`]),
  ];
  if (differences.length === 0) return;
  throw new UserError(
    `BEC responded with another service, ${service.serviceId}: ${differences.join(', and ')}. The token ${clientToken} was used for that one before. It was left as it is; to create this service, start a new run, or set client-token.`,
  );
}

/** In lower case; none where a place is given without an id, since only BEC knows which ids it gets. */
function regionsOf(deployInstances: unknown): readonly string[] {
  const ids = listOf(deployInstances).map(({ regionId }) => textOf(regionId).toLowerCase());
  return ids.includes('') ? [] : ids;
}
