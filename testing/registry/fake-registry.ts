import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

export interface SeenRequest {
  readonly method: string;
  /** As the client names the server. */
  readonly host: string;
  /** Path and query. */
  readonly target: string;
  readonly authorization: string | undefined;
  readonly accept: string;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** `silence`: no response; `cut`: the connection ends within the response; `endless`: its body never ends. */
export type Behavior = (request: SeenRequest) => Reply | 'silence' | 'cut' | 'endless';

/** A server on the loopback interface that behaves as the test says. */
export interface FakeServer extends AsyncDisposable {
  readonly port: number;
  /** `127.0.0.1:5000` */
  readonly host: string;
  readonly requests: readonly SeenRequest[];
  /** How many connections are open. */
  readonly connections: () => Promise<number>;
}

export interface FakeServerOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
}

export async function startFakeServer(
  behavior: Behavior,
  { tls }: FakeServerOptions = {},
): Promise<FakeServer> {
  const requests: SeenRequest[] = [];
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        host: incoming.headers.host ?? '',
        target: incoming.url ?? '',
        authorization: incoming.headers.authorization,
        accept: incoming.headers.accept ?? '',
        body,
      };
      requests.push(request);
      reply(behavior(request), outgoing);
    });
  };
  const server: Server =
    tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    host: `127.0.0.1:${port}`,
    requests,
    connections: () =>
      new Promise((resolve) => {
        server.getConnections((_, count) => {
          resolve(count);
        });
      }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function reply(result: ReturnType<Behavior>, outgoing: ServerResponse): void {
  if (result === 'silence') return;
  if (result === 'cut') {
    outgoing.writeHead(200, { 'content-length': '1000' });
    outgoing.write('{"tok');
    setImmediate(() => outgoing.destroy());
    return;
  }
  if (result === 'endless') {
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (!outgoing.destroyed && outgoing.write('x'.repeat(65_536)));
    };
    outgoing.on('drain', more);
    more();
    return;
  }
  // Node's server leaves it out of a response to HEAD, and its client then closes the connection.
  const length = String(Buffer.byteLength(result.body ?? ''));
  outgoing.writeHead(result.status, { 'content-length': length, ...result.headers });
  outgoing.end(result.body);
}

/** Tags by repository: `{'acme/web': ['1.2.3']}`. */
export type Contents = Readonly<Record<string, readonly string[]>>;

export const token = 'a-token-of-the-fake-registry';

export const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

export const found = { kind: 'found', digests: [digest], lacksSecret: false } as const;

/** What a plain registry that holds these tags replies. */
export function registryReply(contents: Contents, { method, target }: SeenRequest): Reply {
  const [, repository = '', kind = '', reference = ''] =
    /^\/v2\/(.+)\/(manifests|tags)\/([^?]+)/.exec(target) ?? [];
  const tags = contents[repository];
  if (tags === undefined) return errorReply(404, 'NAME_UNKNOWN', method);
  if (kind === 'tags') {
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: repository, tags }),
    };
  }
  if (!tags.includes(reference)) return errorReply(404, 'MANIFEST_UNKNOWN', method);
  return {
    status: 200,
    headers: {
      'content-type': 'application/vnd.oci.image.index.v1+json',
      'docker-content-digest': digest,
    },
  };
}

export function errorReply(status: number, code: string, method = 'GET'): Reply {
  const body = JSON.stringify({ errors: [{ code, message: `it is ${code}` }] });
  return {
    status,
    headers: { 'content-type': 'application/json' },
    ...(method !== 'HEAD' && { body }),
  };
}

/** What a registry that lets everybody in replies. */
export const plainRegistry: Behavior = (request) =>
  registryReply({ 'acme/web': ['1.2.3', '1.2.2', 'latest'] }, request);

/** A registry that names a token server, by default itself. */
export function tokenRegistry(tokenServer: Behavior, realm = 'http://HOST/token'): Behavior {
  return (request) => {
    if (request.target.startsWith('/token')) return tokenServer(request);
    if (request.authorization === `Bearer ${token}`) return plainRegistry(request);
    const parameters = `realm="${realm.replace('HOST', request.host)}",service="fake \\"one\\"",scope=""`;
    return { status: 401, headers: { 'www-authenticate': `Bearer ${parameters}` } };
  };
}

/** Of a token server: the token that {@link tokenRegistry} accepts. */
export const tokenReply: Reply = { status: 200, body: JSON.stringify({ token }) };
