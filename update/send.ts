import { createHash } from 'node:crypto';
import type { Runner } from '../src/action/runner.ts';
import { CallError, CancelledCallError, type Client } from '../src/api/client.ts';
import type { Run } from '../src/context.ts';
import { CancelledError, UserError } from '../src/errors.ts';
import type { Fields } from '../src/json.ts';
import { pauseAfter, readService } from '../src/service/reading.ts';
import { compareWithService } from './comparison.ts';
import type { UpdatePlan, UpdateStep } from './plan.ts';
import { progressOf } from './progress.ts';

/** What is sent, and to which service. */
interface UpdateRequest {
  readonly serviceId: string;
  /** The whole body, made of the spec alone. */
  readonly body: string;
  readonly run: Run;
  /** How long BEC may refuse it while another change is under way. */
  readonly timeoutMs: number;
  /**
   * Reads the service: whether it is set to the spec already.
   * @throws UserError if somebody else has changed it
   */
  readonly isSet: () => Promise<boolean>;
}

/**
 * Sends the update unless the service is set to the spec already, also right before it would be sent.
 * @returns the request id; undefined if nothing was sent
 * @throws UserError that says whether the update may be under way
 */
export async function sendIfNeeded(
  bec: Client,
  plan: UpdatePlan,
  { step, runner }: { readonly step: UpdateStep; readonly runner: Runner },
): Promise<string | undefined> {
  const { spec, inputs } = step;
  const { name, differences } = plan;
  const isSet = (): Promise<boolean> => isSetTo(bec, plan, step);
  if (differences.length === 0 || (await isSet())) {
    runner.info(`BEC is set to ${name.imageVersion} already: nothing is sent.`);
    return undefined;
  }
  runner.info(`Updating ${name.serviceId} to ${name.imageVersion}`);
  const { serviceId } = name;
  const body = updateBodyOf(spec.body);
  const timeoutMs = inputs.waitTimeoutMs;
  return sendUpdate(bec, { serviceId, body, run: runner.run, timeoutMs, isSet });
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

/**
 * `PUT /v2/service/{serviceId}`. The same token and bytes in every try, and before each further one the
 * service is read: what has worked is not sent twice.
 * @returns the request id; empty if a look says that it has worked
 * @throws UserError that says whether the update may be under way
 */
async function sendUpdate(bec: Client, request: UpdateRequest): Promise<string> {
  const startMs = bec.clock.elapsedMs();
  let isTokenFresh = false;
  let isRefused = false;
  for (;;) {
    try {
      return await put(bec, request, isTokenFresh ? 2 : 1);
    } catch (error) {
      if (error instanceof CancelledCallError) {
        throw new CancelledError(error.signal, effectText(error));
      }
      if (!(error instanceof CallError)) throw error;
      const elapsedMs = bec.clock.elapsedMs() - startMs;
      const isMismatch: boolean = error.code === 'IdempotentParameterMismatch' && !isTokenFresh;
      const isBusy = error.status === 409 && elapsedMs < request.timeoutMs;
      if (!isMismatch && !isBusy) {
        throw new UserError(`${error.message} ${effectText(error)}`, { cause: error });
      }
      isTokenFresh ||= isMismatch;
      if (!isRefused) bec.log(`${error.message} It is tried again while this may pass.`);
      isRefused = true;
      await bec.clock.sleep(pauseAfter(elapsedMs), bec.signal);
      if (await request.isSet()) return '';
    }
  }
}

async function put(
  bec: Client,
  { serviceId, body, run, isSet }: UpdateRequest,
  generation: number,
): Promise<string> {
  const { requestId } = await bec.call(
    {
      method: 'PUT',
      path: `/v2/service/${serviceId}`,
      query: { clientToken: tokenOf(run, [serviceId, body, String(generation)]) },
      body,
      parse: (response) => response,
      beforeRetry: async () => ((await isSet()) ? {} : undefined),
      advice: {
        OperationDenied: 'Another update, start or stop of the service is under way.',
      },
    },
    'create',
  );
  return requestId;
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
