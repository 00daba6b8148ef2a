import type { Registry } from './image-name.ts';
import { toEndpoint, type Endpoint } from '../http/connection.ts';
import { printable } from '../text.ts';
import { RegistryError } from './registry-error.ts';

/** Where a registry gives out its tokens. */
export interface TokenRealm {
  readonly url: URL;
  readonly endpoint: Endpoint;
  /** Whether the user's login for the registry may be sent there. */
  readonly isTrusted: boolean;
}

/** Token servers outside of their registry's domain, as their operators document them. */
const usualRealms: readonly { readonly registry: RegExp; readonly realm: string }[] = [
  { registry: /^registry-1\.docker\.io$/, realm: 'auth.docker.io' },
  {
    registry: /^registry(?:-vpc|-intl|-intl-vpc|-internal)?\.([a-z0-9-]{1,40})\.aliyuncs\.com$/,
    realm: 'dockerauth.$1.aliyuncs.com',
  },
];

const maxLength = 2048;

/**
 * The realm of a Bearer challenge: https only, or on this machine for a registry on this machine.
 *
 * Every client has to ask a realm that the registry names. The user's login is worth more than a token, so
 * it is sent only to the registry's own host, to the domain above it (whose owner can take over the
 * registry's name anyway, as `gitlab.com` for `registry.gitlab.com`), and to the token servers listed
 * above. Elsewhere the token is asked for without a login, as anybody could.
 * @throws RegistryError for any other address
 */
export function parseTokenRealm(realm: string, registry: Registry): TokenRealm {
  const url = realm.length <= maxLength && URL.canParse(realm) ? new URL(realm) : undefined;
  const endpoint = url && /^https?:$/.test(url.protocol) ? toEndpoint(url) : undefined;
  if (url === undefined || endpoint === undefined || url.username !== '' || url.password !== '') {
    throw new RegistryError(
      `${registry.name} names an invalid token server, ${printable(realm, 80)}`,
    );
  }
  const isLocal = endpoint.isLoopback && registry.endpoint.isLoopback;
  if (!isLocal && (!endpoint.secure || endpoint.isLoopback)) {
    throw new RegistryError(
      `${registry.name} names a token server that is not reached over https, ${printable(url.origin, 80)}`,
    );
  }
  return { url, endpoint, isTrusted: isTrusted(endpoint, registry.endpoint) };
}

function isTrusted(realm: Endpoint, registry: Endpoint): boolean {
  // Without TLS nothing vouches for the name, so the port has to be the same too.
  if (realm.host === registry.host && realm.secure === registry.secure) return true;
  if (!realm.secure || !registry.secure) return false;
  const parent = registry.hostname.slice(registry.hostname.indexOf('.') + 1);
  return (
    realm.hostname === registry.hostname ||
    (realm.hostname === parent && parent.includes('.')) ||
    usualRealms.some(
      ({ registry: pattern, realm: usual }) =>
        pattern.test(registry.hostname) &&
        realm.hostname === registry.hostname.replace(pattern, usual),
    )
  );
}
