import { randomInt } from 'node:crypto';
import { canonicalQueryStringOf } from '../src/api/bce-auth.ts';
import { platformError, resultOf } from './answers.ts';
import type { ErrorOutcome, Outcome } from './answers.ts';
import { parseCreateBody } from './create-body.ts';
import type { JsonObject } from './json.ts';
import type { Rollout } from './rollout.ts';
import type { Operation } from './routes.ts';
import { isThere, toPlan, totalPodsOf } from './service.ts';
import type { Service, ServicePlan, ServiceRecord } from './service.ts';
import type { Variants } from './variants.ts';
import { briefOf, detailOf, podOf, podsOf } from './views.ts';

/** A call that the gateway let through. */
export interface Call {
  readonly operation: Operation;
  /** The last part of the path where it names a service or a pod. */
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly nowMs: number;
}

export interface Platform {
  readonly perform: (call: Call) => Outcome;
  readonly records: () => readonly ServiceRecord[];
}

/** A create call that a token stands for. */
interface Remembered {
  readonly fingerprint: string;
  readonly serviceId: string;
  readonly receivedAtMs: number;
}

const TOKEN_MEMORY_MS = 24 * 60 * 60 * 1000;
// The quota is not documented; this one keeps a slip of the pen from filling the memory.
const MAX_PODS = 1000;

/** The part behind the gateway: the services and what can be done with them. */
export function createPlatform(
  rolloutOf: (plan: ServicePlan) => Rollout,
  variants: Variants,
): Platform {
  const services = new Map<string, Service>();
  const tokens = new Map<string, Remembered>();

  const create = (call: Call): Outcome => {
    const clientToken = call.query['clientToken'];
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
    if (totalPodsOf(plan) > MAX_PODS) {
      return platformError('LimitExceeded', `The quota is ${MAX_PODS} pods.`);
    }
    const serviceId = newServiceId();
    const record = { serviceId, clientToken, body: parsed.body, createdAt: call.nowMs };
    const service = { record, plan, rollout: rolloutOf(plan) };
    services.set(serviceId, service);
    if (clientToken !== undefined) {
      const fingerprint = fingerprintOf(call);
      tokens.set(clientToken, { fingerprint, serviceId, receivedAtMs: call.nowMs });
    }
    return createdOf(service, call.nowMs);
  };

  const createAgain = (call: Call, clientToken: string, remembered: Remembered): Outcome => {
    tokens.set(clientToken, { ...remembered, receivedAtMs: call.nowMs });
    const service = services.get(remembered.serviceId);
    const isDeleted = service?.record.deletedAt !== undefined;
    if (service === undefined || remembered.fingerprint !== fingerprintOf(call)) return mismatch();
    if (!isDeleted || variants.deletedToken === 'same-response') {
      return createdOf(service, call.nowMs);
    }
    return variants.deletedToken === 'mismatch' ? mismatch() : createNew(call, clientToken);
  };

  const withService = (call: Call, id: string, use: (service: Service) => Outcome): Outcome => {
    const service = services.get(id);
    return service !== undefined && isThere(service, call.nowMs) ? use(service) : notFound();
  };

  const list = ({ query, nowMs }: Call): Outcome => {
    const keyword = query['keywordType'] === 'serviceName' ? (query['keyword'] ?? '') : '';
    const found = [...services.values()].filter(
      (service) => isThere(service, nowMs) && service.plan.serviceName.includes(keyword),
    );
    return resultOf(
      pageOf(
        found.map((service) => briefOf(service, nowMs)),
        query,
      ),
    );
  };

  const pod = ({ id, nowMs }: Call): Outcome => {
    const details = [...services.values()]
      .filter((service) => isThere(service, nowMs))
      .map((service) => podOf(service, id, nowMs))
      .find((detail) => detail !== undefined);
    return details === undefined ? notFound() : resultOf(details);
  };

  const remove = (service: Service, nowMs: number): Outcome => {
    const record = { ...service.record, deletedAt: nowMs };
    services.set(record.serviceId, { ...service, record });
    return resultOf({ result: true, action: 'delete' });
  };

  const perform = (call: Call): Outcome => {
    const { id, query, nowMs } = call;
    switch (call.operation) {
      case 'create':
        return create(call);
      case 'detail':
        return withService(call, id, (service) => resultOf(detailOf(service, nowMs)));
      case 'list':
        return list(call);
      case 'pods':
        return withService(call, query['serviceId'] ?? '', (service) =>
          resultOf(pageOf(podsOf(service, nowMs), query)),
        );
      case 'pod':
        return pod(call);
      case 'delete':
        return withService(call, id, (service) => remove(service, nowMs));
    }
  };

  return { perform, records: () => [...services.values()].map(({ record }) => record) };
}

function createdOf(service: Service, nowMs: number): Outcome {
  return resultOf({ result: true, action: 'Create service', details: briefOf(service, nowMs) });
}

function mismatch(): ErrorOutcome {
  return platformError(
    'IdempotentParameterMismatch',
    'The clientToken was used before with another request.',
  );
}

function notFound(): ErrorOutcome {
  return platformError('NoSuchObject', 'There is no such object.');
}

/** Method and path are the same for all creates: what is left to differ is the query and the body. */
function fingerprintOf({ query, body }: Call): string {
  return `${canonicalQueryStringOf(query)}\n${body}`;
}

function pageOf(items: readonly JsonObject[], query: Call['query']) {
  const pageNo = positiveOf(query['pageNo'], 1);
  const pageSize = positiveOf(query['pageSize'], 100);
  const result = items.slice((pageNo - 1) * pageSize, pageNo * pageSize);
  return { result, totalCount: items.length, pageNo, pageSize };
}

function positiveOf(text: string | undefined, otherwise: number): number {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : otherwise;
}

/** `s-` and eight of `0-9a-z`. */
function newServiceId(): string {
  const digits = Array.from({ length: 8 }, () => randomInt(36).toString(36));
  return `s-${digits.join('')}`;
}
