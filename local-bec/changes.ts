import type { Call } from './call.ts';
import { isJsonObject, objectsOf, parseJson, stringOf } from './json.ts';
import type { JsonObject } from './json.ts';
import { emptyResult, platformError, resultOf } from './responses.ts';
import type { Outcome } from './responses.ts';
import { toContainerPlan, toDeployInstance } from './service.ts';
import type { DeployInstance, Service } from './service.ts';
import { store } from './state.ts';
import type { State } from './state.ts';
import type { Variants } from './variants.ts';
import { briefOf } from './views.ts';

/** How long a slow deletion takes. */
export const SLOW_DELETION_MS = 5000;
/** How often a deletion is refused with 409 before it works. */
const CONFLICTS = 2;

/** Changes the name, the replicas or the resources, as the body's `type` says. */
export function updateService(state: State, call: Call, service: Service): Outcome {
  const { variants } = state;
  const { nowMs } = call;
  const body = parseJson(call.body)?.value;
  if (!isJsonObject(body)) return platformError('MalformedJSON', 'The body is not valid JSON.');
  const changed = changedBy(body, service, { nowMs, variants });
  if ('kind' in changed) return changed;
  store(state, changed);
  const { serviceId } = service.record;
  const details = [briefOf(changed, { nowMs, variants })];
  return resultOf({ result: true, action: 'update', serviceId, details });
}

export function startService(state: State, call: Call, service: Service): Outcome {
  store(state, { ...service, isStopped: false, startedAt: call.nowMs });
  return doneResult('start', call, service);
}

export function stopService(state: State, call: Call, service: Service): Outcome {
  store(state, { ...service, isStopped: true });
  return doneResult('stop', call, service);
}

export function deleteService(state: State, call: Call, service: Service): Outcome {
  const { variants, refusedDeletions } = state;
  const { record } = service;
  const refused = refusedDeletions.get(record.serviceId) ?? 0;
  if (variants.deletion === 'conflict-first' && refused < CONFLICTS) {
    refusedDeletions.set(record.serviceId, refused + 1);
    return platformError('OperationDenied', 'Another operation is in progress.');
  }
  if (record.deletedAt === undefined) {
    const goneAt = call.nowMs + (variants.deletion === 'slow' ? SLOW_DELETION_MS : 0);
    store(state, { ...service, record: { ...record, deletedAt: call.nowMs, goneAt } });
  }
  return variants.deletion === 'no-body' ? emptyResult(204) : doneResult('delete', call, service);
}

/** Version 2 has an empty body. */
function doneResult(action: string, { version }: Call, { record }: Service): Outcome {
  const { serviceId } = record;
  return version === 2
    ? emptyResult(200)
    : resultOf({ result: true, action, details: { serviceId } });
}

function changedBy(
  body: JsonObject,
  service: Service,
  { nowMs, variants }: { readonly nowMs: number; readonly variants: Variants },
): Service | Outcome {
  switch ((stringOf(body['type']) ?? '').toLowerCase()) {
    case 'name':
      return withName(service, stringOf(body['serviceName']) ?? '');
    case 'replicas':
      return withReplicas(service, objectsOf(body['deployInstances']).map(toDeployInstance));
    case 'resource':
      return withResources(service, objectsOf(body['containers']), { nowMs, variants });
    default:
      return platformError('BadRequest', 'type must be name, replicas or resource.');
  }
}

function withName(service: Service, serviceName: string): Service | Outcome {
  return serviceName === ''
    ? platformError('BadRequest', 'serviceName is required.')
    : { ...service, plan: { ...service.plan, serviceName } };
}

function withResources(
  service: Service,
  containers: readonly JsonObject[],
  { nowMs, variants }: { readonly nowMs: number; readonly variants: Variants },
): Service | Outcome {
  switch (variants.resourceUpdate) {
    case 'refused':
      return platformError('OperationDenied', 'The resources of a service cannot be changed.');
    case 'ignored':
      return service;
    case 'applied':
      return withContainers(service, containers, nowMs);
  }
}

function withReplicas(service: Service, requested: readonly DeployInstance[]): Service | Outcome {
  const { deployInstances } = service.plan;
  const unknownPlace = requested.find((instance) => !deployInstances.some(isSamePlace(instance)));
  if (requested.length === 0 || unknownPlace !== undefined) {
    return platformError('BadRequest', 'deployInstances must name places of the service.');
  }
  const changed = deployInstances.map((instance) => ({
    ...instance,
    replicas: requested.find(isSamePlace(instance))?.replicas ?? instance.replicas,
  }));
  return { ...service, plan: { ...service.plan, deployInstances: changed } };
}

/** By the id of the node if both have it, else by region, city and provider. */
function isSamePlace(one: DeployInstance): (other: DeployInstance) => boolean {
  return (other) =>
    one.regionId !== null && other.regionId !== null
      ? one.regionId === other.regionId
      : one.region === other.region &&
        one.city === other.city &&
        one.serviceProvider === other.serviceProvider;
}

/** The containers get the given images; the service then starts again. */
function withContainers(
  service: Service,
  requested: readonly JsonObject[],
  nowMs: number,
): Service {
  const containers = service.plan.containers.map((container) => {
    const given = requested.find((candidate) => candidate['name'] === container.name) ?? {};
    return { ...container, ...toContainerPlan({ ...container, ...given }) };
  });
  return { ...service, plan: { ...service.plan, containers }, startedAt: nowMs };
}
