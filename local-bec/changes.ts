import { listOf, textOf } from '../src/json.ts';
import type { Fields } from '../src/json.ts';
import { parseUpdateBody } from './bodies.ts';
import { namesIn, toDeployInstance, toTemplate } from './plan.ts';
import type { DeployInstance, ServicePlan, Template } from './plan.ts';
import { newSlots } from './pods.ts';
import { emptyResult, notFound, platformError, resultOf } from './responses.ts';
import type { ErrorOutcome, Outcome } from './responses.ts';
import { planAt, snapshotOf } from './service.ts';
import type { Service } from './service.ts';
import { store } from './state.ts';
import type { Call, State } from './state.ts';
import { withPlan, withReplicas, withRestart, withTemplate } from './updates.ts';
import type { Variants } from './variants.ts';
import { briefOf } from './views.ts';

/** How long a slow deletion takes. */
export const SLOW_DELETION_MS = 5000;
/** How often a deletion is refused with 409 before it works. */
const CONFLICTS = 2;
/** How long after one update another is refused, where that is so. */
export const UPDATING_MS = 10_000;

/** Changes the name, the replicas or the resources, as the body's `type` says. */
export function updateService(state: State, call: Call, service: Service): Outcome {
  const { nowMs } = call;
  const parsed = parseUpdateBody(call.body);
  if (parsed.kind === 'error') return parsed;
  const changed = changedBy(parsed.body, service, { nowMs, settings: state });
  if ('kind' in changed) return changed;
  store(state, changed);
  const { serviceId } = service.record;
  const view = { nowMs, lagMs: 0, variants: state.variants };
  const details = [briefOf(snapshotOf(changed, view), view)];
  return resultOf({ result: true, action: 'update', serviceId, details });
}

export function startService(state: State, call: Call, service: Service): Outcome {
  const { nowMs } = call;
  const started = newSlots(planAt(service, nowMs), service.rollout, nowMs).map((slot) => {
    const before = service.slots.find(({ podName }) => podName === slot.podName);
    return { ...slot, lives: [...(before?.lives ?? []), ...slot.lives] };
  });
  const times = { isStopped: false, startedAt: nowMs, changedAt: undefined };
  store(state, { ...service, ...times, slots: started });
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

/** `PUT /v1/pod/{podId}/restart` */
export function restartPod(state: State, call: Call): Outcome {
  const service = [...state.services.values()].find(({ slots }) =>
    slots.some(({ podName }) => podName === call.id),
  );
  if (service === undefined || service.record.deletedAt !== undefined) return notFound();
  store(state, withRestart(service, call.id, { nowMs: call.nowMs, settings: state }));
  return call.version === 2
    ? emptyResult(200)
    : resultOf({ result: true, action: 'restart', details: { podId: call.id } });
}

/** Version 2 has an empty body. */
function doneResult(action: string, { version }: Call, { record }: Service): Outcome {
  const { serviceId } = record;
  return version === 2
    ? emptyResult(200)
    : resultOf({ result: true, action, details: { serviceId } });
}

interface ChangeTools {
  readonly nowMs: number;
  readonly settings: State;
}

function changedBy(body: Fields, service: Service, tools: ChangeTools): Service | ErrorOutcome {
  const { nowMs, settings } = tools;
  const plan = planAt(service, nowMs);
  const isUpdating = service.plans
    .slice(1)
    .some(({ fromMs }) => fromMs <= nowMs && nowMs - fromMs < UPDATING_MS);
  if (isUpdating && settings.variants.updateDuringUpdate === 'refused') {
    return platformError('OperationDenied', 'The service is being updated.');
  }
  switch (textOf(body['type']).toLowerCase()) {
    case 'name': {
      const serviceName = textOf(body['serviceName']);
      return serviceName === ''
        ? platformError('BadRequest', 'serviceName is required.')
        : withPlan(service, { ...plan, serviceName }, nowMs);
    }
    case 'replicas':
      return withRequestedReplicas(body, service, tools);
    default:
      return withResources(body, service, tools);
  }
}

function withResources(body: Fields, service: Service, tools: ChangeTools): Service | ErrorOutcome {
  const { variants } = tools.settings;
  const before = planAt(service, tools.nowMs);
  const template = templateFrom(body, before.template, variants.updateBody);
  if (changesSize(before.template, template)) {
    return platformError('OperationDenied', 'cpu and memory of a container cannot be changed.');
  }
  if (variants.update === 'refused') {
    return platformError('OperationDenied', 'The resources of a service cannot be changed.');
  }
  if (variants.update === 'ignored') return service;
  const isSame = template.revision === before.template.revision;
  if (isSame && variants.sameUpdate === 'nothing') return service;
  return withTemplate(service, template, tools);
}

function templateFrom(
  body: Fields,
  before: Template,
  updateBody: Variants['updateBody'],
): Template {
  const given = listOf(body['containers']);
  const secrets = body['imageRegistrySecrets'];
  if (updateBody === 'replaced') {
    return toTemplate(given.map(withSizeOf(before)), namesIn(secrets));
  }
  const known = before.containers.map(({ fields }) => fields);
  return toTemplate(
    mergedByName(known, given),
    secrets === undefined ? before.registrySecrets : namesIn(secrets),
  );
}

/** What is given replaces what was there of the same name, the environment variable by variable. */
function mergedByName(before: readonly Fields[], given: readonly Fields[]): readonly Fields[] {
  const added = given.filter(({ name }) => before.every((item) => item['name'] !== name));
  const merged = before.map((item) => {
    const change = given.find(({ name }) => name === item['name']) ?? {};
    const envs = mergedList(listOf(item['envs']), listOf(change['envs']));
    return { ...item, ...change, ...(envs.length > 0 && { envs }) };
  });
  return [...merged, ...added];
}

function mergedList(before: readonly Fields[], given: readonly Fields[]): readonly Fields[] {
  const kept = before.map((item) => given.find(({ name }) => name === item['name']) ?? item);
  return [...kept, ...given.filter((item) => !kept.includes(item))];
}

/** What was bought stays, also where it is left out. */
function withSizeOf({ containers }: Template): (container: Fields) => Fields {
  return (container) => {
    const known = containers.find(({ name }) => name === container['name']);
    return known === undefined ? container : { cpu: known.cpu, memory: known.memory, ...container };
  };
}

/** Of what was bought, nothing can be changed. */
function changesSize(before: Template, after: Template): boolean {
  return after.containers.some(({ name, cpu, memory }) => {
    const known = before.containers.find((container) => container.name === name);
    return known !== undefined && (known.cpu !== cpu || known.memory !== memory);
  });
}

function withRequestedReplicas(
  body: Fields,
  service: Service,
  { nowMs, settings }: ChangeTools,
): Service | ErrorOutcome {
  const plan = planAt(service, nowMs);
  const requested = listOf(body['deployInstances']).map(toDeployInstance);
  const unknown = requested.find((instance) => !plan.regions.some(isSamePlace(instance)));
  if (requested.length === 0 || unknown !== undefined) {
    return platformError('BadRequest', 'deployInstances must name regions of the service.');
  }
  const regions = plan.regions.map((region) => ({
    ...region,
    replicas: requested.find(isSamePlace(region))?.replicas ?? region.replicas,
  }));
  const changed: ServicePlan = { ...plan, regions };
  return withReplicas(service, changed, { nowMs, settings });
}

/** By the id of the region if both have it, else by region, city and provider. */
function isSamePlace(one: DeployInstance): (other: DeployInstance) => boolean {
  return (other) =>
    one.regionId !== null && other.regionId !== null
      ? one.regionId === other.regionId
      : one.region === other.region &&
        one.city === other.city &&
        one.serviceProvider === other.serviceProvider;
}
