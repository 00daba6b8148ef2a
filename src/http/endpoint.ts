import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';

export type Endpoint = Readonly<ReturnType<typeof toEndpoint>>;

/**
 * `https://host[:port]`, or http for a server on this machine: the body is not signed, so TLS must protect it.
 * @throws UserError
 */
export function parseEndpoint(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Without user, path, query and fragment.
  if (url?.href === `${url?.origin}/`) {
    const endpoint = toEndpoint(url);
    if (endpoint.secure || (url.protocol === 'http:' && endpoint.isLoopback)) return endpoint;
  }
  // The part before an @ may be a password.
  const value = text.includes('@') ? '(not printed, as it may hold a password)' : quoted(text);
  throw new UserError(
    `Input endpoint ${value} is invalid. Write it as https://host or https://host:port, without user, path or query; http is allowed only for this machine (127.0.0.1, ::1, localhost).`,
  );
}

export function toEndpoint(url: URL) {
  const secure = url.protocol === 'https:';
  return {
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    /** As it is sent in `Host` and signed: with the port only if it is not the scheme's own. */
    host: url.host,
    /** As the input has it: `https://host[:port]` */
    origin: url.origin,
    isLoopback: isLoopback(url.hostname),
  };
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname)
  );
}
