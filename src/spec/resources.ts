import { countOf, listOf, toFields, type Fields } from '../json.ts';
import { counted, joined } from '../text.ts';

/**
 * What a service uses, and is billed for, until it is deleted, from the body of its create request:
 * `2 pods · 2 cores · 4 GB · 2 public addresses, 100 Mbps · 1 disk, 100 GB per pod`. Cores, memory and
 * addresses are sums over all pods, disks and their size those of each. That a pod gets one public address
 * is inferred. What the body does not say in numbers is left out; without the number of pods, all is.
 */
export function resourcesText(body: Fields): string {
  const pods = sumOf(listOf(body['deployInstances']), 'replicas');
  if (pods === undefined || pods === 0) return '';
  const containers = listOf(body['containers']);
  const parts = [
    counted(pods, 'pod'),
    totalText(sumOf(containers, 'cpu'), (cores) => counted(cores * pods, 'core')),
    totalText(sumOf(containers, 'memory'), (memoryGb) => `${memoryGb * pods} GB`),
    totalText(gpusOf(containers), (gpus) => counted(gpus * pods, 'GPU')),
    addressesText(body, pods),
    isTrue(body['needIpv6PublicIp']) ? addressCount(pods, 'public IPv6') : '',
    disksText(body, pods),
  ];
  return joined(parts, ' · ');
}

/** Undefined if there is none, or one of them is not a number: a part would pass for the whole. */
function sumOf(items: readonly Fields[], key: string): number | undefined {
  const counts = items.map((item) => countOf(item[key]));
  if (counts.length === 0 || counts.includes(undefined)) return undefined;
  return counts.reduce<number>((sum, count = 0) => sum + count, 0);
}

function totalText(total: number | undefined, toText: (total: number) => string): string {
  return total === undefined || total === 0 ? '' : toText(total);
}

/** Few containers have any, so only those that say so count. */
function gpusOf(containers: readonly Fields[]): number | undefined {
  return sumOf(
    containers.filter(({ gpu }) => gpu !== undefined && gpu !== null),
    'gpu',
  );
}

function addressesText(body: Fields, pods: number): string {
  if (!isTrue(body['needPublicIp'])) return '';
  const bandwidthMbps = countOf(body['bandwidth']);
  const bandwidth = bandwidthMbps === undefined ? '' : `, ${bandwidthMbps} Mbps`;
  return `${addressCount(pods, 'public')}${bandwidth}`;
}

function addressCount(count: number, kind: string): string {
  return `${count} ${kind} ${count === 1 ? 'address' : 'addresses'}`;
}

function disksText(body: Fields, pods: number): string {
  const disks = listOf(toFields(body['volumes'])?.['volumeClaimTemplates']);
  if (disks.length === 0) return '';
  const size = totalText(sumOf(disks, 'storageSize'), (sizeGb) => `, ${sizeGb} GB`);
  return `${counted(disks.length, 'disk')}${size}${pods === 1 ? '' : ' per pod'}`;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
