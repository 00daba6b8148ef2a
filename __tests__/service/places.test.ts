import { describe, expect, test } from 'vitest';
import type { Fault } from '../../local-bec/faults.ts';
import { nodeList } from '../../local-bec/nodes.ts';
import { imagePull, insufficient } from '../../local-bec/rollouts.ts';
import type { Fields } from '../../src/json.ts';
import { createService } from '../../src/service/rollout.ts';
import { hintOnPlaces, parsePlaces, type Place } from '../../src/service/places.ts';
import { plainSpec } from '../../testing/deployment.ts';
import {
  playRollout,
  startSession,
  testTokens,
  type Played,
  type Session,
} from '../../testing/session.ts';

const noPlace: Place = { regionId: '', region: '', city: '', serviceProvider: '' };
const places = parsePlaces(nodeList()) ?? [];

test('the places are read from either shape of the list', () => {
  expect(places).toHaveLength(7);
  expect(parsePlaces({ result: nodeList() })).toEqual(places);
  expect(places[0]).toEqual({
    regionId: 'cn-shanghai-ct',
    region: 'EAST_CHINA',
    city: 'SHANGHAI',
    serviceProvider: 'CHINA_TELECOM',
  });
});

test.each<Fields>([{}, { regionList: 'x' }, { regionList: [null, { cityList: [7] }] }])(
  '%j is not a list of places',
  (body) => {
    expect(parsePlaces(body)).toBeUndefined();
  },
);

describe('a hint on a place', () => {
  test.each<[Partial<Place>, string]>([
    [{ regionId: 'cn-shanghai-ct' }, ''],
    [{ regionId: 'CN-Shanghai-CT' }, ''],
    [{}, ''],
    [{ region: 'EAST_CHINA', serviceProvider: 'CHINA_TELECOM' }, ''],
    [
      { regionId: 'cn-shanghia-ct' },
      '"cn-shanghia-ct" for containers; did you mean cn-shanghai-ct?',
    ],
    [
      { regionId: 'cn-shanghai-un' },
      '"cn-shanghai-un" for containers; did you mean cn-shanghai-ct or cn-shanghai-cm?',
    ],
    [{ regionId: 'mars' }, '"mars" for containers.'],
    [
      { region: 'NORTH_CHINA', city: 'LANGFAN', serviceProvider: 'CHINA_TELECOM' },
      '"NORTH_CHINA LANGFAN CHINA_TELECOM" for containers; did you mean "NORTH_CHINA LANGFANG CHINA_TELECOM"?',
    ],
  ])('%j', (requested, words) => {
    const hint = hintOnPlaces([{ ...noPlace, ...requested }], places);
    expect(hint).toBe(words === '' ? '' : `BEC lists no place ${words}`);
  });

  test('names several places, and not more than a few', () => {
    const requested = Array.from({ length: 100 }, (_, index) => ({
      ...noPlace,
      regionId: `mars-${index}`,
    }));
    expect(hintOnPlaces(requested, places).match(/BEC lists no place/g)).toHaveLength(5);
  });

  test('is short for every list of BEC’s', () => {
    const odd = { ...noPlace, regionId: `cn-shanghai-${'x'.repeat(500)}` };
    const hint = hintOnPlaces([{ ...noPlace, regionId: 'cn-shanghai-un' }], [odd]);
    expect(hint).toBe('BEC lists no place "cn-shanghai-un" for containers.');
  });
});

const misspelt = {
  ...plainSpec,
  deployInstances: [{ regionId: 'cn-shanghai-tc', replicas: 2 }],
} as const;
const hint =
  'BEC lists no place "cn-shanghai-tc" for containers; did you mean cn-shanghai-ct or cn-shanghai-cm?';

async function refusalIn(session: Session): Promise<string> {
  const request = {
    tokens: testTokens,
    serviceName: 'shop',
    body: misspelt,
    isRerun: false,
    isDisposable: false,
  };
  const { client, clock, cancellation } = session;
  const options = { clock, signal: cancellation.signal, log: () => undefined };
  const created = createService(client, request, {
    ...options,
    onRequest: () => undefined,
    onFound: () => undefined,
  });
  return created.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );
}

describe('a place that BEC refuses', () => {
  const server = { variants: { unknownRegion: 'refused' } } as const;
  const refusal =
    /^POST \/v2\/service\/create failed: .*BadRequest.*The node cn-shanghai-tc does not exist \(/;

  test('is named with those that are near', async () => {
    await using session = await startSession(server);
    const error = await refusalIn(session);
    expect(error).toMatch(refusal);
    expect(error).toContain(` ${hint} No service was created.`);
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
    expect(error).not.toContain('BEC lists');
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

  test('in a place that BEC does not list', async () => {
    const { error, operations } = await play(misspelt);
    expect(error).toContain(`\n${hint}\n`);
    expect(operations.filter((operation) => operation === 'nodes')).toHaveLength(1);
  });

  test('in one that it lists', async () => {
    const { error } = await play(plainSpec);
    expect(error).toContain('it was not running after 60 s');
    expect(error).not.toContain('BEC lists');
  });

  test('with a container that cannot start, which is the reason', async () => {
    const { error, operations } = await play(misspelt, imagePull(600_000));
    expect(error).toContain("can't be pulled");
    expect(operations).not.toContain('nodes');
  });
});
