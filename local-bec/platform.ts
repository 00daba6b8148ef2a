import type { Call, PlatformSettings } from './call.ts';
import { createChanges } from './changes.ts';
import { createCreation } from './creation.ts';
import { pageOf } from './lists.ts';
import { nodeList } from './nodes.ts';
import { platformError, resultOf } from './responses.ts';
import type { ErrorOutcome, Outcome } from './responses.ts';
import { createRegistrySecret } from './secrets.ts';
import { isThere, phaseOf } from './service.ts';
import type { Service, ServiceRecord } from './service.ts';
import { briefOf, detailOf, podOf, podsOf } from './views.ts';

export interface Platform {
  readonly perform: (call: Call) => Outcome;
  readonly records: () => readonly ServiceRecord[];
}

/** The part behind the gateway: the services and the calls that concern them. */
export function createPlatform(settings: PlatformSettings): Platform {
  const { variants, maxPageSize } = settings;
  const services = new Map<string, Service>();
  const create = createCreation(services, settings);
  const changes = createChanges(services, settings);

  const present = (nowMs: number): readonly Service[] =>
    [...services.values()].filter((service) => isThere(service, nowMs));

  const withService = ({ id, nowMs }: Call, use: (service: Service) => Outcome): Outcome => {
    const service = services.get(id);
    return service !== undefined && isThere(service, nowMs) ? use(service) : notFound();
  };

  const matches = (text: string, keyword: string): boolean =>
    variants.keyword === 'exact' && keyword !== '' ? text === keyword : text.includes(keyword);

  const list = (call: Call): Outcome => {
    const { nowMs, query } = call;
    const { keyword = '', keywordType = 'serviceName', status = '' } = query;
    if (keywordType !== 'serviceName' && keywordType !== 'serviceId') {
      return platformError('BadRequest', 'keywordType must be serviceName or serviceId.');
    }
    const items = present(nowMs)
      .filter(({ record, plan }) =>
        matches(keywordType === 'serviceId' ? record.serviceId : plan.serviceName, keyword),
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
  };

  const pods = (call: Call): Outcome => {
    const { nowMs, query } = call;
    const { serviceId = '', deploymentId = '', keyword = '' } = query;
    const found = present(nowMs).filter(
      ({ record }) => serviceId === '' || record.serviceId === serviceId,
    );
    if (serviceId !== '' && found.length === 0) return notFound();
    const items = found.flatMap((service) =>
      podsOf(service, { nowMs, variants })
        .filter((pod) => deploymentId === '' || pod.deploymentId === deploymentId)
        .filter((pod) => matches(pod.podName, keyword))
        .map(({ podName, toItem }) => ({
          toItem,
          marker: podName,
          createdAt: service.record.createdAt,
        })),
    );
    return pageOf(items, call, { key2: 'podBriefVoList', maxPageSize });
  };

  const pod = ({ id, nowMs }: Call): Outcome => {
    const details = present(nowMs)
      .map((service) => podOf(service, id, { nowMs, variants }))
      .find((detail) => detail !== undefined);
    return details === undefined ? notFound() : resultOf(details);
  };

  const perform = (call: Call): Outcome => {
    const { nowMs } = call;
    switch (call.operation) {
      case 'create':
        return create(call);
      case 'detail':
        return withService(call, (service) => resultOf(detailOf(service, { nowMs, variants })));
      case 'list':
        return list(call);
      case 'pods':
        return pods(call);
      case 'pod':
        return pod(call);
      case 'update':
      case 'start':
      case 'stop':
      case 'delete': {
        const change = changes[call.operation];
        return withService(call, (service) => change(service, call));
      }
      case 'nodes':
        return call.id === 'container' ? resultOf(nodeList()) : notFound();
      case 'secret':
        return createRegistrySecret(call.body);
    }
  };

  return { perform, records: () => [...services.values()].map(({ record }) => record) };
}

function notFound(): ErrorOutcome {
  return platformError('NoSuchObject', 'There is no such object.');
}
