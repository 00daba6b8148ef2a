import type { Client } from '../api/client.ts';
import { CancelledError, UserError } from '../errors.ts';
import { publicIpOf, readPodAddresses, type PodAddress } from './addresses.ts';
import { readPreviousServices, type NewService, type PreviousService } from './previous.ts';
import type { Service } from './service.ts';

/** A service that is running, and what is worth knowing about it then. */
export interface RunningService {
  readonly service: Service;
  /** Of all pages; undefined if they can't be read. */
  readonly pods: readonly PodAddress[] | undefined;
  /** The first one of a pod; empty if none has one. */
  readonly publicIp: string;
  /** What the new service may replace: of the same name, older, and billed. */
  readonly previousServices: readonly PreviousService[];
}

export interface ReportOptions {
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  readonly warn: (message: string) => void;
}

/** The service is running already, so a list that can't be read is a warning. */
export async function describeRunning(
  client: Client,
  current: NewService,
  options: ReportOptions,
): Promise<RunningService> {
  const { service } = current;
  const { signal, log } = options;
  const list = { policyName: 'list', signal, log } as const;
  const pods = await readOrWarn(
    () => readPodAddresses(client, service.serviceId, list),
    'The pods of the service',
    options,
  );
  const previousServices = await readOrWarn(
    () => readPreviousServices(client, current, list),
    'The services deployed before under this name',
    options,
  );
  return {
    service,
    pods,
    publicIp: publicIpOf(pods ?? []),
    previousServices: previousServices ?? [],
  };
}

async function readOrWarn<T>(
  read: () => Promise<T>,
  what: string,
  { warn }: ReportOptions,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!(error instanceof CancelledError)) warn(`${what} can't be read: ${error.message}`);
    return undefined;
  }
}
