import { timingSafeEqual } from 'node:crypto';
import { authorizationOf } from '../src/api/bce-auth.ts';
import type { Credentials, SignableRequest } from '../src/api/bce-auth.ts';
import { gatewayError } from './responses.ts';
import type { ErrorOutcome } from './responses.ts';

const MAX_SKEW_MS = 15 * 60 * 1000;
const REQUIRED = ['host', 'x-bce-date'];
const RECOMMENDED = ['host', 'content-length', 'content-type', 'content-md5'];

/** The parts of the `Authorization` header. */
interface Claim {
  readonly accessKeyId: string;
  readonly timestamp: string;
  readonly expireSeconds: number;
  /** Lower case; empty if the header does not name them. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Why the request is refused; `undefined` if its signature is valid. `now` is the server's clock. */
export function authenticationErrorOf(
  request: SignableRequest,
  credentials: Credentials,
  now: Date,
): ErrorOutcome | undefined {
  const authorization = request.headers['authorization'];
  if (authorization === undefined) {
    return gatewayError('AccessDenied', 'The Authorization header is missing.');
  }
  const claim = parseAuthorization(authorization);
  if (claim === undefined) {
    return gatewayError('InvalidHTTPAuthHeader', 'The Authorization header is not bce-auth-v1.');
  }
  if (!isSameText(claim.accessKeyId, credentials.accessKeyId)) {
    return gatewayError('InvalidAccessKeyId', 'The access key ID does not exist.');
  }
  return (
    headersErrorOf(request, claim, credentials) ??
    timeErrorOf(request, claim, now) ??
    signatureErrorOf(request, claim, credentials)
  );
}

function parseAuthorization(text: string): Claim | undefined {
  const match =
    /^bce-auth-v1\/([^/]+)\/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\/(\d{1,9})\/([^/]*)\/([0-9a-f]{64})$/.exec(
      text,
    );
  const [, accessKeyId, timestamp, expireSeconds, signedHeaders, signature] = match ?? [];
  if (accessKeyId === undefined || timestamp === undefined || signature === undefined) {
    return undefined;
  }
  return {
    accessKeyId,
    timestamp,
    expireSeconds: Number(expireSeconds),
    signedHeaders: (signedHeaders ?? '')
      .split(';')
      .filter((name) => name !== '')
      .map((name) => name.toLowerCase()),
    signature,
  };
}

function headersErrorOf(
  request: SignableRequest,
  claim: Claim,
  credentials: Credentials,
): ErrorOutcome | undefined {
  const { sessionToken } = credentials;
  const given = request.headers['x-bce-security-token'] ?? '';
  if (sessionToken !== undefined && !isSameText(given, sessionToken)) {
    return gatewayError('AccessDenied', 'The x-bce-security-token is missing or not valid.');
  }
  const unsigned = REQUIRED.find((name) => !headersToSign(request, claim).includes(name));
  return unsigned === undefined
    ? undefined
    : gatewayError('InvalidHTTPAuthHeader', `The header ${unsigned} must be signed.`);
}

/**
 * Baidu's reference recommends these headers for signing. Where the signed headers are not named, the
 * client signed exactly those of them that the request has, as the official Python SDK does. Java's
 * signs neither them nor the security token.
 * @see https://cloud.baidu.com/doc/Reference/s/njwvz1yfu
 */
function headersToSign({ headers }: SignableRequest, { signedHeaders }: Claim): readonly string[] {
  if (signedHeaders.length > 0) return signedHeaders;
  return Object.keys(headers).filter(
    (name) => RECOMMENDED.includes(name) || name.startsWith('x-bce-'),
  );
}

/** By the instant in the Authorization header; that of the x-bce-date header may differ by some seconds. */
function timeErrorOf(
  { headers }: SignableRequest,
  { timestamp, expireSeconds }: Claim,
  now: Date,
): ErrorOutcome | undefined {
  const instants = [timestamp, headers['x-bce-date'] ?? ''].map((text) => Date.parse(text));
  if (instants.some(Number.isNaN)) {
    return gatewayError('InvalidHTTPAuthHeader', 'The x-bce-date is not a date.');
  }
  if (instants.some((instantMs) => Math.abs(now.getTime() - instantMs) > MAX_SKEW_MS)) {
    return gatewayError(
      'RequestTimeTooSkewed',
      "The request's time and the server's differ by more than 15 minutes.",
    );
  }
  if (Date.parse(timestamp) + expireSeconds * 1000 < now.getTime()) {
    return gatewayError('RequestExpired', 'The request has expired.');
  }
  return undefined;
}

function signatureErrorOf(
  request: SignableRequest,
  claim: Claim,
  credentials: Credentials,
): ErrorOutcome | undefined {
  const { timestamp, expireSeconds } = claim;
  const expected = authorizationOf(request, {
    credentials,
    timestamp,
    expireSeconds,
    headersToSign: headersToSign(request, claim),
  });
  // Only the signatures: the names of the signed headers may come in any order.
  return isSameText(claim.signature, expected.slice(-64))
    ? undefined
    : gatewayError('SignatureDoesNotMatch', 'The signature does not match the request.');
}

function isSameText(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
