import type { Client } from '../api/client.ts';
import { durationText } from '../clock.ts';
import { CancelledError, UserError } from '../errors.ts';
import { patience } from '../http/retry.ts';
import type { Fields } from '../json.ts';
import { listed, printable, quoted } from '../text.ts';
import { ageOf, createTimeOf } from './create-time.ts';
import { requestService } from './create.ts';
import { findServices, serviceText, type Look } from './detail.ts';
import type { CreatedService, Journal } from './journal.ts';
import { isOwn } from './may-delete.ts';
import { isDeleted } from './state.ts';

export interface ClientTokens {
  /** Whether it is from the input client-token, and stands for one service. */
  readonly isOwn: boolean;
  /** From 1 on, one for each time that the service of the one before has been deleted. */
  readonly clientTokenOf: (generation: number) => string;
}

export interface ServiceRequest {
  readonly tokens: ClientTokens;
  readonly serviceName: string;
  readonly body: Fields;
  /** The attempt at the job, from 1 on: those before this one may have created the service. */
  readonly attempt: number;
}

/** A service that is there no more, or that BEC doesn't find. */
interface Former {
  readonly serviceId: string;
  /** Undefined if BEC doesn't find it. */
  readonly status: string | undefined;
}

/**
 * Creates the service, or finds the one that an earlier attempt created. A token whose service has been
 * deleted is followed by that of the next generation. Attempt n goes to generation n at most, since those
 * before it used lower ones only: what the last one gives is never followed by another.
 * @throws UserError that says what exists, CancelledError
 */
export async function createService(
  bec: Client,
  request: ServiceRequest,
  journal: Journal,
): Promise<CreatedService> {
  const lastGeneration = request.tokens.isOwn ? 1 : request.attempt;
  const formers: Former[] = [];
  for (let generation = 1; ; generation++) {
    const end = await createGeneration(bec, { ...request, generation }, journal).catch(
      (error: unknown) => {
        throw formers.length > 0 && error instanceof UserError
          ? withFormers(error, formers)
          : error;
      },
    );
    if ('created' in end) return end.created;
    formers.push(end.former);
    const isShown = end.former.status !== undefined;
    // What may exist stays on record.
    if (isShown || generation < lastGeneration) journal.add({ kind: 'lost' });
    if (generation >= lastGeneration) throw lastError(request, end.former, formers);
    bec.log(`${formerText(end.former)} The next token is sent.`);
  }
}

type Generation = { readonly created: CreatedService } | { readonly former: Former };

async function createGeneration(
  bec: Client,
  { tokens, serviceName, body, attempt, generation }: ServiceRequest & { generation: number },
  journal: Journal,
): Promise<Generation> {
  const isOwnToken = tokens.isOwn;
  const clientToken = tokens.clientTokenOf(generation);
  const isRerun = attempt > 1;
  const startMs = bec.clock.elapsedMs();
  journal.add({ kind: 'requested', clientToken });
  const create = { clientToken, isOwnToken, serviceName, body, isRerun };
  const { value: service, requestId, serverTime } = await requestService(bec, create);
  const { serviceId } = service;
  if (isDeleted(service)) return { former: service };
  const tookMs = bec.clock.elapsedMs() - startMs;
  const requestedAt = serverTime && new Date(serverTime.getTime() - tookMs);
  const age = ageOf({ service, serverTime }, requestedAt).kind;
  const isRepeat = isOwnToken || isRerun || age === 'older';
  const sight = { serviceId, requestId, service, serverTime };
  const created = { ...sight, serviceName, body, clientToken, isRepeat, requestedAt };
  journal.add({ kind: 'found', created });
  // Where it is new for certain, not finding it would only mean that reads lag behind.
  const look = isRepeat && age !== 'newer' ? await lookUp(bec, created) : undefined;
  if (look?.kind === 'not found') return { former: { serviceId, status: undefined } };
  if (look?.kind === 'service') {
    if (isDeleted(look.service)) return { former: look.service };
    journal.add({ kind: 'looked', look });
  }
  bec.log(foundText(created, look));
  return { created };
}

/** What a service that is this young is not found for says only that reads lag behind. */
const youngMs = 120_000;

/**
 * Looks at a service that may have been created long ago.
 * @throws UserError if it can't be read whether it exists, CancelledError
 */
async function lookUp(bec: Client, created: CreatedService): Promise<Look> {
  const { serviceId, service, serverTime, requestedAt } = created;
  const name = `${serviceText(created)} was created, by this attempt or an earlier one`;
  const isDated = ageOf(created, requestedAt).kind !== 'unknown';
  const { epochMs = 0 } = (isDated ? createTimeOf(service) : undefined) ?? {};
  const youngForMs = epochMs + youngMs - (serverTime?.getTime() ?? Infinity);
  const limitMs = Math.max(patience.notFound.limitMs, youngForMs);
  try {
    const look = (await findServices(bec, [created], limitMs)).get(serviceId);
    if (look?.kind === 'service' || look?.kind === 'not found') return look;
    const reason = look !== undefined && 'reason' in look ? `: ${look.reason}` : '.';
    throw new UserError(
      `${name}, but whether it still exists can't be read${reason} It may exist, and be billed. Re-run this job later.`,
    );
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    throw new CancelledError(
      error.signal,
      `${name}. Unless it has been deleted, it exists, and is billed.`,
    );
  }
}

function foundText(created: CreatedService, look: Look | undefined): string {
  const last = look?.kind === 'service' ? look : created;
  const { serviceId, status } = last.service;
  const facts = `${serviceId}, ${printable(status)} (request id ${printable(created.requestId)})`;
  const isCreated = isOwn({ created, last });
  if (isCreated === true) return `Created ${facts}`;
  const who = isCreated === false ? 'an earlier attempt' : 'this attempt or an earlier one';
  return `Found ${facts}, which ${who} created`;
}

function lastError(
  { tokens, serviceName }: ServiceRequest,
  { serviceId, status }: Former,
  formers: readonly Former[],
): UserError {
  const name = serviceText({ serviceId, serviceName });
  const missing = formers.filter((former) => former.status === undefined);
  const ids = listed(missing.map((former) => former.serviceId));
  const text =
    status === undefined
      ? `${name} was created with this token, and BEC has not found it for ${durationText(patience.notFound.limitMs)}: it was deleted, or is not visible yet.`
      : tokens.isOwn
        ? `No service was created: the token in client-token stands for the service ${quoted(serviceName)} (${serviceId}), which has been deleted. Set client-token to a new value.`
        : `${name} was created with the token of this attempt and is ${printable(status)}: somebody has deleted it. Re-run the job to create it anew.`;
  const mayExist = `${ids} may exist, and be billed: look in the BEC console before you re-run this job.`;
  return new UserError(ids === '' ? text : `${text} ${mayExist}`);
}

function formerText({ serviceId, status }: Former): string {
  return status === undefined
    ? `BEC does not find ${serviceId}, which was created before: it was deleted, or is not visible yet.`
    : `${serviceId}, which was created before, has been deleted.`;
}

function withFormers(error: UserError, formers: readonly Former[]): UserError {
  const text = formers.map(formerText).join(' ');
  return error instanceof CancelledError
    ? new CancelledError(error.signal, `${error.outcome} ${text}`, error.failure)
    : new UserError(`${error.message} ${text}`, { cause: error });
}
