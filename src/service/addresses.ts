import { isIPv4, isIPv6 } from 'node:net';
import type { Client, PolicyName } from '../api/client.ts';
import { listOf, textOf, type Fields } from '../json.ts';
import { readAll } from './pages.ts';
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
 * All pods of a service, from every page of `GET /v1/pod?serviceId=…`.
 * @throws CallError
 */
export async function readPodAddresses(
  bec: Client,
  serviceId: string,
  policyName: PolicyName,
): Promise<readonly PodAddress[]> {
  const pods = await readAll(bec, podList(serviceId), policyName);
  return pods.map(parsePodAddress);
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

/** Addresses get into URLs and commands, so anything else is left out. */
function firstOf(values: readonly unknown[], isUsable: (text: string) => boolean): string {
  return values.map((value) => textOf(value).trim()).find(isUsable) ?? '';
}
