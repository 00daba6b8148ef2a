import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';

/** Where the API is. */
export interface Endpoint {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** As it is sent in `Host` and signed: with the port only if it is not the scheme's own. */
  readonly host: string;
  /** As the input has it: `https://host[:port]` */
  readonly origin: string;
  readonly isLoopback: boolean;
}

/**
 * `https://host[:port]`, or http for a server on this machine: the body is not signed, so TLS must protect it.
 * @throws UserError
 */
export function parseEndpoint(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const problem = url === undefined ? 'it is not a URL' : problemOf(url);
  if (url === undefined || problem !== undefined) {
    // The part before an @ may be a password.
    const value = text.includes('@') ? '(not printed, as it may hold a password)' : quoted(text);
    throw new UserError(
      `Input endpoint ${value} is invalid: ${problem}. Write it as https://host or https://host:port.`,
    );
  }
  return toEndpoint(url);
}

export function toEndpoint(url: URL): Endpoint {
  const secure = url.protocol === 'https:';
  return {
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    host: url.host,
    origin: url.origin,
    isLoopback: isLoopback(url.hostname),
  };
}

function problemOf(url: URL): string | undefined {
  if (url.username !== '' || url.password !== '')
    return 'it contains credentials; use the inputs access-key-id and secret-access-key';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return 'it must not have a path, a query or a fragment';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:') return `the scheme must be https, not ${url.protocol.slice(0, -1)}`;
  return isLoopback(url.hostname)
    ? undefined
    : 'http is allowed only for this machine (127.0.0.1, ::1, localhost)';
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname)
  );
}
