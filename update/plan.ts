import { reportProblems } from '../src/action/deploy-report.ts';
import type { Runner } from '../src/action/runner.ts';
import type { Client } from '../src/api/client.ts';
import { UserError } from '../src/errors.ts';
import { isImageTag } from '../src/image-tag.ts';
import { listOf, textOf } from '../src/json.ts';
import type { Service } from '../src/service/service.ts';
import type { SpecFile } from '../src/source/source.ts';
import { hasErrors, SpecError, type ResolvedSpec } from '../src/spec/spec.ts';
import { listed, listedFirst, printable, quoted } from '../src/text.ts';
import { compareWithService, regionNotices } from './comparison.ts';
import type { FieldDifference } from './fields.ts';
import type { Inputs } from './inputs.ts';
import {
  imagesOf,
  podsLeft,
  podsShowing,
  progressOf,
  unreadablePods,
  versionsIn,
  type Digests,
  type Progress,
  type Target,
} from './progress.ts';
import { readPods } from './service.ts';
import { servingVersion, type UpdateName } from './texts.ts';

/** What the step was given, read and checked. */
export interface UpdateStep {
  readonly inputs: Inputs;
  readonly source: SpecFile;
  readonly spec: ResolvedSpec;
  readonly imageVersion: string;
  /** Of every image of the spec that takes the version; empty if they are not known. */
  readonly digests: Digests;
  /** Asks the registry whether it certainly doesn't have the images in another version. */
  readonly isLost: (imageVersion: string) => Promise<boolean>;
}

/** What is to be done to the service, and what it was before. */
export interface UpdatePlan {
  readonly name: UpdateName;
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
  { step, runner }: { readonly step: UpdateStep; readonly runner: Runner },
): Promise<UpdatePlan> {
  const { spec, source, inputs, digests } = step;
  const { problems, differences } = compareWithService(spec, service, inputs.strict);
  reportProblems(runner, source, problems);
  if (hasErrors(problems)) throw new SpecError(problems);
  const isSent = differences.length > 0;
  for (const notice of regionNotices(spec.body, service, isSent)) bec.log(notice);
  if (isSent) bec.log(`Differs from the spec: ${differencesText(differences)}.`);
  const images = imagesOf(listOf(spec.body['containers']), digests);
  const look = { service, ...(await readPods(bec, service.serviceId)) };
  if (inputs.wait) requireReadable(unreadablePods(look, images).map(({ podId }) => podId));
  const kinds = differences.map(({ difference }) => difference);
  const isQuiet = kinds.every((kind) => kind === 'hidden' || kind === 'removed');
  const isBlind = isQuiet && isSent;
  const before = progressOf(look, { images, before: new Set() });
  requireSameImage(before, step);
  const name = nameOf(step, service);
  const target = { images, before: isQuiet ? new Set<string>() : podsShowing(look, images) };
  const previous = servingVersion(before, name);
  const plan = { name, target, before, differences, isBlind, previous };
  for await (const warning of warningsOn(plan, step)) bec.warn(warning);
  return plan;
}

/** What the workflow may not have meant, or should know before it happens. */
async function* warningsOn(
  { name: { imageVersion }, previous, differences, before, target }: UpdatePlan,
  { inputs: { checkImage }, isLost }: UpdateStep,
): AsyncIterable<string> {
  const { service, pods } = before;
  const look = { service, pods: pods.map(({ pod }) => pod) };
  if (imageVersion === 'latest' && differences.length === 0) {
    yield 'The service is set to "latest" already, so nothing is sent, whichever image that is by now. Deploy a version of its own, such as the commit\'s.';
  }
  if (podsLeft(look, target.images).length > 0) {
    yield `Not all pods show ${listed(versionsIn(service))}, which the service is set to: another update may be under way, or have failed.`;
  }
  if (isEarlier(imageVersion, previous)) {
    yield `${imageVersion} is older than ${previous}, which runs, by its name. Unless this is a roll-back, the run of an earlier tag came late.`;
  }
  const isMoved = differences.some(({ field }) => field.startsWith('imageAddress'));
  if (!checkImage || isMoved || !isImageTag(previous) || previous === imageVersion) return;
  if (await isLost(previous)) {
    yield `${previous}, which runs, is not in its registry any more, so there is no way back to it.`;
  }
}

/** `v1.9` before `v1.10`; other names have no order. */
function isEarlier(version: string, other: string): boolean {
  const isOrdered = [version, other].every((text) => /^v?\d+(?:\.\d+)*$/.test(text));
  return isOrdered && version.localeCompare(other, 'en', { numeric: true }) < 0;
}

export function differencesText(differences: readonly FieldDifference[]): string {
  const words = {
    added: 'new',
    removed: 'not in the spec',
    changed: 'changed',
    hidden: 'not shown',
  };
  const texts = differences.map(({ field, difference }) => `${field} (${words[difference]})`);
  return printable(listedFirst(texts, 30), 2_000);
}

function nameOf({ spec, imageVersion }: UpdateStep, { serviceId }: Service): UpdateName {
  const { body, serviceName } = spec;
  const takers = listOf(body['containers']).filter((one) => one['imageVersion'] === imageVersion);
  return { serviceId, serviceName, imageVersion, takers: takers.map(({ name }) => textOf(name)) };
}

function requireReadable(podIds: readonly string[]): void {
  if (podIds.length === 0) return;
  throw new UserError(
    `BEC does not show which images run in ${listedFirst(podIds.map(quoted), 5)}, so nobody could tell whether an update works. Set check-image: true, which compares digests; or wait: false, which only requests the update; or create a new service for each version.`,
  );
}

/** The same version again changes no template, so no pod would be replaced. */
function requireSameImage({ pods }: Progress, { imageVersion }: UpdateStep): void {
  const other = pods.find(({ image }) => image === 'pushed again');
  if (other === undefined) return;
  throw new UserError(
    `${other.pod.podId} runs another image as ${quoted(imageVersion)} than the registry has: the tag was pushed again, and an update to the same version replaces no pod. Deploy a version of its own, such as the commit's.`,
  );
}
