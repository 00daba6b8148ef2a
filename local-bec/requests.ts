import type { IncomingMessage } from 'node:http';
import type { SignableRequest } from '../src/api/bce-auth.ts';
import type { Operation } from './routes.ts';

/** A request as it came in and what became of it, faulted ones included. */
export interface ReceivedRequest extends SignableRequest {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly requestId: string;
  readonly operation: Operation | undefined;
  readonly body: string;
  /** The status that went out, `undefined` if none did (yet). */
  readonly status: number | undefined;
  /** The error code that went out with it. */
  readonly code: string | undefined;
}

/** The line and the headers of a request. */
export interface WireRequest extends SignableRequest {
  /** The address can't be decoded; the path is then as it came. */
  readonly isMalformed: boolean;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;

export function parseRequest(incoming: IncomingMessage): WireRequest {
  const method = incoming.method ?? '';
  const url = incoming.url ?? '';
  const headers = headersOf(incoming);
  const [path = '', ...rest] = url.split('?');
  try {
    const query = parseQuery(rest.join('?'));
    const isMalformed = !path.startsWith('/');
    return { method, path: decodeURIComponent(path), query, headers, isMalformed };
  } catch {
    return { method, path, query: {}, headers, isMalformed: true };
  }
}

/** `undefined` if the body is over 2 MiB. Even then it is read to its end: else no response arrives. */
export async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size <= MAX_BODY_BYTES) chunks.push(bytes);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}

function headersOf(incoming: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(incoming.headersDistinct).map(([name, values = []]) => [
      name,
      values.join(', '),
    ]),
  );
}

/** A `+` is a plus sign, as bce-auth-v1 has it, not a space. */
function parseQuery(text: string): Readonly<Record<string, string>> {
  const pairs = text.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
    }),
  );
}
