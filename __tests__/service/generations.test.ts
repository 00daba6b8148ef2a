import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { variantTable } from '../../local-bec/variants.ts';
import { CancelledError, UserError } from '../../src/errors.ts';
import type { Fields } from '../../src/json.ts';
import {
  createService,
  type ClientTokens,
  type CreatedService,
  type ServiceRequest,
} from '../../src/service/rollout.ts';
import { plainSpec } from '../../testing/deployment.ts';
import { startSession, testTokens, type Session } from '../../testing/session.ts';

const own: ClientTokens = { kind: 'own', clientToken: 'mine' };

interface Attempt {
  readonly created: CreatedService | undefined;
  readonly error: string;
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
  let created: CreatedService | undefined;
  let message = '';
  try {
    created = await createService(
      client,
      {
        tokens: testTokens,
        serviceName: 'shop',
        body: plainSpec,
        isRerun: true,
        isDisposable: false,
        ...request,
      },
      {
        onRequest: () => undefined,
        onFound: (service) => found.push(service?.value.serviceId),
      },
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    ({ message } = error);
  }
  return { created, error: message, found, operations: operations().slice(before) };
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
  const { created, found, operations } = await attempt(session, { isRerun: false });
  expect(operations).toEqual(['create']);
  expect(found).toEqual([created?.value.serviceId]);
  expect(created).toMatchObject({ clientToken: 'bec-1', mayBeOlder: false });
});

test('a re-run finds the living service, and looks it up once', async () => {
  await using session = await startSession();
  const first = await attempt(session, { isRerun: false });
  const second = await attempt(session);
  expect(second.operations).toEqual(['create', 'detail']);
  expect(second.created?.value.serviceId).toBe(first.created?.value.serviceId);
  expect(session.bec.services).toHaveLength(1);
});

describe.each(variantTable.deletedToken.values)(
  'if the token of a deleted service gets: %s',
  (deletedToken) => {
    test('a re-run ends at a living service, or red', async () => {
      await using session = await startSession({ variants: { deletedToken } });
      await attempt(session, { isRerun: false });
      await deleteLast(session);
      const { created, error } = await attempt(session);
      if (deletedToken === 'mismatch') {
        expect(error).toContain('IdempotentParameterMismatch');
        expect(livingIds(session)).toEqual([]);
      } else {
        expect(error).toBe('');
        expect(livingIds(session)).toEqual([created?.value.serviceId]);
      }
      // One more attempt ends at the same.
      expect((await attempt(session)).created?.value.serviceId).toBe(created?.value.serviceId);
      expect(livingIds(session).length).toBeLessThanOrEqual(1);
    });

    test('client-token never ends at a deleted service', async () => {
      await using session = await startSession({ variants: { deletedToken } });
      await attempt(session, { tokens: own, isRerun: false });
      await deleteLast(session);
      // Another run may have used it, so the first attempt is not safer.
      const { created, error } = await attempt(session, { tokens: own, isRerun: false });
      expect(livingIds(session)).toEqual(created === undefined ? [] : [created.value.serviceId]);
      if (deletedToken === 'same-response' || deletedToken === 'terminated') {
        expect(error).toMatch(
          /^No service was created: the token in client-token stands for the service "shop" \(s-\w+\), which has been deleted\. Set client-token to a new value\.$/,
        );
      }
    });
  },
);

test('a response that hides the deletion is not believed in a re-run', async () => {
  await using session = await startSession();
  await attempt(session, { isRerun: false });
  await deleteLast(session);
  session.bec.inject(staleResponse(session));
  const startMs = session.clock.elapsedMs();
  const { created, found, operations } = await attempt(session);
  const [first, second] = session.bec.services;
  expect(found).toEqual([first?.serviceId, undefined, second?.serviceId]);
  expect(created).toMatchObject({ clientToken: 'bec-2', value: { serviceId: second?.serviceId } });
  expect(session.clock.elapsedMs() - startMs).toBeGreaterThanOrEqual(30_000);
  expect(operations.filter((operation) => operation === 'create')).toHaveLength(2);
});

test('a service that is not visible for less than half a minute is not created again', async () => {
  await using session = await startSession({
    rollout: [
      { afterMs: 0, status: 'VANISHED', runningPods: 0 },
      { afterMs: 25_000, status: 'STARTING', runningPods: 0 },
    ],
  });
  const { created } = await attempt(session);
  expect(created?.clientToken).toBe('bec-1');
  expect(session.bec.services).toHaveLength(1);
});

test.each(['TERMINATED', 'terminating', 'Deleting'])(
  'a response that says %s leads to the next generation, in a first attempt too',
  async (status) => {
    await using session = await startSession();
    const details = { serviceId: 's-old', serviceName: 'shop', status };
    const body = { result: true, details };
    session.bec.inject({ kind: 'response', on: 'create', status: 200, body });
    const { created, found, operations } = await attempt(session, { isRerun: false });
    expect(created?.clientToken).toBe('bec-2');
    expect(found).toEqual([created?.value.serviceId]);
    expect(operations).toEqual(['create', 'create']);
  },
);

test.each(['TERMINATED', 'terminating', 'Deleting'])(
  'a detail that says %s leads to the next generation',
  async (status) => {
    await using session = await startSession();
    const first = await attempt(session, { isRerun: false });
    const serviceId = first.created?.value.serviceId;
    const body = { serviceId, serviceName: 'shop', status };
    session.bec.inject({ kind: 'response', on: 'detail', status: 200, body });
    const { created, found } = await attempt(session);
    expect(created?.clientToken).toBe('bec-2');
    expect(found.slice(0, 2)).toEqual([serviceId, undefined]);
  },
);

test('every attempt takes the same steps, up to five generations', async () => {
  await using session = await startSession();
  for (let generation = 1; generation <= 5; generation++) {
    const { created } = await attempt(session);
    expect(created?.clientToken).toBe(`bec-${generation}`);
    expect((await attempt(session)).created?.value).toMatchObject({
      serviceId: created?.value.serviceId,
    });
    await deleteLast(session);
  }
  const { error, found } = await attempt(session);
  expect(error).toContain('No service was created by this attempt. The tokens of this run have');
  expect(error).toContain('Start a new run');
  expect(found.at(-1)).toBeUndefined();
  expect(session.bec.services).toHaveLength(5);
});

test('a failure of the next generation names the services before', async () => {
  await using session = await startSession();
  const { created } = await attempt(session, { isRerun: false });
  await deleteLast(session);
  session.bec.inject(
    { kind: 'delay', on: 'create', ms: 1 },
    { kind: 'response', on: 'create', status: 413, body: { code: 'LimitExceeded' } },
  );
  const { error } = await attempt(session);
  expect(error).toContain('HTTP 413 LimitExceeded');
  expect(error).toContain('No service was created by this attempt');
  expect(error).toContain(`${created?.value.serviceId ?? ''}, created before, has been deleted.`);
});

describe('a re-run that may delete the service', () => {
  test('knows what it has created itself', async () => {
    await using session = await startSession();
    const first = await attempt(session, { isDisposable: true });
    expect(first.operations).toEqual(['list', 'create', 'detail']);
    expect(first.created?.mayBeOlder).toBe(false);
    expect((await attempt(session, { isDisposable: true })).created?.mayBeOlder).toBe(true);
  });

  test('counts every service as older when the list is refused', async () => {
    await using session = await startSession();
    session.bec.inject({ kind: 'response', on: 'list', status: 403 });
    expect((await attempt(session, { isDisposable: true })).created?.mayBeOlder).toBe(true);
  });

  test('that is cancelled in the list has created nothing', async () => {
    const started: { session?: Session } = {};
    await using session = await startSession({
      onRequest: () => started.session?.cancellation.abort(new CancelledError('SIGINT')),
    });
    started.session = session;
    session.bec.inject({ kind: 'response', on: 'list', status: 500 });
    const { error, operations } = await attempt(session, { isDisposable: true });
    expect(error).toContain('Cancelled (SIGINT). No service was created by this attempt;');
    expect(operations).toEqual(['list']);
  });
});

describe('a lookup', () => {
  test.each([
    ['is refused', { kind: 'response', status: 403 }],
    ['fails for a minute', { kind: 'response', status: 500, times: 99 }],
  ] as const)('that %s ends red, with what may exist', async (_, fault) => {
    await using session = await startSession();
    const first = await attempt(session, { isRerun: false });
    session.bec.inject({ ...fault, on: 'detail' });
    const { error, found } = await attempt(session);
    const serviceId = first.created?.value.serviceId ?? '';
    expect(error).toContain(`The service "shop" (${serviceId}) was created, by this attempt or an`);
    expect(error).toContain("whether it still exists can't be read");
    expect(error).toContain('It may exist, and be billed.');
    expect(found).toEqual([serviceId]);
  });

  test('that fails for a while goes on', async () => {
    await using session = await startSession();
    await attempt(session, { isRerun: false });
    session.bec.inject({ kind: 'response', on: 'detail', status: 500, times: 5 });
    expect((await attempt(session)).error).toBe('');
  });

  test('whose response has another name ends red', async () => {
    await using session = await startSession();
    const first = await attempt(session, { isRerun: false });
    const body = { serviceId: first.created?.value.serviceId, serviceName: 'other' };
    session.bec.inject({ kind: 'response', on: 'detail', status: 200, body, times: 99 });
    const { error } = await attempt(session);
    expect(error).toContain("whether it still exists can't be read");
    expect(session.bec.services).toHaveLength(1);
  });

  test('by a 404 of another server is none', async () => {
    await using session = await startSession();
    await attempt(session, { isRerun: false });
    const body = '<html>404 Not Found</html>';
    session.bec.inject({ kind: 'response', on: 'detail', status: 404, body, times: 99 });
    const { error } = await attempt(session);
    expect(error).toContain("whether it still exists can't be read");
    expect(session.bec.services).toHaveLength(1);
  });

  test('is made in a first attempt too, if the response is older than the request', async () => {
    await using session = await startSession({ variants: { deletedToken: 'terminated' } });
    const first = await attempt(session, { isRerun: false });
    const { serviceId = '' } = first.created?.value ?? {};
    const { client } = session;
    const parse = (body: Fields): Fields => body;
    const path = `/v1/service/${serviceId}`;
    await client.call({ method: 'DELETE', path, query: {}, parse }, 'delete');
    const details = { serviceId, serviceName: 'shop', createTime: '2020-01-01T00:00:00Z' };
    const body = { result: true, details };
    session.bec.inject({ kind: 'response', on: 'create', status: 200, body });
    const { error, created } = await attempt(session, { isRerun: false });
    expect(error).toBe('');
    expect(created?.value.serviceId).toBe(session.bec.services[1]?.serviceId);
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
    const first = await attempt(session, { isRerun: false });
    session.bec.inject({
      kind: 'response',
      on: 'detail',
      status: 404,
      body: { code: 'NoSuchObject' },
    });
    const { error } = await attempt(session);
    expect(error).toBe(
      `Cancelled (SIGINT). The service "shop" (${first.created?.value.serviceId ?? ''}) was created, by this attempt or an earlier one. Unless it has been deleted, it exists, and is billed.`,
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
    const { error } = await attempt(session, { isRerun: false });
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
  await attempt(session, { tokens, isRerun: false });
  const { error } = await attempt(session, {
    tokens,
    body: { ...plainSpec, paymentMethod: 'postpay' },
  });
  expect(error).toContain('IdempotentParameterMismatch');
  expect(error).toContain(advice);
  expect(error).not.toContain('No service was created');
});
