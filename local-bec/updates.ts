import { toTemplate } from './plan.ts';
import type { ServicePlan, Template } from './plan.ts';
import { newLife, newSlot, podPhasesOf, podsAt } from './pods.ts';
import type { Life, Slot } from './pods.ts';
import type { PodPhase } from './rollout.ts';
import { crashLoop, imagePull, running as runningAfter } from './rollouts.ts';
import { isBroken, planAt } from './service.ts';
import type { Service } from './service.ts';
import type { PlatformSettings } from './state.ts';
import type { Variants } from './variants.ts';

/** How pods come to run what their service has been set to. */
interface Course {
  readonly order: 'one by one' | 'all at once' | 'regions in turn';
  /** Which StatefulSets get the new template, and which of them replace their pods. */
  readonly set: 'all' | 'first';
  readonly replaces: boolean;
  readonly pods: 'running' | 'broken' | 'crashing';
  /** What becomes of it after {@link LATER_MS}. */
  readonly later?: 'reversed' | 'taken over';
}

const oneByOne: Course = { order: 'one by one', set: 'all', replaces: true, pods: 'running' };

const COURSES: Readonly<Record<Exclude<Variants['update'], 'ignored' | 'refused'>, Course>> = {
  'one-by-one': oneByOne,
  'all-at-once': { ...oneByOne, order: 'all at once' },
  'regions-in-turn': { ...oneByOne, order: 'regions in turn' },
  'first-region': { ...oneByOne, set: 'first' },
  'on-restart': { ...oneByOne, replaces: false },
  stuck: { ...oneByOne, pods: 'broken' },
  crashing: { ...oneByOne, pods: 'crashing' },
  reversed: { ...oneByOne, pods: 'broken', later: 'reversed' },
  'taken-over': { ...oneByOne, later: 'taken over' },
};

/** When an update that the platform reverses, or another one takes over, ends. */
export const LATER_MS = 20_000;
/** When a new pod that crashes does so, from when it was ready. */
export const CRASH_AFTER_MS = 8000;

interface Change {
  readonly plan: ServicePlan;
  readonly fromMs: number;
  readonly course: Course;
  /** Whether pods that run the template already are replaced too. */
  readonly isWhole?: boolean;
}

/** When something is changed, and how the platform behaves. */
export interface Moment {
  readonly nowMs: number;
  readonly settings: Pick<PlatformSettings, 'variants' | 'stepMs' | 'isImageMissing'>;
}

/** The service with another template, and with all that its pods go through from then on. */
export function withTemplate(service: Service, template: Template, moment: Moment): Service {
  const { nowMs, settings } = moment;
  const before = planAt(service, nowMs);
  const course = courseOf(service.slots, template, settings.variants.update);
  const plan = withTemplateIn(before, template, course.set);
  const isWhole = before.template.revision === template.revision;
  const changed = changedBy(service, { plan, fromMs: nowMs, course, isWhole }, settings);
  if (course.later === undefined) return changed;
  const next =
    course.later === 'reversed' ? before : withTemplateIn(before, othersTemplate(template), 'all');
  const later = { plan: next, fromMs: nowMs + LATER_MS, course: oneByOne };
  return changedBy(changed, later, settings);
}

/** What has run well before does so again, as in a roll-back. */
function courseOf(slots: readonly Slot[], template: Template, update: Variants['update']): Course {
  const lives = slots.flatMap((slot) => slot.lives);
  const hasRun = lives.some(
    ({ template: { revision }, phases }) =>
      revision === template.revision && phases.at(-1)?.isRunning !== false,
  );
  const course = update === 'ignored' || update === 'refused' ? oneByOne : COURSES[update];
  return hasRun ? { ...oneByOne, order: course.order, replaces: course.replaces } : course;
}

function withTemplateIn(plan: ServicePlan, template: Template, set: Course['set']): ServicePlan {
  const regions = plan.regions.map((region, index) =>
    set === 'all' || index === 0 ? { ...region, template } : region,
  );
  return { ...plan, template, regions };
}

/** What somebody else sets in the meantime. */
function othersTemplate({ containers, registrySecrets }: Template): Template {
  const others = containers.map(({ fields }) => ({ ...fields, imageVersion: 'by-another' }));
  return toTemplate(others, registrySecrets);
}

function changedBy(service: Service, change: Change, settings: Moment['settings']): Service {
  const { plan, fromMs } = change;
  const slots = change.course.replaces ? rolled(service, change, settings) : service.slots;
  const changedAt = service.changedAt ?? fromMs;
  return { ...withPlan(service, plan, fromMs), slots, changedAt };
}

export function withPlan(service: Service, plan: ServicePlan, fromMs: number): Service {
  const [first, ...others] = service.plans;
  const earlier = others.filter((planned) => planned.fromMs < fromMs);
  return { ...service, plans: [first, ...earlier, { fromMs, plan }] };
}

/** Each StatefulSet replaces its pods from the last to the first. */
function rolled(service: Service, change: Change, settings: Moment['settings']): readonly Slot[] {
  const { plan, fromMs, course, isWhole = false } = change;
  const { stepMs, variants } = settings;
  const begun = service.slots.map((slot) => withoutLater(slot, fromMs));
  const pods = podsAt(begun, fromMs);
  let position = 0;
  return plan.regions.flatMap(({ deploymentId, template }) => {
    const slots = begun.filter((slot) => slot.deploymentId === deploymentId);
    const isHeld =
      variants.brokenPods === 'kept' &&
      pods.some((pod) => pod.deploymentId === deploymentId && isBroken(pod));
    const isBad = course.pods === 'broken' || cannotPull(service, template, settings);
    if (course.order !== 'regions in turn') position = 0;
    return slots
      .toReversed()
      .map((slot) => {
        const isCurrent = slot.lives.at(-1)?.template.revision === template.revision;
        const isNext = position === 0 || !isBad || course.order === 'all at once';
        if (isHeld || (isCurrent && !isWhole) || !isNext) return slot;
        position = course.order === 'all at once' ? 0 : position + 1;
        const startMs = fromMs + Math.max(1, position) * stepMs;
        const phases = phasesOf(isBad ? 'broken' : course.pods, stepMs);
        return { ...slot, lives: [...slot.lives, newLife(template, startMs, phases)] };
      })
      .toReversed();
  });
}

function withoutLater(slot: Slot, fromMs: number): Slot {
  return { ...slot, lives: slot.lives.filter((life) => life.fromMs <= fromMs) };
}

/** A registry that needed a secret before still needs one. */
function cannotPull(
  { plans }: Service,
  template: Template,
  { isImageMissing }: Moment['settings'],
): boolean {
  const neededSecret = plans[0].plan.template.registrySecrets.length > 0;
  return (
    template.containers.some(isImageMissing) ||
    (neededSecret && template.registrySecrets.length === 0)
  );
}

function phasesOf(pods: Course['pods'], stepMs: number): readonly PodPhase[] {
  const running = podPhasesOf(runningAfter(stepMs), 0, 1);
  switch (pods) {
    case 'running':
      return running;
    case 'broken':
      return podPhasesOf(imagePull(stepMs), 0, 1);
    case 'crashing': {
      const crashed = podPhasesOf(crashLoop(stepMs), 0, 1);
      const crashMs = stepMs + CRASH_AFTER_MS;
      return [
        ...running,
        ...crashed.map((phase) => ({ ...phase, afterMs: phase.afterMs + crashMs })),
      ];
    }
  }
}

/** The service with other numbers of replicas. */
export function withReplicas(service: Service, plan: ServicePlan, moment: Moment): Service {
  const { nowMs, settings } = moment;
  const phases = phasesOf('running', settings.stepMs);
  let index = 0;
  const slots = plan.regions.flatMap((region) =>
    Array.from({ length: region.replicas }, (_, ordinal) => {
      const slot = newSlot(region, ordinal, index++);
      const existing = service.slots.find(({ podName }) => podName === slot.podName);
      return existing ?? { ...slot, lives: [newLife(region.template, nowMs, phases)] };
    }),
  );
  return { ...withPlan(service, plan, nowMs), slots, changedAt: service.changedAt ?? nowMs };
}

/** The service with one pod started again: its containers, or another pod in its place. */
export function withRestart(service: Service, podName: string, moment: Moment): Service {
  const { nowMs, settings } = moment;
  const { stepMs, variants } = settings;
  const plan = planAt(service, nowMs);
  const restarted = service.slots.map((slot) => {
    const life = withoutLater(slot, nowMs).lives.at(-1);
    const region = plan.regions.find(({ deploymentId }) => deploymentId === slot.deploymentId);
    return slot.podName === podName && life !== undefined && region !== undefined
      ? withNextLife(
          slot,
          restartedLife(service, { life, template: region.template }, moment),
          nowMs,
        )
      : slot;
  });
  const changed = { ...service, slots: restarted, changedAt: service.changedAt ?? nowMs };
  // A StatefulSet that waited for its broken pod goes on.
  if (variants.brokenPods !== 'kept' || variants.update === 'on-restart') return changed;
  const change = { plan, fromMs: nowMs + stepMs, course: oneByOne };
  return { ...changed, slots: rolled(changed, change, settings) };
}

function restartedLife(
  service: Service,
  { life, template }: Pick<Life, 'template'> & { readonly life: Life },
  { nowMs, settings }: Moment,
): Life {
  const { stepMs, variants } = settings;
  if (variants.restart === 'same-pod') {
    const phases =
      life.phases.at(-1)?.isRunning === false ? life.phases : phasesOf('running', stepMs);
    return { ...life, fromMs: nowMs, restarts: life.restarts + 1, phases };
  }
  const { pods } = courseOf(service.slots, template, variants.update);
  const isBad = cannotPull(service, template, settings);
  return newLife(template, nowMs, phasesOf(isBad ? 'broken' : pods, stepMs));
}

/** What the slot would turn to later it still does, unless that is what it runs now. */
function withNextLife(slot: Slot, next: Life, nowMs: number): Slot {
  const later = slot.lives.filter(
    ({ fromMs, template }) => fromMs > nowMs && template.revision !== next.template.revision,
  );
  return { ...slot, lives: [...withoutLater(slot, nowMs).lives, next, ...later] };
}
