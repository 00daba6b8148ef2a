import { deleteService, restartPod, startService, stopService, updateService } from './changes.ts';
import { createAgain, createRegistrySecret, createService } from './creation.ts';
import { pageOf } from './lists.ts';
import { nodeList } from './nodes.ts';
import { podsAt } from './pods.ts';
import type { Pod } from './pods.ts';
import { notFound, platformError, resultOf } from './responses.ts';
import type { Outcome } from './responses.ts';
import { findSnapshot } from './service.ts';
import type { Service, ServiceRecord, Snapshot, View } from './service.ts';
import { emptyState } from './state.ts';
import type { Call, PlatformSettings, State } from './state.ts';
import { performOnce } from './tokens.ts';
import { briefOf, detailOf, podItemOf, podOf } from './views.ts';

export interface Platform {
  readonly perform: (call: Call) => Outcome;
  readonly records: () => readonly ServiceRecord[];
  /** What really runs, or ran, whatever the reads show; without the pods that end. */
  readonly podsOf: (serviceId: string, atMs: number) => readonly Pod[];
}

/** The part behind the gateway: the services and the calls that concern them. */
export function createPlatform(settings: PlatformSettings): Platform {
  const state = emptyState(settings);
  return {
    perform: (call) => perform(state, call),
    records: () => [...state.services.values()].map(({ record }) => record),
    podsOf: (serviceId, atMs) =>
      podsAt(state.services.get(serviceId)?.slots ?? [], atMs).filter(({ isEnding }) => !isEnding),
  };
}

function perform(state: State, call: Call): Outcome {
  switch (call.operation) {
    case 'detail':
      return detailOfService(state, call);
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
    case 'create':
      return performOnce(state, call, {
        perform: () => createService(state, call),
        repeat: (remembered) => createAgain(state, call, remembered),
      });
    case 'update':
    case 'start':
    case 'stop':
    case 'delete':
    case 'restart': {
      const change = changes[call.operation];
      return performOnce(state, call, {
        perform: () => change(state, call),
        repeat: ({ response }) =>
          state.variants.repeatedChange === 'remembered' ? response : undefined,
      });
    }
  }
}

const changes = {
  update: ofService(updateService),
  start: ofService(startService),
  stop: ofService(stopService),
  delete: ofService(deleteService),
  restart: restartPod,
};

/** A change of the service that the path names. Whoever changes it sees it as it is. */
function ofService(change: (state: State, call: Call, service: Service) => Outcome) {
  return (state: State, call: Call): Outcome => {
    const service = state.services.get(call.id);
    const view = { nowMs: call.nowMs, lagMs: 0, variants: state.variants };
    return service !== undefined && findSnapshot(service, view) !== undefined
      ? change(state, call, service)
      : notFound();
  };
}

function detailOfService(state: State, call: Call): Outcome {
  const view = viewOf(state, call, 'readLag');
  const service = state.services.get(call.id);
  const snapshot = service && findSnapshot(service, view);
  return snapshot === undefined ? notFound() : resultOf(detailOf(snapshot, view));
}

function listServices(state: State, call: Call): Outcome {
  const view = viewOf(state, call, 'listLag');
  const { keyword = '', keywordType = 'serviceName', status = '' } = call.query;
  if (keywordType !== 'serviceName' && keywordType !== 'serviceId') {
    return platformError('BadRequest', 'keywordType must be serviceName or serviceId.');
  }
  const items = foundIn(state, view)
    .filter(({ record, plan }) =>
      matches(keywordType === 'serviceId' ? record.serviceId : plan.serviceName, keyword, state),
    )
    .filter((found) => status === '' || found.status.toLowerCase() === status.toLowerCase())
    .map((snapshot) => ({
      toItem: () => briefOf(snapshot, view),
      marker: snapshot.record.serviceId,
      createdAt: snapshot.record.createdAt,
    }));
  return pageOf(items, call, { key2: 'services', settings: state });
}

function listPods(state: State, call: Call): Outcome {
  const view = viewOf(state, call, 'listLag');
  const { serviceId = '', deploymentId = '', keyword = '' } = call.query;
  const services = foundIn(
    state,
    view,
    ({ record }) => serviceId === '' || record.serviceId === serviceId,
  );
  if (serviceId !== '' && services.length === 0) return notFound();
  const items = services.flatMap((snapshot) =>
    snapshot.pods
      .filter((pod) => deploymentId === '' || pod.deploymentId === deploymentId)
      .filter((pod) => matches(pod.podName, keyword, state))
      .map((pod) => ({
        toItem: () => podItemOf(pod, snapshot, view),
        marker: pod.podName,
        createdAt: pod.createdMs,
      })),
  );
  return pageOf(items, call, { key2: 'podBriefVoList', settings: state });
}

function detailOfPod(state: State, call: Call): Outcome {
  const view = viewOf(state, call, 'readLag');
  // A pod that ends has its slot's name and a number.
  const [snapshot] = foundIn(state, view, ({ slots }) =>
    slots.some(({ podName }) => call.id.startsWith(podName)),
  );
  const pod = snapshot?.pods.find(({ podName }) => podName === call.id);
  return snapshot === undefined || pod === undefined
    ? notFound()
    : resultOf(podOf(pod, snapshot, { ...state, ...view }));
}

function viewOf({ variants }: State, { nowMs }: Call, lag: 'readLag' | 'listLag'): View {
  return { nowMs, lagMs: Number(variants[lag]) * 1000, variants };
}

function foundIn(
  { services }: State,
  view: View,
  isAsked: (service: Service) => boolean = () => true,
): readonly Snapshot[] {
  return [...services.values()]
    .filter(isAsked)
    .map((service) => findSnapshot(service, view))
    .filter((snapshot) => snapshot !== undefined);
}

function matches(text: string, keyword: string, { variants }: State): boolean {
  return variants.keyword === 'exact' && keyword !== '' ? text === keyword : text.includes(keyword);
}
