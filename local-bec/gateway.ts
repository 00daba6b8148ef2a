import type { Credentials, SignableRequest } from '../src/api/bce-auth.ts';
import { authenticationErrorOf } from './authentication.ts';
import type { Platform } from './platform.ts';
import { gatewayError, platformError } from './responses.ts';
import type { ErrorOutcome, Outcome } from './responses.ts';
import { routeOf } from './routes.ts';
import type { Variants } from './variants.ts';

/** The line and the headers of a request. */
export interface WireRequest extends SignableRequest {
  /** The address can't be decoded; the path is then as it came. */
  readonly isMalformed: boolean;
}

export interface GatewaySettings {
  readonly credentials: Credentials;
  readonly platform: Platform;
  readonly ratePerSecond: number | undefined;
  readonly throttling: Variants['throttling'];
}

/** The instant of a call by the platform's clock, and by the date that it tells. */
export interface Instant {
  readonly nowMs: number;
  readonly serverDate: Date;
}

/** What every call passes through. */
export interface Gateway {
  /** Why the request is refused before its body is read: the rate limit, the authentication. */
  readonly refusalOf: (request: WireRequest, instant: Instant) => ErrorOutcome | undefined;
  /** `body` is `undefined` if it is too large. */
  readonly perform: (request: WireRequest, body: string | undefined, instant: Instant) => Outcome;
}

export function createGateway(settings: GatewaySettings): Gateway {
  const { credentials, platform, ratePerSecond = Infinity, throttling } = settings;
  const isAdmitted = createLimiter(ratePerSecond);
  return {
    refusalOf: (request, { nowMs, serverDate }) => {
      if (!isAdmitted(nowMs)) {
        return throttling === '429'
          ? gatewayError('OverRateLimit', 'Too many requests, try again later.')
          : gatewayError('RequestLimitExceeded', 'The request limit is exceeded.');
      }
      return request.isMalformed
        ? gatewayError('InvalidHTTPRequest', 'The address of the request cannot be decoded.')
        : authenticationErrorOf(request, credentials, serverDate);
    },
    perform: (request, body, { nowMs }) => {
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
    },
  };
}

/** A bucket of tokens, one for each request; it fills with time, up to one second's worth. */
function createLimiter(ratePerSecond: number): (nowMs: number) => boolean {
  const capacity = Math.max(1, ratePerSecond);
  let [tokens, filledMs] = [capacity, 0];
  return (nowMs) => {
    if (ratePerSecond === Infinity) return true;
    const refill = (Math.max(0, nowMs - filledMs) / 1000) * ratePerSecond;
    tokens = Math.min(capacity, tokens + refill);
    filledMs = nowMs;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}
