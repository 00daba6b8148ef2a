import type { Client } from '../api/client.ts';
import { CancelledError } from '../errors.ts';
import { publicIpOf, readPodAddresses, type PodAddress } from './addresses.ts';
import type { Service } from './detail.ts';
import { readPreviousServices, type NewService, type PreviousService } from './previous.ts';

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

/** The service is running already, so what can't be read is a warning, whatever the cause. */
export async function describeRunning(bec: Client, current: NewService): Promise<RunningService> {
  const { service, body } = current;
  const pods = await readOrWarn(bec, 'The pods of the service', () =>
    readPodAddresses(bec, service, body),
  );
  const previousServices = await readOrWarn(
    bec,
    'The services deployed before under this name',
    () => readPreviousServices(bec, current),
  );
  return {
    service,
    pods,
    publicIp: publicIpOf(pods ?? []),
    previousServices: previousServices ?? [],
  };
}

async function readOrWarn<T>(
  { warn }: Client,
  what: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!(error instanceof CancelledError)) warn(`${what} can't be read: ${reason}`);
    return undefined;
  }
}
