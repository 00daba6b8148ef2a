import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { SignableRequest } from '../src/api/bce-auth.ts';
import { deliver, deliveryOf, takesEffect } from './faults.ts';
import type { FaultQueue } from './faults.ts';
import type { Gateway, Instant, WireRequest } from './gateway.ts';
import { platformError, toResponse } from './responses.ts';
import type { Outcome, Stamp } from './responses.ts';
import { operationOf } from './routes.ts';
import type { Operation } from './routes.ts';
import type { Variants } from './variants.ts';

/** A request as it came in and what became of it, faulted ones included. */
export interface ReceivedRequest extends SignableRequest {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly requestId: string;
  readonly operation: Operation | undefined;
  readonly body: string;
  /** The status that went out, `undefined` if none did (yet). */
  readonly status: number | undefined;
  /** The error code that went out with it. */
  readonly code: string | undefined;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;

function parseRequest(incoming: IncomingMessage): WireRequest {
  const method = incoming.method ?? '';
  const url = incoming.url ?? '';
  const headers = headersOf(incoming);
  const [path = '', ...rest] = url.split('?');
  try {
    const query = parseQuery(rest.join('?'));
    const isMalformed = !path.startsWith('/');
    return { method, path: decodeURIComponent(path), query, headers, isMalformed };
  } catch {
    return { method, path, query: {}, headers, isMalformed: true };
  }
}

/**
 * `undefined` if the body is over 2 MiB. Even then it is read to its end, as one that is not kept is: else
 * no response arrives.
 */
async function readBody(incoming: IncomingMessage, isKept: boolean): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (isKept && size <= MAX_BODY_BYTES) chunks.push(bytes);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}

function headersOf(incoming: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(incoming.headersDistinct).map(([name, values = []]) => [
      name,
      values.join(', '),
    ]),
  );
}

/** A `+` is a plus sign, as bce-auth-v1 has it, not a space. */
function parseQuery(text: string): Readonly<Record<string, string>> {
  const pairs = text.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
    }),
  );
}

export interface ExchangeTools {
  readonly gateway: Gateway;
  readonly gatewayErrors: Variants['gatewayErrors'];
  readonly faults: FaultQueue;
  /** Requests are added as they arrive. */
  readonly requests: ReceivedRequest[];
  readonly sockets: ReadonlySet<Socket>;
  readonly instant: () => Instant;
  readonly onRequest: ((request: ReceivedRequest) => void) | undefined;
  readonly signal: AbortSignal;
}

/** The listener that takes a request from its headers to its response, or to the fault in its place. */
export function createExchange(tools: ExchangeTools) {
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    // A client may break off at any time.
    outgoing.on('error', () => undefined);
    exchange(tools, incoming, outgoing).catch(() => outgoing.destroy());
  };
}

async function exchange(
  tools: ExchangeTools,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const instant = tools.instant();
  const stamp = { requestId: randomUUID(), date: instant.serverDate };
  const wire = parseRequest(incoming);
  const fault = tools.faults.take(operationOf(wire.method, wire.path));
  const entry = record(tools, wire, instant, stamp);
  // A fault that keeps the call from taking effect brings a response of its own, or none.
  const isPerformed = fault === undefined || takesEffect(fault);
  const refusal = isPerformed ? tools.gateway.refusalOf(wire, instant) : undefined;
  const isKept = refusal === undefined && fault?.kind !== 'refuse-upload';
  const body = fault?.kind === 'refuse-upload' ? '' : await readBody(incoming, isKept);
  entry.update({ body: body ?? '' });
  const outcome = isPerformed
    ? (refusal ?? outcomeOf(() => tools.gateway.perform(wire, body, instant)))
    : platformError('InternalError', 'The call did not take effect.');
  const delivery = deliveryOf(fault, toResponse(outcome, stamp, tools.gatewayErrors), stamp);
  const delivered = await deliver(delivery, outgoing, {
    reset: () => {
      reset(incoming.socket, tools.sockets);
    },
    signal: tools.signal,
  });
  const received = entry.update({ status: delivered?.status, code: delivered?.code });
  tools.onRequest?.(received);
}

/** Adds the request to the list at once, so that one without a response is there too. */
function record(tools: ExchangeTools, wire: WireRequest, instant: Instant, stamp: Stamp) {
  const { method, path, query, headers } = wire;
  let entry: ReceivedRequest = {
    method,
    path,
    query,
    headers,
    at: instant.nowMs,
    requestId: stamp.requestId,
    operation: operationOf(wire.method, wire.path),
    body: '',
    status: undefined,
    code: undefined,
  };
  const index = tools.requests.push(entry) - 1;
  const update = (change: Partial<ReceivedRequest>): ReceivedRequest => {
    entry = { ...entry, ...change };
    tools.requests[index] = entry;
    return entry;
  };
  return { update };
}

function outcomeOf(perform: () => Outcome): Outcome {
  try {
    return perform();
  } catch {
    return platformError('InternalError', 'The server failed.');
  }
}

/** Only the TCP socket under a TLS one can be reset. */
function reset(socket: Socket, tcpSockets: ReadonlySet<Socket>): void {
  const { remotePort } = socket;
  const underneath = [...tcpSockets].find((candidate) => candidate.remotePort === remotePort);
  (underneath ?? socket).resetAndDestroy();
}
