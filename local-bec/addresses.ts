/** The addresses of one pod. */
export interface Addresses {
  readonly publicIp: string | null;
  readonly ipv6PublicIp: string | null;
  readonly internalIp: string | null;
  readonly multiplePublicIp: readonly {
    readonly ip: string | null;
    readonly ipv6: string | null;
    readonly serviceProvider: string | null;
  }[];
}

export const noAddresses: Addresses = {
  publicIp: null,
  ipv6PublicIp: null,
  internalIp: null,
  multiplePublicIp: [],
};

interface AddressPlan {
  readonly needPublicIp: boolean;
  readonly needIpv6PublicIp: boolean;
  readonly serviceProvider: string | null;
}

/** The most pods that a service may have. */
export const MAX_PODS = 10_000;

/**
 * No two pods of any service have the same addresses. The public IPv4 address is of the loopback
 * network, so a smoke test of a workflow reaches what listens on the same machine, and nothing beyond
 * it; the IPv6 address is of the range for documentation.
 */
export function addressesOf(plan: AddressPlan, serviceNumber: number, podIndex: number): Addresses {
  const host = serviceNumber * MAX_PODS + podIndex;
  const [high, middle, low] = [(host >> 16) % 200, (host >> 8) & 255, host & 255];
  const publicIp = plan.needPublicIp ? `127.${16 + high}.${middle}.${low}` : null;
  const ipv6PublicIp = plan.needIpv6PublicIp ? `2001:db8::${host.toString(16)}` : null;
  const { serviceProvider } = plan;
  const isPublic = publicIp !== null || ipv6PublicIp !== null;
  return {
    publicIp,
    ipv6PublicIp,
    internalIp: `172.${16 + (high % 16)}.${middle}.${low}`,
    multiplePublicIp: isPublic ? [{ ip: publicIp, ipv6: ipv6PublicIp, serviceProvider }] : [],
  };
}
