import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';

/** Where and with which token a running server can be stopped. */
export interface ControlAddress {
  readonly port: number;
  readonly token: string;
}

export interface Control {
  readonly address: ControlAddress;
  readonly close: () => void;
}

const TIMEOUT_MS = 5000;
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

/**
 * Listens on another port of the loopback interface for the request to stop, and responds to it with the
 * lines of `report`. A process id would not do: by then it may be another program's.
 */
export function startControl(report: () => readonly string[], stop: () => void): Promise<Control> {
  const token = randomBytes(32).toString('hex');
  const server = createServer((incoming, outgoing) => {
    const isAllowed = isSameText(incoming.headers.authorization ?? '', `Bearer ${token}`);
    if (incoming.method !== 'POST' || !isAllowed) {
      outgoing.writeHead(403).end();
      return;
    }
    outgoing.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
    outgoing.end(report().join('\n'), stop);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const close = (): void => {
        server.close();
        server.closeIdleConnections();
      };
      resolve({ address: { port, token }, close });
    });
  });
}

/** Stops the server and returns its report. Rejects if nothing that knows the token listens. */
export function stopServer({ port, token }: ControlAddress): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        // Not the global agent, which may go through a proxy.
        agent: new Agent(),
        headers: { Authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          if (text.length < MAX_RESPONSE_BYTES) text += chunk;
        });
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(text === '' ? [] : text.split('\n'));
          else reject(new Error(`HTTP ${response.statusCode ?? 0}`));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function isSameText(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
