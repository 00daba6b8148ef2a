import type { Environment } from '../context.ts';
import { CancelledError } from '../errors.ts';
import { connectionTo, type Endpoint, type HttpRequest, type Limits } from '../http/connection.ts';
import { retrying, type PolicyName, type RequestRun } from '../http/retry.ts';
import {
  canonicalQueryStringOf,
  canonicalUriOf,
  signedHeadersOf,
  type Credentials,
} from './bce-auth.ts';
import { CallError, CancelledCallError, type Call, type Called, type CallEnd } from './call.ts';
import { failureWithoutResponse, parseResponse } from './response.ts';
import { createServerTime } from './server-time.ts';

export type { Credentials } from './bce-auth.ts';
export { CallError, CancelledCallError, isNotFound, type Call, type Called } from './call.ts';
export { isErrorCode, ownTokenMismatchAdvice } from './error-codes.ts';
export type { PolicyName } from '../http/retry.ts';

interface ClientRun extends RequestRun {
  readonly warn: (message: string) => void;
}

export interface Client extends ClientRun {
  /** @throws CallError, CancelledCallError */
  readonly call: <T>(request: Call<T>, policyName: PolicyName) => Promise<Called<T>>;
  /** The same client for calls that another signal cancels. */
  readonly within: (signal: AbortSignal) => Client;
  readonly close: () => void;
}

export interface ClientOptions extends ClientRun {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  /** Says which proxy to use. */
  readonly environment: Environment;
}

const limits: Limits = { connectMs: 10_000, attemptMs: 30_000, maxResponseBytes: 1024 ** 2 };

/** A client with a connection of its own, which is open until it is closed. */
export function openClient(options: ClientOptions): Client {
  const { endpoint, environment, clock, log, warn } = options;
  const connection = connectionTo(endpoint, environment, clock);
  const serverTime = createServerTime(clock, warn);

  async function attempt<T>(
    request: Call<T>,
    remainingMs: number,
    signal: AbortSignal,
  ): Promise<CallEnd<T>> {
    // Signed again each time: a signature expires.
    const signed = signedRequest(request, options, serverTime.now());
    const attemptLimits = { ...limits, attemptMs: Math.min(limits.attemptMs, remainingMs) };
    const end = await connection
      .send(signed, attemptLimits, signal)
      .then((response) => parseResponse(response, request), failureWithoutResponse);
    if (end.kind === 'success') return end;
    const isSkewed = end.serverTime !== undefined && serverTime.adopt(end.serverTime);
    const isInProgress = request.earlier?.isInProgress(end) === true;
    return { ...end, isRetryable: end.isRetryable || isSkewed || isInProgress };
  }

  function clientWithin(signal: AbortSignal): Client {
    const run = { clock, signal, log, warn };

    async function call<T>(request: Call<T>, policyName: PolicyName): Promise<Called<T>> {
      let attempts = 0;
      let mayHaveTakenEffect = request.earlier?.mayHaveTakenEffect === true;
      const attemptOnce = async (remainingMs: number): Promise<CallEnd<T>> => {
        const value = attempts++ > 0 ? await request.beforeRetry?.() : undefined;
        if (value !== undefined) {
          return { kind: 'success', value: { value, requestId: '', serverTime: undefined } };
        }
        const end = await attempt(request, remainingMs, signal);
        if (end.kind === 'failure') mayHaveTakenEffect ||= end.mayHaveTakenEffect;
        return end;
      };
      const end = await retrying(attemptOnce, policyName, run).catch((error: unknown) => {
        if (!signal.aborted) throw error;
        throw new CancelledCallError(signalNameOf(signal), mayHaveTakenEffect);
      });
      if (end.kind === 'success') return end.value;
      throw new CallError(request, end, { attempts, mayHaveTakenEffect });
    }

    return { ...run, call, within: clientWithin, close: connection.close };
  }

  return clientWithin(options.signal);
}

function signedRequest(
  { method, path, query, body }: Omit<Call<unknown>, 'parse'>,
  { endpoint, credentials }: Pick<ClientOptions, 'endpoint' | 'credentials'>,
  now: Date,
): HttpRequest {
  const queryString = canonicalQueryStringOf(query);
  return {
    method,
    target: canonicalUriOf(path) + (queryString === '' ? '' : `?${queryString}`),
    headers: {
      ...signedHeadersOf({ method, path, query, host: endpoint.host }, credentials, now),
      accept: 'application/json',
      ...(body !== undefined && {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
      }),
    },
    body,
  };
}

function signalNameOf({ reason }: AbortSignal): string {
  return reason instanceof CancelledError ? reason.signal : 'abort';
}
