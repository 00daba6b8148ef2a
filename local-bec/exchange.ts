import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { platformError, toAnswer } from './answers.ts';
import type { Answer, Outcome, Stamp } from './answers.ts';
import { deliver, deliveryOf } from './delivery.ts';
import { takesEffect } from './faults.ts';
import type { FaultQueue } from './faults.ts';
import type { Gateway, Instant } from './gateway.ts';
import { parseRequest, readBody } from './requests.ts';
import type { ReceivedRequest, WireRequest } from './requests.ts';
import { operationOf } from './routes.ts';

export interface ExchangeTools {
  readonly gateway: Gateway;
  readonly faults: FaultQueue;
  /** Where requests are written down as they come. */
  readonly requests: ReceivedRequest[];
  readonly sockets: ReadonlySet<Socket>;
  readonly instant: () => Instant;
  readonly onRequest: ((request: ReceivedRequest) => void) | undefined;
  readonly signal: AbortSignal;
}

/** The listener that takes one request from its headers to its answer, or to the fault in its place. */
export function createExchange(tools: ExchangeTools) {
  return (incoming: IncomingMessage, response: ServerResponse): void => {
    // A client that is gone is no matter here, whatever it breaks off.
    response.on('error', () => undefined);
    exchange(tools, incoming, response).catch(() => response.destroy());
  };
}

async function exchange(
  tools: ExchangeTools,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const instant = tools.instant();
  const stamp = { requestId: randomUUID(), date: instant.serverDate };
  const wire = parseRequest(incoming);
  const fault = tools.faults.take(operationOf(wire.method, wire.path));
  const entry = writeDown(tools, wire, instant, stamp);

  const body = fault?.kind === 'refuse-upload' ? '' : await readBody(incoming);
  entry.update({ body: body ?? '' });
  // A fault that keeps the call from taking effect brings its own answer, or none.
  const answer =
    fault === undefined || takesEffect(fault)
      ? answerOf(() => tools.gateway(wire, body, instant), stamp)
      : toAnswer(platformError('InternalError', 'The call did not take effect.'), stamp);
  const delivery = deliveryOf(fault, answer, stamp);
  const delivered = await deliver(delivery, response, {
    reset: () => {
      reset(incoming.socket, tools.sockets);
    },
    signal: tools.signal,
  });
  const received = entry.update({ status: delivered?.status, code: delivered?.code });
  tools.onRequest?.(received);
}

/** Writes the request into the list at once: a request that is never answered is to be seen, too. */
function writeDown(tools: ExchangeTools, wire: WireRequest, instant: Instant, stamp: Stamp) {
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

function answerOf(perform: () => Outcome, stamp: Stamp): Answer {
  try {
    return toAnswer(perform(), stamp);
  } catch {
    return toAnswer(platformError('InternalError', 'The server failed.'), stamp);
  }
}

/** Only the TCP socket under a TLS one can be reset. */
function reset(socket: Socket, tcpSockets: ReadonlySet<Socket>): void {
  const { remotePort } = socket;
  const underneath = [...tcpSockets].find((candidate) => candidate.remotePort === remotePort);
  (underneath ?? socket).resetAndDestroy();
}
