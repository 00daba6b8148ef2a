import type { Endpoint } from '../http/endpoint.ts';
import {
  authorizationOf,
  canonicalQueryStringOf,
  canonicalUriOf,
  timestampOf,
  type Credentials,
} from './bce-auth.ts';
import type { HttpRequest } from '../http/connection.ts';

/** One operation of the API, the same in every attempt. */
export interface Operation {
  readonly method: HttpRequest['method'];
  /** Decoded, as are the names and values of the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Who asks, and whom. */
export interface Signer {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
}

/** Baidu's own default. */
const expireSeconds = 1800;

/** BEC's pages: the API signs host and x-bce-date only; with STS credentials the session token too. */
export function signedRequest(
  { method, path, query, body }: Operation,
  { endpoint, credentials }: Signer,
  now: Date,
): HttpRequest {
  const timestamp = timestampOf(now);
  const { sessionToken } = credentials;
  const signedHeaders = {
    host: endpoint.host,
    'x-bce-date': timestamp,
    ...(sessionToken !== undefined && { 'x-bce-security-token': sessionToken }),
  };
  const authorization = authorizationOf(
    { method, path, query, headers: signedHeaders },
    { credentials, timestamp, expireSeconds, headersToSign: Object.keys(signedHeaders) },
  );
  const queryString = canonicalQueryStringOf(query);
  return {
    method,
    target: canonicalUriOf(path) + (queryString === '' ? '' : `?${queryString}`),
    headers: {
      ...signedHeaders,
      authorization,
      accept: 'application/json',
      'user-agent': 'bec-create',
      ...(body !== undefined && {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
      }),
    },
    body,
  };
}
