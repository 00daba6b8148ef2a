import type { Client } from '../api/client.ts';
import { durationText } from '../clock.ts';
import { CancelledError } from '../errors.ts';
import { patience } from '../http/retry.ts';
import type { Fields } from '../json.ts';
import { counted } from '../text.ts';
import type { Service } from './detail.ts';
import { readPodList, type Pod } from './pods.ts';
import { readPreviousServices, type NewService, type PreviousService } from './previous.ts';

/** A service that is running, and what is worth knowing about it then. */
export interface RunningService {
  /** Of all pages; undefined if they can't be read. */
  readonly pods: readonly Pod[] | undefined;
  /** What the new service may replace: of the same name, older, and billed. */
  readonly previousServices: readonly PreviousService[];
}

/** The service is running already, so what can't be read is a warning, whatever the cause. */
export async function describeRunning(bec: Client, current: NewService): Promise<RunningService> {
  const { service, body } = current;
  const pods = await readOrWarn(bec, 'The pods of the service', () => readPods(bec, service, body));
  const previous = 'The services deployed before under this name';
  const previousServices = await readOrWarn(bec, previous, () =>
    readPreviousServices(bec, current),
  );
  return { pods, previousServices: previousServices ?? [] };
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

/**
 * All pods of a service that is running. Where fewer are listed than run, or one has no address yet that
 * the request asks for, they are read again for a while; then it is a warning.
 * @throws CallError, CancelledError
 */
async function readPods(
  bec: Client,
  { serviceId, runningPods }: Service,
  requested: Fields,
): Promise<readonly Pod[]> {
  const { clock, signal } = bec;
  const { limitMs, pauseMs } = patience.addresses;
  const startMs = clock.elapsedMs();
  for (;;) {
    const { pods } = await readPodList(bec, serviceId, 'list');
    const waiting = pods.filter((pod) => !hasAddresses(pod, requested)).length;
    if (pods.length >= runningPods && waiting === 0) return pods;
    if (clock.elapsedMs() - startMs >= limitMs) {
      bec.warn(
        pods.length < runningPods
          ? `BEC lists ${counted(pods.length, 'pod')}, although ${runningPods} are running.`
          : `${waiting} of ${counted(pods.length, 'pod')} had no public address after ${durationText(limitMs)}, although the spec asks for one.`,
      );
      return pods;
    }
    await clock.sleep(pauseMs, signal);
  }
}

function hasAddresses({ publicIp, ipv6PublicIp }: Pod, requested: Fields): boolean {
  const lacksPublicIp = requested['needPublicIp'] === true && publicIp === '';
  return !lacksPublicIp && !(requested['needIpv6PublicIp'] === true && ipv6PublicIp === '');
}
