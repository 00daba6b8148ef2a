import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';

/** Where the API is. */
export interface Endpoint {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** As it is sent in `Host` and signed: with the port only where it is not the scheme's own. */
  readonly host: string;
  readonly isLoopback: boolean;
}

/** `https://host[:port]`, or http for a server on this machine: the body is not signed, TLS protects it. */
export function parseEndpoint(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const problem = url === undefined ? 'no URL' : problemOf(url);
  if (url === undefined || problem !== undefined) {
    const given = text.includes('@') ? 'an address with an @ in it' : quoted(text);
    throw new UserError(
      `Input endpoint is ${given}: ${problem}. It takes the form https://bec.baidubce.com.`,
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
    isLoopback: isLoopback(url.hostname),
  };
}

function problemOf(url: URL): string | undefined {
  if (url.username !== '' || url.password !== '')
    return 'it holds credentials, which have inputs of their own';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return 'it has more than a host and a port';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:') return `${url.protocol} is not https:`;
  return isLoopback(url.hostname)
    ? undefined
    : 'plain http is taken for this machine only (127.0.0.1, ::1, localhost)';
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.[0-9]{1,3}){3}$/.test(hostname)
  );
}
