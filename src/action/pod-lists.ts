import { linesOf, maxExplained, type Pod } from '../service/service.ts';
import { joined, moreLine } from '../text.ts';
import type { Format } from './markdown.ts';

const maxPods = 50;

/** The pods by region, with where they can be reached. */
export function addressTable(pods: readonly Pod[] = [], { text, code }: Format): string {
  if (pods.length === 0) return '';
  const rows = pods
    .toSorted((left, right) => (left.regionId < right.regionId ? -1 : 1))
    .slice(0, maxPods)
    .map(({ podName, regionId, publicIp, ipv6PublicIp, internalIp }) => {
      const addresses = joined([publicIp, ipv6PublicIp, internalIp], ', ');
      return `| ${text(regionId)} | ${text(addresses)} | ${code(podName)} |`;
    });
  const more = moreLine(pods.length - maxPods, 'pod').map((line) => `| ${line} | | |`);
  return ['| Region | Addresses | Pod |', '|:--|:--|:--|', ...rows, ...more].join('\n');
}

/** Replicas tend to fail alike: those that say the same stand under one heading. */
export function podList(pods: readonly Pod[] = [], { text, code }: Format): string {
  const alike = new Map<string, string[]>();
  for (const pod of pods.slice(0, maxExplained)) {
    const lines = linesOf(pod).map((line) => `  - ${text(line)}`);
    const state = joined([pod.regionId, pod.status], ' · ');
    const reasons = [` ${text(state)}`, ...lines].join('\n');
    alike.set(reasons, [...(alike.get(reasons) ?? []), code(pod.podId)]);
  }
  return [
    ...[...alike].map(([reasons, podIds]) => `- ${podIds.join(', ')}${reasons}`),
    ...moreLine(pods.length - maxExplained, 'pod').map((line) => `- ${line}`),
  ].join('\n');
}
