import { CallError, isNotFound, type Client } from '../api/client.ts';
import type { Fields } from '../json.ts';
import { quoted } from '../text.ts';
import { parseService, type Service } from './service.ts';

/** What a look at a service shows. `renamed`: the response has its id, with another name. */
export type Look =
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'not found' | 'renamed' | 'unreadable' };

/** `GET /v1/service/{serviceId}`. A response about another service has no value: nothing follows from it. */
export function serviceCall(serviceId: string) {
  const parse = (body: Fields): Service | undefined => {
    const service = parseService(body);
    return service?.serviceId === serviceId ? service : undefined;
  };
  return { method: 'GET', path: `/v1/service/${serviceId}`, query: {}, parse } as const;
}

/**
 * @throws CallError if BEC refuses to show it, CancelledCallError
 */
export async function readService(
  bec: Client,
  { serviceId, serviceName }: Pick<Service, 'serviceId' | 'serviceName'>,
): Promise<Look> {
  try {
    const { value } = await bec.call(serviceCall(serviceId), 'poll');
    if (haveSameName(value, { serviceName })) return { kind: 'service', service: value };
    bec.log(
      `The state can't be read just now: BEC names ${serviceId} ${quoted(value.serviceName)}, not ${quoted(serviceName)}.`,
    );
    return { kind: 'renamed' };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (isNotFound(error)) return { kind: 'not found' };
    if (isRefusal(error)) throw error;
    bec.log(`The state can't be read just now: ${error.message}`);
    return { kind: 'unreadable' };
  }
}

/** A name that a response leaves out differs from none. */
function haveSameName(
  left: Pick<Service, 'serviceName'>,
  right: Pick<Service, 'serviceName'>,
): boolean {
  const names = [left.serviceName, right.serviceName];
  return names.includes('') || left.serviceName === right.serviceName;
}

/** It would be refused again. A 404 that is not BEC's may pass. */
function isRefusal({ status }: CallError): boolean {
  return status !== undefined && status >= 400 && status < 500 && ![404, 408, 429].includes(status);
}
