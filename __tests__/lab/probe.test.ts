import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { probe } from '../../lab/probe/probe.ts';
import { connectBec } from '../../lab/probe/bec.ts';
import type { Context } from '../../lab/probe/context.ts';
import { deleteAll } from '../../lab/probe/services.ts';
import { missingVersion } from '../../lab/probe/updates.ts';
import { startLocalBec, type LocalBec, type LocalBecOptions } from '../../local-bec/server.ts';
import {
  defaultVariants,
  parseVariants,
  variantTable,
  type Variants,
} from '../../local-bec/variants.ts';
import type { Clock } from '../../src/clock.ts';
import { repositoryRoot } from '../../testing/runner.ts';
import { connectionTo, parseEndpoint, type Connection } from '../../src/http/connection.ts';

interface Stage extends AsyncDisposable {
  readonly bec: LocalBec;
  readonly lines: string[];
  readonly contextOf: (runId: string, wrap?: (connection: Connection) => Connection) => Context;
}

/** A platform whose time goes on only while the probe sleeps. */
async function setStage(options: LocalBecOptions): Promise<Stage> {
  const startMs = Date.parse('2026-01-01T00:00:00Z');
  let nowMs = startMs;
  const bec = await startLocalBec({
    startupMs: 8000,
    missingImageVersions: [missingVersion],
    now: () => nowMs,
    ...options,
  });
  const clock: Clock = {
    now: () => new Date(nowMs),
    elapsedMs: () => nowMs - startMs,
    sleep: (durationMs) => {
      nowMs += durationMs;
      return Promise.resolve();
    },
    startTimer: () => () => undefined,
    random: () => 0,
  };
  const endpoint = parseEndpoint(bec.endpoint);
  const connection = connectionTo(endpoint, {}, clock);
  const { signal } = new AbortController();
  const lines: string[] = [];
  return {
    bec,
    lines,
    contextOf: (runId, wrap = (same) => same) => ({
      bec: connectBec({
        endpoint,
        credentials: bec.credentials,
        connection: wrap(connection),
        clock,
        signal,
      }),
      clock,
      signal,
      print: (line) => lines.push(line),
      runId,
      created: new Set(),
      image: { address: 'nginx', versions: ['1.27', '1.28'] },
      pace: { pollMs: 4000, startMs: 150_000, quietMs: 24_000 },
    }),
    [Symbol.asyncDispose]: async () => {
      connection.close();
      await bec.close();
    },
  };
}

function living({ services }: LocalBec): readonly string[] {
  return services
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map(({ serviceId }) => serviceId);
}

/** Values that can be played together: with a rollout that fails, no update can be asked for. */
function mixed(index: number, ...keys: readonly (keyof Variants)[]): Partial<Variants> {
  return parseVariants((flag) => {
    const [key, variant] = Object.entries(variantTable).find(([, row]) => row.flag === flag) ?? [];
    const isMixed = keys.length === 0 || keys.some((name) => name === key);
    return isMixed ? variant?.values[index % variant.values.length] : undefined;
  });
}

const updates = variantTable.update.values;
const ofTokens = [
  'deletion',
  'deletedToken',
  'repeatedCreate',
  'duplicateName',
  'unknownRegion',
] as const;

const plays: readonly LocalBecOptions[] = [
  // Those updates that end well, with each value of all else.
  ...(['one-by-one', 'all-at-once', 'regions-in-turn'] as const).flatMap((update, index) =>
    [mixed(index), mixed(index + 3)].map((others) => ({
      variants: { ...others, rollout: 'running', update } as const,
    })),
  ),
  ...updates.slice(3).map((update, index) => ({
    variants: { update, brokenPods: index % 2 === 0 ? 'replaced' : 'kept' } as const,
  })),
  ...variantTable.rollout.values.map((rollout, index) => ({
    variants: { ...mixed(index, ...ofTokens), rollout },
  })),
  ...variantTable.throttling.values.map((throttling) => ({
    variants: { throttling },
    ratePerSecond: 50,
  })),
];

describe('a probe of the local BEC', () => {
  const named = new Set<string>();

  test.each(plays)('names nothing wrongly: %j', async (options) => {
    await using stage = await setStage(options);
    const { findings, left, failure } = await probe(stage.contextOf('test'));
    expect(failure).toBeUndefined();
    const played: Readonly<Record<string, string>> = { ...defaultVariants, ...options.variants };
    for (const [key, { value, evidence }] of Object.entries(findings)) {
      if (value === undefined) continue;
      expect([key, value, evidence]).toEqual([key, played[key], evidence]);
      named.add(`${key} ${value}`);
    }
    expect(left).toEqual([]);
    // What has vanished can't be deleted, and is not there for anybody.
    if (options.variants?.rollout !== 'vanishes') expect(living(stage.bec)).toEqual([]);
    expect(stage.bec.services.length).toBeLessThanOrEqual(4);
  });

  test('names every value of the table', () => {
    const all = Object.entries(variantTable).flatMap(([key, { values }]) =>
      values.map((value) => `${key} ${value}`),
    );
    expect(all.filter((value) => !named.has(value))).toEqual([]);
  });
});

describe('a probe that was killed', () => {
  /** From one request on, none reaches BEC, or no response comes back. */
  function cutAfter(count: number, isSent: boolean): (connection: Connection) => Connection {
    let sent = 0;
    return (connection) => ({
      ...connection,
      send: async (...request) => {
        sent++;
        if (sent > count + 1 || (sent === count + 1 && !isSent)) throw new Error('killed');
        const response = await connection.send(...request);
        if (sent > count) throw new Error('killed');
        return response;
      },
    });
  }

  test('at any of its first requests, or of its later ones, leaves nothing to the next one', async () => {
    const counts = [0, 1, 2, 3, 5, 8, 12, 18, 24, 60, 120, 240];
    for (const [index, count] of counts.entries()) {
      await using stage = await setStage({});
      const first = stage.contextOf('first', cutAfter(count, index % 2 === 0));
      await expect(probe(first), String(count)).rejects.toThrow('killed');
      await deleteAll(stage.contextOf('second'));
      expect(living(stage.bec)).toEqual([]);
    }
  });
});

describe('npm run probe', () => {
  const keys = { BCE_ACCESS_KEY_ID: 'the-access-key-id', BCE_SECRET_ACCESS_KEY: 'the-secret-key' };

  function start(...args: readonly string[]) {
    const program = join(repositoryRoot, 'lab/probe.ts');
    const child = spawn(process.execPath, [program, ...args], { env: keys, stdio: 'pipe' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    return { child, output: () => output };
  }

  function startServer(): Promise<LocalBec> {
    const [accessKeyId, secretAccessKey] = Object.values(keys);
    return startLocalBec({ accessKeyId, secretAccessKey });
  }

  test('says what it costs, and asks nothing without --yes', async () => {
    await using bec = await startServer();
    const { child, output } = start('--endpoint', bec.endpoint);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(output()).toMatch(/creates up to four services.*--yes/s);
    expect(bec.requests).toEqual([]);
  });

  test('that is ended deletes what it has created, and prints no key', async () => {
    await using bec = await startServer();
    const { child, output } = start('--yes', '--endpoint', bec.endpoint);
    await expect.poll(output, { timeout: 30_000 }).toMatch(/^Created s-/m);
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(living(bec)).toEqual([]);
    const [{ serviceId } = { serviceId: '' }] = bec.services;
    expect(output()).toContain(`Deleting ${serviceId}`);
    // It takes an update that is waited for, so it can't have been asked by then, however slow the signal.
    expect(output()).toMatch(/^\| `update-body` +\| open/m);
    for (const key of Object.values(keys)) expect(output()).not.toContain(key);
  });
});
