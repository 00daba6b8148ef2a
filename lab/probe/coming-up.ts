import type { Variants } from '../../local-bec/variants.ts';
import { listOf, textOf, toFields, type Fields } from '../../src/json.ts';
import type { ProbeImage } from './context.ts';
import { found, open, type Finding, type Findings } from './findings.ts';
import { currentPods, isUp, type Look, type Looks, type PodSeen } from './looks.ts';

/** What a service that was watched from its create on tells. */
export function findingsOfStart(looks: Looks, image: ProbeImage): Findings {
  const last = looks.at(-1) ?? looks[0];
  const seen = looks.find((look) => look.found);
  const [pod] = currentPods(last);
  return {
    rollout: rolloutOf(looks, last),
    readLag: lagOf(seen, 'the detail'),
    listLag: lagOf(
      looks.find(({ isListed }) => isListed),
      'the list',
    ),
    ...(seen !== undefined && {
      createTime: createTimeOf(last.found ? last : seen),
      tags: tagsOf(seen.detail),
      detail: detailOf(seen.detail),
    }),
    ...(isUp(last) &&
      pod !== undefined && {
        addressLag: addressLagOf(looks),
        podImage: podImageOf(pod, image),
        podLabels: labelsOf(pod),
      }),
  };
}

function rolloutOf(looks: Looks, last: Look): Finding<Variants['rollout']> {
  const states = looks
    .filter((look) => look.found)
    .map(({ status, detail }) => `${status} ${textOf(detail['runningPods'])}`);
  const evidence = states.filter((state, index) => state !== states[index - 1]).join(', ');
  const value = isUp(last) ? rolloutThatRan(looks) : rolloutThatFailed(last, states.length > 0);
  return value === undefined ? open(evidence) : found(value, evidence);
}

function rolloutThatRan(looks: Looks): Variants['rollout'] {
  const seen = looks.filter((look) => look.found);
  if (seen.some(({ status }) => status === 'EXCEPTION')) return 'exception-recovers';
  const early = seen.find(({ status, detail }) => {
    const { runningPods, totalPods } = detail;
    return status === 'RUNNING' && runningPods !== totalPods;
  });
  if (early === undefined) return 'running';
  return textOf(early.detail['runningPods']) === '0' ? 'flapping' : 'running-short';
}

const reasons: readonly (readonly [RegExp, Variants['rollout']])[] = [
  [/ErrImagePull|ImagePullBackOff/, 'image-pull'],
  [/CrashLoopBackOff/, 'crash-loop'],
  [/FailedScheduling/, 'insufficient'],
  [/FailedMount/, 'bad-mount'],
];

function rolloutThatFailed(last: Look, wasSeen: boolean): Variants['rollout'] | undefined {
  if (!last.found) return wasSeen ? 'vanishes' : undefined;
  const text = JSON.stringify(last.pods.map(({ detail }) => detail));
  const named = reasons.find(([pattern]) => pattern.test(text))?.[1];
  return named ?? (last.status === 'EXCEPTION' ? 'exception' : 'stuck');
}

const lags = ['0', '5', '45', '90'] as const;

function lagOf(first: Look | undefined, what: string): Finding<(typeof lags)[number]> {
  if (first === undefined) return open(`${what} never showed the service`);
  return found(
    nearest(lags, first.atMs),
    `${what} showed the service ${secondsOf(first.atMs)} after its create`,
  );
}

const addressLags = ['0', '5', '60'] as const;

function addressLagOf(looks: Looks): Finding<Variants['addressLag']> {
  const running = looks.find((look) => currentPods(look).some(({ isReady }) => isReady));
  const addressed = looks.find((look) =>
    currentPods(look).some(({ item }) => textOf(item['publicIp']) !== ''),
  );
  if (running === undefined || addressed === undefined) return open('no public address was seen');
  const lagMs = Math.max(0, addressed.atMs - running.atMs);
  return found(nearest(addressLags, lagMs), `${secondsOf(lagMs)} after the first pod ran`);
}

/** A lag is seen late by as long as there is between two looks. */
function nearest<Value extends string>(
  values: readonly [Value, ...Value[]] | readonly Value[],
  ms: number,
): Value {
  const distance = (value: Value): number => Math.abs(Number(value) * 1000 - ms);
  return values.reduce((best, value) => (distance(value) < distance(best) ? value : best));
}

function createTimeOf({ detail, date }: Look): Finding<Variants['createTime']> {
  const { createTime } = detail;
  const text = textOf(createTime);
  const evidence = `createTime ${jsonOf(createTime)}, BEC's date ${date}`;
  if (createTime === null || text === '') return found('null', evidence);
  if (/^\d{10}$/.test(text)) return found('seconds', evidence);
  if (!/(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return found('no-zone', evidence);
  const aheadMs = Date.parse(text) - Date.parse(date);
  return found(aheadMs > 3_600_000 ? 'local-as-utc' : 'set', evidence);
}

function tagsOf(detail: Fields): Finding<Variants['tags']> {
  const { tagsMap } = detail;
  const evidence = `tagsMap ${jsonOf(tagsMap)}`;
  if (tagsMap === undefined) return found('absent', evidence);
  return found(tagsMap === null ? 'null' : 'set', evidence);
}

function detailOf(detail: Fields): Finding<Variants['detail']> {
  const [region] = listOf(detail['resourceBriefVos']);
  const [container] = listOf(region?.['containers']);
  if (container === undefined) return open('the detail has no containers');
  const { cpu, envs } = container;
  const values = listOf(envs).map(({ value }) => value);
  const evidence = `cpu ${textOf(cpu)}, envs ${JSON.stringify(values)}`;
  if (values.length === 0) return found('as-published', evidence);
  return found(values.includes('a') ? 'whole' : 'masked', evidence);
}

function podImageOf({ detail }: PodSeen, image: ProbeImage): Finding<Variants['podImage']> {
  const [container] = listOf(detail['containerStatuses']);
  const shown = textOf(container?.['image']);
  const evidence = `image "${shown}", imageID "${textOf(container?.['imageID'])}"`;
  return found(imageFormOf(shown, `${image.address}:${image.versions[0]}`), evidence);
}

function imageFormOf(shown: string, wanted: string): Variants['podImage'] {
  if (shown === '') return 'absent';
  if (shown.startsWith('sha256:')) return 'bare-id';
  if (shown.includes('@sha256:')) return 'digest';
  const [tag, wantedTag] = [shown, wanted].map((text) => text.split(':').at(-1));
  if (tag !== wantedTag) return 'other-tag';
  // Docker Hub's own names are written out in full.
  const isSame = shown.replace(/^docker\.io\/(?:library\/)?/, '') === wanted;
  return isSame ? 'tag' : 'mirror';
}

function labelsOf({ detail, item }: PodSeen): Finding<Variants['podLabels']> {
  const labels = Object.keys(toFields(detail['labels']) ?? toFields(item['labels']) ?? {});
  const hasRevision = labels.includes('controller-revision-hash');
  return found(hasRevision ? 'revision' : 'none', `labels ${labels.join(', ') || 'none'}`);
}

function jsonOf(value: unknown): string {
  return value === undefined ? 'is absent' : JSON.stringify(value);
}

export function secondsOf(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
