import type { ClientRequest, IncomingMessage } from 'node:http';
import { durationText, type Clock } from '../clock.ts';
import { describeNetworkError, TransportError, type TransportFacts } from './network-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, encoded. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; the values of a header that was sent twice are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Limits {
  readonly connectMs: number;
  readonly attemptMs: number;
  readonly maxResponseBytes: number;
}

export interface ExchangeOptions {
  /** What the request is sent to, for error messages. */
  readonly host: string;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Sends a request and reads the whole response.
 * @param open makes the request, without sending anything yet
 * @throws TransportError
 */
export function exchange(
  open: () => ClientRequest,
  body: string | undefined,
  options: ExchangeOptions,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    if (options.signal.aborted) {
      reject(new TransportError('cancelled', { mayHaveArrived: false, isTransient: false }));
      return;
    }
    const outgoing = open();
    let [isConnected, hasResponse] = [false, false];
    const stop = startLimits(options, () => isConnected, fail);

    function fail(message: string, facts: Partial<TransportFacts> = {}): void {
      stop();
      reject(
        new TransportError(message, { mayHaveArrived: isConnected, isTransient: true, ...facts }),
      );
      outgoing.destroy();
    }
    function failWith(error: unknown): void {
      const { message, isTransient } = describeNetworkError(error, options.host);
      const isStaleConnection = outgoing.reusedSocket && !hasResponse && isClosedBy(error);
      fail(message, { cause: error, isTransient, isStaleConnection });
    }

    whenConnected(outgoing, () => {
      isConnected = true;
    });
    outgoing.on('error', failWith);
    outgoing.on('response', (incoming) => {
      hasResponse = true;
      readBody(incoming, options.limits.maxResponseBytes).then((text) => {
        stop();
        resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), body: text });
      }, failWith);
    });
    outgoing.end(body);
  });
}

/**
 * Ends an exchange that takes too long or is cancelled.
 * @returns what stops that
 */
function startLimits(
  { limits, clock, signal }: ExchangeOptions,
  isConnected: () => boolean,
  fail: (message: string, facts?: Partial<TransportFacts>) => void,
): () => void {
  const stopConnectTimer = clock.startTimer(limits.connectMs, () => {
    if (!isConnected()) fail(`no connection within ${durationText(limits.connectMs)}`);
  });
  const stopAttemptTimer = clock.startTimer(limits.attemptMs, () => {
    const missing = isConnected() ? 'complete response' : 'connection';
    fail(`no ${missing} within ${durationText(limits.attemptMs)}`);
  });
  const cancel = (): void => {
    fail('cancelled', { cause: signal.reason, isTransient: false });
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => {
    stopConnectTimer();
    stopAttemptTimer();
    signal.removeEventListener('abort', cancel);
  };
}

/** Whether the other side closed the connection. */
function isClosedBy(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && /^(ECONNRESET|EPIPE)$/.test(String(error.code))
  );
}

function whenConnected(outgoing: ClientRequest, connected: () => void): void {
  outgoing.on('socket', (socket) => {
    // A socket that is used again is connected already, and would collect listeners.
    if (outgoing.reusedSocket) return;
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
  });
  // Where the socket was connected before (kept alive, or through a proxy), these come first.
  outgoing.on('finish', connected);
  outgoing.on('response', connected);
}

/** By events: the asynchronous iterator does the same, and takes a millisecond to load. */
function readBody(incoming: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Uint8Array) => {
      bytes += chunk.byteLength;
      if (bytes <= maxBytes) chunks.push(chunk);
      else reject(new Error(`the response is larger than ${maxBytes / 1024 ** 2} MiB`));
    });
    incoming.on('end', () => {
      // Without the byte order mark; invalid UTF-8 becomes U+FFFD.
      resolve(new TextDecoder().decode(Buffer.concat(chunks)));
    });
    incoming.on('error', reject);
  });
}

function headersOf(incoming: IncomingMessage): HttpResponse['headers'] {
  return Object.fromEntries(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(', '),
    ]),
  );
}
