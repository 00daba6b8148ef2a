import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { platformError, toResponse } from './responses.ts';
import type { Outcome, Stamp } from './responses.ts';
import { deliver, deliveryOf } from './delivery.ts';
import { takesEffect } from './faults.ts';
import type { FaultQueue } from './faults.ts';
import type { Gateway, Instant } from './gateway.ts';
import { parseRequest, readBody } from './requests.ts';
import type { ReceivedRequest, WireRequest } from './requests.ts';
import { operationOf } from './routes.ts';
import type { Variants } from './variants.ts';

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

  const body = fault?.kind === 'refuse-upload' ? '' : await readBody(incoming);
  entry.update({ body: body ?? '' });
  // A fault that keeps the call from taking effect brings a response of its own, or none.
  const outcome =
    fault === undefined || takesEffect(fault)
      ? outcomeOf(() => tools.gateway(wire, body, instant))
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
