import { connect, createServer, type Socket } from 'node:net';
import { listenOnLoopback, type Loopback } from '../loopback.ts';

/** What happens to one connection, below HTTP. */
export type WireFault =
  /** Delays everything; `handshakeMs` is what TCP's own would take. */
  | { readonly kind: 'latency'; readonly ms: number; readonly handshakeMs?: number }
  /** Cut with RST, as soon as it is there or once so many bytes of the request are through. */
  | { readonly kind: 'reset-request'; readonly afterBytes: number }
  /** Cut once so many bytes of the response are through: with RST, with FIN, or silent from there on. */
  | {
      readonly kind: 'reset-response' | 'end-response' | 'stall-response';
      readonly afterBytes: number;
    }
  /** The response comes in small pieces. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly ms: number };

/** A TCP relay in front of a server, with one fault for each connection, in turn. */
export interface Wire extends Loopback {
  readonly connections: () => number;
  readonly inject: (faults: readonly WireFault[]) => void;
  /** Resolves when no connection is left and nothing is on its way. */
  readonly quiet: () => Promise<void>;
}

export async function startWire(targetPort: number): Promise<Wire> {
  let queue: readonly WireFault[] = [];
  let connections = 0;
  const open = new Set<Socket>();

  const server = createServer((client) => {
    connections++;
    const [fault, ...rest] = queue;
    queue = rest;
    const upstream = connect(targetPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      // Either end is free to break off.
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
    }
    relay(client, upstream, fault);
  });
  const loopback = await listenOnLoopback(server);
  return {
    ...loopback,
    connections: () => connections,
    inject: (faults) => {
      queue = faults;
    },
    quiet: async () => {
      while (open.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      await loopback[Symbol.asyncDispose]();
    },
  };
}

function relay(client: Socket, upstream: Socket, fault: WireFault | undefined): void {
  const delayMs = fault?.kind === 'latency' ? fault.ms : 0;
  let requestBytes = 0;
  let responseBytes = 0;
  const cut = (): void => {
    client.resetAndDestroy();
    upstream.resetAndDestroy();
  };
  if (fault?.kind === 'reset-request' && fault.afterBytes === 0) {
    cut();
    return;
  }
  if (fault?.kind === 'latency' && fault.handshakeMs !== undefined) {
    client.pause();
    later(fault.handshakeMs, () => client.resume());
  }

  client.on('data', (data) => {
    const left = fault?.kind === 'reset-request' ? fault.afterBytes - requestBytes : Infinity;
    requestBytes += data.length;
    later(delayMs, () => upstream.write(data.subarray(0, left)));
    if (data.length >= left) later(delayMs, cut);
  });
  upstream.on('data', (data) => {
    const isCut =
      fault?.kind === 'reset-response' ||
      fault?.kind === 'end-response' ||
      fault?.kind === 'stall-response';
    const left = isCut ? Math.max(0, fault.afterBytes - responseBytes) : Infinity;
    responseBytes += data.length;
    if (fault?.kind === 'drip') drip(client, data, fault);
    else later(delayMs, () => client.write(data.subarray(0, left)));
    if (data.length < left) return;
    if (fault?.kind === 'reset-response') later(delayMs, cut);
    if (fault?.kind === 'end-response') client.end();
  });
  client.on('close', () => {
    later(delayMs, () => upstream.end());
    // What is on its way still arrives; nothing follows it.
    later(delayMs + 20, () => upstream.destroy());
  });
  upstream.on('close', () => {
    if (fault?.kind !== 'stall-response' && fault?.kind !== 'drip') {
      later(delayMs, () => client.destroy());
    }
  });
}

function drip(client: Socket, data: Buffer, fault: Extract<WireFault, { kind: 'drip' }>): void {
  const [piece, rest] = [data.subarray(0, fault.bytes), data.subarray(fault.bytes)];
  if (client.destroyed || piece.length === 0) return;
  client.write(piece);
  setTimeout(() => {
    drip(client, rest, fault);
  }, fault.ms);
}

function later(delayMs: number, action: () => void): void {
  if (delayMs === 0) action();
  else setTimeout(action, delayMs);
}
