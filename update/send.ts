import { createHash } from 'node:crypto';
import { CallError, CancelledCallError, type Client } from '../src/api/client.ts';
import type { Run } from '../src/context.ts';
import { CancelledError, UserError } from '../src/errors.ts';
import type { Fields } from '../src/json.ts';
import { readService } from '../src/service/reading.ts';
import { compareWithService } from './comparison.ts';
import type { UpdatePlan, UpdateStep } from './plan.ts';
import { progressOf } from './progress.ts';

/**
 * Sends the update unless the service is set to the spec already, also right before it would be sent.
 * @returns the request id, empty if a look says that it has worked; undefined if nothing was sent
 * @throws UserError that says whether the update may be under way
 */
export async function sendIfNeeded(
  bec: Client,
  plan: UpdatePlan,
  { step, run }: { readonly step: UpdateStep; readonly run: Run },
): Promise<string | undefined> {
  const { name, differences } = plan;
  const isSet = (): Promise<boolean> => isSetTo(bec, plan, step);
  if (differences.length === 0 || (await isSet())) {
    bec.log(`The service is set to ${name.imageVersion} already: nothing is sent.`);
    return undefined;
  }
  bec.log(`Updating ${name.serviceId} to ${name.imageVersion}`);
  const body = updateBodyOf(step.spec.body);
  const path = `/v2/service/${name.serviceId}`;
  const put = async (clientToken: string): Promise<string> => {
    const beforeRetry = async (): Promise<Fields | undefined> =>
      (await isSet().catch(unlessCancelled)) ? {} : undefined;
    const call = { method: 'PUT', path, query: { clientToken }, body, beforeRetry } as const;
    return (await bec.call({ ...call, ...patient }, 'update')).requestId;
  };
  try {
    return await put(tokenOf(run, [path, body])).catch((error: unknown) => {
      if (!(error instanceof CallError) || error.code !== 'IdempotentParameterMismatch')
        throw error;
      bec.log(`${error.message} It is sent with another token.`);
      return put(tokenOf(run, [path, body, 'again']));
    });
  } catch (error) {
    if (error instanceof CancelledCallError) {
      throw new CancelledError(error.signal, effectText(error));
    }
    if (!(error instanceof CallError)) throw error;
    throw new UserError(`${error.message} ${effectText(error)}`, { cause: error });
  }
}

/** How its response is read: another change that is under way comes to its end. */
const patient = {
  parse: (response: Fields): Fields => response,
  earlier: {
    mayHaveTakenEffect: false,
    isInProgress: ({ status }: Pick<CallError, 'status'>) => status === 409,
  },
  advice: { OperationDenied: 'Another update, start or stop of the service is under way.' },
};

/** What the cancelled read interrupts says what may have happened. */
function unlessCancelled(error: unknown): boolean {
  if (error instanceof CancelledCallError) return false;
  throw error;
}

/** @throws UserError if a region is set to something else than before, and than the spec */
async function isSetTo(
  bec: Client,
  { name, before, target, isBlind }: UpdatePlan,
  { spec, inputs }: UpdateStep,
): Promise<boolean> {
  const look = await readService(bec, name);
  if (look.kind !== 'service') return false;
  const { service } = look;
  const { regions } = progressOf({ service, pods: [], isWhole: false }, target);
  const former = before.regions.map(({ versions }) => versions);
  if (regions.some(({ isOther, versions }) => isOther && !former.includes(versions))) {
    throw new UserError(
      `Somebody else has updated ${name.serviceId} since this step first read it. Run the job again.`,
    );
  }
  const { differences } = compareWithService(spec, service, inputs.strict);
  return !isBlind && differences.every(({ difference }) => difference === 'hidden');
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
