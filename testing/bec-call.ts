/** Signed calls to a local BEC, as a client without retries sends them. */
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { startLocalBec } from '../local-bec/server.ts';
import type { LocalBec, LocalBecOptions } from '../local-bec/server.ts';
import {
  authorizationOf,
  canonicalQueryStringOf,
  canonicalUriOf,
  timestampOf,
} from '../src/api/bce-auth.ts';
import type { Credentials } from '../src/api/bce-auth.ts';

/** The time of a server that {@link startWith} started. */
export const startMs = Date.parse('2025-01-01T00:00:00Z');

/** The body of a create call. */
export const serviceBody = {
  serviceName: 'shop',
  containerGroupName: 'shop-pod',
  containers: [{ name: 'web', imageAddress: 'nginx', imageVersion: '1.27', cpu: 2, memory: 4 }],
  deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 2 }, { region: 'EAST_CHINA' }],
} as const;

export interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly atMs?: number;
  readonly expireSeconds?: number;
  readonly credentials?: Credentials;
  readonly headersToSign?: readonly string[];
  /** Set after signing; `undefined` removes a header. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The error code, from the headers or the body. */
  readonly code: unknown;
}

export function startWith(options: LocalBecOptions = {}): Promise<LocalBec> {
  return startLocalBec({ now: () => startMs, ...options });
}

export type Target = Pick<LocalBec, 'endpoint' | 'credentials'>;

export function call(bec: Target, options: Call = {}): Promise<Reply> {
  return send(bec.endpoint, signed(bec, options));
}

export function signed(bec: Target, options: Call): RawRequest {
  const { method = 'POST', path = '/v2/service/create', query = {}, body = '' } = options;
  const { credentials = bec.credentials, expireSeconds = 1800, atMs = startMs } = options;
  const timestamp = timestampOf(new Date(atMs));
  const { sessionToken } = credentials;
  const headers = {
    host: new URL(bec.endpoint).host,
    'x-bce-date': timestamp,
    ...(sessionToken === undefined ? {} : { 'x-bce-security-token': sessionToken }),
  };
  const headersToSign = options.headersToSign ?? Object.keys(headers);
  const authorization = authorizationOf(
    { method, path, query, headers },
    { credentials, timestamp, expireSeconds, headersToSign },
  );
  const address = `${canonicalUriOf(path)}?${canonicalQueryStringOf(query)}`;
  return {
    method,
    path: address,
    headers: { ...headers, authorization, ...options.headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

export function send(endpoint: string, raw: RawRequest): Promise<Reply> {
  const { protocol, port } = new URL(endpoint);
  const request = protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = Object.fromEntries(
    Object.entries(raw.headers ?? {}).filter(([, value]) => value !== undefined),
  );
  return new Promise((resolve, reject) => {
    const options = { ...raw, headers, port, host: '127.0.0.1', agent: false };
    const outgoing = request({ ...options, rejectUnauthorized: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        const code = response.headers['x-bce-error-code'] ?? field(json(text), 'code');
        resolve({ status: response.statusCode, headers: response.headers, text, code });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(raw.body);
  });
}

export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value at `details.deployInstances.0` and the like. */
export function field(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => {
    return typeof inner === 'object' && inner !== null
      ? Object.entries(inner).find(([key]) => key === name)?.[1]
      : undefined;
  }, value);
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export async function create(bec: LocalBec, options: Call = {}): Promise<string> {
  const reply = await call(bec, { body: serviceBody, ...options });
  return text(field(json(reply.text), 'details.serviceId'));
}

export function get(bec: LocalBec, path: string, query: Call['query'] = {}): Promise<Reply> {
  return call(bec, { method: 'GET', path, query });
}
