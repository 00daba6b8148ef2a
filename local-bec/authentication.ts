import { timingSafeEqual } from 'node:crypto';
import { authorizationOf } from '../src/api/bce-auth.ts';
import type { Credentials, SignableRequest } from '../src/api/bce-auth.ts';
import { gatewayError } from './answers.ts';
import type { ErrorOutcome } from './answers.ts';

const MAX_SKEW_MS = 15 * 60 * 1000;

/** The `Authorization` header, taken apart. */
interface Claim {
  readonly accessKeyId: string;
  readonly timestamp: string;
  readonly expireSeconds: number;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Why the request is refused; `undefined` where it is genuine. `now` is the server's clock. */
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
    timeErrorOf(claim, now) ??
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
    signedHeaders: (signedHeaders ?? '').split(';').map((name) => name.toLowerCase()),
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
  const needed = ['host', 'x-bce-date'].concat(
    sessionToken === undefined ? [] : ['x-bce-security-token'],
  );
  const unsigned = needed.find((name) => !claim.signedHeaders.includes(name));
  if (unsigned !== undefined) {
    return gatewayError('InvalidHTTPAuthHeader', `The header ${unsigned} must be signed.`);
  }
  if (request.headers['x-bce-date'] !== claim.timestamp) {
    return gatewayError(
      'InvalidHTTPAuthHeader',
      'The x-bce-date header and the Authorization header must carry the same instant.',
    );
  }
  return undefined;
}

function timeErrorOf(claim: Claim, now: Date): ErrorOutcome | undefined {
  const signedAtMs = Date.parse(claim.timestamp);
  if (Number.isNaN(signedAtMs)) {
    return gatewayError('InvalidHTTPAuthHeader', 'The x-bce-date is not a date.');
  }
  if (Math.abs(now.getTime() - signedAtMs) > MAX_SKEW_MS) {
    return gatewayError(
      'RequestTimeTooSkewed',
      "The request's time and the server's differ by more than 15 minutes.",
    );
  }
  if (signedAtMs + claim.expireSeconds * 1000 < now.getTime()) {
    return gatewayError('RequestExpired', 'The request has expired.');
  }
  return undefined;
}

function signatureErrorOf(
  request: SignableRequest,
  claim: Claim,
  credentials: Credentials,
): ErrorOutcome | undefined {
  const { timestamp, expireSeconds, signedHeaders } = claim;
  const expected = authorizationOf(request, {
    credentials,
    timestamp,
    expireSeconds,
    headersToSign: signedHeaders,
  });
  // Only the signatures: the names of the signed headers may come in any order.
  return isSameText(claim.signature, expected.slice(-64))
    ? undefined
    : gatewayError('SignatureDoesNotMatch', 'The signature is not the one of this request.');
}

function isSameText(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
