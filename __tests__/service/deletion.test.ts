import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import type { LocalBecOptions } from '../../local-bec/server.ts';
import { variantTable } from '../../local-bec/variants.ts';
import { CancelledError } from '../../src/errors.ts';
import type { Fields } from '../../src/json.ts';
import type { DeletionPlan } from '../../src/service/delete-all.ts';
import { deleteAll, type Deletion, type Fate, type Selection } from '../../src/service/service.ts';
import { plainSpec } from '../../testing/deployment.ts';
import { startSession, type Session } from '../../testing/session.ts';

const withDisk: Fields = {
  volumes: { volumeClaimTemplates: [{ name: 'data', diskType: 'SATA', storageSize: 100 }] },
};

interface Scene {
  readonly server?: LocalBecOptions;
  /** The services that exist, by what differs from the usual one. */
  readonly services?: readonly Fields[];
  /** Injected once they exist. */
  readonly faults?: readonly Fault[] | ((id: string) => readonly Fault[]);
  readonly select: (ids: readonly string[]) => Selection;
  readonly options?: Partial<DeletionPlan>;
  readonly onRequest?: (session: Session, operation: string) => void;
}

interface Ended {
  readonly session: Session;
  readonly ids: readonly string[];
  readonly deletion: Deletion;
  /** By this step. */
  readonly deleted: readonly string[];
  readonly alreadyGone: readonly string[];
  readonly notFound: readonly string[];
  readonly error: string;
  readonly requested: readonly string[];
}

const select = (ids: readonly string[]): Selection => ({ kind: 'ids', serviceIds: ids });
const byName =
  (max: number): Scene['select'] =>
  () => ({ kind: 'name', serviceName: 'shop', max });

async function play(scene: Scene): Promise<Ended> {
  const started: { session?: Session } = {};
  const session = await startSession({
    ...scene.server,
    onRequest: ({ operation = '' }) => {
      if (started.session !== undefined) scene.onRequest?.(started.session, operation);
    },
  });
  const { bec, client } = session;
  for (const [index, changes] of (scene.services ?? [{}]).entries()) {
    const body = JSON.stringify({ ...plainSpec, ...changes });
    const call = { method: 'POST', path: '/v2/service/create', parse: asIs, body } as const;
    await client.call({ ...call, query: { clientToken: `${index}` } }, 'create');
  }
  const ids = bec.services.map(({ serviceId }) => serviceId);
  const { faults = [] } = scene;
  bec.inject(...(typeof faults === 'function' ? faults(ids[0] ?? '') : faults));
  started.session = session;
  const before = bec.requests.length;
  const deletion = await deleteAll(client, {
    selection: scene.select(ids),
    withDisks: false,
    timeoutMs: 120_000,
    ...scene.options,
  });
  const idsOf = (isMeant: (fate: Fate) => boolean): readonly string[] =>
    deletion.fates.filter(isMeant).map(({ serviceId }) => serviceId);
  const result = {
    deletion,
    deleted: idsOf(({ kind, isOwn }) => kind === 'gone' && isOwn),
    alreadyGone: idsOf(({ kind, isOwn }) => kind === 'gone' && !isOwn),
    notFound: idsOf(({ kind }) => kind === 'not found'),
    error: deletion.failure,
  };
  const requested = bec.requests.slice(before).map(({ operation }) => operation ?? 'unknown');
  await session[Symbol.asyncDispose]();
  return { session, ids, ...result, requested };
}

function asIs(body: Fields): Fields {
  return body;
}

function livingIn({ session }: Ended): readonly string[] {
  return session.bec.services
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map(({ serviceId }) => serviceId);
}

describe('by ids', () => {
  test('deletes exactly those, each once, and waits until they are gone', async () => {
    const ended = await play({
      services: [{}, {}, {}],
      select: ([first = '', , third = '']) => select([third, first, third]),
    });
    const [first, second, third] = ended.ids;
    expect(ended).toMatchObject({ deleted: [third, first], alreadyGone: [] });
    expect(livingIn(ended)).toEqual([second]);
    expect(ended.requested.filter((operation) => operation === 'delete')).toHaveLength(2);
    expect(ended.requested.at(-1)).toBe('detail');
  });

  test('what is never found is a warning, and counts as nothing else', async () => {
    const ended = await play({ select: (ids) => select([...ids, 's-gone', 's-wrong']) });
    expect(ended).toMatchObject({ deleted: ended.ids, alreadyGone: [], error: '' });
    expect(ended.notFound).toEqual(['s-gone', 's-wrong']);
    expect(ended.session.log).toContain(
      'BEC has not found s-gone and s-wrong for 60 s: deleted before, not visible yet, or a wrong id. If it exists after all, it is billed.',
    );
    // Both at once, not one after the other.
    expect(ended.session.clock.elapsedMs()).toBeLessThan(75_000);
  });

  test('only a minute of "not found" on end counts: a look that fails in between begins it anew', async () => {
    const detail = { kind: 'response', on: 'detail' } as const;
    const missing = { ...detail, status: 404, body: { code: 'NoSuchObject' }, times: 28 } as const;
    const broken = { ...detail, status: 500, body: {}, times: 2 } as const;
    const ended = await play({ select, faults: [missing, broken, missing] });
    expect(ended).toMatchObject({ deleted: ended.ids, notFound: [], error: '' });
    expect(livingIn(ended)).toEqual([]);
  });

  test('the last request of a minute is not cut short', async () => {
    const refused = { kind: 'response', status: 409, body: { code: 'OperationDenied' } } as const;
    const faults: readonly Fault[] = [
      { ...refused, on: 'delete', times: 19 },
      { kind: 'hang', when: 'before', on: 'delete' },
    ];
    const ended = await play({ select, faults });
    expect(ended).toMatchObject({ deleted: ended.ids, error: '' });
    expect(livingIn(ended)).toEqual([]);
  });

  test('a service that is TERMINATED is gone already', async () => {
    const ended = await play({
      select,
      faults: (serviceId) => [
        { kind: 'response', on: 'detail', status: 200, body: { serviceId, status: 'TERMINATED' } },
      ],
    });
    expect(ended).toMatchObject({ deleted: [], alreadyGone: ended.ids, error: '' });
  });

  test.each(['5', '45'] as const)(
    'a service that is not visible for %s s is deleted',
    async (lag) => {
      const ended = await play({ server: { variants: { readLag: lag } }, select });
      expect(ended).toMatchObject({ deleted: ended.ids, error: '' });
      expect(livingIn(ended)).toEqual([]);
    },
  );

  test('one that is not visible for longer is never called gone', async () => {
    const ended = await play({ server: { variants: { readLag: '90' } }, select });
    expect(ended).toMatchObject({ deleted: [], alreadyGone: [], notFound: ended.ids });
    expect(livingIn(ended)).toEqual(ended.ids);
  });

  test('a service that is not visible for a moment is deleted all the same', async () => {
    const ended = await play({
      select,
      faults: [
        { kind: 'response', on: 'detail', status: 404, body: { code: 'NoSuchObject' }, times: 3 },
      ],
    });
    expect(ended).toMatchObject({ deleted: ended.ids, alreadyGone: [] });
    expect(livingIn(ended)).toEqual([]);
  });

  test('a state that cannot be read for a moment is read again', async () => {
    const ended = await play({
      select,
      faults: [{ kind: 'response', on: 'detail', status: 500, times: 5 }],
    });
    expect(ended.deleted).toEqual(ended.ids);
  });
});

describe('nothing is deleted', () => {
  const scenes: readonly (Scene & { readonly name: string; readonly error: string })[] = [
    {
      name: 'without an id',
      select: () => select([]),
      error: 'No service id was given. Nothing was deleted.',
    },
    {
      name: 'with an id that can be none',
      select: (ids) => select([...ids, '../v1/pod', 's 1']),
      error: '"../v1/pod" and "s 1" can\'t be a service id',
    },
    ...['null', 'undefined', 'None'].map((word) => ({
      name: `with the word ${word}, which programs print for none`,
      select: (ids: readonly string[]) => select([...ids, word]),
      error: `"${word}" can't be a service id`,
    })),
    {
      name: 'if one has another name than the guard',
      services: [{}, { serviceName: 'other' }],
      select,
      options: { serviceName: 'shop' },
      error: 'Not all services are named "shop": s-',
    },
    {
      name: 'if one has disks',
      services: [{}, withDisk],
      select,
      error: 'set with-disks: true',
    },
    {
      name: 'if BEC does not say whether there are disks',
      select,
      faults: (serviceId) => [
        {
          kind: 'response',
          on: 'detail',
          status: 200,
          body: { serviceId, serviceName: 'shop', status: 'RUNNING', totalDisk: null },
        },
      ],
      error: 'may have disks',
    },
    {
      name: 'if more have the name than max',
      services: [{}, {}, { serviceName: 'shop-2' }],
      select: byName(1),
      error: '2 services are named "shop", more than max (1): s-',
    },
    {
      name: 'if one may not be read',
      services: [{}, {}],
      select,
      faults: [
        { kind: 'delay', on: 'detail', ms: 1 },
        { kind: 'response', on: 'detail', status: 403 },
      ],
      error: 'HTTP 403',
    },
    {
      name: 'if one cannot be read',
      select,
      faults: [{ kind: 'response', on: 'detail', status: 500, times: 999 }],
      error: "can't be read: GET /v1/service/",
    },
    ...[
      { result: true, details: {} },
      {},
      { result: null, totalCount: 1 },
      { result: { result: 'shop' } },
    ].map((body) => ({
      name: `if ${JSON.stringify(body)} is in place of the list`,
      select: byName(5),
      faults: [{ kind: 'response', on: 'list', status: 200, body, times: 9 } as const],
      error: 'the response lacks what was asked for',
    })),
    {
      name: 'if the list cannot be read',
      select: byName(5),
      faults: [{ kind: 'response', on: 'list', status: 500, times: 9 }],
      error: 'GET /v1/service failed after 3 attempts',
    },
  ];
  test.each(scenes)('$name', async ({ error, ...scene }) => {
    const ended = await play(scene);
    expect(ended.error).toContain(error);
    expect(ended.error).toMatch(/Nothing was deleted\.$/);
    expect(ended.requested).not.toContain('delete');
    expect(livingIn(ended)).toEqual(ended.ids);
  });

  test('when it is cancelled before', async () => {
    const ended = await play({
      select,
      onRequest: ({ cancellation }, operation) => {
        if (operation === 'detail') cancellation.abort(new CancelledError('SIGINT'));
      },
      faults: [{ kind: 'response', on: 'detail', status: 404, body: { code: 'NoSuchObject' } }],
    });
    expect(ended.error).toBe('Cancelled (SIGINT). Nothing was deleted.');
    expect(livingIn(ended)).toEqual(ended.ids);
  });
});

describe('by name', () => {
  test('deletes those of exactly this name, up to max', async () => {
    const ended = await play({
      services: [{}, { serviceName: 'shop-2' }, { serviceName: 'SHOP' }, {}],
      select: byName(2),
    });
    expect(ended.deleted).toEqual([ended.ids[0], ended.ids[3]]);
    expect(livingIn(ended)).toEqual([ended.ids[1], ended.ids[2]]);
  });

  test('a name without a service is not an error', async () => {
    const ended = await play({ services: [{ serviceName: 'shop-2' }], select: byName(1) });
    expect(ended).toMatchObject({ deleted: [], alreadyGone: [] });
    expect(ended.session.log).toContain('There is no such service, so there is nothing to delete.');
  });

  test('a list that is empty at first is read once more', async () => {
    const ended = await play({ server: { variants: { listLag: '5' } }, select: byName(1) });
    expect(ended).toMatchObject({ deleted: ended.ids, error: '' });
  });

  test.each([
    ['short', 'it counts 3 and lists 2'],
    ['endless', /it counts \d+ and lists \d+/],
  ] as const)(
    'a list whose pages are %s: what it has is deleted, then it fails with both numbers',
    async (listPages, numbers) => {
      const ended = await play({
        server: { variants: { listPages } },
        services: [{}, {}, {}],
        select: byName(3),
      });
      expect(ended.error).toMatch(numbers);
      expect(ended.error).toContain('There may be more of them, and they are billed.');
      expect(ended.deleted.length).toBeGreaterThan(0);
    },
  );

  test('a page with fewer items than asked for is no end of the list', async () => {
    const ended = await play({
      server: { maxPageSize: 2 },
      services: [{}, {}, {}],
      select: byName(3),
    });
    expect(ended).toMatchObject({ deleted: ended.ids, error: '' });
  });

  test('a page number that is ignored is no end of the list', async () => {
    const ended = await play({
      server: { variants: { listPages: 'same-page' } },
      services: [{}, {}],
      select: byName(2),
    });
    expect(ended).toMatchObject({ deleted: ended.ids, error: '' });
  });

  test('the highest total of its pages counts', async () => {
    const { error } = await play({
      faults: (serviceId) => [
        {
          ...{ on: 'list', kind: 'response', status: 200 },
          body: { result: [{ serviceId, serviceName: 'shop' }], totalCount: 5 },
        },
        { on: 'list', kind: 'response', status: 200, body: { result: [], totalCount: 0 } },
      ],
      select: byName(9),
    });
    expect(error).toContain('it counts 5 and lists 1');
  });

  test('a total of 0 on a full page is not believed', async () => {
    const page = (serviceName: string, serviceId: string): Fault => ({
      kind: 'response',
      on: 'list',
      status: 200,
      body: { totalCount: 0, result: [{ serviceName, serviceId }] },
    });
    const ended = await play({
      select: byName(1),
      faults: (serviceId) => [page('shop-2', 's-other'), page('shop', serviceId)],
    });
    expect(ended).toMatchObject({ deleted: ended.ids, error: '' });
  });

  test('a namesake without a usable id is an error, after the others are deleted', async () => {
    const ended = await play({
      select: byName(1),
      faults: (serviceId) => [
        {
          kind: 'response',
          on: 'list',
          status: 200,
          body: {
            result: [
              { serviceName: 'shop', serviceId },
              { serviceName: 'shop', serviceId: null },
            ],
          },
        },
      ],
    });
    expect(ended.deleted).toEqual(ended.ids);
    expect(ended.error).toContain('an item of its list has no usable serviceId');
  });

  test('what is being deleted already does not count for max', async () => {
    const ended = await play({
      services: [{}, {}],
      select: byName(1),
      faults: (serviceId) => [
        {
          kind: 'response',
          on: 'detail',
          status: 200,
          body: { serviceId, serviceName: 'shop', status: 'TERMINATING', totalDisk: 0 },
        },
        { kind: 'delay', on: 'detail', ms: 1 },
        { kind: 'response', on: 'detail', status: 404, body: { code: 'NoSuchObject' } },
      ],
    });
    const [first, second] = ended.ids;
    expect(ended.error).toBe('');
    expect(ended).toMatchObject({ deleted: [second], alreadyGone: [first] });
  });
});

test('with-disks deletes a service that has disks', async () => {
  const ended = await play({ services: [withDisk], select, options: { withDisks: true } });
  expect(ended.deleted).toEqual(ended.ids);
});

describe('a DELETE', () => {
  test.each(variantTable.deletion.values)('that works %s ends with it gone', async (deletion) => {
    const ended = await play({ server: { variants: { deletion } }, services: [{}, {}], select });
    expect(ended).toMatchObject({ deleted: ended.ids, alreadyGone: [] });
  });

  test.each<[string, readonly Fault[]]>([
    ['is denied (409) at first', [{ kind: 'response', on: 'delete', status: 409, times: 3 }]],
    ['fails at first', [{ kind: 'response', on: 'delete', status: 503, times: 2 }]],
    ['loses its response', [{ kind: 'reset', on: 'delete', when: 'after' }]],
    ['gets no response at all', [{ kind: 'hang', on: 'delete', when: 'after', times: 9 }]],
  ])('that %s ends with the service gone', async (_, faults) => {
    const ended = await play({ select, faults });
    expect(ended.error).toBe('');
    expect(ended.deleted).toEqual(ended.ids);
    expect(livingIn(ended)).toEqual([]);
  });

  const missing = { kind: 'response', status: 404, body: { code: 'NoSuchObject' } } as const;

  test('that finds the service deleted by somebody else does not count as this step’s', async () => {
    const ended = await play({
      services: [{}, {}],
      select,
      faults: [
        { kind: 'delay', on: 'detail', ms: 1, times: 2 },
        { ...missing, on: 'delete' },
        { ...missing, on: 'detail', times: 2 },
      ],
    });
    const [first, second] = ended.ids;
    expect(ended).toMatchObject({ deleted: [second], alreadyGone: [first] });
  });

  test('that gets a 404 for a service that is still shown is sent again', async () => {
    const ended = await play({ select, faults: [{ ...missing, on: 'delete', times: 2 }] });
    expect(ended).toMatchObject({ deleted: ended.ids, error: '' });
    expect(livingIn(ended)).toEqual([]);
  });

  test('that is slow is waited for', async () => {
    const ended = await play({ select, faults: deletingFor(10) });
    expect(ended.deleted).toEqual(ended.ids);
    expect(ended.requested.filter((operation) => operation === 'detail')).toHaveLength(12);
  });

  test.each([403, 500])('after which no look is possible (%i) may have worked', async (status) => {
    const { error, deleted, requested } = await play({
      faults: [
        { on: 'detail', kind: 'delay', ms: 1 },
        { on: 'detail', kind: 'response', status, body: { code: 'AccessDenied' }, times: 999 },
      ],
      select,
    });
    expect(error).toMatch(
      /^Deletion was requested, but whether these are gone can't be read: s-\w+\. GET .* HTTP \d+/,
    );
    expect([...deleted, ...requested]).not.toEqual([]);
  });

  test('that never ends is an error after the timeout', async () => {
    const ended = await play({ select, faults: deletingFor(999) });
    const [id] = ended.ids;
    expect(ended.error).toBe(
      `Deletion was requested, but these still exist after 2 min: ${id ?? ''}.`,
    );
    expect(ended.deleted).toEqual([]);
  });

  test('that is refused leaves the others to be deleted', async () => {
    const ended = await play({
      services: [{}, {}],
      select,
      faults: [{ kind: 'response', on: 'delete', status: 403, body: { code: 'AccessDenied' } }],
    });
    const [first = '', second = ''] = ended.ids;
    expect(ended.error).toContain(`Not deleted, and billed: ${first}. Gone: ${second}. DELETE `);
    expect(ended.deleted).toEqual([second]);
    expect(livingIn(ended)).toEqual([first]);
  });

  /** The service is DELETING for so many looks after the first, and gone then. */
  function deletingFor(looks: number): (id: string) => readonly Fault[] {
    return (serviceId) => [
      { kind: 'delay', on: 'detail', ms: 1 },
      {
        kind: 'response',
        on: 'detail',
        status: 200,
        times: looks,
        body: { serviceId, status: 'DELETING' },
      },
    ];
  }
});

test('a cancel halfway says which are gone and which are not', async () => {
  const ended = await play({
    services: [{}, {}, {}],
    select,
    onRequest: ({ cancellation, operations }) => {
      const deletes = operations().filter((operation) => operation === 'delete');
      if (deletes.length === 2) cancellation.abort(new CancelledError('SIGTERM'));
    },
  });
  const [first = '', second = '', third = ''] = ended.ids;
  expect(ended.error).toBe(
    `Cancelled (SIGTERM). Not deleted, and billed: ${third}. Deletion was requested: ${first} and ${second}.`,
  );
  expect(livingIn(ended)).toEqual([third]);
});
