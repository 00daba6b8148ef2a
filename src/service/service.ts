import { quoted } from '../text.ts';
import { countOf, idOf, listOf, textOf, toFields, type Fields } from '../json.ts';

/** What BEC says about a service. */
export interface Service {
  readonly serviceId: string;
  /** Empty if the response does not have it. */
  readonly serviceName: string;
  /** In upper case; empty if the response does not have it. */
  readonly status: string;
  readonly totalPods: number;
  readonly runningPods: number;
  readonly deployInstances: readonly DeployedInstance[];
  /** The object as received. */
  readonly details: Fields;
}

export interface DeployedInstance {
  readonly regionId: string;
  readonly status: string;
  readonly runningPods: number | undefined;
  readonly replicas: number | undefined;
}

/** An id gets into paths and outputs, so one with other characters counts as missing. */
export function isServiceId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(text);
}

/**
 * The service in a response. BEC's pages disagree on where it is: in `details` after a create, bare or
 * in `result` in the detail.
 * @returns undefined without a usable id
 */
export function parseService(body: Fields): Service | undefined {
  const details = toFields(body['details']) ?? toFields(body['result']) ?? body;
  const serviceId = idOf(details['serviceId']);
  if (!isServiceId(serviceId)) return undefined;
  return {
    serviceId,
    serviceName: textOf(details['serviceName']),
    status: textOf(details['status']).toUpperCase(),
    totalPods: countOf(details['totalPods']) ?? 0,
    runningPods: countOf(details['runningPods']) ?? 0,
    deployInstances: listOf(details['deployInstances']).map((instance) => ({
      regionId: textOf(instance['regionId']),
      status: textOf(instance['status']).toUpperCase(),
      runningPods: countOf(instance['runningPods']),
      replicas: countOf(instance['replicas']),
    })),
    details,
  };
}

/** How a message names it. */
export function serviceText({
  serviceName,
  serviceId,
}: Pick<Service, 'serviceName' | 'serviceId'>): string {
  return `The service ${quoted(serviceName)} (${serviceId})`;
}
