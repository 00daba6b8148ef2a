import type { Call, PlatformSettings } from './call.ts';
import { isJsonObject, objectsOf, parseJson, stringOf } from './json.ts';
import type { JsonObject } from './json.ts';
import { emptyResult, platformError, resultOf } from './responses.ts';
import type { Outcome } from './responses.ts';
import { toContainerPlan, toDeployInstance } from './service.ts';
import type { DeployInstance, Service } from './service.ts';
import { briefOf } from './views.ts';

/** How long a slow deletion takes. */
export const SLOW_DELETION_MS = 5000;
/** How often a deletion is refused with 409 before it works. */
const CONFLICTS = 2;

export interface Changes {
  readonly update: (service: Service, call: Call) => Outcome;
  readonly start: (service: Service, call: Call) => Outcome;
  readonly stop: (service: Service, call: Call) => Outcome;
  readonly delete: (service: Service, call: Call) => Outcome;
}

/** The calls that change a service. */
export function createChanges(services: Map<string, Service>, settings: PlatformSettings): Changes {
  const { variants } = settings;
  const conflicts = new Map<string, number>();

  const store = (service: Service): void => {
    services.set(service.record.serviceId, service);
  };

  const remove = (service: Service, { version, nowMs }: Call): Outcome => {
    const { record } = service;
    const count = conflicts.get(record.serviceId) ?? 0;
    if (variants.deletion === 'conflict-first' && count < CONFLICTS) {
      conflicts.set(record.serviceId, count + 1);
      return platformError('OperationDenied', 'Another operation is in progress.');
    }
    const goneAt = nowMs + (variants.deletion === 'slow' ? SLOW_DELETION_MS : 0);
    if (record.deletedAt === undefined) {
      store({ ...service, record: { ...record, deletedAt: nowMs, goneAt } });
    }
    if (variants.deletion === 'no-body') return emptyResult(204);
    return version === 2 ? emptyResult(200) : actionResult('delete', record.serviceId);
  };

  const update = (service: Service, call: Call): Outcome => {
    const body = parseJson(call.body)?.value;
    if (!isJsonObject(body)) return platformError('MalformedJSON', 'The body is not valid JSON.');
    const changed = changedBy(service, body, call.nowMs);
    if ('kind' in changed) return changed;
    store(changed);
    const { serviceId } = service.record;
    const details = [briefOf(changed, { nowMs: call.nowMs, variants })];
    return resultOf({ result: true, action: 'update', serviceId, details });
  };

  const changedBy = (service: Service, body: JsonObject, nowMs: number): Service | Outcome => {
    const { plan } = service;
    switch ((stringOf(body['type']) ?? '').toLowerCase()) {
      case 'name': {
        const serviceName = stringOf(body['serviceName']) ?? '';
        if (serviceName === '') return platformError('BadRequest', 'serviceName is required.');
        return { ...service, plan: { ...plan, serviceName } };
      }
      case 'replicas':
        return withReplicas(service, objectsOf(body['deployInstances']).map(toDeployInstance));
      case 'resource': {
        if (variants.resourceUpdate === 'refused') {
          return platformError('OperationDenied', 'The resources of a service cannot be changed.');
        }
        const isIgnored = variants.resourceUpdate === 'ignored';
        return isIgnored ? service : withContainers(service, objectsOf(body['containers']), nowMs);
      }
      default:
        return platformError('BadRequest', 'type must be name, replicas or resource.');
    }
  };

  return {
    update,
    start: (service, { nowMs, version }) => {
      store({ ...service, isStopped: false, startedAt: nowMs });
      return version === 2 ? emptyResult(200) : actionResult('start', service.record.serviceId);
    },
    stop: (service, { version }) => {
      store({ ...service, isStopped: true });
      return version === 2 ? emptyResult(200) : actionResult('stop', service.record.serviceId);
    },
    delete: remove,
  };
}

function actionResult(action: string, serviceId: string): Outcome {
  return resultOf({ result: true, action, details: { serviceId } });
}

function withReplicas(service: Service, wanted: readonly DeployInstance[]): Service | Outcome {
  const { deployInstances } = service.plan;
  const stranger = wanted.find((instance) => !deployInstances.some(isSamePlace(instance)));
  if (wanted.length === 0 || stranger !== undefined) {
    return platformError('BadRequest', 'deployInstances must name places of the service.');
  }
  const changed = deployInstances.map((instance) => ({
    ...instance,
    replicas: wanted.find(isSamePlace(instance))?.replicas ?? instance.replicas,
  }));
  return { ...service, plan: { ...service.plan, deployInstances: changed } };
}

/** By the id of the node where both have it, else by region, city and provider. */
function isSamePlace(one: DeployInstance): (other: DeployInstance) => boolean {
  return (other) =>
    one.regionId !== null && other.regionId !== null
      ? one.regionId === other.regionId
      : one.region === other.region &&
        one.city === other.city &&
        one.serviceProvider === other.serviceProvider;
}

/** The containers get the given images; the service then comes up anew. */
function withContainers(service: Service, wanted: readonly JsonObject[], nowMs: number): Service {
  const containers = service.plan.containers.map((container) => {
    const given = wanted.find((candidate) => candidate['name'] === container.name) ?? {};
    return { ...container, ...toContainerPlan({ ...container, ...given }) };
  });
  return { ...service, plan: { ...service.plan, containers }, startedAt: nowMs };
}
