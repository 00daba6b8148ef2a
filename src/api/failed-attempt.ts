import type { Answer } from './response.ts';
import { durationText } from '../clock.ts';
import { isTurnedAway, parseRetryAfter, verdictOn, type Failure } from './retry.ts';
import { shown } from '../text.ts';
import type { HttpResponse, TransportError } from '../http/connection.ts';

/** An attempt at a call that did not succeed, and what it says of the next one. */
export interface FailedAttempt {
  readonly kind: 'failure';
  readonly failure: Failure;
  readonly reason: string;
  readonly requestId: string;
  readonly mayHaveTakenEffect: boolean;
  readonly serverDate: Date | undefined;
  readonly cause: unknown;
}

/** No answer came. */
export function lostAttempt(error: TransportError): FailedAttempt {
  return {
    kind: 'failure',
    failure: {
      status: undefined,
      code: '',
      isTransient: error.isTransient,
      retryAfterMs: undefined,
    },
    reason: error.message,
    requestId: '',
    mayHaveTakenEffect: error.mayHaveArrived,
    serverDate: undefined,
    cause: error,
  };
}

/** An answer came, and it was not what the call is for. */
export function failedAttempt(
  answer: Answer,
  headers: HttpResponse['headers'],
  now: Date,
): FailedAttempt {
  const { status, requestId } = answer;
  const isRefusal = answer.kind === 'refusal';
  const serverDate = parseDate(headers['date']);
  const failure: Failure = {
    status,
    code: isRefusal ? answer.code : '',
    // A plain no (`result: false`) will be the same the next time; an answer that can't be read need not.
    isTransient: !(isRefusal && status < 300),
    // A date in it is one of the server's clock, which this runner's may not agree with.
    retryAfterMs: parseRetryAfter(headers['retry-after'], serverDate ?? now),
  };
  return {
    kind: 'failure',
    failure,
    reason: reasonOf(answer),
    requestId,
    // What may go better the next time may have half gone well this time.
    mayHaveTakenEffect: verdictOn(failure) === 'again' && !isTurnedAway(failure),
    serverDate,
    cause: undefined,
  };
}

function parseDate(header: string | undefined): Date | undefined {
  const date = new Date(header ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function reasonOf(answer: Answer): string {
  switch (answer.kind) {
    case 'success':
      return `HTTP ${answer.status}, but the answer does not hold what was asked for`;
    case 'unreadable':
      return `HTTP ${answer.status}, but ${answer.reason}`;
    case 'refusal': {
      const code = answer.code === '' ? '' : ` ${shown(answer.code, 80)}`;
      const message = answer.message === '' ? '' : `: ${shown(answer.message.replace(/\.$/, ''))}`;
      return `HTTP ${answer.status}${code}${message}`;
    }
  }
}

export function attemptText(
  attempt: number,
  { reason, requestId }: FailedAttempt,
  waitMs: number,
): string {
  const request = requestId === '' ? '' : ` (request id ${shown(requestId, 80)})`;
  return `Attempt ${attempt}: ${reason}${request}. The next one in ${durationText(waitMs)}.`;
}
