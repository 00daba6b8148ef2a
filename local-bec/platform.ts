import type { Call, PlatformSettings } from './call.ts';
import { deleteService, startService, stopService, updateService } from './changes.ts';
import { createService } from './creation.ts';
import { pageOf } from './lists.ts';
import { nodeList } from './nodes.ts';
import { platformError, resultOf } from './responses.ts';
import type { ErrorOutcome, Outcome } from './responses.ts';
import { createRegistrySecret } from './secrets.ts';
import { isThere, phaseOf } from './service.ts';
import type { Service, ServiceRecord } from './service.ts';
import { emptyState } from './state.ts';
import type { State } from './state.ts';
import { briefOf, detailOf, podOf, podsOf } from './views.ts';

export interface Platform {
  readonly perform: (call: Call) => Outcome;
  readonly records: () => readonly ServiceRecord[];
}

/** The part behind the gateway: the services and the calls that concern them. */
export function createPlatform(settings: PlatformSettings): Platform {
  const state = emptyState(settings);
  return {
    perform: (call) => perform(state, call),
    records: () => [...state.services.values()].map(({ record }) => record),
  };
}

function perform(state: State, call: Call): Outcome {
  switch (call.operation) {
    case 'create':
      return createService(state, call);
    case 'list':
      return listServices(state, call);
    case 'pods':
      return listPods(state, call);
    case 'pod':
      return detailOfPod(state, call);
    case 'nodes':
      return call.id === 'container' ? resultOf(nodeList()) : notFound();
    case 'secret':
      return createRegistrySecret(call.body);
    case 'detail':
    case 'update':
    case 'start':
    case 'stop':
    case 'delete': {
      const service = state.services.get(call.id);
      return service !== undefined && isThere(service, call.nowMs)
        ? serviceCalls[call.operation](state, call, service)
        : notFound();
    }
  }
}

/** The calls whose path names a service. */
const serviceCalls = {
  detail: ({ variants }: State, { nowMs }: Call, service: Service): Outcome =>
    resultOf(detailOf(service, { nowMs, variants })),
  update: updateService,
  start: startService,
  stop: stopService,
  delete: deleteService,
};

function listServices(state: State, call: Call): Outcome {
  const { variants, maxPageSize } = state;
  const { nowMs, query } = call;
  const { keyword = '', keywordType = 'serviceName', status = '' } = query;
  if (keywordType !== 'serviceName' && keywordType !== 'serviceId') {
    return platformError('BadRequest', 'keywordType must be serviceName or serviceId.');
  }
  const items = presentIn(state, nowMs)
    .filter(({ record, plan }) =>
      matches(keywordType === 'serviceId' ? record.serviceId : plan.serviceName, keyword, state),
    )
    .filter(
      (service) =>
        status === '' || phaseOf(service, nowMs).status.toLowerCase() === status.toLowerCase(),
    )
    .map((service) => ({
      toItem: () => briefOf(service, { nowMs, variants }),
      marker: service.record.serviceId,
      createdAt: service.record.createdAt,
    }));
  return pageOf(items, call, { key2: 'services', maxPageSize });
}

function listPods(state: State, call: Call): Outcome {
  const { variants, maxPageSize } = state;
  const { nowMs, query } = call;
  const { serviceId = '', deploymentId = '', keyword = '' } = query;
  const services = presentIn(state, nowMs).filter(
    ({ record }) => serviceId === '' || record.serviceId === serviceId,
  );
  if (serviceId !== '' && services.length === 0) return notFound();
  const items = services.flatMap((service) =>
    podsOf(service, { nowMs, variants })
      .filter((pod) => deploymentId === '' || pod.deploymentId === deploymentId)
      .filter((pod) => matches(pod.podName, keyword, state))
      .map(({ podName, toItem }) => ({
        toItem,
        marker: podName,
        createdAt: service.record.createdAt,
      })),
  );
  return pageOf(items, call, { key2: 'podBriefVoList', maxPageSize });
}

function detailOfPod(state: State, { id, nowMs }: Call): Outcome {
  const { variants } = state;
  const detail = presentIn(state, nowMs)
    .map((service) => podOf(service, id, { nowMs, variants }))
    .find((found) => found !== undefined);
  return detail === undefined ? notFound() : resultOf(detail);
}

function presentIn({ services }: State, nowMs: number): readonly Service[] {
  return [...services.values()].filter((service) => isThere(service, nowMs));
}

function matches(text: string, keyword: string, { variants }: State): boolean {
  return variants.keyword === 'exact' && keyword !== '' ? text === keyword : text.includes(keyword);
}

function notFound(): ErrorOutcome {
  return platformError('NoSuchObject', 'There is no such object.');
}
