import { UserError } from '../errors.ts';

/** The variables that name proxies, and the hosts that are reached without. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** Whether the environment names a proxy for https, the only scheme that leaves this machine. */
export function usesProxy(proxyEnv: ProxyEnvironment): boolean {
  return proxiesIn(proxyEnv).length > 0;
}

/** @throws UserError where the proxy, or the runner's Node, is of no use */
export function requireUsableProxies(proxyEnv: ProxyEnvironment): void {
  requireProxySupport(process.versions.node);
  for (const [name, url] of proxiesIn(proxyEnv)) requireProxyUrl(name, url);
}

function proxiesIn(proxyEnv: ProxyEnvironment): readonly (readonly [name: string, url: string])[] {
  return ['HTTPS_PROXY', 'https_proxy']
    .map((name) => [name, proxyEnv[name] ?? ''] as const)
    .filter(([, url]) => url !== '');
}

/** What it can't use, Node passes over without a word, or fails at with the URL, password and all. */
function requireProxyUrl(name: string, text: string): void {
  try {
    const { protocol, hostname, username, password } = new URL(text);
    decodeURIComponent(username + password);
    if (/^https?:$/.test(protocol) && hostname !== '') return;
  } catch {
    // Said below.
  }
  throw new UserError(
    `${name} is no URL of a proxy that can be used. It takes the form http://host:port or http://user:password@host:port, with special characters in user and password percent-encoded.`,
  );
}

/** An older Node would pass the proxy over without a word. */
function requireProxySupport(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 5)) return;
  throw new UserError(
    `HTTPS_PROXY is set, and this runner's Node ${version} can't use it: 24.5 or later can. Update the runner, or unset HTTPS_PROXY if BEC can be reached directly.`,
  );
}
