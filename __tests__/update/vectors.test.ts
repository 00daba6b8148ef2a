import { expect, test } from 'vitest';
import { progressOf, targetAfter } from '../../update/progress.ts';
import { startWatch, withLook, type UpdateState } from '../../update/watch.ts';
import { digestOf, lookAt, registryPath, targetOf } from '../../testing/update-notation.ts';

/** Seconds since the update, what the service is set to, its pods, and what else its detail has. */
type Seen = readonly [
  seconds: number,
  plan: string,
  pods: string,
  facts?: Readonly<Record<string, unknown>>,
];

interface Vector {
  readonly name: string;
  /** Before the update; left out if nothing was sent. */
  readonly before?: readonly [plan: string, pods: string];
  readonly to?: string;
  /** What check-image gives for the new version. */
  readonly digests?: readonly string[];
  readonly seen: readonly Seen[];
  readonly ends: UpdateState;
}

const two = ['sh:v1', 'sh/v1 sh/v1'] as const;
const [A, B] = [digestOf('a'), digestOf('b')];
const inTwoRegions = { deployInstances: [{ replicas: 1 }, { replicas: 1 }] };

const vectors: readonly Vector[] = [
  {
    name: 'reads that lag behind show the old service in good health',
    before: two,
    seen: [
      [0, 'sh:v1', 'sh/v1 sh/v1'],
      [20, 'sh:v1', 'sh/v1 sh/v1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'the plan is new, and all pods are old and ready',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v1 sh/v1'],
      [20, 'sh:v2', 'sh/v1 sh/v1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'the plan is new for good, and no pod is replaced',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v1 sh/v1'],
      [600, 'sh:v2', 'sh/v1 sh/v1'],
    ],
    ends: 'too slow',
  },
  {
    name: 'the platform goes back to the old version',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v1 sh/v2!#1'],
      [10, 'sh:v1', 'sh/v1 sh/v1#2'],
      [12, 'sh:v1', 'sh/v1 sh/v1#2'],
    ],
    ends: 'overtaken',
  },
  {
    name: 'one look that lags behind is no reversal',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v1 sh/v2!#1'],
      [2, 'sh:v1', 'sh/v1 sh/v1'],
      [4, 'sh:v2', 'sh/v1 sh/v2#1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'another update sets a third version',
    before: two,
    seen: [
      [0, 'sh:v3', 'sh/v1 sh/v1'],
      [2, 'sh:v3', 'sh/v1 sh/v1'],
    ],
    ends: 'overtaken',
  },
  {
    name: 'one region is new, the other one old',
    before: ['sh:v1 lf:v1', 'sh/v1 lf/v1'],
    seen: [
      [0, 'sh:v2 lf:v1', 'sh/v2#1 lf/v1', inTwoRegions],
      [20, 'sh:v2 lf:v1', 'sh/v2#1 lf/v1', inTwoRegions],
    ],
    ends: 'in progress',
  },
  {
    name: 'all pods are new, and one region is set to the old version',
    before: ['sh:v1 lf:v1', 'sh/v1 lf/v1'],
    seen: [
      [0, 'sh:v2 lf:v1', 'sh/v2#1 lf/v2#1', inTwoRegions],
      [20, 'sh:v2 lf:v1', 'sh/v2#1 lf/v2#1', inTwoRegions],
    ],
    ends: 'in progress',
  },
  {
    name: 'new pods that run in two looks',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v2#1 sh/v2#1'],
      [15, 'sh:v2', 'sh/v2#1 sh/v2#1'],
    ],
    ends: 'updated',
  },
  {
    name: 'two looks that are too close',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v2#1 sh/v2#1'],
      [14, 'sh:v2', 'sh/v2#1 sh/v2#1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'a container that was started again between the looks',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v2#1 sh/v2#1'],
      [15, 'sh:v2', 'sh/v2#1 sh/v2#1+1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'a crash between the looks',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v2#1 sh/v2#1'],
      [8, 'sh:v2', 'sh/v2#1 sh/v2!~#1+1'],
      [15, 'sh:v2', 'sh/v2#1 sh/v2#1+1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'an old pod that is ending, and ready still',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v2#1 sh/v2#1 sh/v1-', { deployInstances: [{ replicas: 2 }] }],
      [20, 'sh:v2', 'sh/v2#1 sh/v2#1 sh/v1-', { deployInstances: [{ replicas: 2 }] }],
    ],
    ends: 'in progress',
  },
  {
    name: 'an old pod that runs on beside the new ones',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v2#1 sh/v2#1 old=sh/v1', { totalPods: 2 }],
      [20, 'sh:v2', 'sh/v2#1 sh/v2#1 old=sh/v1', { totalPods: 2 }],
    ],
    ends: 'in progress',
  },
  {
    name: 'a pod that was met twice, as the list changed between two pages',
    before: two,
    seen: [
      [0, 'sh:v2', 'a=sh/v2#1 a=sh/v2#1'],
      [20, 'sh:v2', 'a=sh/v2#1 a=sh/v2#1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'fewer pods than replicas',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v2#1', { deployInstances: [{ replicas: 2 }] }],
      [20, 'sh:v2', 'sh/v2#1', { deployInstances: [{ replicas: 2 }] }],
    ],
    ends: 'in progress',
  },
  {
    name: 'no replicas',
    before: ['sh:v1', ''],
    seen: [
      [0, 'sh:v2', ''],
      [20, 'sh:v2', ''],
    ],
    ends: 'in progress',
  },
  {
    name: 'a pod made anew of the old template',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/v1#1 sh/v2#1'],
      [20, 'sh:v2', 'sh/v1#1 sh/v2#1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'another tag of the same digest, which the registry knows',
    before: ['sh:v1', `sh/${registryPath}:v1|${registryPath}@${A}`],
    digests: [A],
    seen: [
      [0, 'sh:v2', `sh/${registryPath}:v1|${registryPath}@${A}#1`],
      [20, 'sh:v2', `sh/${registryPath}:v1|${registryPath}@${A}#1`],
    ],
    ends: 'updated',
  },
  {
    name: 'the same, and the pods are not made anew',
    before: ['sh:v1', `sh/${registryPath}:v1|${registryPath}@${A}`],
    digests: [A],
    seen: [
      [0, 'sh:v2', `sh/${registryPath}:v1|${registryPath}@${A}`],
      [20, 'sh:v2', `sh/${registryPath}:v1|${registryPath}@${A}`],
    ],
    ends: 'in progress',
  },
  {
    name: 'another tag of the same digest, without a registry',
    before: ['sh:v1', `sh/${registryPath}:v1|${registryPath}@${A}`],
    seen: [
      [0, 'sh:v2', `sh/${registryPath}:v1|${registryPath}@${A}#1`],
      [20, 'sh:v2', `sh/${registryPath}:v1|${registryPath}@${A}#1`],
    ],
    ends: 'in progress',
  },
  {
    name: 'a digest alone, that of the platform',
    before: two,
    digests: [B, A],
    seen: [
      [0, 'sh:v2', `sh/${registryPath}@${A}#1`],
      [20, 'sh:v2', `sh/${registryPath}@${A}#1`],
    ],
    ends: 'updated',
  },
  {
    name: 'a bare digest, that of a local configuration',
    before: two,
    digests: [A],
    seen: [
      [0, 'sh:v2', `sh/${A}#1`],
      [20, 'sh:v2', `sh/${A}#1`],
    ],
    ends: 'in progress',
  },
  {
    name: 'the same tag with another digest than the registry gives',
    before: two,
    digests: [A],
    seen: [
      [0, 'sh:v2', `sh/v2|${registryPath}@${B}#1`],
      [20, 'sh:v2', `sh/v2|${registryPath}@${B}#1`],
    ],
    ends: 'in progress',
  },
  {
    name: 'a mirror with the same path at its end',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/mirror:5000/r/acme/web:v2#1'],
      [20, 'sh:v2', 'sh/mirror:5000/r/acme/web:v2#1'],
    ],
    ends: 'updated',
  },
  {
    name: 'the same last part of another path',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/registry.example/beta/web:v2#1'],
      [20, 'sh:v2', 'sh/registry.example/beta/web:v2#1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'no image is shown',
    before: two,
    seen: [
      [0, 'sh:v2', 'sh/?#1'],
      [20, 'sh:v2', 'sh/?#1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'nothing was sent, as all was there already',
    seen: [
      [0, 'sh:v2', 'sh/v2 sh/v2'],
      [15, 'sh:v2', 'sh/v2 sh/v2'],
    ],
    ends: 'updated',
  },
  {
    name: 'nothing was sent, and an earlier update is stuck',
    seen: [
      [0, 'sh:v2', 'sh/v1 sh/v2!'],
      [60, 'sh:v2', 'sh/v1 sh/v2!'],
    ],
    ends: 'stuck',
  },
  {
    name: 'the same version with other settings, before the pods are made anew',
    before: ['sh:v2', 'sh/v2 sh/v2'],
    seen: [
      [0, 'sh:v2', 'sh/v2 sh/v2'],
      [20, 'sh:v2', 'sh/v2 sh/v2'],
    ],
    ends: 'in progress',
  },
  {
    name: 'the old pods had failed, and the update has not begun',
    before: ['sh:v1', 'sh/v1! sh/v1!'],
    seen: [
      [0, 'sh:v2', 'sh/v1! sh/v1!', { status: 'FAILED' }],
      [59, 'sh:v2', 'sh/v1! sh/v1!', { status: 'FAILED' }],
    ],
    ends: 'in progress',
  },
  {
    name: 'the same for a minute',
    before: ['sh:v1', 'sh/v1! sh/v1!'],
    seen: [
      [0, 'sh:v2', 'sh/v1! sh/v1!', { status: 'FAILED' }],
      [60, 'sh:v2', 'sh/v1! sh/v1!', { status: 'FAILED' }],
    ],
    ends: 'stuck',
  },
  {
    name: 'a slow roll-out goes on after the timeout as long as it progresses',
    before: ['sh:v1', 'sh/v1 sh/v1 sh/v1'],
    seen: [
      [0, 'sh:v2', 'sh/v1 sh/v1 sh/v1'],
      [500, 'sh:v2', 'sh/v1 sh/v1 sh/v2#1'],
      [1000, 'sh:v2', 'sh/v1 sh/v2#1 sh/v2#1'],
    ],
    ends: 'in progress',
  },
  {
    name: 'the service is stopped meanwhile',
    before: two,
    seen: [[0, 'sh:v2', 'sh/v1 sh/v1', { status: 'STOPPING' }]],
    ends: 'gone',
  },
];

test.each(vectors)('$name: $ends', ({ before, to = 'v2', digests = [], seen, ends }) => {
  const wanted = targetOf(to, digests);
  const first = progressOf(lookAt(...(before ?? ['sh:v2', 'sh/v2 sh/v2'])), wanted);
  const target = before === undefined ? wanted : targetAfter(first, wanted);
  let watch = startWatch(first);
  const states = seen.map(([seconds, plan, pods, facts]) => {
    const progress = progressOf(lookAt(plan, pods, facts), target);
    watch = withLook(watch, progress, { atMs: seconds * 1000, timeoutMs: 600_000 });
    return watch.state;
  });
  expect(states.at(-1)).toBe(ends);
  expect(states.slice(0, -1).filter((state) => state !== 'in progress')).toEqual([]);
});
