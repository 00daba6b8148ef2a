import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { variantTable } from '../../local-bec/variants.ts';
import type { Fields } from '../../src/json.ts';
import { parsePod, publicIpOf } from '../../src/service/pods.ts';
import { parseService } from '../../src/service/detail.ts';
import { ageOf, createTimeOf, isOlder } from '../../src/service/create-time.ts';
import { plainSpec } from '../../testing/deployment.ts';
import { playRollout, type Play, type Session } from '../../testing/session.ts';

/** Creates a service that has nothing to do with the one that is waited for; returns its id. */
async function createOther({ client, bec }: Session, changes: Fields = {}): Promise<string> {
  const body = JSON.stringify({ ...plainSpec, ...changes });
  const query = { clientToken: `other-${bec.services.length}` };
  const parse = (fields: Fields): Fields => fields;
  const call = { method: 'POST', path: '/v2/service/create', query, body, parse } as const;
  await client.call(call, 'create');
  return bec.services.at(-1)?.serviceId ?? '';
}

async function deleteOther({ client }: Session, serviceId: string): Promise<void> {
  const parse = (fields: Fields): Fields => fields;
  const call = { method: 'DELETE', path: `/v1/service/${serviceId}`, query: {}, parse } as const;
  await client.call(call, 'delete');
}

/** Rolls out a service after others, a second later. */
async function playAfter(
  others: (session: Session) => Promise<unknown>,
  play: Omit<Play, 'before'> = {},
) {
  return playRollout({
    ...play,
    before: async (session) => {
      await others(session);
      await session.clock.sleep(1000, new AbortController().signal);
    },
  });
}

const region = (regionId: string, replicas = 1): Fields => ({ regionId, replicas });

describe('the previous services', () => {
  test.each([
    ...variantTable.keyword.values.map((keyword) => ({ keyword })),
    ...variantTable.tags.values.map((tags) => ({ tags })),
  ])('are found with %j', async (variants) => {
    const body = { ...plainSpec, tags: [{ tagKey: 'stage', tagValue: 'staging' }] };
    const ids: string[] = [];
    const played = await playAfter(
      async (session) => {
        ids.push(await createOther(session, { tags: body.tags }));
        await createOther(session, { serviceName: 'shop-2' });
      },
      { server: { variants }, body },
    );
    expect(played.running?.previousServices.map(({ serviceId }) => serviceId)).toEqual(ids);
  });

  test('are empty if BEC has no createTime', async () => {
    const variants = { createTime: 'null' } as const;
    const played = await playAfter((session) => createOther(session), { server: { variants } });
    expect(played.running?.previousServices).toEqual([]);
    expect(played.log.join('\n')).toContain('BEC does not show that it is older');
  });

  test('are those of the same name that are older', async () => {
    const ids: string[] = [];
    const played = await playAfter(async (session) => {
      ids.push(await createOther(session), await createOther(session));
    });
    expect(played.running?.previousServices).toMatchObject(
      ids.map((serviceId) => ({ serviceId, status: 'RUNNING' })),
    );
    expect(played.running?.previousServices[0]?.createTime).toMatch(/^\d{4}-.*Z$/);
    expect(played.operations).not.toContain('delete');
  });

  const others: readonly {
    readonly name: string;
    readonly changes: Fields;
    readonly log: string;
  }[] = [
    { name: 'with a longer name', changes: { serviceName: 'shop-2' }, log: '' },
    { name: 'with the name in capitals', changes: { serviceName: 'Shop' }, log: '' },
    {
      name: 'in another region',
      changes: { deployInstances: [region('cn-beijing-cm')] },
      log: 'it is in cn-beijing-cm, where the new one is not',
    },
    {
      name: 'in one more region',
      changes: { deployInstances: [region('cn-shanghai-ct'), region('cn-beijing-cm')] },
      log: 'it is in cn-beijing-cm, where the new one is not',
    },
    {
      name: 'in a place without an id',
      changes: {
        deployInstances: [
          { region: 'EAST_CHINA', city: 'SHANGHAI', serviceProvider: 'CHINA_TELECOM', replicas: 1 },
        ],
      },
      log: 'BEC does not say where both are',
    },
  ];
  test.each(others)('are none $name', async ({ changes, log }) => {
    const played = await playAfter((session) => createOther(session, changes));
    expect(played.running?.previousServices).toEqual([]);
    expect(played.log.join('\n')).toContain(log);
  });

  test('exclude those that have been deleted', async () => {
    const played = await playAfter(async (session) => {
      await deleteOther(session, await createOther(session));
    });
    expect(played.running?.previousServices).toEqual([]);
  });

  test('exclude those of the same age or younger', async () => {
    const played = await playRollout({
      server: { startupMs: 10_000 },
      before: (session) => createOther(session),
    });
    expect(played.running?.previousServices).toEqual([]);
    expect(played.log.join('\n')).toContain('BEC does not show that it is older');
  });

  test('are found on every page, each once', async () => {
    const ids: string[] = [];
    const played = await playAfter(
      async (session) => {
        ids.push(await createOther(session), await createOther(session));
      },
      {
        faults: [
          listFault(() => [{ serviceId: ids[0] }]),
          listFault(() => [{ serviceId: ids[1] }]),
          listFault(() => []),
        ],
      },
    );
    expect(played.running?.previousServices.map(({ serviceId }) => serviceId)).toEqual(ids);
  });

  const details: readonly {
    readonly name: string;
    readonly detail: Fields;
    readonly body?: Fields;
    readonly log: string;
  }[] = [
    {
      name: 'has no createTime',
      detail: { createTime: null },
      log: 'BEC does not show that it is older',
    },
    {
      name: 'has a createTime without a zone',
      detail: { createTime: '2020-01-01 00:00:00' },
      log: 'BEC does not show that it is older',
    },
    {
      name: 'has another name in its detail',
      detail: { serviceName: 'other' },
      log: 'it is named "other"',
    },
    {
      name: 'has another tag',
      detail: { tagsMap: { stage: 'production' } },
      body: { ...plainSpec, tags: [{ tagKey: 'stage', tagValue: 'staging' }] },
      log: 'it has other tags',
    },
    {
      name: 'has one tag more, in a list',
      detail: {
        tags: [
          { tagKey: 'stage', tagValue: 'staging' },
          { tagKey: 'team', tagValue: 'a' },
        ],
      },
      body: { ...plainSpec, tags: [{ tagKey: 'stage', tagValue: 'staging' }] },
      log: 'it has other tags',
    },
  ];
  test.each(details)('are none that $name', async ({ detail, body, log }) => {
    const played = await playCandidate(detail, body);
    expect(played.running?.previousServices).toEqual([]);
    expect(played.log.join('\n')).toContain(`s-before, also named "shop", is not listed`);
    expect(played.log.join('\n')).toContain(log);
  });

  test.each(['TERMINATED', 'TERMINATING', 'DELETING'])('are none that is %s', async (status) => {
    const played = await playCandidate({ status });
    expect(played.running?.previousServices).toEqual([]);
  });

  test.each([
    ['the same tags as a map', { tagsMap: { stage: 'staging' } }],
    ['the same tags as a list', { tagsMap: [{ tagKey: 'stage', tagValue: 'staging' }] }],
    ['no tags to see', { tagsMap: null }],
    ['a stopped state', { status: 'STOP' }],
    ['its region in capitals', { deployInstances: [{ regionId: 'CN-SHANGHAI-CT' }] }],
  ])('may have %s', async (_, detail) => {
    const body = { ...plainSpec, tags: [{ tagKey: 'stage', tagValue: 'staging' }] };
    const played = await playCandidate(detail, body);
    expect(played.running?.previousServices.map(({ serviceId }) => serviceId)).toEqual([
      's-before',
    ]);
  });

  test('are empty if the new one has no createTime', async () => {
    const played = await playAfter((session) => createOther(session), {
      details: [{ ...running, createTime: null }],
    });
    expect(played.running?.previousServices).toEqual([]);
    expect(played.log.join('\n')).toContain('BEC does not show that it is older');
  });
});

const running = {
  serviceName: 'shop',
  status: 'RUNNING',
  totalPods: 1,
  runningPods: 1,
  deployInstances: [{ regionId: 'cn-shanghai-ct', replicas: 1 }],
};

function listFault(items: () => readonly Fields[]): Fault {
  return {
    kind: 'response',
    on: 'list',
    status: 200,
    get body() {
      return { result: items().map((item) => ({ serviceName: 'shop', ...item })) };
    },
  };
}

/** One candidate, whose detail differs in some fields from that of an old service of the same kind. */
async function playCandidate(detail: Fields, body?: Fields) {
  const candidate = { serviceId: 's-before', ...running, createTime: '2020-01-01T00:00:00Z' };
  return playRollout({
    ...(body !== undefined && { body }),
    details: [
      { ...running, createTime: '2020-01-02T00:00:00Z' },
      { ...candidate, ...detail },
    ],
    faults: [listFault(() => [{ serviceId: 's-before' }])],
  });
}

describe('lists that cannot be read', () => {
  test.each([
    ['pods', 'The pods of the service'],
    ['list', 'The services deployed before under this name'],
  ] as const)('%s: a warning, and the service is running all the same', async (on, what) => {
    const played = await playRollout({
      faults: [{ kind: 'response', on, status: 403, body: { code: 'AccessDenied' } }],
    });
    expect(played.error).toBe('');
    expect(played.seen.at(-1)?.status).toBe('RUNNING');
    expect(played.log.join('\n')).toContain(`${what} can't be read: GET /v1/`);
  });

  test.each(['short', 'endless'] as const)(
    'of which BEC counts more (%s): a warning, and no previous services',
    async (listPages) => {
      const played = await playAfter(
        async (session) => {
          await createOther(session);
          await createOther(session);
        },
        { server: { variants: { listPages } } },
      );
      expect(played.error).toBe('');
      expect(played.running?.previousServices).toEqual([]);
      expect(played.log.join('\n')).toMatch(/is not complete: it counts \d+ and lists \d+/);
    },
  );

  test('of 300,000 items', async () => {
    const result = Array.from({ length: 300_000 }, () => 0);
    const played = await playRollout({
      faults: [{ kind: 'response', on: 'pods', status: 200, body: { result, totalCount: 0 } }],
    });
    expect(played.error).toBe('');
    expect(played.seen.at(-1)?.status).toBe('RUNNING');
  });

  test('a candidate that cannot be read leaves the list empty', async () => {
    const played = await playAfter((session) => createOther(session), {
      details: [running],
      faults: [{ kind: 'response', on: 'detail', status: 403 }],
    });
    expect(played.running?.previousServices).toEqual([]);
    expect(played.error).toBe('');
  });
});

describe('addresses', () => {
  const none = { publicIp: '', ipv6PublicIp: '', internalIp: '' };
  test.each<[Fields, Fields]>([
    [{}, none],
    [{ publicIp: null, internalIp: ' ' }, none],
    [{ publicIp: '0.0.0.0' }, none],
    [{ publicIp: '192.0.2.1' }, { publicIp: '192.0.2.1' }],
    [{ publicIp: ' 192.0.2.1\n' }, { publicIp: '192.0.2.1' }],
    [{ publicIp: '192.0.2.1; rm -rf /', internalIp: 'localhost' }, none],
    [{ ipv6PublicIp: '2001:db8::1' }, { ipv6PublicIp: '2001:db8::1' }],
    [
      {
        publicIp: '0.0.0.0',
        ipv6PublicIp: '::',
        multiplePublicIp: [{ ip: '' }, { ip: '192.0.2.2', ipv6: '2001:db8::2' }],
      },
      { publicIp: '192.0.2.2', ipv6PublicIp: '2001:db8::2' },
    ],
    [{ internalIp: '2001:db8::3' }, { internalIp: '2001:db8::3' }],
    [{ podId: 's-1-0' }, { podName: 's-1-0' }],
    [{ podId: 's-1-0', podName: 'web' }, { podName: 'web' }],
  ])('of %j', (pod, expected) => {
    expect(parsePod(pod)).toMatchObject(expected);
  });

  test('publicIp is the first public address', () => {
    const pods = [{}, { publicIp: '192.0.2.7' }, { publicIp: '192.0.2.8' }].map(parsePod);
    expect(publicIpOf(pods)).toBe('192.0.2.7');
    expect(publicIpOf([])).toBe('');
  });

  test.each(['5', '60'] as const)(
    'that come %s s after RUNNING are waited for',
    async (addressLag) => {
      const body = { ...plainSpec, needPublicIp: true, bandwidth: 10 };
      const played = await playRollout({ server: { variants: { addressLag } }, body });
      const warning = 'had no public address after 30 s, although the spec asks for one.';
      if (addressLag === '5') {
        expect(publicIpOf(played.running?.pods)).not.toBe('');
        expect(played.log.join('\n')).not.toContain(warning);
      } else {
        expect(played.log.join('\n')).toContain(warning);
        expect(played.elapsedMs).toBeLessThan(40_000);
      }
    },
  );

  test('of a list with fewer pods than run: it is read again, then it is a warning', async () => {
    const body = { result: [{ podName: 'a' }], totalCount: 1 };
    const played = await playRollout({
      faults: [{ kind: 'response', on: 'pods', status: 200, body, times: 99 }],
    });
    expect(played.running?.pods).toHaveLength(1);
    expect(played.log).toContain('BEC lists 1 pod, although 2 are running.');
  });

  test('come from every page', async () => {
    const deployInstances = [{ regionId: 'cn-shanghai-ct', replicas: 250 }];
    const played = await playRollout({ body: { ...plainSpec, deployInstances } });
    expect(played.running?.pods).toHaveLength(250);
    expect(new Set(played.running?.pods?.map(({ podName }) => podName)).size).toBe(250);
  });

  test.each([
    ['a page number that is ignored', () => ({ result: [{ podName: 'a' }, { podName: 'b' }] })],
    [
      'nested lists',
      () => ({ result: { result: [{ podName: 'a' }, { podId: 'b' }], totalCount: 2 } }),
    ],
    ['pods without names', () => ({ result: [{}, {}] })],
  ])('from %s', async (_, body) => {
    const played = await playRollout({
      faults: [{ kind: 'response', on: 'pods', status: 200, body: body(), times: 3 }],
    });
    expect(played.running?.pods).toHaveLength(2);
  });
});

describe('createTime', () => {
  const at = (createTime: unknown) => ({ details: { createTime } });
  test.each([
    ['2022-05-17T10:00:00Z', Date.UTC(2022, 4, 17, 10), true],
    ['2022-05-17T10:00:00.250Z', Date.UTC(2022, 4, 17, 10, 0, 0, 250), true],
    ['2022-05-17T18:00:00+08:00', Date.UTC(2022, 4, 17, 10), true],
    ['2022-05-17 10:00:00', Date.UTC(2022, 4, 17, 10), false],
    ['1652781600', Date.UTC(2022, 4, 17, 10), true],
    [1652781600000, Date.UTC(2022, 4, 17, 10), true],
  ])('%j is read', (createTime, epochMs, hasZone) => {
    expect(createTimeOf(at(createTime))).toEqual({ epochMs, hasZone });
  });

  test.each([null, undefined, '', 'yesterday', '17/05/2022', '2022-13-45T99:00:00Z', 1.5, {}])(
    '%j is not a time',
    (createTime) => {
      expect(createTimeOf(at(createTime))).toBeUndefined();
      expect(isOlder(at(createTime), at('2022-05-17T10:00:00Z'))).toBe(false);
      expect(isOlder(at('2022-05-17T10:00:00Z'), at(createTime))).toBe(false);
      expect(ageAt(createTime, new Date(0))).toBe('unknown');
    },
  );

  test('with a zone is never compared with one without', () => {
    expect(isOlder(at('2022-05-17T10:00:00Z'), at('2022-05-17T10:00:01Z'))).toBe(true);
    expect(isOlder(at('2022-05-17T10:00:00Z'), at('2022-05-17T10:00:00Z'))).toBe(false);
    expect(isOlder(at('2022-05-17 10:00:00'), at('2022-05-17 10:00:01'))).toBe(true);
    expect(isOlder(at('2022-05-17 10:00:00'), at('2022-05-18T10:00:00Z'))).toBe(false);
  });

  const request = new Date('2022-05-17T10:00:00Z');
  test.each([
    ['2022-05-17 10:00:00', request, 'unknown'],
    ['2022-05-17T10:00:00Z', undefined, 'unknown'],
    ['2022-05-17T10:00:00Z', request, 'newer'],
    ['2022-05-17T10:00:14Z', request, 'newer'],
    // Later than BEC's own date.
    ['2022-05-17T10:00:16Z', request, 'unknown'],
    ['2022-05-17T09:59:58Z', request, 'close'],
    ['2022-05-17T09:59:54Z', request, 'older'],
  ] as const)('%j is, beside a request at %s, %s', (createTime, requestedAt, age) => {
    expect(ageAt(createTime, requestedAt)).toBe(age);
  });

  /** As BEC shows it ten seconds after ten o'clock. */
  function ageAt(createTime: unknown, requestedAt: Date | undefined): string {
    const service = parseService({ serviceId: 's-1', createTime });
    if (service === undefined) throw new Error('It has an id.');
    const serverTime = new Date('2022-05-17T10:00:10Z');
    return ageOf({ service, serverTime }, requestedAt).kind;
  }
});
