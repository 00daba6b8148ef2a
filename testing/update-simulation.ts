/**
 * A platform in a few lines, to ask of many roll-outs whether the update's rule is right about them. It
 * knows what each pod really runs, and shows it late, in several forms, with gaps in its lists.
 */
import { parseService } from '../src/service/detail.ts';
import { pauseAfter } from '../src/service/wait.ts';
import { parsePod } from '../src/service/pods.ts';
import { progressOf, targetAfter, type Look } from '../update/progress.ts';
import { confirmationMs, startWatch, withLook, type UpdateState } from '../update/watch.ts';
import type { Random } from './torture/random.ts';
import { digestOf, registryPath, targetOf } from './update-notation.ts';

export const behaviours = [
  'rolling',
  'at once',
  'ignored',
  'stuck',
  'reversed',
  'crash after ready',
  'one region only',
  'overtaken',
  'restart in place',
  'old pods kept',
] as const;

export const imageForms = ['tag', 'mirror', 'digest', 'alias', 'absent'] as const;

export interface Simulated {
  readonly behaviour: (typeof behaviours)[number];
  readonly form: (typeof imageForms)[number];
  readonly hasDigests: boolean;
  readonly ends: UpdateState | 'refused';
  /** What was really so when the update ended, and what became of it. */
  readonly isTrue: boolean;
  readonly endsWell: boolean;
}

/** What a pod is from a time on, in seconds. */
interface Stage {
  readonly from: number;
  /** 0 is the old template, 1 the new one, 2 another's. */
  readonly template: 0 | 1 | 2;
  readonly isReady: boolean;
  readonly madeAt: number;
  readonly restarts: number;
}

interface SimulatedPod {
  readonly id: string;
  readonly region: string;
  readonly stages: readonly Stage[];
}

interface Platform {
  readonly pods: readonly SimulatedPod[];
  /** What each region is set to, by the second from which on it is. */
  readonly plans: ReadonlyMap<string, readonly (readonly [from: number, template: 0 | 1 | 2])[]>;
  readonly replicas: number;
}

const old = { from: -1000, template: 0, isReady: true, madeAt: -1000, restarts: 0 } as const;
const regions = ['sh', 'lf'] as const;

export function simulateUpdate(random: Random): Simulated {
  const behaviour = random.pick(behaviours);
  const form = random.pick(imageForms);
  const hasDigests = random.chance(0.5);
  const isSameVersion = random.chance(0.1);
  const platform = platformFor(behaviour, random);
  const lag = { plan: random.integer(0, 20), pods: random.integer(0, 20) };
  const versions = isSameVersion ? ['v2', 'v2', 'v3'] : ['v1', 'v2', 'v3'];
  const shows = { form, versions, isEager: random.chance(0.3) };
  const wanted = targetOf('v2', hasDigests ? [digestOf(form === 'alias' ? 'a' : '2')] : []);
  const lookAt = (second: number): Look => {
    const hasGap = second >= 0 && random.chance(0.1);
    return shownLook(platform, {
      second,
      lag,
      shows,
      gap: hasGap ? random.integer(0, 5) : undefined,
    });
  };
  const facts = { behaviour, form, hasDigests };
  const endsWell = isUpdatedAt(platform, 5000, versions);
  const first = progressOf(lookAt(-1), wanted);
  if (first.pods.some(({ pod, isReadable }) => pod.status === 'RUNNING' && !isReadable)) {
    return { ...facts, ends: 'refused', isTrue: false, endsWell };
  }
  const target = targetAfter(first, wanted);
  let watch = startWatch(first);
  for (let atMs = 0; ;) {
    const progress = progressOf(lookAt(atMs / 1000), target);
    watch = withLook(watch, progress, { atMs, timeoutMs: 300_000 });
    const ends = watch.state;
    if (ends !== 'in progress') {
      // What reads that lag behind can't show has not to be known.
      const since = atMs / 1000 - lag.pods;
      return { ...facts, ends, isTrue: isUpdatedAt(platform, since, versions), endsWell };
    }
    atMs += progress.isDone ? confirmationMs : pauseAfter(atMs);
  }
}

function platformFor(behaviour: Simulated['behaviour'], random: Random): Platform {
  const count = random.integer(1, 4);
  const names = random.chance(0.5) ? [regions[0]] : regions;
  const start = random.integer(0, 30);
  const isWhole = behaviour !== 'one region only';
  const all = names.map((region, index) => {
    const isMoved = isWhole || index === 0;
    const moved = isMoved ? movedPods(behaviour, { region, count, start }, random) : [];
    return {
      region,
      pods: isMoved ? moved : podsOf(region, count, () => [old]),
      plan: isMoved ? planOf(behaviour, start) : [[-1000, 0] as const],
    };
  });
  return {
    pods: all.flatMap(({ pods }) => pods),
    plans: new Map(all.map(({ region, plan }) => [region, plan])),
    replicas: count * names.length,
  };
}

function planOf(behaviour: Simulated['behaviour'], start: number) {
  const set = [
    [-1000, 0],
    [Math.min(start, 3), 1],
  ] as const;
  if (behaviour === 'reversed') return [...set, [start + 60, 0] as const];
  return behaviour === 'overtaken' ? [...set, [start + 25, 2] as const] : set;
}

function podsOf(
  region: string,
  count: number,
  stagesOf: (index: number) => readonly Stage[],
): readonly SimulatedPod[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `sts-${region}-${index}`,
    region,
    stages: stagesOf(index),
  }));
}

/** From the last pod to the first, as a StatefulSet does. */
function movedPods(
  behaviour: Simulated['behaviour'],
  {
    region,
    count,
    start,
  }: { readonly region: string; readonly count: number; readonly start: number },
  random: Random,
): readonly SimulatedPod[] {
  const each = random.integer(2, 40);
  const turnOf = (index: number): number => start + (count - 1 - index) * each;
  const made = (from: number, template: 0 | 1 | 2, readyAfter: number): readonly Stage[] => [
    { from, template, isReady: false, madeAt: from, restarts: 0 },
    { from: from + readyAfter, template, isReady: true, madeAt: from, restarts: 0 },
  ];
  switch (behaviour) {
    case 'ignored':
      return podsOf(region, count, () => [old]);
    case 'at once':
    case 'one region only':
      return podsOf(region, count, () => [old, ...made(start, 1, each)]);
    case 'stuck':
      return podsOf(region, count, (index) =>
        index === count - 1 ? [old, ...made(start, 1, 1e9)] : [old],
      );
    case 'reversed':
      return podsOf(region, count, (index) =>
        index === count - 1 ? [old, ...made(start, 1, 1e9), ...made(start + 60, 0, each)] : [old],
      );
    case 'crash after ready':
      return podsOf(region, count, (index) => {
        const stages = made(turnOf(index), 1, each);
        return [old, ...stages, ...crashes(stages.at(-1) ?? old, random)];
      });
    case 'overtaken':
      return podsOf(region, count, (index) => [
        old,
        ...made(turnOf(index), 1, 1).filter(({ from }) => from < start + 25),
        ...made(Math.max(start + 25, turnOf(index)), 2, 5),
      ]);
    case 'restart in place':
      return podsOf(region, count, (index) => [old, { ...old, from: turnOf(index), restarts: 1 }]);
    case 'old pods kept':
      return [
        ...podsOf(region, count, () => [old]),
        ...podsOf(region, count, () => made(start, 1, each)).map((pod) => ({
          ...pod,
          id: `${pod.id}-b`,
        })),
      ];
    case 'rolling':
      return podsOf(region, count, (index) => [
        old,
        ...made(turnOf(index), 1, Math.ceil(each / 2)),
      ]);
  }
}

/** Ready for less than the time between two looks, again and again. */
function crashes(ready: Stage, random: Random): readonly Stage[] {
  const stages: Stage[] = [];
  let from = ready.from;
  for (let restarts = 1; restarts < 60; restarts++) {
    from += random.integer(1, 14);
    stages.push({ ...ready, from, isReady: false, restarts });
    from += random.integer(1, 30);
    stages.push({ ...ready, from, restarts });
  }
  return [...stages, { ...ready, from: from + 1, isReady: false, restarts: 60 }];
}

function stageAt({ stages }: SimulatedPod, second: number): Stage | undefined {
  return stages.findLast(({ from }) => from <= second);
}

/** A pod made anew of the old template, with the same version, can't be told from a new one. */
function isUpdatedAt(
  { pods, replicas }: Platform,
  second: number,
  versions: readonly string[],
): boolean {
  const stages = pods.map((pod) => stageAt(pod, second)).filter((stage) => stage !== undefined);
  return (
    stages.length === replicas &&
    stages.every(
      (stage) => stage.isReady && stage.madeAt >= 0 && versions[stage.template] === versions[1],
    )
  );
}

interface Shows {
  readonly form: Simulated['form'];
  readonly versions: readonly string[];
  /** A pod is RUNNING as soon as it is made. */
  readonly isEager: boolean;
}

function shownLook(
  platform: Platform,
  {
    second,
    lag,
    shows,
    gap,
  }: {
    readonly second: number;
    readonly lag: { readonly plan: number; readonly pods: number };
    readonly shows: Shows;
    /** The pod that the list leaves out, or has twice. */
    readonly gap: number | undefined;
  },
): Look {
  const pods = platform.pods.flatMap((pod) => {
    const stage = stageAt(pod, second - lag.pods);
    return stage === undefined ? [] : [parsePod(shownPod(pod, stage, shows))];
  });
  const [twice] = pods;
  const listed = gap === undefined ? pods : pods.filter((_, index) => index !== gap);
  const service = parseService({
    serviceId: 's-web',
    status: 'RUNNING',
    totalPods: platform.replicas,
    runningPods: platform.replicas,
    resourceBriefVos: [...platform.plans].map(([regionId, plan]) => ({
      deployInstance: { regionId },
      containers: [
        {
          name: 'web',
          imageAddress: registryPath,
          imageVersion:
            shows.versions[plan.findLast(([from]) => from <= second - lag.plan)?.[1] ?? 0],
        },
      ],
    })),
  });
  if (service === undefined) throw new Error('no service');
  return {
    service,
    pods: gap === 5 && twice !== undefined ? [...listed.slice(0, -1), twice] : listed,
    isWhole: listed.length === pods.length,
  };
}

function shownPod(
  { id, region }: SimulatedPod,
  { template, isReady, madeAt, restarts }: Stage,
  { form, versions, isEager }: Shows,
) {
  return {
    podName: id,
    regionId: region,
    status: isReady || isEager ? 'RUNNING' : 'PENDING',
    createTime: `${madeAt}`,
    containerStatuses: [
      {
        name: 'web',
        ...shownImage(form, versions[template] ?? ''),
        ready: isReady,
        restartCount: restarts,
        containerID: `${id} ${madeAt} ${restarts}`,
      },
    ],
  };
}

function shownImage(form: Simulated['form'], version: string) {
  const digest = digestOf(form === 'alias' ? 'a' : version.replace('v', ''));
  switch (form) {
    case 'tag':
      return { image: `${registryPath}:${version}`, imageID: `${registryPath}@${digest}` };
    case 'mirror':
      return { image: `mirror:5000/r/acme/web:${version}`, imageID: 'sha256:0123' };
    case 'digest':
      return { image: `${registryPath}@${digest}` };
    case 'alias':
      return { image: `${registryPath}:v1`, imageID: `${registryPath}@${digest}` };
    case 'absent':
      return {};
  }
}
