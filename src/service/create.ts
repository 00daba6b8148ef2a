import {
  CallError,
  CancelledCallError,
  ownTokenMismatchAdvice,
  type Called,
  type Client,
} from '../api/client.ts';
import { CancelledError, UserError } from '../errors.ts';
import { listOf, textOf, type Fields } from '../json.ts';
import { listed, quoted } from '../text.ts';
import { parseService, type Service } from './service.ts';

/** One create, with one token. */
export interface CreateRequest {
  readonly clientToken: string;
  /** Whether the token comes from the input client-token. */
  readonly isOwnToken: boolean;
  readonly serviceName: string;
  /** The request's body. */
  readonly body: Fields;
  /** Whether the token may have been sent before: it is the user's own, or the job is run again. */
  readonly isRepeat: boolean;
}

/**
 * `POST /v2/service/create`. The token and the body are the same in every attempt, so BEC creates one
 * service, whatever response gets lost.
 * @throws UserError that says whether the service may exist
 */
export async function requestService(
  bec: Client,
  request: CreateRequest,
): Promise<Called<Service>> {
  const { clientToken, body } = request;
  try {
    const created = await bec.call(
      {
        method: 'POST',
        path: '/v2/service/create',
        query: { clientToken },
        body: JSON.stringify(body),
        parse: parseService,
        advice: request.isOwnToken ? { IdempotentParameterMismatch: ownTokenMismatchAdvice } : {},
      },
      'create',
    );
    requireSameService(created.value, request);
    return created;
  } catch (error) {
    if (error instanceof CancelledCallError) {
      throw new CancelledError(error.signal, existenceText(error.mayHaveTakenEffect, request));
    }
    if (!(error instanceof CallError)) throw error;
    const hint = isAboutPlaces(error, request) ? await hintOn(bec, request) : '';
    const text =
      error.code === 'IdempotentParameterMismatch'
        ? ' BEC may also respond so after that service has been deleted.'
        : ` ${existenceText(error.mayHaveTakenEffect, request)}`;
    throw new UserError(`${error.message}${hint}${text}`, { cause: error });
  }
}

/** An error whose message is about where the service is to run. */
function isAboutPlaces({ message, status = 0 }: CallError, { body }: CreateRequest): boolean {
  if (status < 400 || status > 499) return false;
  const ids = listOf(body['deployInstances']).map(({ regionId }) => textOf(regionId));
  return placeWords.test(message) || ids.some((id) => id !== '' && message.includes(id));
}

const placeWords = /\b(?:node|region|city|service ?provider)|节点|区域|地域|地区|城市|运营商/i;

/** Loaded here only: no deployment that works needs it. */
async function hintOn(bec: Client, { body }: CreateRequest): Promise<string> {
  const { placeHint } = await import('./places.ts');
  const hint = await placeHint(bec, body['deployInstances']);
  return hint === '' ? '' : ` ${hint}`;
}

function existenceText(mayExist: boolean, request: CreateRequest): string {
  if (mayExist) return mayExistText(request);
  return request.isRepeat
    ? 'No service was created by this attempt; an earlier one with the same token may have created one.'
    : 'No service was created.';
}

/** What to say of a create that got no response. */
export function mayExistText({
  serviceName,
  clientToken,
}: Pick<CreateRequest, 'serviceName' | 'clientToken'>): string {
  return `The service ${quoted(serviceName)} may exist, and be billed, although no response says so. Re-run this job: it sends the same token (${clientToken}), so it finds that service instead of creating a second one. BEC is said to remember a token for 24 hours.`;
}

/** A token that was used for another service must not end green. */
function requireSameService(service: Service, request: CreateRequest): void {
  const differences = differencesOf(service, request);
  if (differences.length === 0) return;
  const { clientToken, isOwnToken } = request;
  const advice = isOwnToken
    ? 'Another run or step may have used it: set client-token to a new value.'
    : 'Steps inside one composite action, and calls of one reusable workflow, get the same token: set client-token to a different value for each of them.';
  throw new UserError(
    `BEC responded with another service, ${service.serviceId}: ${listed(differences)}. The token ${clientToken} was used for that one before, and it was left as it is. ${advice}`,
  );
}

function differencesOf(service: Service, { serviceName, body }: CreateRequest): readonly string[] {
  const requested = regionsOf(body['deployInstances']);
  const unexpected = service.deployInstances
    .map(({ regionId }) => regionId)
    .filter((region) => region !== '' && !requested.includes(region.toLowerCase()));
  return [
    ...(service.serviceName === '' || service.serviceName === serviceName
      ? []
      : [`it is named ${quoted(service.serviceName)}, not ${quoted(serviceName)}`]),
    ...(requested.length === 0 || unexpected.length === 0
      ? []
      : [`it is in ${listed(unexpected.slice(0, 5).map(quoted))}, which is not in this spec`]),
  ];
}

/** In lower case; none if a place is given without an id, since only BEC knows which ids it gets. */
function regionsOf(deployInstances: unknown): readonly string[] {
  const ids = listOf(deployInstances).map(({ regionId }) => textOf(regionId).toLowerCase());
  return ids.includes('') ? [] : ids;
}
