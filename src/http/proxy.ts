import { checkBypass } from '@actions/http-client/lib/proxy';
import { UserError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

/** The environment, for the variables that name proxies. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** The first one that is set counts. */
const variables = {
  https: ['https_proxy', 'HTTPS_PROXY'],
  http: ['http_proxy', 'HTTP_PROXY'],
} as const;

/**
 * The proxy on the way to an endpoint; undefined if it is reached directly. The rule for NO_PROXY is
 * the runner's own: its library decides, and reads the variable from the process.
 * @throws UserError if the proxy's URL is invalid, or this version of Node has no support for proxies
 */
export function proxyFor(
  endpoint: Pick<Endpoint, 'secure' | 'host' | 'isLoopback'>,
  proxyEnv: ProxyEnvironment,
  nodeVersion: string,
): URL | undefined {
  const origin = new URL(`${endpoint.secure ? 'https' : 'http'}://${endpoint.host}`);
  // First of all: a proxy that is not used need not be usable.
  if (endpoint.isLoopback || checkBypass(origin)) return undefined;
  const names = endpoint.secure ? variables.https : variables.http;
  const name = names.find((variable) => (proxyEnv[variable] ?? '') !== '');
  if (name === undefined) return undefined;
  requireProxySupport(name, nodeVersion);
  return parseProxyUrl(name, proxyEnv[name] ?? '');
}

/** Node ignores an unusable URL silently, or fails with an error that contains it, password and all. */
function parseProxyUrl(name: string, text: string): URL {
  try {
    const url = new URL(withScheme(text));
    decodeURIComponent(url.username + url.password);
    if (/^https?:$/.test(url.protocol)) return url;
  } catch {
    // Reported below, without the text: it may hold a password.
  }
  throw new UserError(
    `${name} is not the URL of a usable proxy. Write it as http://host:port or http://user:password@host:port, with special characters in user and password percent-encoded.`,
  );
}

const scheme = /^[a-z][a-z0-9+.-]*:\/\//i;

/** As the runner does: without a scheme it is http. */
function withScheme(text: string): string {
  return scheme.test(text) ? text : `http://${text}`;
}

/** The passwords of all proxies, each as written and decoded. A URL that is not usable has one, too. */
export function proxyPasswordsIn(proxyEnv: ProxyEnvironment): readonly string[] {
  const passwords = Object.values(variables)
    .flat()
    .flatMap((name) => passwordsIn(proxyEnv[name] ?? ''))
    .flatMap((password) => [password, decoded(password)]);
  return [...new Set(passwords)].filter((password) => password !== '');
}

/** As it is written, and as a URL encodes it. */
function passwordsIn(variable: string): readonly string[] {
  const text = variable.trim();
  const [, written = ''] = /^[^:]*:([^]*)@/.exec(text.replace(scheme, '')) ?? [];
  const url = URL.parse(withScheme(text));
  return [written, url?.password ?? ''];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** An older Node would ignore the proxy silently. */
function requireProxySupport(name: string, nodeVersion: string): void {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 5)) return;
  throw new UserError(
    `${name} is set, but this runner's Node ${nodeVersion} does not support proxies; 24.5 or later does. Update the runner, or add the host to NO_PROXY if it can be reached directly.`,
  );
}
