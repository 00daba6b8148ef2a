import type { ClientRequest, IncomingMessage } from 'node:http';
import { durationText, type Clock } from '../clock.ts';
import { describeNetworkError, ResponseTooLarge, TransportError } from './network-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
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
    signal.throwIfAborted();
    let isConnected = false;
    const outgoing = open();
    const stopConnectTimer = clock.startTimer(limits.connectMs, () => {
      if (!isConnected) fail(`no connection within ${durationText(limits.connectMs)}`);
    });
    const stopAttemptTimer = clock.startTimer(limits.attemptMs, () => {
      const missing = isConnected ? 'complete response' : 'connection';
      fail(`no ${missing} within ${durationText(limits.attemptMs)}`);
    });
    signal.addEventListener('abort', cancel, { once: true });

    function settle(): void {
      stopConnectTimer();
      stopAttemptTimer();
      signal.removeEventListener('abort', cancel);
    }
    function fail(message: string, cause?: unknown, isTransient = true): void {
      settle();
      reject(new TransportError(message, { mayHaveArrived: isConnected, isTransient, cause }));
      outgoing.destroy();
    }
    function cancel(): void {
      fail('cancelled', signal.reason, false);
    }
    function failWith(error: unknown): void {
      const { message, isTransient } = describeNetworkError(error, host);
      fail(message, error, isTransient);
    }
    function connected(): void {
      isConnected = true;
      stopConnectTimer();
    }

    whenConnected(outgoing, connected);
    outgoing.on('error', failWith);
    outgoing.on('response', (incoming) => {
      readBody(incoming, limits.maxResponseBytes).then((text) => {
        settle();
        resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), body: text });
      }, failWith);
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
      if (bytes > maxBytes) reject(new ResponseTooLarge(maxBytes));
      else chunks.push(chunk);
    });
    incoming.on('end', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
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
