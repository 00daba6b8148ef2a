import { describe, expect, test } from 'vitest';
import { CallError, CancelledCallError } from '../../src/api/client.ts';
import { endOfAttempt, endOfLook, type Progress } from '../../src/service/delete-one.ts';
import { parseService, type Look } from '../../src/service/detail.ts';

const fresh: Progress = { kind: 'open', mayHaveWorked: false, mayBeGone: false, reason: '' };
const doubt = { kind: 'open', mayHaveWorked: true, mayBeGone: true } as const;
const doubtful: Progress = { ...fresh, ...doubt };

function failed(status: number | undefined, code: string, mayHaveTakenEffect = false): CallError {
  const request = { method: 'DELETE', path: '/v1/service/s-1' } as const;
  const last = { reason: 'no', status, code, advice: '' } as const;
  return new CallError(request, last, { attempts: 1, mayHaveTakenEffect });
}

describe('a DELETE', () => {
  const missing = failed(404, 'NoSuchObject');
  const open = { kind: 'open', mayHaveWorked: false } as const;
  test.each([
    ['accepted', undefined, fresh, { kind: 'deleted' }],
    ['404', missing, fresh, { ...open, mayBeGone: true }],
    ['404 after one that may have worked', missing, doubtful, { kind: 'deleted' }],
    ["404 of another server's", failed(404, ''), fresh, { ...open, mayBeGone: false }],
    ['409', failed(409, 'OperationDenied'), fresh, { ...open, mayBeGone: false }],
    ['403', failed(403, 'AccessDenied'), fresh, { kind: 'kept' }],
    ['403 after one that may have worked', failed(403, 'AccessDenied'), doubtful, doubt],
    ['no response', failed(undefined, '', true), fresh, doubt],
    ['cancelled', new CancelledCallError('SIGINT', false), fresh, { ...open, mayBeGone: false }],
    ['cancelled on its way', new CancelledCallError('SIGINT', true), fresh, doubt],
  ] as const)('%s', (_, error, before, end) => {
    expect(endOfAttempt(error, before)).toMatchObject(end);
  });
});

describe('a look after it', () => {
  const showing = (status: string): Look => {
    const service = parseService({ serviceId: 's-1', status });
    if (service === undefined) throw new Error('It has an id.');
    return { kind: 'service', service, serverTime: undefined };
  };
  test.each<[string, Look, Progress, object]>([
    ['shows it', showing('RUNNING'), doubtful, { kind: 'open', mayBeGone: false }],
    ['shows it ending', showing('TERMINATING'), doubtful, { kind: 'deleted' }],
    ['shows it ending', showing('DELETING'), fresh, { kind: 'already deleted' }],
    ['does not find it', { kind: 'not found' }, fresh, { kind: 'already deleted' }],
    ['does not find it', { kind: 'not found' }, doubtful, { kind: 'deleted' }],
    ['tells nothing', { kind: 'unreadable', reason: '' }, doubtful, doubtful],
    ['tells nothing', { kind: 'refused', reason: '' }, fresh, fresh],
  ])('%s', (_, look, before, end) => {
    expect(endOfLook(look, before)).toMatchObject(end);
  });
});
