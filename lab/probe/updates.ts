import type { Variants } from '../../local-bec/variants.ts';
import { countOf, listOf, textOf, type Fields } from '../../src/json.ts';
import type { Reply } from './bec.ts';
import { secondsOf } from './coming-up.ts';
import type { Context } from './context.ts';
import { found, open, type Finding, type Findings } from './findings.ts';
import { currentPods, lookAt, watch, type Look, type Watched } from './looks.ts';
import { containerOf } from './services.ts';
import { change } from './tokens.ts';
import { findingsOfUpdate, isDone, type Course } from './update-course.ts';

export interface Updatable {
  readonly service: Watched;
  readonly lagMs: number;
}

/** A version that no registry has. */
export const missingVersion = 'bec-probe-no-such-version';
/** Longer than the platform may be busy with a change. */
const restMs = 30_000;

/** An update, the same again, a restart, and a roll-back of one that can't work. */
export async function askOfUpdates(
  context: Context,
  updatable: Updatable,
  keep: (more: Findings) => void,
): Promise<void> {
  const [first, next] = context.image.versions;
  const before = await settled(context, updatable);
  const sent = await put(context, updatable, next);
  if (sent.status >= 400) {
    keep({ update: found('refused', `${sent.status} ${sent.code}`) });
    return;
  }
  const during = await context.bec.persist(updateOf(context, updatable, next));
  keep({ updateDuringUpdate: duringOf(during) });
  const after = await watched(context, updatable);
  const course: Course = { before, after, versions: [first, next] };
  const findings = findingsOfUpdate(course);
  keep(findings);
  switch (findings.update?.value) {
    case 'stuck':
    case 'crashing':
      keep({ brokenPods: await brokenPods(context, updatable, first) });
      return;
    case 'one-by-one':
    case 'all-at-once':
    case 'regions-in-turn':
      if (!isDone(course)) return;
      keep({ sameUpdate: await sameUpdate(context, updatable, next) });
      keep({ restart: await restart(context, updatable) });
      await put(context, updatable, missingVersion);
      await watched(context, updatable);
      keep({ brokenPods: await brokenPods(context, updatable, next) });
      return;
    default:
      keep({ restart: await restart(context, updatable) });
  }
}

function updateOf({ image }: Context, { service }: Updatable, version: string) {
  const body = { type: 'resource', containers: [containerOf(image, version, ['B'])] };
  return { method: 'PUT', path: `/v2/service/${service.serviceId}`, body } as const;
}

function put(context: Context, updatable: Updatable, version: string): Promise<Reply> {
  return change(context, updateOf(context, updatable, version));
}

function watched(context: Context, { service, lagMs }: Updatable) {
  return watch(context, service, { quietMs: context.pace.quietMs + lagMs });
}

/** Once what was changed before can be seen. */
async function settled(context: Context, { service, lagMs }: Updatable): Promise<Look> {
  const { clock, signal } = context;
  await clock.sleep(restMs + lagMs, signal);
  return lookAt(context, service, clock.elapsedMs());
}

function duringOf({ status, code }: Reply): Finding<Variants['updateDuringUpdate']> {
  const evidence = `${status} ${code}`;
  return found(status === 409 ? 'refused' : 'accepted', evidence);
}

async function sameUpdate(
  context: Context,
  updatable: Updatable,
  version: string,
): Promise<Finding<Variants['sameUpdate']>> {
  const before = await settled(context, updatable);
  const reply = await put(context, updatable, version);
  const after = await watched(context, updatable);
  const known = new Set(before.pods.map(({ identity }) => identity));
  const fresh = currentPods(after.at(-1) ?? after[0]).filter(
    ({ identity }) => !known.has(identity),
  );
  const evidence = `${reply.status}, then ${fresh.length} new pods or containers`;
  return found(fresh.length > 0 ? 'restarts' : 'nothing', evidence);
}

async function restart(
  context: Context,
  updatable: Updatable,
): Promise<Finding<Variants['restart']>> {
  const before = await settled(context, updatable);
  const [pod] = currentPods(before);
  if (pod === undefined) return open('there is no pod');
  const reply = await change(context, { method: 'PUT', path: `/v1/pod/${pod.name}/restart` });
  const after = await watched(context, updatable);
  const now = (after.at(-1) ?? after[0]).pods.find(({ name }) => name === pod.name);
  const [old, fresh] = [pod.detail, now?.detail ?? {}].map(lifeOf);
  const evidence = `${reply.status}; before: ${JSON.stringify(old)}, after: ${JSON.stringify(fresh)}`;
  if (reply.status >= 400 || old === undefined || fresh === undefined) return open(evidence);
  if (fresh.restartCount > old.restartCount) return found('same-pod', evidence);
  return now?.identity === pod.identity ? open(evidence) : found('new-pod', evidence);
}

function lifeOf(detail: Fields) {
  const [container] = listOf(detail['containerStatuses']);
  return {
    createTime: textOf(detail['createTime']),
    restartCount: countOf(container?.['restartCount']) ?? 0,
  };
}

/** Pods are broken; a version that works is set. */
async function brokenPods(
  context: Context,
  updatable: Updatable,
  version: string,
): Promise<Finding<Variants['brokenPods']>> {
  const { clock, signal } = context;
  const before = await settled(context, updatable);
  const broken = currentPods(before).filter(({ isReady }) => !isReady);
  if (broken.length === 0) return open('no pod was broken');
  const reply = await put(context, updatable, version);
  const startMs = clock.elapsedMs();
  const after = await watched(context, updatable);
  const last = after.at(-1) ?? after[0];
  const kept = currentPods(last).filter(
    ({ name, isReady }) => !isReady && broken.some((pod) => pod.name === name),
  );
  const evidence = `${reply.status}; ${kept.length} of ${broken.length} broken pods were there ${secondsOf(clock.elapsedMs() - startMs)} after ${version} was set`;
  if (kept.length === 0) return found('replaced', evidence);
  for (const { name } of kept) {
    await change(context, { method: 'PUT', path: `/v1/pod/${name}/restart` });
  }
  await clock.sleep(restMs, signal);
  const healed = currentPods(await lookAt(context, updatable.service, clock.elapsedMs()));
  const ready = healed.filter(({ isReady }) => isReady).length;
  return found(
    'kept',
    `${evidence}; after their restart, ${ready} of ${healed.length} pods are ready`,
  );
}
