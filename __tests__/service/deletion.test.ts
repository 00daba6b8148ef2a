import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import type { LocalBecOptions } from '../../local-bec/server.ts';
import { variantTable } from '../../local-bec/variants.ts';
import { CancelledError, UserError } from '../../src/errors.ts';
import type { Fields } from '../../src/json.ts';
import {
  deleteServices,
  DeletionError,
  type Deletion,
  type DeletionOptions,
  type Selection,
} from '../../src/service/rollout.ts';
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
  readonly options?: Partial<DeletionOptions>;
  readonly onRequest?: (session: Session, operation: string) => void;
}

interface Ended {
  readonly session: Session;
  readonly ids: readonly string[];
  readonly deletion: Deletion | undefined;
  readonly error: string;
  /** What the error says is deleted. */
  readonly deletedByError: readonly string[] | undefined;
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
  const end = { deletion: undefined, error: '', deletedByError: undefined };
  const result = await deleteServices(client, scene.select(ids), {
    withDisks: false,
    timeoutMs: 120_000,
    ...scene.options,
  }).then(
    (deletion) => ({ ...end, deletion }),
    (error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      const deletedByError = error instanceof DeletionError ? error.deleted : undefined;
      return { ...end, error: error.message, deletedByError };
    },
  );
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
    expect(ended.deletion).toEqual({ deleted: [third, first], alreadyGone: [] });
    expect(livingIn(ended)).toEqual([second]);
    expect(ended.requested.filter((operation) => operation === 'delete')).toHaveLength(2);
    expect(ended.requested.at(-1)).toBe('detail');
  });

  test('a service that is gone already is reported, and is not an error', async () => {
    const ended = await play({ select: (ids) => select([...ids, 's-gone']) });
    expect(ended.deletion).toEqual({ deleted: ended.ids, alreadyGone: ['s-gone'] });
    expect(ended.session.log).toContain('s-gone is gone already.');
  });

  test('a service that is not visible for a moment is deleted all the same', async () => {
    const ended = await play({
      select,
      faults: [
        { kind: 'response', on: 'detail', status: 404, body: { code: 'NoSuchObject' }, times: 3 },
      ],
    });
    expect(ended.deletion).toEqual({ deleted: ended.ids, alreadyGone: [] });
    expect(livingIn(ended)).toEqual([]);
  });

  test('a state that cannot be read for a moment is read again', async () => {
    const ended = await play({
      select,
      faults: [{ kind: 'response', on: 'detail', status: 500, times: 5 }],
    });
    expect(ended.deletion?.deleted).toEqual(ended.ids);
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
      error: "can't be read.",
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
    expect(ended.deletion?.deleted).toEqual([ended.ids[0], ended.ids[3]]);
    expect(livingIn(ended)).toEqual([ended.ids[1], ended.ids[2]]);
  });

  test('a name without a service is not an error', async () => {
    const ended = await play({ services: [{ serviceName: 'shop-2' }], select: byName(1) });
    expect(ended.deletion).toEqual({ deleted: [], alreadyGone: [] });
    expect(ended.session.log).toContain('There is no such service, so there is nothing to delete.');
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
    expect(ended.deletion).toEqual({ deleted: [second], alreadyGone: [first] });
  });
});

test('with-disks deletes a service that has disks', async () => {
  const ended = await play({ services: [withDisk], select, options: { withDisks: true } });
  expect(ended.deletion?.deleted).toEqual(ended.ids);
});

describe('a DELETE', () => {
  test.each(variantTable.deletion.values)('that works %s ends with it gone', async (deletion) => {
    const ended = await play({ server: { variants: { deletion } }, services: [{}, {}], select });
    expect(ended.deletion).toEqual({ deleted: ended.ids, alreadyGone: [] });
  });

  test.each<[string, readonly Fault[]]>([
    ['is denied (409) at first', [{ kind: 'response', on: 'delete', status: 409, times: 3 }]],
    ['fails at first', [{ kind: 'response', on: 'delete', status: 503, times: 2 }]],
    ['loses its response', [{ kind: 'reset', on: 'delete', when: 'after' }]],
    ['gets no response at all', [{ kind: 'hang', on: 'delete', when: 'after', times: 9 }]],
  ])('that %s ends with the service gone', async (_, faults) => {
    const ended = await play({ select, faults });
    expect(ended.error).toBe('');
    expect(ended.deletion?.deleted).toEqual(ended.ids);
    expect(livingIn(ended)).toEqual([]);
  });

  test('that finds the service deleted by somebody else does not count as this step’s', async () => {
    const ended = await play({
      services: [{}, {}],
      select,
      faults: [{ kind: 'response', on: 'delete', status: 404, body: { code: 'NoSuchObject' } }],
    });
    const [first, second] = ended.ids;
    expect(ended.deletion).toEqual({ deleted: [second], alreadyGone: [first] });
  });

  test('that is slow is waited for', async () => {
    const ended = await play({ select, faults: deletingFor(10) });
    expect(ended.deletion?.deleted).toEqual(ended.ids);
    expect(ended.requested.filter((operation) => operation === 'detail')).toHaveLength(12);
  });

  test('that never ends is an error after the timeout', async () => {
    const ended = await play({ select, faults: deletingFor(999) });
    const [id] = ended.ids;
    expect(ended.error).toBe(`Requested to be deleted, and still there after 2 min: ${id ?? ''}.`);
    expect(ended.deletedByError).toEqual([]);
  });

  test('that is refused leaves the others to be deleted', async () => {
    const ended = await play({
      services: [{}, {}],
      select,
      faults: [{ kind: 'response', on: 'delete', status: 403, body: { code: 'AccessDenied' } }],
    });
    const [first = '', second = ''] = ended.ids;
    expect(ended.error).toContain(`Not deleted, and billed: ${first}. Gone: ${second}. DELETE `);
    expect(ended.deletedByError).toEqual([second]);
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
    `Cancelled (SIGTERM). Not deleted yet, and billed: ${third}. Requested to be deleted: ${first} and ${second}.`,
  );
  expect(livingIn(ended)).toEqual([third]);
});
