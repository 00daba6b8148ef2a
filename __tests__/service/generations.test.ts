import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { variantTable } from '../../local-bec/variants.ts';
import { CancelledError, UserError, type Failure } from '../../src/errors.ts';
import type { Fields } from '../../src/json.ts';
import type { ServiceRequest } from '../../src/service/generations.ts';
import {
  createService,
  openJournal,
  type ClientTokens,
  type CreatedService,
} from '../../src/service/service.ts';
import { plainSpec } from '../../testing/deployment.ts';
import { startSession, testTokens, type Session } from '../../testing/session.ts';

const own: ClientTokens = { isOwn: true, clientTokenOf: () => 'mine' };

interface Attempt {
  readonly created: CreatedService | undefined;
  readonly error: string;
  readonly failure: Failure | undefined;
  /** What the outputs would be. */
  readonly found: readonly (string | undefined)[];
  readonly operations: readonly string[];
}

async function attempt(
  { client, operations }: Session,
  request: Partial<ServiceRequest> = {},
): Promise<Attempt> {
  const found: (string | undefined)[] = [];
  const before = operations().length;
  const journal = openJournal(({ service }, { kind }) => {
    if (kind === 'found' || kind === 'lost') found.push(service?.created.serviceId);
  });
  let created: CreatedService | undefined;
  let message = '';
  let failure: Failure | undefined;
  try {
    const body = plainSpec;
    const usual = { tokens: testTokens, serviceName: 'shop', body, attempt: 2 };
    created = await createService(client, { ...usual, ...request }, journal);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    ({ message, failure } = error);
  }
  return { created, error: message, failure, found, operations: operations().slice(before) };
}

/** Deletes the service that was created last. */
async function deleteLast({ bec, client }: Session): Promise<void> {
  const path = `/v1/service/${bec.services.at(-1)?.serviceId ?? ''}`;
  await client.call({ method: 'DELETE', path, query: {}, parse: (body) => body }, 'delete');
}

/** What BEC might respond although the service has been deleted. */
function staleResponse({ bec }: Session): Fault {
  const details = { ...bec.services.at(-1), serviceName: 'shop', status: 'RUNNING' };
  return { kind: 'response', on: 'create', status: 200, body: { result: true, details } };
}

const livingIds = ({ bec }: Session): readonly string[] =>
  bec.services.filter(({ deletedAt }) => deletedAt === undefined).map(({ serviceId }) => serviceId);

test('a first attempt sends one request', async () => {
  await using session = await startSession();
  const { created, found, operations } = await attempt(session, { attempt: 1 });
  expect(operations).toEqual(['create']);
  expect(found).toEqual([created?.serviceId]);
  expect(created).toMatchObject({ clientToken: 'bec-1', isRepeat: false });
});

test('a re-run finds the living service, and looks it up once', async () => {
  await using session = await startSession();
  const first = await attempt(session, { attempt: 1 });
  const second = await attempt(session);
  expect(second.operations).toEqual(['create', 'detail']);
  expect(second.created?.serviceId).toBe(first.created?.serviceId);
  expect(session.bec.services).toHaveLength(1);
});

describe.each(variantTable.deletedToken.values)(
  'if the token of a deleted service gets: %s',
  (deletedToken) => {
    test('a re-run ends at a living service, or red', async () => {
      await using session = await startSession({ variants: { deletedToken } });
      await attempt(session, { attempt: 1 });
      await deleteLast(session);
      const { created, error } = await attempt(session);
      if (deletedToken === 'mismatch') {
        expect(error).toContain('IdempotentParameterMismatch');
        expect(livingIds(session)).toEqual([]);
      } else {
        expect(error).toBe('');
        expect(livingIds(session)).toEqual([created?.serviceId]);
      }
      // One more attempt ends at the same.
      expect((await attempt(session)).created?.serviceId).toBe(created?.serviceId);
      expect(livingIds(session).length).toBeLessThanOrEqual(1);
    });

    test('client-token never ends at a deleted service', async () => {
      await using session = await startSession({ variants: { deletedToken } });
      await attempt(session, { tokens: own, attempt: 1 });
      await deleteLast(session);
      // Another run may have used it, so the first attempt is not safer.
      const { created, error } = await attempt(session, { tokens: own, attempt: 1 });
      expect(livingIds(session)).toEqual(created === undefined ? [] : [created.serviceId]);
      if (deletedToken === 'same-response') {
        expect(error).toContain('was created with this token, and BEC has not found it for 60 s');
      }
      if (deletedToken === 'terminated') {
        expect(error).toMatch(
          /^No service was created: the token in client-token stands for the service "shop" \(s-\w+\), which has been deleted\. Set client-token to a new value\.$/,
        );
      }
    });
  },
);

test('a response that hides the deletion is not believed in a re-run', async () => {
  await using session = await startSession();
  await attempt(session, { attempt: 1 });
  await deleteLast(session);
  session.bec.inject(staleResponse(session));
  const startMs = session.clock.elapsedMs();
  const { created, found, operations } = await attempt(session);
  const [first, second] = session.bec.services;
  expect(found).toEqual([first?.serviceId, undefined, second?.serviceId]);
  expect(created).toMatchObject({ clientToken: 'bec-2', serviceId: second?.serviceId });
  expect(session.clock.elapsedMs() - startMs).toBeGreaterThanOrEqual(60_000);
  expect(operations.filter((operation) => operation === 'create')).toHaveLength(2);
});

describe('reads that lag behind', () => {
  test.each(['5', '45'] as const)('by %s s lead to no second service', async (readLag) => {
    await using session = await startSession({ variants: { readLag } });
    const { created, error } = await attempt(session, { attempt: 5 });
    expect(error).toBe('');
    expect(created?.clientToken).toBe('bec-1');
    expect(session.bec.services).toHaveLength(1);
  });

  test('by more than a minute: the step fails, and names all that may exist', async () => {
    await using session = await startSession({ variants: { readLag: '90' } });
    const { error, created } = await attempt(session, { attempt: 2 });
    const ids = session.bec.services.map(({ serviceId }) => serviceId);
    expect(created).toBeUndefined();
    expect(ids).toHaveLength(2);
    expect(error).toContain(`${ids.join(' and ')} may exist, and be billed`);
    expect(error).not.toContain('has been deleted');
    expect(session.log.join('\n')).not.toContain('has been deleted');
  });

  test('do not matter where the response says that it is new', async () => {
    await using session = await startSession({ variants: { readLag: '90' } });
    session.bec.inject(timedResponse(session, 0));
    const { error, operations } = await attempt(session);
    expect(error).toBe('');
    expect(operations).toEqual(['create']);
  });

  test('matter where the response says that it is from two seconds before the request', async () => {
    await using session = await startSession();
    session.bec.inject(timedResponse(session, -3000));
    const { operations } = await attempt(session);
    expect(operations.slice(0, 2)).toEqual(['create', 'detail']);
  });

  test('are waited for until a service that says when it was created is two minutes old', async () => {
    await using session = await startSession();
    session.bec.inject(timedResponse(session, -30_000));
    session.bec.inject({ ...missing, on: 'detail', times: 40 });
    const startMs = session.clock.elapsedMs();
    const { error } = await attempt(session, { attempt: 1 });
    expect(error).toContain('s-timed may exist, and be billed');
    expect(session.clock.elapsedMs() - startMs).toBeGreaterThan(85_000);
  });
});

test('a later generation whose create gets no response may exist, in the error and for the summary', async () => {
  await using session = await startSession();
  await attempt(session, { attempt: 1 });
  await deleteLast(session);
  session.bec.inject({ kind: 'delay', ms: 0, on: 'create' });
  session.bec.inject({ kind: 'reset', when: 'before', on: 'create', times: 6 });
  const { error, failure } = await attempt(session);
  expect(error).toContain('may exist, and be billed');
  expect(error).toContain('which was created before, has been deleted.');
  expect(failure).toMatchObject({ kind: 'failed', isGone: false });
});

const missing = { kind: 'response', status: 404, body: { code: 'NoSuchObject' } } as const;

/** A response to a create, with a createTime so long after the request. */
function timedResponse({ clock }: Session, afterMs: number): Fault {
  const createTime = new Date(clock.now().getTime() + 1000 + afterMs).toISOString();
  const details = { serviceId: 's-timed', serviceName: 'shop', createTime };
  return { kind: 'response', on: 'create', status: 200, body: { result: true, details } };
}

test.each(['TERMINATED', 'terminating', 'Deleting'])(
  'a response that says %s leads to the next generation in a re-run, and ends a first attempt',
  async (status) => {
    await using session = await startSession();
    const details = { serviceId: 's-old', serviceName: 'shop', status };
    const body = { result: true, details };
    session.bec.inject({ kind: 'response', on: 'create', status: 200, body, times: 2 });
    const first = await attempt(session, { attempt: 1 });
    expect(first.error).toBe(
      `The service "shop" (s-old) was created with the token of this attempt and is ${status.toUpperCase()}: somebody has deleted it. Re-run the job to create it anew.`,
    );
    expect(first.operations).toEqual(['create']);
    const { created, found } = await attempt(session);
    expect(created?.clientToken).toBe('bec-2');
    expect(found).toEqual([undefined, created?.serviceId]);
  },
);

test.each(['TERMINATED', 'terminating', 'Deleting'])(
  'a detail that says %s leads to the next generation',
  async (status) => {
    await using session = await startSession();
    const first = await attempt(session, { attempt: 1 });
    const serviceId = first.created?.serviceId;
    const body = { serviceId, serviceName: 'shop', status };
    session.bec.inject({ kind: 'response', on: 'detail', status: 200, body });
    const { created, found } = await attempt(session);
    expect(created?.clientToken).toBe('bec-2');
    expect(found.slice(0, 2)).toEqual([serviceId, undefined]);
  },
);

test('attempt n goes to generation n at most', async () => {
  await using session = await startSession();
  for (let number = 1; number <= 4; number++) {
    const { created } = await attempt(session, { attempt: number });
    expect(created?.clientToken).toBe(`bec-${number}`);
    await deleteLast(session);
    const { error } = await attempt(session, { attempt: number });
    expect(error).toContain('is TERMINATED: somebody has deleted it.');
  }
  expect(session.bec.services).toHaveLength(4);
});

test('a failure of the next generation names the services before', async () => {
  await using session = await startSession();
  const { created } = await attempt(session, { attempt: 1 });
  await deleteLast(session);
  session.bec.inject(
    { kind: 'delay', on: 'create', ms: 1 },
    { kind: 'response', on: 'create', status: 413, body: { code: 'LimitExceeded' } },
  );
  const { error } = await attempt(session);
  expect(error).toContain('HTTP 413 LimitExceeded');
  expect(error).toContain('No service was created by this attempt');
  expect(error).toContain(
    `${created?.serviceId ?? ''}, which was created before, has been deleted.`,
  );
});

describe('a lookup', () => {
  test.each([
    ['is refused', { kind: 'response', status: 403 }],
    ['fails for a minute', { kind: 'response', status: 500, times: 99 }],
  ] as const)('that %s ends red, with what may exist', async (_, fault) => {
    await using session = await startSession();
    const first = await attempt(session, { attempt: 1 });
    session.bec.inject({ ...fault, on: 'detail' });
    const { error, found } = await attempt(session);
    const serviceId = first.created?.serviceId ?? '';
    expect(error).toContain(`The service "shop" (${serviceId}) was created, by this attempt or an`);
    expect(error).toContain("whether it still exists can't be read");
    expect(error).toContain('It may exist, and be billed.');
    expect(found).toEqual([serviceId]);
  });

  test('that fails for a while goes on', async () => {
    await using session = await startSession();
    await attempt(session, { attempt: 1 });
    session.bec.inject({ kind: 'response', on: 'detail', status: 500, times: 5 });
    expect((await attempt(session)).error).toBe('');
  });

  test('whose response has another name ends red', async () => {
    await using session = await startSession();
    const first = await attempt(session, { attempt: 1 });
    const body = { serviceId: first.created?.serviceId, serviceName: 'other' };
    session.bec.inject({ kind: 'response', on: 'detail', status: 200, body, times: 99 });
    const { error } = await attempt(session);
    expect(error).toContain("whether it still exists can't be read");
    expect(session.bec.services).toHaveLength(1);
  });

  test('by a 404 of another server is none', async () => {
    await using session = await startSession();
    await attempt(session, { attempt: 1 });
    const body = '<html>404 Not Found</html>';
    session.bec.inject({ kind: 'response', on: 'detail', status: 404, body, times: 99 });
    const { error } = await attempt(session);
    expect(error).toContain("whether it still exists can't be read");
    expect(session.bec.services).toHaveLength(1);
  });

  test('is made in a first attempt too, if the response is older than the request', async () => {
    await using session = await startSession({ variants: { deletedToken: 'terminated' } });
    const first = await attempt(session, { attempt: 1 });
    const { serviceId = '' } = first.created ?? {};
    const { client } = session;
    const parse = (body: Fields): Fields => body;
    const path = `/v1/service/${serviceId}`;
    await client.call({ method: 'DELETE', path, query: {}, parse }, 'delete');
    const details = { serviceId, serviceName: 'shop', createTime: '2020-01-01T00:00:00Z' };
    const body = { result: true, details };
    session.bec.inject({ kind: 'response', on: 'create', status: 200, body });
    const { error, operations } = await attempt(session, { attempt: 1 });
    expect(error).toContain(`${serviceId} may exist, and be billed`);
    expect(operations).toContain('detail');
  });

  test('that is cancelled says what exists', async () => {
    const started: { session?: Session } = {};
    await using session = await startSession({
      onRequest: ({ operation }) => {
        if (operation === 'detail') {
          started.session?.cancellation.abort(new CancelledError('SIGINT'));
        }
      },
    });
    started.session = session;
    const first = await attempt(session, { attempt: 1 });
    session.bec.inject({
      kind: 'response',
      on: 'detail',
      status: 404,
      body: { code: 'NoSuchObject' },
    });
    const { error } = await attempt(session);
    expect(error).toBe(
      `Cancelled (SIGINT). The service "shop" (${first.created?.serviceId ?? ''}) was created, by this attempt or an earlier one. Unless it has been deleted, it exists, and is billed.`,
    );
  });
});

describe.each(['token-processing', 'denied'] as const)(
  'a repeat that BEC refuses (%s) while it works on the first request',
  (repeatedCreate) => {
    test('is repeated until it is worked off', async () => {
      await using session = await startSession({ variants: { repeatedCreate } });
      session.bec.inject({ kind: 'response', on: 'create', status: 504, processed: true });
      const { created, error } = await attempt(session, { attempt: 1 });
      expect(error).toBe('');
      expect(session.bec.services).toMatchObject([{ serviceId: created?.serviceId }]);
      expect(session.log.join('\n')).toContain('An earlier request with this token may still be');
    });

    test('is repeated in a re-run right after the attempt before', async () => {
      await using session = await startSession({ variants: { repeatedCreate } });
      await attempt(session, { attempt: 1 });
      const { error } = await attempt(session);
      expect(error).toBe('');
      expect(session.bec.services).toHaveLength(1);
    });

    test('is given up after three minutes, and what may exist is said', async () => {
      await using session = await startSession();
      const code = repeatedCreate === 'denied' ? 'OperationDenied' : 'LastTokenProcessing';
      const status = repeatedCreate === 'denied' ? 409 : 400;
      session.bec.inject(
        { kind: 'response', on: 'create', status: 504, processed: true },
        { kind: 'response', on: 'create', status, body: { code, message: 'Wait.' }, times: 999 },
      );
      const startMs = session.clock.elapsedMs();
      const { error } = await attempt(session, { attempt: 1 });
      expect(error).toContain('The service "shop" may exist, and be billed');
      expect(error).not.toContain('delete');
      const elapsedMs = session.clock.elapsedMs() - startMs;
      expect(elapsedMs).toBeGreaterThan(165_000);
      expect(elapsedMs).toBeLessThan(190_000);
    });

    test('is final where nothing can be worked on', async () => {
      await using session = await startSession();
      const code = repeatedCreate === 'denied' ? 'OperationDenied' : 'LastTokenProcessing';
      const body = { code, message: 'The resource of node cn-x is sold out.' };
      const status = repeatedCreate === 'denied' ? 409 : 400;
      session.bec.inject({ kind: 'response', on: 'create', status, body });
      const { error, operations } = await attempt(session, { attempt: 1 });
      expect(operations.filter((operation) => operation === 'create')).toHaveLength(1);
      expect(error).toMatch(/sold out.* No service was created\.$/);
      expect(error).not.toContain('delete');
    });
  },
);

describe('what the log calls a service', () => {
  test('Created in a first attempt, and found in a re-run', async () => {
    await using session = await startSession();
    await attempt(session, { attempt: 1 });
    expect(session.log.at(-1)).toMatch(/^Created s-/);
    await session.clock.sleep(60_000, session.cancellation.signal);
    await attempt(session);
    expect(session.log.at(-1)).toMatch(
      /^Found s-\w+, \w+ \(.*\), which an earlier attempt created/,
    );
  });

  test('Created in a re-run too, if its time proves that', async () => {
    await using session = await startSession();
    await attempt(session);
    expect(session.log.at(-1)).toMatch(/^Created s-/);
  });

  test('neither, if BEC does not say when it was created', async () => {
    await using session = await startSession({ variants: { createTime: 'null' } });
    await attempt(session);
    expect(session.log.at(-1)).toMatch(
      /^Found s-\w+, \w+ \(.*\), which this attempt or an earlier one/,
    );
  });
});

describe('another service in the response', () => {
  test.each([
    [testTokens, 'Steps inside one composite action, and calls of one reusable workflow, get the'],
    [own, 'Another run or step may have used it: set client-token to a new value.'],
  ] as const)('is an error with its cure', async (tokens, cure) => {
    await using session = await startSession();
    const details = {
      serviceId: 's-other',
      serviceName: 'other',
      deployInstances: [{ regionId: 'cn-beijing-cm' }],
    };
    const body = { result: true, details };
    session.bec.inject({ kind: 'response', on: 'create', status: 200, body });
    const { error, found, operations } = await attempt(session, { tokens });
    expect(error).toContain(
      'BEC responded with another service, s-other: it is named "other", not "shop" and it is in "cn-beijing-cm", which is not in this spec.',
    );
    expect(error).toContain('it was left as it is');
    expect(error).toContain(cure);
    expect(found).toEqual([]);
    expect(operations).toEqual(['create']);
  });

  test.each([
    ['no region', []],
    ['its own region, in capitals', [{ regionId: 'CN-SHANGHAI-CT' }]],
    ['a region without an id', [{ regionId: null }]],
  ])('is not what %s means', async (_, deployInstances) => {
    await using session = await startSession();
    const details = { serviceId: 's-1', deployInstances };
    const body = { result: true, details };
    session.bec.inject({ kind: 'response', on: 'create', status: 200, body });
    const { error } = await attempt(session, { attempt: 1 });
    expect(error).toBe('');
  });
});

test.each([
  [
    testTokens,
    'steps inside one composite action and calls of one reusable workflow look the same',
  ],
  [own, 'The token in client-token has already created a service'],
] as const)('a mismatch is explained by where the token comes from', async (tokens, advice) => {
  await using session = await startSession();
  await attempt(session, { tokens, attempt: 1 });
  const { error } = await attempt(session, {
    tokens,
    body: { ...plainSpec, paymentMethod: 'postpay' },
  });
  expect(error).toContain('IdempotentParameterMismatch');
  expect(error).toContain(advice);
  expect(error).not.toContain('No service was created');
});
