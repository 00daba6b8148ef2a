import { countOf, idOf, listOf, textOf, toFields, type Fields } from '../json.ts';

/** What BEC says of a service. */
export interface Service {
  readonly serviceId: string;
  /** Empty where the answer does not say. */
  readonly serviceName: string;
  readonly status: string;
  readonly totalPods: number;
  readonly runningPods: number;
  readonly deployInstances: readonly DeployedInstance[];
  /** The object as it came. */
  readonly details: Fields;
}

export interface DeployedInstance {
  readonly regionId: string;
  readonly status: string;
  readonly runningPods: number | undefined;
  readonly replicas: number | undefined;
}

/**
 * Reads a service out of an answer. The pages disagree on how deep it lies: in `details` after a
 * create, bare or in `result` from the detail call. Undefined without an id that can be an id: it
 * goes into paths and outputs, and a service that can't be named was not found.
 */
export function parseService(body: Fields): Service | undefined {
  const details = toFields(body['details']) ?? toFields(body['result']) ?? body;
  const serviceId = idOf(details['serviceId']);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(serviceId)) return undefined;
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
