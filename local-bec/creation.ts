import { randomInt } from 'node:crypto';
import { parseBody, parseCreateBody } from './bodies.ts';
import { isNode } from './nodes.ts';
import { toPlan, totalPodsOf } from './plan.ts';
import type { ServicePlan } from './plan.ts';
import { MAX_PODS, newSlots } from './pods.ts';
import { platformError, resultOf } from './responses.ts';
import type { ErrorOutcome, Outcome } from './responses.ts';
import { imagePull } from './rollouts.ts';
import { isGone, planAt, snapshotOf } from './service.ts';
import type { Service } from './service.ts';
import { store } from './state.ts';
import type { Call, Remembered, State } from './state.ts';
import { mismatch } from './tokens.ts';
import { briefOf } from './views.ts';

/** How long a create that has made its service may still be worked on. */
export const WORKING_MS = 20_000;

export function createService(state: State, call: Call): Outcome {
  const { nowMs } = call;
  const parsed = parseCreateBody(call.body);
  if (parsed.kind === 'error') return parsed;
  const serviceId = newServiceId();
  const plan = toPlan(parsed.body, serviceId);
  const refusal = refusalOf(state, plan, nowMs);
  if (refusal !== undefined) return refusal;
  const rollout = plan.template.containers.some(state.isImageMissing)
    ? imagePull(state.stepMs)
    : state.rollout;
  const clientToken = call.version === 1 ? undefined : call.query['clientToken'];
  const service: Service = {
    record: { serviceId, clientToken, body: parsed.body, createdAt: nowMs },
    plans: [{ fromMs: nowMs, plan }],
    slots: newSlots(plan, rollout, nowMs),
    rollout,
    startedAt: nowMs,
    changedAt: undefined,
    isStopped: false,
    number: state.services.size + 1,
  };
  store(state, service);
  return responseOf(state, service, nowMs);
}

/** What a create gets whose token has been used for the same request; `undefined`: a new service. */
export function createAgain(
  state: State,
  { query, nowMs }: Call,
  { response, performedAtMs }: Remembered,
): Outcome | undefined {
  const { services, variants } = state;
  if (nowMs - performedAtMs < WORKING_MS) {
    switch (variants.repeatedCreate) {
      case 'token-processing':
        return platformError('LastTokenProcessing', 'The last request is being processed.');
      case 'denied':
        return platformError('OperationDenied', 'Another operation is in progress.');
      case 'answered':
    }
  }
  const service = [...services.values()].findLast(
    ({ record }) => record.clientToken === query['clientToken'],
  );
  if (service === undefined) return mismatch();
  if (service.record.deletedAt === undefined) return responseOf(state, service, nowMs);
  switch (variants.deletedToken) {
    case 'terminated':
      return responseOf(state, service, nowMs);
    case 'same-response':
      return response;
    case 'mismatch':
      return mismatch();
    case 'new-service':
      return undefined;
  }
}

const SECRET_FIELDS = ['name', 'server', 'userName', 'password'] as const;

/** `POST /v1/secret/image`: the credentials of a registry. Nothing is kept of them. */
export function createRegistrySecret(text: string): Outcome {
  const parsed = parseBody(text, undefined);
  if (parsed.kind === 'error') return parsed;
  const { body } = parsed;
  const missing = SECRET_FIELDS.find((name) => typeof body[name] !== 'string' || body[name] === '');
  return missing === undefined
    ? resultOf({ result: true, action: 'create', details: { name: body['name'] } })
    : platformError('InappropriateJSON', `${missing} is required.`);
}

function refusalOf(
  { services, variants }: State,
  plan: ServicePlan,
  nowMs: number,
): ErrorOutcome | undefined {
  // The quota is not documented; this one keeps a typing error from filling the memory.
  if (totalPodsOf(plan) > MAX_PODS) {
    return platformError('LimitExceeded', `The quota is ${MAX_PODS} pods.`);
  }
  const unknown = plan.regions.find(({ regionId }) => !isNode(regionId ?? ''));
  if (variants.unknownRegion === 'refused' && unknown !== undefined) {
    return platformError('BadRequest', `The node ${unknown.regionId ?? ''} does not exist.`);
  }
  const isTaken = [...services.values()].some(
    (service) => planAt(service, nowMs).serviceName === plan.serviceName && !isGone(service, nowMs),
  );
  return variants.duplicateName === 'refused' && isTaken
    ? platformError('OperationDenied', 'A service with this name exists already.')
    : undefined;
}

/** The page shows the time of the creation as null here. */
function responseOf({ variants }: State, service: Service, nowMs: number): Outcome {
  const view = { nowMs, lagMs: 0, variants };
  const details = { ...briefOf(snapshotOf(service, view), view), createTime: null };
  return resultOf({ result: true, action: 'Create service', details });
}

/** `s-` and eight characters of `0-9a-z`. */
function newServiceId(): string {
  const digits = Array.from({ length: 8 }, () => randomInt(36).toString(36));
  return `s-${digits.join('')}`;
}
