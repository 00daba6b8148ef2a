import { printable } from '../text.ts';

export interface TransportFacts {
  /** Whether the request may have reached the server, and may have taken effect there. */
  readonly mayHaveArrived: boolean;
  /** Whether a later attempt may succeed: a bad certificate does not get better. */
  readonly isTransient: boolean;
  /** Whether the server had closed an idle connection by the time it was used again: not a fault. */
  readonly isStaleConnection?: boolean;
  readonly cause?: unknown;
}

/** No response that could be read. */
export class TransportError extends Error implements TransportFacts {
  override readonly name = 'TransportError';
  readonly mayHaveArrived: boolean;
  readonly isTransient: boolean;
  readonly isStaleConnection: boolean;

  constructor(message: string, facts: TransportFacts) {
    super(message, { cause: facts.cause });
    this.mayHaveArrived = facts.mayHaveArrived;
    this.isTransient = facts.isTransient;
    this.isStaleConnection = facts.isStaleConnection ?? false;
  }
}

export interface NetworkErrorText {
  readonly message: string;
  /** Whether a later attempt may succeed. */
  readonly isTransient: boolean;
}

/**
 * The reason in words.
 * @param host what the request was sent to, for the message
 */
export function describeNetworkError(error: unknown, host: string): NetworkErrorText {
  const { code, message } = factsOf(error);
  if (code.startsWith('HPE_')) {
    return { message: `the response is not valid HTTP (${message})`, isTransient: true };
  }
  if (code.startsWith('ERR_PROXY_')) return describeProxyError(code, message);
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_/.test(code)) {
    const text = `no trusted TLS connection to ${host} (${code}: ${message}). ${certificateCure(code)}`;
    return { message: text, isTransient: false };
  }
  if (/^(ERR_SSL_|EPROTO$)/.test(code)) {
    const text = `no TLS connection to ${host} (${code}). Check that it is an HTTPS server`;
    return { message: text, isTransient: true };
  }
  return { message: words(host)[code] ?? message, isTransient: true };
}

function factsOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: printable(String(error)) };
  const code = 'code' in error ? String(error.code) : '';
  // Of a host with several addresses: all of them failed, perhaps each for another reason.
  if (error instanceof AggregateError) {
    const errors = error.errors.map(factsOf);
    const codes = new Set(errors.map((each) => each.code));
    const message = printable(errors.map((each) => each.message).join(', '));
    return codes.size === 1 ? { code, message } : { code: '', message };
  }
  return {
    code,
    message: printable(error.message === '' ? `network error ${code}` : error.message),
  };
}

function describeProxyError(code: string, message: string): NetworkErrorText {
  const needsLogin = / 407\b/.test(message);
  const cure = needsLogin ? '. Add its user and password to HTTPS_PROXY' : '';
  return {
    message: `the proxy did not open a tunnel (${message})${cure}`,
    isTransient: code === 'ERR_PROXY_TUNNEL' && !needsLogin,
  };
}

function certificateCure(code: string): string {
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'The certificate is for another host: check the input endpoint, and whether a proxy on the way intercepts TLS';
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return "Check the runner's clock; if it is right, the server needs a new certificate";
    default:
      return "If the certificate comes from a private certificate authority, set NODE_EXTRA_CA_CERTS to the file of that authority's certificate";
  }
}

function words(host: string): Readonly<Record<string, string>> {
  return {
    ECONNREFUSED: `${host} refused the connection`,
    ECONNRESET: 'the connection was closed before the response was complete',
    EPIPE: 'the connection was closed before the request was complete',
    ENOTFOUND: `${host} has no address in DNS`,
    EAI_AGAIN: `the address of ${host} could not be looked up`,
    ETIMEDOUT: `the connection to ${host} timed out`,
    EHOSTUNREACH: `${host} is not reachable from this runner`,
    ENETUNREACH: `${host} is not reachable from this runner`,
  };
}
