import { printable } from '../text.ts';

/** No response that could be read. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Whether the request may have reached the server, and may have taken effect there. */
  readonly mayHaveArrived: boolean;
  /** Whether a later attempt may succeed: a bad certificate does not get better. */
  readonly isTransient: boolean;

  /** @param host what the request was sent to, for the message */
  constructor(
    cause: unknown,
    { host, mayHaveArrived }: { readonly host: string; readonly mayHaveArrived: boolean },
  ) {
    const { message, isTransient } = describe(toError(cause), host);
    super(message, { cause });
    this.mayHaveArrived = mayHaveArrived;
    this.isTransient = isTransient;
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

type Description = Pick<TransportError, 'message' | 'isTransient'>;

function describe(error: Error, host: string): Description {
  const code = 'code' in error ? String(error.code) : '';
  // Of a host with several addresses: all of them failed, perhaps each for another reason.
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  const reasons = errors.map((each) => toError(each).message).join(', ');
  const message = printable(reasons || `network error ${code}`);
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

function describeProxyError(code: string, message: string): Description {
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

/** Where Node's own are not as clear. */
function words(host: string): Readonly<Record<string, string>> {
  return {
    ECONNREFUSED: `${host} refused the connection`,
    ECONNRESET: 'the connection was closed before the response was complete',
    EPIPE: 'the connection was closed before the request was complete',
    ENOTFOUND: `${host} has no address in DNS`,
  };
}
