import type { ClientRequest, IncomingMessage } from 'node:http';
import { durationText, type Clock } from '../clock.ts';
import { TransportError } from './network-error.ts';

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
  { host, limits, clock, signal }: ExchangeOptions,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new TransportError(signal.reason, { host, mayHaveArrived: false }));
      return;
    }
    const outgoing = open();
    let isConnected = false;
    const stopConnectTimer = clock.startTimer(limits.connectMs, () => {
      if (!isConnected) fail(new Error(`no connection within ${durationText(limits.connectMs)}`));
    });
    const stopAttemptTimer = clock.startTimer(limits.attemptMs, () => {
      const missing = isConnected ? 'complete response' : 'connection';
      fail(new Error(`no ${missing} within ${durationText(limits.attemptMs)}`));
    });
    signal.addEventListener('abort', cancel, { once: true });

    function stopLimits(): void {
      stopConnectTimer();
      stopAttemptTimer();
      signal.removeEventListener('abort', cancel);
    }
    function cancel(): void {
      fail(signal.reason);
    }
    function fail(cause: unknown): void {
      stopLimits();
      reject(new TransportError(cause, { host, mayHaveArrived: isConnected }));
      outgoing.destroy();
    }

    whenConnected(outgoing, () => {
      isConnected = true;
    });
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      readBody(incoming, limits.maxResponseBytes).then((text) => {
        stopLimits();
        resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), body: text });
      }, fail);
    });
    outgoing.end(body);
  });
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

function headersOf({ headers }: IncomingMessage): HttpResponse['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
