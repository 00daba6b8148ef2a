import { UserError } from '../errors.ts';

/** The variables that name proxies, and the hosts that are reached directly. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** Whether the environment names a proxy for https, the only scheme that leaves this machine. */
export function usesProxy(proxyEnv: ProxyEnvironment): boolean {
  return proxiesIn(proxyEnv).length > 0;
}

/** @throws UserError where the proxy's URL is invalid, or the runner's Node has no support for proxies */
export function requireUsableProxies(proxyEnv: ProxyEnvironment): void {
  requireProxySupport(process.versions.node);
  for (const [name, url] of proxiesIn(proxyEnv)) requireProxyUrl(name, url);
}

function proxiesIn(proxyEnv: ProxyEnvironment): readonly (readonly [name: string, url: string])[] {
  return ['HTTPS_PROXY', 'https_proxy']
    .map((name) => [name, proxyEnv[name] ?? ''] as const)
    .filter(([, url]) => url !== '');
}

/** Node ignores an unusable URL silently, or fails with an error that contains it, password and all. */
function requireProxyUrl(name: string, text: string): void {
  try {
    const { protocol, hostname, username, password } = new URL(text);
    decodeURIComponent(username + password);
    if (/^https?:$/.test(protocol) && hostname !== '') return;
  } catch {
    // Reported below.
  }
  throw new UserError(
    `${name} is not the URL of a usable proxy. Write it as http://host:port or http://user:password@host:port, with special characters in user and password percent-encoded.`,
  );
}

/** An older Node would ignore the proxy silently. */
function requireProxySupport(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 5)) return;
  throw new UserError(
    `HTTPS_PROXY is set, but this runner's Node ${version} does not support proxies; 24.5 or later does. Update the runner, or unset HTTPS_PROXY if BEC can be reached directly.`,
  );
}
