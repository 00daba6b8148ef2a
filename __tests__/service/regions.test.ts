import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { nodeList } from '../../local-bec/nodes.ts';
import { imagePull, insufficient } from '../../local-bec/rollouts.ts';
import type { Fields } from '../../src/json.ts';
import { notesOnRegions, parseRegionIds } from '../../src/service/regions.ts';
import { createService, openJournal } from '../../src/service/service.ts';
import { plainSpec } from '../../testing/deployment.ts';
import {
  playRollout,
  startSession,
  testTokens,
  type Played,
  type Session,
} from '../../testing/session.ts';

const known = parseRegionIds(nodeList()) ?? [];

test('the regions are read from either shape of the list', () => {
  expect(known).toHaveLength(7);
  expect(known[0]).toBe('cn-shanghai-ct');
  expect(parseRegionIds({ result: nodeList() })).toEqual(known);
});

test.each<Fields>([{}, { regionList: 'x' }, { regionList: [null, { cityList: [7] }] }])(
  '%j is not a list of regions',
  (body) => {
    expect(parseRegionIds(body)).toBeUndefined();
  },
);

describe('a hint on a region', () => {
  test.each([
    ['cn-shanghai-ct', ''],
    ['CN-Shanghai-CT', ''],
    ['', ''],
    ['cn-shanghia-ct', '; did you mean cn-shanghai-ct or cn-shanghai-cm?'],
    ['cn-shanghai', '; did you mean cn-shanghai-ct or cn-shanghai-cm?'],
    ['cn-shanghia', '; did you mean cn-shanghai-ct or cn-shanghai-cm?'],
    ['cn-jinan-ct', '; did you mean cn-jinan-un?'],
    ['cn-shanghai-un', '; did you mean cn-shanghai-ct or cn-shanghai-cm?'],
    ['shanghai', '; did you mean cn-shanghai-ct or cn-shanghai-cm?'],
    ['mars', '.'],
  ])('%j', (regionId, end) => {
    const text = `BEC has no region "${regionId}" for containers${end}`;
    const path = ['deployInstances', 1, 'regionId'];
    expect(notesOnRegions(['', regionId], known)).toEqual(end === '' ? [] : [{ path, text }]);
  });

  test('names several regions, and not more than a few', () => {
    const requested = Array.from({ length: 100 }, (_, index) => `mars-${index}`);
    expect(notesOnRegions(requested, known)).toHaveLength(5);
  });

  test('is short for every list of BEC’s', () => {
    const regionId = `cn-shanghai-${'x'.repeat(500)}`;
    const list = { regionList: [{ cityList: [{ serviceProviderList: [{ regionId }] }] }] };
    expect(parseRegionIds(list)).toBeUndefined();
  });
});

const misspelt = {
  ...plainSpec,
  deployInstances: [{ regionId: 'cn-shanghai-tc', replicas: 2 }],
} as const;
const hint =
  'BEC has no region "cn-shanghai-tc" for containers; did you mean cn-shanghai-ct or cn-shanghai-cm?';

async function refusalIn(session: Session): Promise<string> {
  const request = { tokens: testTokens, serviceName: 'shop', body: misspelt, attempt: 1 };
  const created = createService(
    session.client,
    request,
    openJournal(() => undefined),
  );
  return created.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );
}

describe('a region that BEC refuses', () => {
  const server = { variants: { unknownRegion: 'refused' } } as const;
  const refusal =
    /POST \/v2\/service\/create failed: .*BadRequest.*The node cn-shanghai-tc does not exist \(/;

  test('is named with those that are near', async () => {
    await using session = await startSession(server);
    const error = await refusalIn(session);
    expect(error).toMatch(refusal);
    expect(error.startsWith(`${hint} POST /v2`)).toBe(true);
    expect(error).toMatch(/[^.]\. No service was created\.$/);
    expect(error).not.toContain('names the field');
    expect(session.operations()).toEqual(['create', 'nodes']);
  });

  test.each<Fault>([
    { kind: 'response', status: 500, body: {} },
    { kind: 'response', status: 429, headers: { 'retry-after': '30' } },
    { kind: 'response', status: 200, body: { regionList: [] } },
    { kind: 'reset', when: 'before' },
    { kind: 'hang', when: 'before' },
    { kind: 'garbage' },
    { kind: 'huge' },
  ])('is refused all the same, and soon, if the list cannot be read (%o)', async (fault) => {
    await using session = await startSession(server);
    session.bec.inject({ ...fault, on: 'nodes', times: 10 });
    const error = await refusalIn(session);
    expect(error).toMatch(refusal);
    expect(error).not.toContain('BEC has no region');
    expect(error).toMatch(/ No service was created\.$/);
    expect(session.operations().length).toBeLessThanOrEqual(3);
    expect(session.clock.elapsedMs()).toBeLessThanOrEqual(5_000);
    expect(session.log).toEqual([]);
  });

  test.each([
    ['BadRequest', 400, 'cpu must be positive'],
    ['AccessDenied', 403, 'no'],
    ['ServiceInternalError', 500, 'no node in this region'],
  ])('is not asked about after another refusal, such as %s', async (code, status, message) => {
    await using session = await startSession();
    session.bec.inject({
      kind: 'response',
      on: 'create',
      status,
      body: { code, message },
      times: 10,
    });
    await refusalIn(session);
    expect(session.operations()).not.toContain('nodes');
  });
});

describe('pods that stay pending until the time is up', () => {
  const play = (body: Fields, rollout = insufficient()): Promise<Played> =>
    playRollout({
      server: { rollout },
      body,
      options: { timeoutMs: 60_000, onFailure: 'delete' },
    });

  test('in a region that BEC does not list', async () => {
    const { error, operations } = await play(misspelt);
    expect(error).toContain(`\n${hint}\n`);
    expect(operations.filter((operation) => operation === 'nodes')).toHaveLength(1);
  });

  test('in one that it lists', async () => {
    const { error } = await play(plainSpec);
    expect(error).toContain('it was not running after 60 s');
    expect(error).not.toContain('BEC has no region');
  });

  test('with a container that cannot start, which is the reason', async () => {
    const { error, operations } = await play(misspelt, imagePull(600_000));
    expect(error).toContain("can't be pulled");
    expect(operations).not.toContain('nodes');
  });
});
