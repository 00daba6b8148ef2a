import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { stampHeadersOf } from './answers.ts';
import type { Answer, Stamp } from './answers.ts';
import type { Fault } from './faults.ts';

/** What the other end gets to see. */
export type Delivery =
  | { readonly kind: 'answer' | 'half-answer'; readonly answer: Answer; readonly delayMs: number }
  | { readonly kind: 'reset' | 'close' | 'hang' };

const OVER_ONE_MIB = 1024 * 1024 + 1;

export function deliveryOf(fault: Fault | undefined, answer: Answer, stamp: Stamp): Delivery {
  switch (fault?.kind) {
    case undefined:
      return whole(answer);
    case 'answer':
      return whole(scriptedOf(fault, stamp));
    case 'reset':
    case 'refuse-upload':
      return { kind: 'reset' };
    case 'close':
    case 'hang':
      return { kind: fault.kind };
    case 'half-answer':
      return { kind: 'half-answer', answer, delayMs: 0 };
    case 'garbage':
      return whole({ ...answer, status: 200, body: '<html><body>It works!</body></html>' });
    case 'huge':
      return whole({ ...answer, status: 200, body: answer.body + ' '.repeat(OVER_ONE_MIB) });
    case 'delay':
      return { kind: 'answer', answer, delayMs: fault.ms };
    case 'redirect':
      return whole({
        status: 302,
        headers: { ...stampHeadersOf(stamp), Location: fault.location },
        body: '',
      });
  }
}

/** The answer that went out, `undefined` where none did. Rejects when `signal` ends the server. */
export async function deliver(
  delivery: Delivery,
  response: ServerResponse,
  tools: { readonly reset: () => void; readonly signal: AbortSignal },
): Promise<Answer | undefined> {
  switch (delivery.kind) {
    case 'reset':
      tools.reset();
      return undefined;
    case 'close':
      response.destroy();
      return undefined;
    case 'hang':
      return undefined;
    case 'answer':
    case 'half-answer':
      if (delivery.delayMs > 0) await sleep(delivery.delayMs, undefined, { signal: tools.signal });
      return send(delivery.answer, response, delivery.kind === 'half-answer');
  }
}

function send(answer: Answer, response: ServerResponse, isHalf: boolean): Answer {
  const body = Buffer.from(answer.body);
  response.sendDate = false;
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
  if (isHalf) {
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  } else {
    response.end(body);
  }
  return answer;
}

function scriptedOf(fault: Fault & { readonly kind: 'answer' }, stamp: Stamp): Answer {
  const { status, headers = {}, body = '' } = fault;
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const stamped = Object.entries(stampHeadersOf(stamp)).filter(
    ([name]) => !given.has(name.toLowerCase()),
  );
  return {
    status,
    headers: { ...Object.fromEntries(stamped), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

function whole(answer: Answer): Delivery {
  return { kind: 'answer', answer, delayMs: 0 };
}
