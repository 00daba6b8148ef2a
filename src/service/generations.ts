import { CallError, type Called, type Client } from '../api/client.ts';
import { CancelledError, UserError } from '../errors.ts';
import { patience } from '../http/retry.ts';
import type { Fields } from '../json.ts';
import { counted, listed, quoted } from '../text.ts';
import { ageOf } from './create-time.ts';
import { requestService } from './create.ts';
import { readService } from './detail.ts';
import { readIdsNamed } from './namesakes.ts';
import { serviceText, type Service } from './service.ts';
import { isDeleted } from './state.ts';

/** Where the tokens come from. */
export type ClientTokens =
  /** From 1 on, one for each time that the service of the one before has been deleted. */
  | { readonly kind: 'generations'; readonly clientTokenOf: (generation: number) => string }
  /** From the input client-token: it stands for one service. */
  | { readonly kind: 'own'; readonly clientToken: string };

export interface ServiceRequest {
  readonly tokens: ClientTokens;
  readonly serviceName: string;
  /** The request's body. */
  readonly body: Fields;
  /** Whether an earlier attempt of the job may have created the service. */
  readonly isRerun: boolean;
  /**
   * Whether the service is to be deleted if it fails. A re-run then notes first which services exist, to
   * tell its own from those.
   */
  readonly isDisposable: boolean;
}

export interface CreateListeners {
  /** Called before each create, with its token. */
  readonly onRequest: (clientToken: string) => void;
  /**
   * Called as soon as a service is known, and once more with undefined if it turns out to have been
   * deleted.
   */
  readonly onFound: (found: CreatedService | undefined) => void;
}

export interface CreatedService extends Called<Service> {
  readonly requested: Pick<ServiceRequest, 'serviceName' | 'body'>;
  readonly clientToken: string;
  /** Whether the same token may have been sent before. */
  readonly isRepeat: boolean;
  /** Whether it existed before this attempt, as far as BEC's list of services tells. */
  readonly mayBeOlder: boolean;
  /** BEC's time when the request was sent; undefined if BEC doesn't say. */
  readonly requestedAt: Date | undefined;
}

const maxGenerations = 5;

/**
 * Creates the service, or finds the one that an earlier attempt created. A token whose service has been
 * deleted is followed by that of the next generation; since every attempt takes the same steps, all end
 * at the same service.
 * @throws UserError that says what exists, CancelledError
 */
export async function createService(
  bec: Client,
  request: ServiceRequest,
  listeners: CreateListeners,
): Promise<CreatedService> {
  const idsBefore = await readIdsBefore(bec, request);
  const deleted: string[] = [];
  for (let generation = 1; generation <= maxGenerations; generation++) {
    const created = await createGeneration(
      bec,
      { ...request, generation, idsBefore },
      listeners,
    ).catch((error: unknown) => {
      throw deleted.length > 0 && error instanceof UserError ? withDeleted(error, deleted) : error;
    });
    if (created.kind === 'living') return created.service;
    const { serviceId } = created;
    deleted.push(serviceId);
    if (request.tokens.kind === 'own') throw new UserError(ownTokenText(request, serviceId));
    bec.log(`${serviceId}, which this token created before, has been deleted.`);
  }
  throw new UserError(
    `No service was created by this attempt. The tokens of this run have created ${counted(maxGenerations, 'service')} before, and all of them have been deleted: ${listed(deleted)}. Start a new run instead of re-running this one.`,
  );
}

type Generation =
  | { readonly kind: 'living'; readonly service: CreatedService }
  | { readonly kind: 'deleted'; readonly serviceId: string };

async function createGeneration(
  bec: Client,
  request: ServiceRequest & {
    readonly generation: number;
    readonly idsBefore: readonly string[] | undefined;
  },
  { onRequest, onFound }: CreateListeners,
): Promise<Generation> {
  const { tokens, serviceName, body, isRerun, generation, idsBefore } = request;
  const { clock } = bec;
  const isOwnToken = tokens.kind === 'own';
  const clientToken = isOwnToken ? tokens.clientToken : tokens.clientTokenOf(generation);
  const startMs = clock.now().getTime();
  const create = { clientToken, isOwnToken, serviceName, body, isRepeat: isOwnToken || isRerun };
  onRequest(clientToken);
  const response = await requestService(bec, create);
  const { serviceId } = response.value;
  if (isDeleted(response.value)) return { kind: 'deleted', serviceId };
  const requestedAt = earlier(response.serverTime, clock.now().getTime() - startMs);
  const isRepeat = create.isRepeat || ageOf(response.value, requestedAt) === 'older';
  const isNew = idsBefore !== undefined && !idsBefore.includes(serviceId);
  const mayBeOlder = isRepeat && !isNew;
  const requested = { serviceName, body };
  const found = { ...response, requested, clientToken, isRepeat, mayBeOlder, requestedAt };
  onFound(found);
  if (!isRepeat) return { kind: 'living', service: found };
  // The name in the request is what the service must have, even if the response leaves it out.
  const state = await lookUp(bec, { ...response.value, serviceName });
  if (state !== 'deleted') return { kind: 'living', service: { ...found, value: state } };
  onFound(undefined);
  return { kind: 'deleted', serviceId };
}

/** Undefined if that is not needed, or can't be read. */
async function readIdsBefore(
  bec: Client,
  { serviceName, isRerun, isDisposable }: ServiceRequest,
): Promise<readonly string[] | undefined> {
  if (!isRerun || !isDisposable) return undefined;
  try {
    return await readIdsNamed(bec, serviceName, 'list');
  } catch (error) {
    if (error instanceof CancelledError) {
      throw new CancelledError(
        error.signal,
        'No service was created by this attempt; an earlier one may have created one.',
      );
    }
    if (!(error instanceof CallError)) throw error;
    bec.log(
      `Which services exist can't be read, so on-failure: delete will not delete anything: ${error.message}`,
    );
    return undefined;
  }
}

/**
 * Reads whether a service that may have been created long ago still exists.
 * @throws UserError if that can't be read, CancelledError
 */
async function lookUp(bec: Client, service: Service): Promise<Service | 'deleted'> {
  const { clock, signal } = bec;
  const name = serviceText(service);
  const startMs = clock.elapsedMs();
  let notFoundSinceMs: number | undefined;
  try {
    for (;;) {
      const look = await readService(bec, service);
      const nowMs = clock.elapsedMs();
      if (look.kind === 'service') return isDeleted(look.service) ? 'deleted' : look.service;
      if (look.kind === 'not found') {
        notFoundSinceMs ??= nowMs;
        if (nowMs - notFoundSinceMs >= patience.notFound.limitMs) return 'deleted';
      } else if (nowMs - startMs >= patience.unreadable.limitMs) {
        throw new UserError(
          `${name} was created, by this attempt or an earlier one, but whether it still exists can't be read. It may exist, and be billed. Re-run this job later.`,
        );
      }
      await clock.sleep(patience.notFound.pauseMs, signal);
    }
  } catch (error) {
    if (error instanceof CancelledError) {
      throw new CancelledError(
        error.signal,
        `${name} was created, by this attempt or an earlier one. Unless it has been deleted, it exists, and is billed.`,
      );
    }
    if (!(error instanceof CallError)) throw error;
    throw new UserError(
      `${name} was created, by this attempt or an earlier one, but whether it still exists can't be read: ${error.message} It may exist, and be billed.`,
      { cause: error },
    );
  }
}

function ownTokenText(
  { serviceName }: Pick<ServiceRequest, 'serviceName'>,
  serviceId: string,
): string {
  return `No service was created: the token in client-token stands for the service ${quoted(serviceName)} (${serviceId}), which has been deleted. Set client-token to a new value.`;
}

function withDeleted(error: UserError, deleted: readonly string[]): UserError {
  const text = `${listed(deleted)}, created before, ${deleted.length === 1 ? 'has' : 'have'} been deleted.`;
  return error instanceof CancelledError
    ? new CancelledError(error.signal, `${error.outcome} ${text}`)
    : new UserError(`${error.message} ${text}`, { cause: error });
}

function earlier(time: Date | undefined, byMs: number): Date | undefined {
  return time === undefined ? undefined : new Date(time.getTime() - byMs);
}
