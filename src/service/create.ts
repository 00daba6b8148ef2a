import { CallError, CancelledCallError, type Called, type Client } from '../api/client.ts';
import { CancelledError, UserError } from '../errors.ts';
import { parseService, type Service } from './service.ts';
import { listed, quoted } from '../text.ts';
import type { Json, JsonObject } from '../json.ts';

export interface CreateRequest {
  readonly clientToken: string;
  readonly serviceName: string;
  readonly body: JsonObject;
  /** Whether the token may have been sent before, by an earlier attempt of the job. */
  readonly isRepeat?: boolean;
}

/**
 * `POST /v2/service/create`, once: the token and the body are the same in every attempt, so whatever
 * gets lost on the way, BEC makes one service of them.
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
  return mayExist
    ? `The service ${quoted(serviceName)} may exist, and be billed, though no answer says so. Re-run this job: it asks with the same token (${clientToken}), so it finds that service instead of making a second one. BEC is said to remember a token for 24 hours.`
    : isRepeat === true
      ? 'No service was created by this attempt; an earlier one with the same token may have made one.'
      : 'No service was created.';
}

/** A token that met another service (one reused in client-token, say) must not end green. */
function requireSameService(
  service: Service,
  { serviceName, body, clientToken }: CreateRequest,
): void {
  const asked = regionsOf(body['deployInstances']);
  const strangers = service.deployInstances
    .map(({ regionId }) => regionId)
    .filter((region) => region !== '' && !asked.includes(region.toLowerCase()));
  const differences = [
    ...(service.serviceName === '' || service.serviceName === serviceName
      ? []
      : [`it is named ${quoted(service.serviceName)}, not ${quoted(serviceName)}`]),
    ...(asked.length === 0 || strangers.length === 0
      ? []
      : [`it runs in ${listed(strangers.map(quoted))}, which this spec does not name`]),
  ];
  if (differences.length === 0) return;
  throw new UserError(
    `BEC answered with another service, ${service.serviceId}: ${differences.join(', and ')}. The token ${clientToken} was used for that one before. It was left as it is; to create this service, start a new run, or set client-token.`,
  );
}

/** Empty as soon as one place is not named by its id: which ids are its, only BEC knows. */
function regionsOf(deployInstances: Json | undefined): readonly string[] {
  if (!Array.isArray(deployInstances)) return [];
  const instances: readonly unknown[] = deployInstances;
  const ids = instances.map((instance) =>
    typeof instance === 'object' && instance !== null && 'regionId' in instance
      ? String(instance.regionId).toLowerCase()
      : '',
  );
  return ids.includes('') ? [] : ids;
}
