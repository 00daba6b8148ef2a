import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server, Socket } from 'node:net';
import type { Credentials } from '../src/api/bce-auth.ts';
import { createFaultQueue } from './faults.ts';
import type { Fault } from './faults.ts';
import { createGateway } from './gateway.ts';
import { createPlatform } from './platform.ts';
import type { Platform } from './platform.ts';
import { createExchange } from './requests.ts';
import type { ReceivedRequest } from './requests.ts';
import type { Rollout } from './rollout.ts';
import { namedRollout } from './rollouts.ts';
import type { ServiceRecord } from './service.ts';
import type { PlatformSettings } from './state.ts';
import { defaultVariants } from './variants.ts';
import type { Variants } from './variants.ts';

export interface LocalBecOptions {
  /** Default: a free one. */
  readonly port?: number | undefined;
  /** Default: random. */
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  readonly sessionToken?: string | undefined;
  /** How far the server's clock is ahead. */
  readonly clockOffsetMs?: number | undefined;
  /** How long a phase of a rollout takes, such as STARTING. Default: 0. */
  readonly startupMs?: number | undefined;
  /** Services with such an `imageVersion` fail to pull their image. */
  readonly missingImageVersions?: readonly string[] | undefined;
  /** `sha256:…` of an image such as `nginx:1.27`, as pods show it. Default: one that is made up. */
  readonly digestOf?: ((image: string) => string) | undefined;
  /** How all other services come up, instead of the variant `rollout`. */
  readonly rollout?: Rollout | undefined;
  /** How the platform behaves in undocumented cases. */
  readonly variants?: Partial<Variants> | undefined;
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  /** A page of a list has at most so many items. */
  readonly maxPageSize?: number | undefined;
  readonly ratePerSecond?: number | undefined;
  /** Called with each request once its response is sent, or its fault played. */
  readonly onRequest?: ((request: ReceivedRequest) => void) | undefined;
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined;
}

export interface LocalBec extends AsyncDisposable {
  readonly endpoint: string;
  readonly credentials: Credentials;
  /** In the order of their arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** In the order of their creation, deleted ones included. */
  readonly services: readonly ServiceRecord[];
  /** What really runs at a time, whatever the reads show. */
  readonly podsOf: Platform['podsOf'];
  /** Adds faults for the next calls, one after the other. */
  readonly inject: (...faults: readonly Fault[]) => void;
  /** Removes the faults that no call has met. */
  readonly dropFaults: () => void;
  readonly close: () => Promise<void>;
}

/** Starts a server on the loopback interface that behaves like BEC's container API. */
export async function startLocalBec(options: LocalBecOptions = {}): Promise<LocalBec> {
  const { clockOffsetMs = 0, now = Date.now, onRequest, ratePerSecond, tls } = options;
  const credentials = credentialsOf(options);
  const variants = { ...defaultVariants, ...options.variants };
  const platform = createPlatform(platformSettingsOf(options, variants));
  const { throttling, gatewayErrors } = variants;
  const faults = createFaultQueue();
  const requests: ReceivedRequest[] = [];
  const ended = new AbortController();
  const server = tls === undefined ? createServer() : createTlsServer({ ...tls });
  const sockets = socketsOf(server);
  const exchange = createExchange({
    gateway: createGateway({ credentials, platform, ratePerSecond, throttling }),
    gatewayErrors,
    faults,
    requests,
    sockets,
    instant: () => {
      const nowMs = now();
      return { nowMs, serverDate: new Date(nowMs + clockOffsetMs) };
    },
    onRequest,
    signal: ended.signal,
  });
  server.on('request', exchange);
  const port = await listen(server, options.port ?? 0);

  const close = async (): Promise<void> => {
    ended.abort();
    for (const socket of sockets) socket.destroy();
    await closed(server);
  };
  return {
    endpoint: tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    credentials,
    requests,
    get services() {
      return platform.records();
    },
    podsOf: platform.podsOf,
    inject: (...added) => {
      faults.add(added);
    },
    dropFaults: faults.clear,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The connections that are open, at any time. */
function socketsOf(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function credentialsOf(options: LocalBecOptions): Credentials {
  return {
    accessKeyId: options.accessKeyId ?? randomBytes(16).toString('hex'),
    secretAccessKey: options.secretAccessKey ?? randomBytes(16).toString('hex'),
    sessionToken: options.sessionToken,
  };
}

function platformSettingsOf(options: LocalBecOptions, variants: Variants): PlatformSettings {
  const { startupMs = 0, missingImageVersions = [], rollout, maxPageSize = 1000 } = options;
  return {
    variants,
    rollout: rollout ?? namedRollout(variants.rollout, startupMs),
    stepMs: startupMs,
    isImageMissing: ({ imageVersion }) => missingImageVersions.includes(imageVersion),
    digestOf: options.digestOf ?? digestOf,
    maxPageSize,
  };
}

function digestOf(image: string): string {
  return `sha256:${createHash('sha256').update(image).digest('hex')}`;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Resolves if the server is closed already, too. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
