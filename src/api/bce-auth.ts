import { createHmac } from 'node:crypto';

/** A key pair, with a session token if it comes from STS. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** The parts of a request that bce-auth-v1 covers. The body is not among them. */
export interface SignableRequest {
  readonly method: string;
  /** The decoded path, as in `/v2/service/create`. */
  readonly path: string;
  /** Decoded names and values. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SigningOptions {
  readonly credentials: Credentials;
  /** UTC without milliseconds, `2015-04-27T08:23:49Z`. */
  readonly timestamp: string;
  readonly expireSeconds: number;
  /** Lower-case names of the headers that the signature covers. */
  readonly headersToSign: readonly string[];
}

/** RFC 3986: `encodeURIComponent` leaves five reserved characters unencoded, bce-auth-v1 does not. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function canonicalUriOf(path: string): string {
  return path === '' ? '/' : path.split('/').map(uriEncode).join('/');
}

export function canonicalQueryStringOf(query: SignableRequest['query']): string {
  return Object.entries(query)
    .filter(([name]) => name.toLowerCase() !== 'authorization')
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort()
    .join('&');
}

function canonicalHeadersOf(
  headers: SignableRequest['headers'],
  headersToSign: readonly string[],
): string {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .filter(([name, value]) => value !== '' && headersToSign.includes(name))
    .map(([name, value]) => `${uriEncode(name)}:${uriEncode(value)}`)
    .sort()
    .join('\n');
}

export function canonicalRequestOf(
  request: SignableRequest,
  headersToSign: readonly string[],
): string {
  return [
    request.method.toUpperCase(),
    canonicalUriOf(request.path),
    canonicalQueryStringOf(request.query),
    canonicalHeadersOf(request.headers, headersToSign),
  ].join('\n');
}

/** `bce-auth-v1/{accessKeyId}/{timestamp}/{expireSeconds}`: what the signing key is made from. */
export function authStringPrefixOf(options: SigningOptions): string {
  const { credentials, timestamp, expireSeconds } = options;
  return `bce-auth-v1/${credentials.accessKeyId}/${timestamp}/${expireSeconds}`;
}

/** 64 hex digits. The digits as text, not the bytes they stand for, are the key of the next step. */
export function signingKeyOf(secretAccessKey: string, authStringPrefix: string): string {
  return hmacSha256Hex(secretAccessKey, authStringPrefix);
}

/** Baidu's own default. */
const expireSeconds = 1800;

/**
 * The headers that sign a request to BEC, whose pages say: this API signs host and x-bce-date only.
 * With STS credentials the session token is signed too.
 */
export function signedHeadersOf(
  { host, ...request }: Omit<SignableRequest, 'headers'> & { readonly host: string },
  credentials: Credentials,
  now: Date,
): Readonly<Record<string, string>> {
  const timestamp = timestampOf(now);
  const { sessionToken } = credentials;
  const headers = {
    host,
    'x-bce-date': timestamp,
    ...(sessionToken !== undefined && { 'x-bce-security-token': sessionToken }),
  };
  const headersToSign = Object.keys(headers);
  const options = { credentials, timestamp, expireSeconds, headersToSign };
  return { ...headers, authorization: authorizationOf({ ...request, headers }, options) };
}

export function authorizationOf(request: SignableRequest, options: SigningOptions): string {
  const prefix = authStringPrefixOf(options);
  const signingKey = signingKeyOf(options.credentials.secretAccessKey, prefix);
  const signature = hmacSha256Hex(signingKey, canonicalRequestOf(request, options.headersToSign));
  return `${prefix}/${options.headersToSign.toSorted().join(';')}/${signature}`;
}

/** As bce-auth-v1 writes it: UTC, no milliseconds. */
export function timestampOf(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function hmacSha256Hex(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
