import { createHash } from 'node:crypto';
import { CallError, CancelledCallError, type Client } from '../src/api/client.ts';
import type { Run } from '../src/context.ts';
import { CancelledError, UserError } from '../src/errors.ts';
import type { Fields } from '../src/json.ts';
import { readService } from '../src/service/reading.ts';
import { differencesTo } from './comparison.ts';
import type { UpdatePlan, UpdateStep } from './plan.ts';
import { isOvertaken, regionsOf } from './progress.ts';

/**
 * Sends the update unless the service is set to the spec already, also right before it would be sent.
 * @returns the request id, empty if a look says that it has worked; undefined if nothing was sent
 * @throws UserError that says whether the update may be under way
 */
export async function sendIfNeeded(
  bec: Client,
  plan: UpdatePlan,
  { spec, runner, learn }: UpdateStep,
): Promise<string | undefined> {
  const { serviceId } = plan.service;
  const { imageVersion } = plan.target;
  const isSet = (): Promise<boolean> => isSetTo(bec, plan, spec.body);
  if (plan.differences.length === 0 || (await isSet())) {
    bec.log(`The service is set to ${imageVersion} already: nothing is sent.`);
    return undefined;
  }
  learn({ effect: '' });
  bec.log(`Updating ${serviceId} to ${imageVersion}`);
  const body = updateBodyOf(spec.body);
  const path = `/v2/service/${serviceId}`;
  const beforeRetry = async (): Promise<Fields | undefined> =>
    (await isSet().catch(afterRequest)) ? {} : undefined;
  const put = async (mayHaveTakenEffect: boolean, more: readonly string[]): Promise<string> => {
    const query = { clientToken: tokenOf(runner.run, [path, body, ...more]) };
    const earlier = { mayHaveTakenEffect, isInProgress };
    const call = { method: 'PUT', path, query, body, beforeRetry, earlier, ...reading } as const;
    return (await bec.call(call, 'update')).requestId;
  };
  try {
    return await put(false, []).catch((error: unknown) => {
      if (!(error instanceof CallError) || error.code !== 'IdempotentParameterMismatch') {
        throw error;
      }
      // It states the whole, so nothing can come twice.
      bec.log(`${error.message} It is sent with another token.`);
      return put(error.mayHaveTakenEffect, ['again']);
    });
  } catch (error) {
    if (error instanceof CancelledCallError) {
      throw new CancelledError(error.signal, effectText(error));
    }
    if (!(error instanceof CallError)) throw error;
    throw new UserError(`${error.message} ${effectText(error)}`, { cause: error });
  }
}

const reading = {
  parse: (response: Fields): Fields => response,
  advice: {
    IdempotentParameterMismatch: '',
    OperationDenied: 'Another update, start or stop of the service is under way.',
  },
};

/** Another change that is under way comes to its end. */
function isInProgress({ status }: Pick<CallError, 'status'>): boolean {
  return status === 409;
}

/** In a read between two requests. If it was cancelled, what it interrupts says what may have happened. */
function afterRequest(error: unknown): boolean {
  if (error instanceof CancelledCallError) return false;
  if (!(error instanceof UserError)) throw error;
  const text = effectText({ mayHaveTakenEffect: true });
  throw new UserError(`${error.message} ${text}`, { cause: error });
}

/** @throws UserError if a region is set to something else than before, and than the spec */
async function isSetTo(
  bec: Client,
  { service, before, target, isBlind }: UpdatePlan,
  spec: Fields,
): Promise<boolean> {
  const look = await readService(bec, service);
  if (look.kind !== 'service') return false;
  if (isOvertaken(regionsOf(look.service, target.images), before.regions)) {
    throw new UserError(
      `Somebody else has updated ${service.serviceId} since this step first read it. Run the job again.`,
    );
  }
  const differences = differencesTo(spec, look.service);
  return !isBlind && differences.every(({ difference }) => difference === 'not shown');
}

/**
 * Only what an update can change; nothing that was read goes back.
 * @see https://cloud.baidu.com/doc/BEC/s/il2yl74u1
 */
function updateBodyOf({ containers, imageRegistrySecrets }: Fields): string {
  return JSON.stringify({
    type: 'resource',
    containers,
    ...(imageRegistrySecrets !== undefined && { imageRegistrySecrets }),
  });
}

/** For this attempt of this step: a token that a re-run shares would get what BEC remembers of it. */
function tokenOf(run: Run, request: readonly string[]): string {
  const { serverUrl, repositoryId, runId, runAttempt, job, step } = run;
  const identity = [serverUrl, repositoryId, runId, runAttempt, job, step, ...request];
  return `bec-${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 40)}`;
}

function effectText({ mayHaveTakenEffect }: Pick<CallError, 'mayHaveTakenEffect'>): string {
  return mayHaveTakenEffect
    ? 'The update may be under way, although no response says so. A re-run reads the service first.'
    : 'Nothing was changed.';
}
