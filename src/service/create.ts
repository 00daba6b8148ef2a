import {
  CallError,
  CancelledCallError,
  isErrorCode,
  ownTokenMismatchAdvice,
  type Called,
  type Client,
} from '../api/client.ts';
import { CancelledError, UserError } from '../errors.ts';
import { listOf, textOf, type Fields } from '../json.ts';
import { joined, listed, listedFirst, quoted } from '../text.ts';
import { parseService, regionsIn, type Service } from './detail.ts';
import { regionNotes } from './regions.ts';

export interface CreateRequest {
  readonly clientToken: string;
  /** Whether the token comes from the input client-token. */
  readonly isOwnToken: boolean;
  readonly serviceName: string;
  readonly body: Fields;
  /** Whether an earlier attempt of the job may have sent it. */
  readonly isRerun: boolean;
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
  try {
    const created = await callCreate(bec, request);
    requireSameService(created.value, request);
    return created;
  } catch (error) {
    if (!(error instanceof CallError || error instanceof CancelledCallError)) throw error;
    const { mayHaveTakenEffect } = error;
    const kind = error instanceof CallError ? 'failed' : 'cancelled';
    const failure = mayHaveTakenEffect
      ? ({ kind, reasons: [], isGone: false } as const)
      : undefined;
    const existence = existenceText(mayHaveTakenEffect, request);
    if (error instanceof CancelledCallError) {
      throw new CancelledError(error.signal, existence, failure);
    }
    const fields = isAboutRegions(error, request)
      ? await regionNotes(bec, request.body['deployInstances'])
      : [];
    const text =
      error.code === 'IdempotentParameterMismatch'
        ? 'BEC may also respond so after that service has been deleted.'
        : existence;
    // The cure first, and none of the general kind.
    const what =
      fields.length === 0
        ? [error.message]
        : [...fields.map((note) => note.text), error.withoutAdvice];
    throw new UserError(joined([...what, text], ' '), { cause: error, fields, failure });
  }
}

/** @throws CallError, CancelledCallError */
async function callCreate(bec: Client, request: CreateRequest): Promise<Called<Service>> {
  const { clientToken, body, isOwnToken, isRerun } = request;
  const call = {
    method: 'POST',
    path: '/v2/service/create',
    query: { clientToken },
    body: JSON.stringify(body),
    parse: parseService,
    advice: isOwnToken ? { IdempotentParameterMismatch: ownTokenMismatchAdvice } : {},
  } as const;
  try {
    return await bec.call(call, 'create');
  } catch (error) {
    const isInProgress =
      error instanceof CallError &&
      (isRerun || (error.attempts > 1 && error.mayHaveTakenEffect)) &&
      mayBeInProgress(error);
    if (!isInProgress) throw error;
    bec.log(`${error.message} An earlier request with this token may still be worked on.`);
    const { mayHaveTakenEffect } = error;
    const earlier = { mayHaveTakenEffect, isInProgress: mayBeInProgress };
    return await bec.call({ ...call, earlier }, 'inProgress');
  }
}

/** What BEC says of a repeat while it works on the first request isn't known: a conflict, or a code of its own. */
function mayBeInProgress({ status, code }: Pick<CallError, 'status' | 'code'>): boolean {
  return status === 409 || (code !== '' && !isErrorCode(code));
}

/** An error whose message is about where the service is to run. */
function isAboutRegions({ message, status = 0 }: CallError, { body }: CreateRequest): boolean {
  if (status < 400 || status > 499) return false;
  const ids = listOf(body['deployInstances']).map(({ regionId }) => textOf(regionId));
  return regionWords.test(message) || ids.some((id) => id !== '' && message.includes(id));
}

const regionWords = /\b(?:node|region|city|service ?provider)|节点|区域|地域|地区|城市|运营商/i;

function existenceText(mayExist: boolean, request: CreateRequest): string {
  if (mayExist) return mayExistText(request);
  return request.isRerun || request.isOwnToken
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
  const requested = regionsIn(body['deployInstances']);
  const unexpected = service.deployInstances
    .map(({ regionId }) => regionId)
    .filter((region) => region !== '' && requested?.includes(region.toLowerCase()) === false);
  return [
    ...(service.serviceName === '' || service.serviceName === serviceName
      ? []
      : [`it is named ${quoted(service.serviceName)}, not ${quoted(serviceName)}`]),
    ...(unexpected.length === 0
      ? []
      : [`it is in ${listedFirst(unexpected.map(quoted), 5)}, which is not in this spec`]),
  ];
}
