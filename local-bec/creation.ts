import { randomInt } from 'node:crypto';
import { canonicalQueryStringOf } from '../src/api/bce-auth.ts';
import { MAX_PODS } from './addresses.ts';
import type { Call, PlatformSettings } from './call.ts';
import { parseCreateBody } from './create-body.ts';
import { isNode } from './nodes.ts';
import { platformError, resultOf } from './responses.ts';
import type { ErrorOutcome, Outcome } from './responses.ts';
import { isGone, toPlan, totalPodsOf } from './service.ts';
import type { Service, ServicePlan } from './service.ts';
import { createdOf } from './views.ts';

/** The create call that a token stands for. */
interface Remembered {
  readonly fingerprint: string;
  readonly serviceId: string;
  readonly response: Outcome;
  readonly receivedAtMs: number;
}

const TOKEN_MEMORY_MS = 24 * 60 * 60 * 1000;

/** The create call, with the memory of its tokens. Version 1 has no token. */
export function createCreation(
  services: Map<string, Service>,
  { rolloutOf, variants }: PlatformSettings,
): (call: Call) => Outcome {
  const tokens = new Map<string, Remembered>();

  const create = (call: Call): Outcome => {
    const clientToken = call.version === 1 ? undefined : call.query['clientToken'];
    if (clientToken === undefined) return createNew(call, undefined);
    if (!/^[\x20-\x7e]{1,64}$/.test(clientToken)) {
      return platformError('BadRequest', 'clientToken must be 1 to 64 ASCII characters.');
    }
    const remembered = tokens.get(clientToken);
    return remembered === undefined || call.nowMs - remembered.receivedAtMs > TOKEN_MEMORY_MS
      ? createNew(call, clientToken)
      : createAgain(call, clientToken, remembered);
  };

  const createNew = (call: Call, clientToken: string | undefined): Outcome => {
    const parsed = parseCreateBody(call.body);
    if (parsed.kind === 'error') return parsed;
    const plan = toPlan(parsed.body);
    const refusal = refusalOf(plan, call.nowMs);
    if (refusal !== undefined) return refusal;
    const serviceId = newServiceId();
    const service: Service = {
      record: { serviceId, clientToken, body: parsed.body, createdAt: call.nowMs },
      plan,
      rollout: rolloutOf(plan),
      startedAt: call.nowMs,
      isStopped: false,
      number: services.size + 1,
    };
    services.set(serviceId, service);
    const response = responseOf(service, call);
    if (clientToken !== undefined) {
      const fingerprint = fingerprintOf(call);
      tokens.set(clientToken, { fingerprint, serviceId, response, receivedAtMs: call.nowMs });
    }
    return response;
  };

  const createAgain = (call: Call, clientToken: string, remembered: Remembered): Outcome => {
    tokens.set(clientToken, { ...remembered, receivedAtMs: call.nowMs });
    const service = services.get(remembered.serviceId);
    if (service === undefined || remembered.fingerprint !== fingerprintOf(call)) return mismatch();
    if (service.record.deletedAt === undefined) return responseOf(service, call);
    switch (variants.deletedToken) {
      case 'terminated':
        return responseOf(service, call);
      case 'same-response':
        return remembered.response;
      case 'mismatch':
        return mismatch();
      case 'new-service':
        return createNew(call, clientToken);
    }
  };

  const refusalOf = (plan: ServicePlan, nowMs: number): ErrorOutcome | undefined => {
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
  };

  const responseOf = (service: Service, { nowMs }: Call): Outcome =>
    resultOf({
      result: true,
      action: 'Create service',
      details: createdOf(service, { nowMs, variants }),
    });

  return create;
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
