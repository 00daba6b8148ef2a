import { checkBypass } from '@actions/http-client/lib/proxy';
import type { Environment } from '../context.ts';
import { UserError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * The proxy on the way to an endpoint; undefined if it is reached directly. The rule for NO_PROXY and for
 * this machine is the runner's own: its library decides, and reads the variable from the process.
 * @throws UserError if the proxy's URL is invalid, or this version of Node has no support for proxies
 */
export function proxyFor(
  { secure, host }: Pick<Endpoint, 'secure' | 'host'>,
  environment: Environment,
  nodeVersion: string,
): URL | undefined {
  const protocol = secure ? 'https' : 'http';
  // First of all: a proxy that is not used need not be usable.
  if (checkBypass(new URL(`${protocol}://${host}`))) return undefined;
  const names = [`${protocol}_proxy`, `${protocol.toUpperCase()}_PROXY`];
  const name = names.find((variable) => (environment[variable] ?? '') !== '');
  if (name === undefined) return undefined;
  requireProxySupport(name, nodeVersion);
  return parseProxyUrl(name, environment[name] ?? '');
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

/** The passwords of all proxies: as written, as a URL encodes it, decoded. A URL that is not usable has one, too. */
export function proxyPasswordsIn(environment: Environment): readonly string[] {
  const passwords = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']
    .map((name) => (environment[name] ?? '').trim())
    .flatMap((text) => {
      const [, written = ''] = /^[^:]*:([^]*)@/.exec(text.replace(scheme, '')) ?? [];
      const address = withScheme(text);
      return [written, URL.canParse(address) ? new URL(address).password : ''];
    });
  return [...new Set([...passwords, ...passwords.map(decoded)])].filter((it) => it !== '');
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
