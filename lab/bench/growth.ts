import { join } from 'node:path';
import { startLocalBec } from '../../local-bec/server.ts';
import type { Rollout } from '../../local-bec/rollout.ts';
import { measure, type Measurement } from './measure.ts';
import { inputsFor, parser, specOf, step, workspaceIn, type Target } from './programs.ts';
import type { Goal, Section } from './report.ts';

/** The last is twice the one before it: what it adds shows whether the growth is linear. */
const containerCounts = [1, 100, 500, 1_000];
const podCounts = [1, 100, 5_000, 10_000];

const rounds = 5;

/** A dry run, beside a program that only reads the same text with the yaml package. */
export async function measureContainers(folder: string): Promise<Section> {
  const results = await measure(
    containerCounts.flatMap((count) => {
      const workspace = workspaceIn(folder, `containers-${count}`, specOf(count));
      const inputs = { 'dry-run': 'true', summary: 'false' };
      return [
        step(folder, `dry run ${count}`, { workspace, inputs }),
        parser(folder, `yaml ${count}`, join(workspace, '.bec/service.yml')),
      ];
    }),
    rounds,
  );
  const [ours, yaml] = [0, 1].map((offset) => results.filter((_, index) => index % 2 === offset));
  return {
    title: 'Growth by containers',
    header: ['containers', 'dry run, ms', 'yaml alone, ms', 'RSS MB'],
    rows: containerCounts.map((count, index) => [
      String(count),
      (ours?.[index]?.wallMs ?? NaN).toFixed(0),
      (yaml?.[index]?.wallMs ?? NaN).toFixed(0),
      (ours?.[index]?.rssMb ?? NaN).toFixed(0),
    ]),
    goals: linearGoals('containers', ours ?? []),
  };
}

const failedAtOnce: Rollout = [
  {
    afterMs: 0,
    status: 'FAILED',
    runningPods: 0,
    containers: { waiting: { reason: 'ImagePullBackOff', message: 'manifest unknown' } },
    events: [{ eventName: 'Failed', eventType: 'Warning', eventMessage: 'manifest unknown' }],
  },
];

/** A wait for a service that is running at once, and one for a service that has failed. */
export async function measurePods(folder: string): Promise<readonly Section[]> {
  await using running = await startLocalBec();
  await using failed = await startLocalBec({ rollout: failedAtOnce });
  return [
    await measureWait(folder, { name: 'wait', bec: running, exitCode: 0 }),
    await measureWait(folder, { name: 'diagnosis', bec: failed, exitCode: 1 }),
  ];
}

async function measureWait(
  folder: string,
  {
    name,
    bec,
    exitCode,
  }: { readonly name: string; readonly bec: Target; readonly exitCode: number },
): Promise<Section> {
  const results = await measure(
    podCounts.map((count) =>
      step(folder, `${name} ${count}`, {
        workspace: workspaceIn(folder, `${name}-${count}`, specOf(1, count)),
        inputs: { ...inputsFor(bec), wait: 'true', 'client-token': `${name}-${count}` },
        exitCode,
      }),
    ),
    rounds,
  );
  return {
    title: `Growth by pods: a ${name}`,
    header: ['pods', 'ms, with the server', 'CPU ms', 'RSS MB'],
    rows: podCounts.map((count, index) => [
      String(count),
      (results[index]?.wallMs ?? NaN).toFixed(0),
      (results[index]?.cpuMs ?? NaN).toFixed(0),
      (results[index]?.rssMb ?? NaN).toFixed(0),
    ]),
    goals: linearGoals(`pods, ${name}`, results),
  };
}

/**
 * Twice as many may add 2.5 times as much; if the growth were quadratic, they would add four times as much.
 * A tenth of what one costs is noise.
 */
function linearGoals(name: string, results: readonly Measurement[]): readonly Goal[] {
  const growth = (of: (result: Measurement) => number): number => {
    const [one = NaN, half = NaN, all = NaN] = [results[0], results.at(-2), results.at(-1)].map(
      (result) => (result === undefined ? NaN : of(result)),
    );
    return (all - one) / Math.max(half - one, one / 10);
  };
  return [
    { name: `${name}: CPU of twice as many`, value: growth(({ cpuMs }) => cpuMs), limit: 2.5 },
    { name: `${name}: memory of twice as many`, value: growth(({ rssMb }) => rssMb), limit: 2.5 },
  ];
}
