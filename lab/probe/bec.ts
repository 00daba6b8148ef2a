import { canonicalQueryStringOf, canonicalUriOf, signedHeadersOf } from '../../src/api/bce-auth.ts';
import type { Credentials } from '../../src/api/bce-auth.ts';
import type { Clock } from '../../src/clock.ts';
import {
  TransportError,
  type Connection,
  type Endpoint,
  type HttpRequest,
  type HttpResponse,
} from '../../src/http/connection.ts';
import { parseFields, textOf, type Fields } from '../../src/json.ts';

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Fields;
  readonly credentials?: Credentials;
}

/** A response as it came. */
export interface Reply {
  readonly status: number;
  /** The error code, from the headers or the body. */
  readonly code: string;
  readonly fields: Fields;
  readonly text: string;
  /** By BEC's clock. */
  readonly date: string;
}

export interface Bec {
  /** One request, whatever comes back. */
  readonly ask: (request: Request) => Promise<Reply>;
  /** The request again while BEC is too busy for it. */
  readonly persist: (request: Request) => Promise<Reply>;
}

export interface BecOptions {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const limits = { connectMs: 10_000, attemptMs: 60_000, maxResponseBytes: 4 * 1024 ** 2 };
const attempts = 8;
const busy = ['OverRateLimit', 'RequestLimitExceeded'];

/** What the action's own client hides is what is asked for here: each status and code, and no retries. */
export function connectBec(options: BecOptions): Bec {
  const { connection, clock, signal } = options;
  const ask = async (request: Request): Promise<Reply> =>
    toReply(await connection.send(signedRequest(request, options), limits, signal));
  const persist = async (request: Request): Promise<Reply> => {
    for (let attempt = 1; ; attempt++) {
      const reply = await ask(request).catch(onlyTransient);
      const isBusy = reply.status === 0 || reply.status >= 500 || busy.includes(reply.code);
      if (!isBusy || attempt === attempts) return reply;
      await clock.sleep(attempt * 1000, signal);
    }
  };
  return { ask, persist };
}

function signedRequest(request: Request, options: BecOptions): HttpRequest {
  const { method = 'GET', path, query = {}, body } = request;
  const { endpoint, clock } = options;
  const credentials = request.credentials ?? options.credentials;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const search = canonicalQueryStringOf(query);
  return {
    method,
    target: canonicalUriOf(path) + (search === '' ? '' : `?${search}`),
    headers: {
      ...signedHeadersOf({ method, path, query, host: endpoint.host }, credentials, clock.now()),
      ...(text !== undefined && {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(text)),
      }),
    },
    body: text,
  };
}

function toReply({ status, headers, body }: HttpResponse): Reply {
  const fields = parseFields(body) ?? {};
  const code = headers['x-bce-error-code'] ?? (status >= 400 ? textOf(fields['code']) : '');
  return { status, code, fields, text: body, date: headers['date'] ?? '' };
}

/** No response, with the status 0, if another request may get one. */
function onlyTransient(error: unknown): Reply {
  if (!(error instanceof TransportError) || !error.isTransient) throw error;
  return { status: 0, code: '', fields: {}, text: error.message, date: '' };
}
