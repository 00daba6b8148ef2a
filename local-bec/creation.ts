import { randomInt } from 'node:crypto';
import { canonicalQueryStringOf } from '../src/api/bce-auth.ts';
import { MAX_PODS } from './addresses.ts';
import type { Call } from './call.ts';
import { parseCreateBody } from './create-body.ts';
import { isNode } from './nodes.ts';
import { platformError, resultOf } from './responses.ts';
import type { ErrorOutcome, Outcome } from './responses.ts';
import { isGone, toPlan, totalPodsOf } from './service.ts';
import type { Service, ServicePlan } from './service.ts';
import { store } from './state.ts';
import type { RememberedCreate, State } from './state.ts';
import { createdOf } from './views.ts';

const TOKEN_MEMORY_MS = 24 * 60 * 60 * 1000;

/** The same token with the same request gives the service that it gave before. Version 1 has no token. */
export function createService(state: State, call: Call): Outcome {
  const clientToken = call.version === 1 ? undefined : call.query['clientToken'];
  if (clientToken === undefined) return createNew(state, call, undefined);
  if (!/^[\x20-\x7e]{1,64}$/.test(clientToken)) {
    return platformError('BadRequest', 'clientToken must be 1 to 64 ASCII characters.');
  }
  const remembered = state.creates.get(clientToken);
  if (remembered === undefined || call.nowMs - remembered.receivedAtMs > TOKEN_MEMORY_MS) {
    return createNew(state, call, clientToken);
  }
  state.creates.set(clientToken, { ...remembered, receivedAtMs: call.nowMs });
  return remembered.fingerprint === fingerprintOf(call)
    ? createAgain(state, call, { clientToken, remembered })
    : mismatch();
}

function createNew(state: State, call: Call, clientToken: string | undefined): Outcome {
  const parsed = parseCreateBody(call.body);
  if (parsed.kind === 'error') return parsed;
  const plan = toPlan(parsed.body);
  const refusal = refusalOf(state, plan, call.nowMs);
  if (refusal !== undefined) return refusal;
  const serviceId = newServiceId();
  const service: Service = {
    record: { serviceId, clientToken, body: parsed.body, createdAt: call.nowMs },
    plan,
    rollout: state.rolloutOf(plan),
    startedAt: call.nowMs,
    isStopped: false,
    number: state.services.size + 1,
  };
  store(state, service);
  const response = responseOf(state, service, call.nowMs);
  if (clientToken !== undefined) {
    const fingerprint = fingerprintOf(call);
    state.creates.set(clientToken, { fingerprint, serviceId, response, receivedAtMs: call.nowMs });
  }
  return response;
}

function createAgain(
  state: State,
  call: Call,
  {
    clientToken,
    remembered,
  }: { readonly clientToken: string; readonly remembered: RememberedCreate },
): Outcome {
  const service = state.services.get(remembered.serviceId);
  if (service === undefined) return mismatch();
  if (service.record.deletedAt === undefined) return responseOf(state, service, call.nowMs);
  switch (state.variants.deletedToken) {
    case 'terminated':
      return responseOf(state, service, call.nowMs);
    case 'same-response':
      return remembered.response;
    case 'mismatch':
      return mismatch();
    case 'new-service':
      return createNew(state, call, clientToken);
  }
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
  const unknown = plan.deployInstances.find(({ regionId }) => !isNode(regionId ?? ''));
  if (variants.unknownRegion === 'refused' && unknown !== undefined) {
    return platformError('BadRequest', `The node ${unknown.regionId ?? ''} does not exist.`);
  }
  const isTaken = [...services.values()].some(
    (service) => service.plan.serviceName === plan.serviceName && !isGone(service, nowMs),
  );
  return variants.duplicateName === 'refused' && isTaken
    ? platformError('OperationDenied', 'A service with this name exists already.')
    : undefined;
}

function responseOf({ variants }: State, service: Service, nowMs: number): Outcome {
  const details = createdOf(service, { nowMs, variants });
  return resultOf({ result: true, action: 'Create service', details });
}

function mismatch(): ErrorOutcome {
  return platformError(
    'IdempotentParameterMismatch',
    'The clientToken was used before with another request.',
  );
}

/** Method and path are the same for all creates: only the query and the body can differ. */
function fingerprintOf({ query, body }: Call): string {
  return `${canonicalQueryStringOf(query)}\n${body}`;
}

/** `s-` and eight characters of `0-9a-z`. */
function newServiceId(): string {
  const digits = Array.from({ length: 8 }, () => randomInt(36).toString(36));
  return `s-${digits.join('')}`;
}
