import type { Credentials } from '../src/api/bce-auth.ts';
import { gatewayError, platformError } from './responses.ts';
import type { Outcome } from './responses.ts';
import { authenticationErrorOf } from './authentication.ts';
import type { Platform } from './platform.ts';
import { admissionOf, fullBucket } from './rate-limit.ts';
import type { WireRequest } from './requests.ts';
import { routeOf } from './routes.ts';

export interface GatewaySettings {
  readonly credentials: Credentials;
  readonly platform: Platform;
  readonly ratePerSecond: number | undefined;
}

/** The instant of a call by the real clock, and by the server's. */
export interface Instant {
  readonly nowMs: number;
  readonly serverDate: Date;
}

/** `body` is `undefined` if it is too large. */
export type Gateway = (request: WireRequest, body: string | undefined, instant: Instant) => Outcome;

/** What every call passes through: the rate limit, the authentication, the routing. */
export function createGateway({ credentials, platform, ratePerSecond }: GatewaySettings): Gateway {
  const isAdmitted = createLimiter(ratePerSecond ?? Infinity);
  return (request, body, { nowMs, serverDate }) => {
    if (!isAdmitted(nowMs)) {
      return gatewayError('OverRateLimit', 'Too many requests, try again later.');
    }
    if (request.isMalformed) {
      return gatewayError('InvalidHTTPRequest', 'The address of the request cannot be decoded.');
    }
    const refusal = authenticationErrorOf(request, credentials, serverDate);
    if (refusal !== undefined) return refusal;
    if (body === undefined) {
      return gatewayError('EntityTooLarge', 'The body of the request is over 2 MiB.');
    }
    const route = routeOf(request.method, request.path);
    switch (route.kind) {
      case 'unknown-path':
        return platformError('ResourceNotFound', 'There is nothing at this path.');
      case 'wrong-method':
        return platformError('MethodNotAllowed', `Use ${route.allowed.join(' or ')} here.`);
      case 'call':
        return platform.perform({ ...route, query: request.query, body, nowMs });
    }
  };
}

function createLimiter(ratePerSecond: number): (nowMs: number) => boolean {
  if (ratePerSecond === Infinity) return () => true;
  let bucket = fullBucket(ratePerSecond);
  return (nowMs) => {
    const admission = admissionOf(bucket, ratePerSecond, nowMs);
    bucket = admission.bucket;
    return admission.isAdmitted;
  };
}
