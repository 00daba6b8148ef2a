import { reportProblems, type Known } from '../src/action/deploy-report.ts';
import type { Access, Runner } from '../src/action/runner.ts';
import type { Client } from '../src/api/client.ts';
import type { CheckedSpec } from '../src/checked-spec.ts';
import { UserError } from '../src/errors.ts';
import { isImageTag } from '../src/image-tag.ts';
import { listOf } from '../src/json.ts';
import type { Service, ServiceRef } from '../src/service/service.ts';
import { hasErrors, SpecError } from '../src/spec/spec.ts';
import { listed, listedFirst, quoted } from '../src/text.ts';
import { contradictionsTo, differencesTo, interruptionsIn } from './comparison.ts';
import { differencesText, type FieldDifference } from './fields.ts';
import { imagesOf, type Digests } from './image.ts';
import type { Inputs } from './inputs.ts';
import { progressOf, targetAfter, versionsIn, type Progress, type Target } from './progress.ts';
import { readLook } from './service.ts';

/** What is known of an update, more with every step of it. */
export interface UpdateKnown extends Known {
  /** Of the last look at the pods. */
  readonly progress?: Progress;
  /** What has become of the update, unless the error says so that ends it. */
  readonly effect?: string;
}

/** What the step was given, read and checked, and its ways out. */
export interface UpdateStep {
  readonly inputs: Inputs;
  readonly spec: CheckedSpec;
  readonly access: Access;
  readonly digests: Digests;
  /** Asks the registry whether it certainly doesn't have the images in another version. */
  readonly isLost: (imageVersion: string) => Promise<boolean>;
  readonly runner: Runner;
  /** Remembers what has become known, for however the step ends. */
  readonly learn: (facts: UpdateKnown) => void;
}

/** What is to be done to the service, and what it was before. */
export interface UpdatePlan {
  readonly service: ServiceRef;
  readonly target: Target;
  readonly before: Progress;
  readonly differences: readonly FieldDifference[];
  /** Only settings that BEC doesn't show, or may keep, differ, so no pod need be replaced. */
  readonly isBlind: boolean;
  /** What all pods that served ran; else empty. */
  readonly previous: string;
}

/** Reads and checks everything that could speak against the update, before anything is sent. */
export async function planUpdate(
  bec: Client,
  service: Service,
  step: UpdateStep,
): Promise<UpdatePlan> {
  const { spec, inputs, digests, runner } = step;
  const { source, imageVersion } = spec;
  const problems = contradictionsTo(spec, service, inputs.strict);
  reportProblems(runner, source, problems);
  if (hasErrors(problems)) throw new SpecError(problems);
  step.learn({ problems: [...spec.problems, ...problems] });
  const differences = differencesTo(spec.body, service);
  const isSent = differences.length > 0;
  if (isSent) {
    for (const notice of interruptionsIn(service)) bec.log(notice);
    bec.log(`Differs from the spec: ${differencesText(differences)}.`);
  }
  const images = imagesOf(listOf(spec.body['containers']));
  const wanted: Target = { imageVersion, images, digests, before: new Set() };
  const before = progressOf(await readLook(bec, service), wanted);
  if (inputs.wait) requireReadable(before);
  requireSameImage(before, imageVersion);
  const isQuiet = differences.every(({ difference }) => !['new', 'changed'].includes(difference));
  const plan = {
    service: { serviceId: service.serviceId, serviceName: spec.serviceName },
    target: isQuiet ? wanted : targetAfter(before, wanted),
    before,
    differences,
    isBlind: isQuiet && isSent,
    previous: servingVersion(before),
  };
  await warnOf(bec, plan, step);
  return plan;
}

/** What the workflow may not have meant, or should know before it happens. */
async function warnOf(
  bec: Client,
  { previous, differences, before }: UpdatePlan,
  { spec: { imageVersion }, inputs: { checkImage }, isLost }: UpdateStep,
): Promise<void> {
  if (imageVersion === 'latest' && differences.length === 0) {
    bec.warn(
      'The service is set to "latest" already, so nothing is sent, whichever image that is by now. Deploy a version of its own, such as the commit\'s.',
    );
  }
  if (before.pods.some(({ isLeft }) => isLeft)) {
    bec.warn(
      `Not all pods show ${listed(versionsIn(before.service))}, which the service is set to: another update may be under way, or have failed.`,
    );
  }
  if (isEarlier(imageVersion, previous)) {
    bec.warn(
      `By its name, ${imageVersion} is older than ${previous}, which runs. Unless this is a roll-back, the run of an earlier tag came late.`,
    );
  }
  const isMoved = differences.some(({ field }) => field.startsWith('imageAddress'));
  if (!checkImage || isMoved || !isImageTag(previous) || previous === imageVersion) return;
  if (await isLost(previous)) {
    bec.warn(
      `${previous}, which runs, is not in its registry any more, so there is no way back to it.`,
    );
  }
}

/** `v1.9` before `v1.10`; other names have no order. */
function isEarlier(version: string, other: string): boolean {
  const isOrdered = [version, other].every((text) => /^v?\d+(?:\.\d+)*$/.test(text));
  return isOrdered && version.localeCompare(other, 'en', { numeric: true }) < 0;
}

/** What all pods that serve run; empty if that is several versions, none, or one that moves. */
function servingVersion({ pods }: Progress): string {
  const serving = pods.filter(({ isServing }) => isServing);
  const [version = '', ...others] = new Set(serving.map((pod) => pod.version));
  return others.length > 0 || /^latest$|[/?…]/.test(version) ? '' : version;
}

function requireReadable({ pods }: Progress): void {
  const unreadable = pods.filter(({ pod, isReadable }) => pod.status === 'RUNNING' && !isReadable);
  if (unreadable.length === 0) return;
  const ids = unreadable.map(({ pod }) => quoted(pod.podId));
  throw new UserError(
    `BEC does not show which images run in ${listedFirst(ids, 5)}, so nobody could tell whether an update works. Set check-image: true, which compares digests; or wait: false, which only requests the update; or create a new service for each version.`,
  );
}

/** The same version again changes no template, so no pod would be replaced. */
function requireSameImage({ pods }: Progress, imageVersion: string): void {
  const other = pods.find(({ image }) => image === 'pushed again');
  if (other === undefined) return;
  throw new UserError(
    `${other.pod.podId} runs another image as ${quoted(imageVersion)} than the registry has: the tag was pushed again, and an update to the same version replaces no pod. Deploy a version of its own, such as the commit's.`,
  );
}
