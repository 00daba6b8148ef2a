import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { stampHeadersOf } from './responses.ts';
import type { Response, Stamp } from './responses.ts';
import type { Operation } from './routes.ts';

/** What goes wrong with one call, or with `times` calls one after the other. */
export type Fault = FaultKind & {
  /** Default: any call. */
  readonly on?: Operation | undefined;
  readonly times?: number | undefined;
};

type FaultKind =
  /** A scripted response; the call itself takes effect only with `processed`. */
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** A string goes out as it is, anything else as JSON. */
      readonly body?: unknown;
      readonly processed?: boolean;
    }
  /** No response, before or after the call took effect: cut with RST, cut with FIN, or silence. */
  | { readonly kind: 'reset' | 'close' | 'hang'; readonly when: 'before' | 'after' }
  /** The call takes effect; the response has half of its body, a body that is not JSON, … */
  | { readonly kind: 'half-response' | 'garbage' }
  /** … or a valid one followed by more than 1 MiB of white space. */
  | { readonly kind: 'huge' }
  /** The call takes effect; its response comes late. */
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'redirect'; readonly location: string }
  /** Cut with RST once the request's headers have arrived, its body unread. */
  | { readonly kind: 'refuse-upload' };

export interface FaultQueue {
  readonly add: (faults: readonly Fault[]) => void;
  /** Removes and returns the first fault in the queue for the operation. */
  readonly take: (operation: Operation | undefined) => Fault | undefined;
  readonly clear: () => void;
}

export function createFaultQueue(): FaultQueue {
  let queue: readonly Fault[] = [];
  return {
    add: (faults) => {
      queue = queue.concat(
        faults.flatMap((fault) => Array.from({ length: fault.times ?? 1 }, () => fault)),
      );
    },
    take: (operation) => {
      const index = queue.findIndex(({ on }) => on === undefined || on === operation);
      const fault = queue[index];
      queue = fault === undefined ? queue : queue.toSpliced(index, 1);
      return fault;
    },
    clear: () => {
      queue = [];
    },
  };
}

/** Whether the call takes effect although the client sees a fault. */
export function takesEffect(fault: Fault): boolean {
  switch (fault.kind) {
    case 'response':
      return fault.processed === true;
    case 'reset':
    case 'close':
    case 'hang':
      return fault.when === 'after';
    case 'half-response':
    case 'garbage':
    case 'huge':
    case 'delay':
      return true;
    case 'redirect':
    case 'refuse-upload':
      return false;
  }
}

/** What is sent to the client. */
export type Delivery =
  | { readonly kind: 'whole' | 'half'; readonly response: Response; readonly delayMs: number }
  | { readonly kind: 'reset' | 'close' | 'hang' };

const OVER_ONE_MIB = 1024 * 1024 + 1;

export function deliveryOf(fault: Fault | undefined, response: Response, stamp: Stamp): Delivery {
  switch (fault?.kind) {
    case undefined:
      return whole(response);
    case 'response':
      return whole(scriptedResponseOf(fault, stamp));
    case 'reset':
    case 'refuse-upload':
      return { kind: 'reset' };
    case 'close':
    case 'hang':
      return { kind: fault.kind };
    case 'half-response':
      return { kind: 'half', response, delayMs: 0 };
    case 'garbage':
      return whole({ ...response, status: 200, body: '<html><body>It works!</body></html>' });
    case 'huge':
      return whole({ ...response, status: 200, body: response.body + ' '.repeat(OVER_ONE_MIB) });
    case 'delay':
      return { kind: 'whole', response, delayMs: fault.ms };
    case 'redirect':
      return whole({
        status: 302,
        headers: { ...stampHeadersOf(stamp), Location: fault.location },
        body: '',
      });
  }
}

/** The response that was sent; `undefined` if none was. Rejects when `signal` ends the server. */
export async function deliver(
  delivery: Delivery,
  outgoing: ServerResponse,
  tools: { readonly reset: () => void; readonly signal: AbortSignal },
): Promise<Response | undefined> {
  switch (delivery.kind) {
    case 'reset':
      tools.reset();
      return undefined;
    case 'close':
      outgoing.destroy();
      return undefined;
    case 'hang':
      return undefined;
    case 'whole':
    case 'half':
      if (delivery.delayMs > 0) await sleep(delivery.delayMs, undefined, { signal: tools.signal });
      send(delivery.response, outgoing, delivery.kind === 'half');
      return delivery.response;
  }
}

function send(
  { status, headers, body }: Response,
  outgoing: ServerResponse,
  isHalf: boolean,
): void {
  const bytes = Buffer.from(body);
  outgoing.sendDate = false;
  // A response 204 has no length.
  const length = status === 204 ? {} : { 'Content-Length': bytes.length };
  outgoing.writeHead(status, { ...headers, ...length });
  if (isHalf) outgoing.write(bytes.subarray(0, bytes.length / 2), () => outgoing.destroy());
  else outgoing.end(bytes);
}

function scriptedResponseOf(fault: Fault & { readonly kind: 'response' }, stamp: Stamp): Response {
  const { status, headers = {}, body = '' } = fault;
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const stamped = Object.entries(stampHeadersOf(stamp)).filter(
    ([name]) => !given.has(name.toLowerCase()),
  );
  return {
    status,
    headers: { ...Object.fromEntries(stamped), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

function whole(response: Response): Delivery {
  return { kind: 'whole', response, delayMs: 0 };
}
