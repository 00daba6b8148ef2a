import { isIPv4, isIPv6 } from 'node:net';
import type { Client } from '../api/client.ts';
import { durationText } from '../clock.ts';
import { patience } from '../http/retry.ts';
import { listOf, textOf, type Fields } from '../json.ts';
import { counted } from '../text.ts';
import type { Service } from './detail.ts';
import { readList } from './pages.ts';
import { podList } from './pods.ts';

/** A pod as the output `pods` has it; addresses that it does not have are empty. */
export interface PodAddress {
  readonly podName: string;
  readonly regionId: string;
  readonly status: string;
  readonly publicIp: string;
  readonly ipv6PublicIp: string;
  readonly internalIp: string;
}

/**
 * All pods of a service that is running. Where fewer are listed than run, or one has no address yet that
 * the request asks for, they are read again for a while; then it is a warning.
 * @throws CallError, CancelledError
 */
export async function readPodAddresses(
  bec: Client,
  { serviceId, runningPods }: Service,
  requested: Fields,
): Promise<readonly PodAddress[]> {
  const { clock, signal } = bec;
  const { limitMs, pauseMs } = patience.addresses;
  const startMs = clock.elapsedMs();
  for (;;) {
    const { items } = await readList(bec, podList(serviceId), 'list');
    const pods = items.map(parsePodAddress);
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

function hasAddresses({ publicIp, ipv6PublicIp }: PodAddress, requested: Fields): boolean {
  const lacksPublicIp = requested['needPublicIp'] === true && publicIp === '';
  return !lacksPublicIp && !(requested['needIpv6PublicIp'] === true && ipv6PublicIp === '');
}

export function parsePodAddress(pod: Fields): PodAddress {
  const multiple = listOf(pod['multiplePublicIp']);
  return {
    podName: firstOf([pod['podName'], pod['podId']], (name) => name !== ''),
    regionId: textOf(pod['regionId']),
    status: textOf(pod['status']).toUpperCase(),
    publicIp: firstOf([pod['publicIp'], ...multiple.map(({ ip }) => ip)], isIPv4),
    ipv6PublicIp: firstOf([pod['ipv6PublicIp'], ...multiple.map(({ ipv6 }) => ipv6)], isIPv6),
    internalIp: firstOf([pod['internalIp']], (text) => isIPv4(text) || isIPv6(text)),
  };
}

/** The first address to try; empty if no pod has one. */
export function publicIpOf(pods: readonly PodAddress[]): string {
  return pods.find(({ publicIp }) => publicIp !== '')?.publicIp ?? '';
}

/** What stands for no address yet. */
const unspecified = new Set(['0.0.0.0', '::']);

/** Addresses get into URLs and commands, so anything else is left out. */
function firstOf(values: readonly unknown[], isUsable: (text: string) => boolean): string {
  const texts = values.map((value) => textOf(value).trim());
  return texts.find((text) => isUsable(text) && !unspecified.has(text)) ?? '';
}
