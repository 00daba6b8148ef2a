import { shown } from '../text.ts';

export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';

  constructor(maxBytes: number) {
    super(`the answer is over ${maxBytes / 1024 ** 2} MiB`);
  }
}

/**
 * The reason in words, and whether it may pass by itself.
 * @param host what was to be reached, for the words
 */
export function faultOf(
  error: unknown,
  host: string,
): { readonly message: string; readonly isTransient: boolean } {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof AnswerTooLarge) return { message, isTransient: true };
  if (code.startsWith('ERR_PROXY_')) {
    const wantsLogin = / 407\b/.test(message);
    const cure = wantsLogin ? '. Put its user and password into HTTPS_PROXY' : '';
    return {
      message: `the proxy opened no tunnel (${shown(message)})${cure}`,
      isTransient: code === 'ERR_PROXY_TUNNEL' && !wantsLogin,
    };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_/.test(code)) {
    return {
      message: `no trusted TLS connection to ${host} (${code}: ${shown(message)}). If its certificate comes from your own authority, name that authority's file in NODE_EXTRA_CA_CERTS`,
      isTransient: false,
    };
  }
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: `${host} refused the connection`,
    ECONNRESET: 'the connection was cut before an answer was complete',
    EPIPE: 'the connection was cut before the request was complete',
    ENOTFOUND: `no address is known for ${host}`,
    EAI_AGAIN: `the address of ${host} could not be looked up`,
    ETIMEDOUT: `no connection to ${host} in time`,
    EHOSTUNREACH: `${host} can't be reached from here`,
    ENETUNREACH: `${host} can't be reached from here`,
  };
  return { message: words[code] ?? shown(message), isTransient: true };
}
