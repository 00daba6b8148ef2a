import { shown } from '../text.ts';

/** No response that could be read. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Whether the request may have reached the server, and may have taken effect there. */
  readonly mayHaveArrived: boolean;
  /** Whether a later attempt may succeed: a bad certificate does not get better. */
  readonly isTransient: boolean;

  constructor(
    message: string,
    facts: { mayHaveArrived: boolean; isTransient: boolean; cause?: unknown },
  ) {
    super(message, { cause: facts.cause });
    this.mayHaveArrived = facts.mayHaveArrived;
    this.isTransient = facts.isTransient;
  }
}

export class ResponseTooLarge extends Error {
  override readonly name = 'ResponseTooLarge';

  constructor(maxBytes: number) {
    super(`the response is larger than ${maxBytes / 1024 ** 2} MiB`);
  }
}

/**
 * The reason in words, and whether a later attempt may succeed.
 * @param host what the request was sent to, for the message
 */
export function describeNetworkError(
  error: unknown,
  host: string,
): { readonly message: string; readonly isTransient: boolean } {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof ResponseTooLarge) return { message, isTransient: true };
  if (code.startsWith('ERR_PROXY_')) {
    const needsLogin = / 407\b/.test(message);
    const cure = needsLogin ? '. Add its user and password to HTTPS_PROXY' : '';
    return {
      message: `the proxy did not open a tunnel (${shown(message)})${cure}`,
      isTransient: code === 'ERR_PROXY_TUNNEL' && !needsLogin,
    };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_/.test(code)) {
    return {
      message: `no trusted TLS connection to ${host} (${code}: ${shown(message)}). If the certificate comes from a private certificate authority, set NODE_EXTRA_CA_CERTS to the file of that authority's certificate`,
      isTransient: false,
    };
  }
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: `${host} refused the connection`,
    ECONNRESET: 'the connection was closed before the response was complete',
    EPIPE: 'the connection was closed before the request was complete',
    ENOTFOUND: `${host} has no address in DNS`,
    EAI_AGAIN: `the address of ${host} could not be looked up`,
    ETIMEDOUT: `the connection to ${host} timed out`,
    EHOSTUNREACH: `${host} is not reachable from this runner`,
    ENETUNREACH: `${host} is not reachable from this runner`,
  };
  return { message: words[code] ?? shown(message), isTransient: true };
}
