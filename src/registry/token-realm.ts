import { toEndpoint, type Endpoint } from '../http/connection.ts';
import { printable } from '../text.ts';
import type { Registry } from './image-name.ts';
import { RegistryError } from './session.ts';

/** Token servers outside of their registry's domain, as their operators document them. */
const usualRealms: readonly { readonly registry: RegExp; readonly realm: string }[] = [
  { registry: /^registry-1\.docker\.io$/, realm: 'auth.docker.io' },
  { registry: /^registry\.digitalocean\.com$/, realm: 'api.digitalocean.com' },
  {
    registry: /^registry(?:-vpc|-intl|-intl-vpc|-internal)?\.([a-z0-9-]{1,40})\.aliyuncs\.com$/,
    realm: 'dockerauth.$1.aliyuncs.com',
  },
];

const maxLength = 2048;

/**
 * The realm of a Bearer challenge: https only, or http at a registry on this machine.
 *
 * A registry could name any address that the runner reaches, and have what comes from there handed to it as
 * a token. So a realm is asked only on the registry's own host, on the domain above it (whose owner can take
 * over the registry's name anyway, as `gitlab.com` for `registry.gitlab.com`), and on the token servers above.
 * @throws RegistryError for any other address
 */
export function parseTokenRealm(realm: string, { name, endpoint }: Registry): URL {
  const url = realm.length <= maxLength && URL.canParse(realm) ? new URL(realm) : undefined;
  const isPlain = url?.username === '' && url.password === '' && /^https?:$/.test(url.protocol);
  if (isPlain && isTrusted(toEndpoint(url), endpoint)) return url;
  throw new RegistryError(
    `${name} names a token server that is not asked, ${printable(realm, 80)}: it is neither https on the registry's own host, nor on the domain above it, nor a well-known one`,
  );
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
