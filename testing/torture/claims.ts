import type { LocalBec } from '../../local-bec/server.ts';
import { clientTokenOf } from '../../src/action/client-token.ts';
import { parseRun } from '../../src/context.ts';
import {
  tokensAndBodiesIn,
  createsIn,
  plainSpec,
  type Deployment,
  type Ended,
} from '../deployment.ts';
import { leaksIn } from '../leaks.ts';
import { commandsIn } from '../log.ts';
import { tagPush } from '../tag-push.ts';
import type { Plan } from './plan.ts';

/** What must not be. */
export interface Violation {
  readonly kind: 'duplicate' | 'lost id' | 'untruth' | 'leak' | 'unnamed deletion' | 'other';
  readonly text: string;
}

export type ServiceRecord = LocalBec['services'][number];

export interface State {
  /** By everybody's clock. */
  readonly atMs: number;
  readonly requests: number;
  readonly connections: number;
  readonly services: readonly ServiceRecord[];
}

/** What went before an attempt. */
export interface History {
  readonly plan: Plan;
  readonly secret: string;
  /** Of the attempts before. */
  readonly logs: readonly string[];
}

export interface Course {
  readonly before: State;
  readonly after: State;
  readonly history: History;
}

/**
 * How many living services the run may have made. It is one, but where BEC shows a new service so late
 * that nothing tells it from a deleted one: then one more for each earlier attempt.
 */
function mostServices({ plan, logs }: History): number {
  return Number(plan.variants.readLag) < 60 ? 1 : logs.length + 1;
}

export type Require = (isSo: boolean, kind: Violation['kind'], text: string) => void;

/** Whether the run has created it. */
export function isOwn({ clientToken = '' }: ServiceRecord): boolean {
  return clientToken.startsWith('bec-');
}

/** Reads that lag behind show what was deleted a moment ago. */
function isShownLiving(service: ServiceRecord, { before, history }: Course): boolean {
  const { deletedAt = Infinity } = service;
  return deletedAt > before.atMs - Number(history.plan.variants.readLag) * 1000;
}

export function isLiving({ deletedAt }: ServiceRecord): boolean {
  return deletedAt === undefined;
}

/** Whether what an attempt has done and said is right. */
export function violationsIn(
  deployment: Deployment,
  ended: Ended,
  course: Course,
): readonly Violation[] {
  return violationsOf((require) => {
    checkServices(require, deployment, ended, course);
    checkPrevious(require, ended, course);
    checkTokens(require, deployment, course);
    checkDeletions(require, ended, course);
    checkWords(require, { text: ended.error, outputs: ended.outputs }, course);
    checkExistence(require, ended);
    checkLog(require, deployment, ended, course);
  });
}

/**
 * The same of the post step of an attempt that was not green.
 * @param course from before the attempt until after its post step
 */
export function postViolations(
  deployment: Deployment,
  { ended, post }: { readonly ended: Ended; readonly post: Ended },
  course: Course,
): readonly Violation[] {
  const { bec } = deployment;
  return violationsOf((require) => {
    checkTokens(require, deployment, course);
    checkDeletions(require, ended, course);
    checkWords(require, { text: post.log, outputs: ended.outputs }, course);
    checkLog(require, deployment, post, course);
    require(post.exitCode !== null, 'other', 'the post step does not end');
    const isSilent = ended.error === '' && post.error === '';
    const created = bec.services.filter(
      (service) => isOwn(service) && isLiving(service) && isNewIn(course.before, service),
    );
    const { serviceId } = ended.outputs;
    const isNamed = created.every((service) => service.serviceId === serviceId);
    require(!isSilent || isNamed, 'lost id', 'nobody says that a service exists');
  });
}

export function violationsOf(check: (require: Require) => void): readonly Violation[] {
  const violations: Violation[] = [];
  check((isSo, kind, text) => {
    if (!isSo) violations.push({ kind, text });
  });
  return violations;
}

function isNewIn({ services }: State, { serviceId }: ServiceRecord): boolean {
  return services.every((service) => service.serviceId !== serviceId);
}

function checkLog(require: Require, { bec }: Deployment, ended: Ended, course: Course): void {
  const { accessKeyId, secretAccessKey, sessionToken = '' } = bec.credentials;
  const secrets = [accessKeyId, secretAccessKey, sessionToken, course.history.secret];
  for (const leak of leaksIn(ended, secrets)) require(false, 'leak', leak);
  for (const { name, text } of commandsIn(ended.log)) {
    const isExpected = ['add-mask', 'error', 'warning', 'group', 'endgroup'].includes(name);
    require(isExpected, 'other', `::${name}::${text}`);
  }
  require(!ended.log.includes('fault in bec-create'), 'other', 'a fault of its own');
}

function checkServices(
  require: Require,
  { bec }: Deployment,
  { error, log, outputs, exitCode }: Ended,
  course: Course,
): void {
  const { before, history } = course;
  const own = bec.services.filter(isOwn);
  const living = own.filter(isLiving);
  require(living.length <= mostServices(history), 'duplicate', `${living.length} living services`);
  const said = [...history.logs, log].join('\n');
  const isNamed = living.every(({ serviceId }) => said.includes(serviceId));
  require(living.length <= 1 || isNamed, 'lost id', 'one of several services is not named');
  const { bodies } = tokensAndBodiesIn(
    createsIn({ requests: bec.requests.slice(before.requests) }),
  );
  // Only the version differs, and only from one attempt of the job to the next.
  require(bodies.length <= 1, 'duplicate', `bodies ${bodies.join('\n')}`);
  const { serviceId = '' } = outputs;
  const service = own.find((candidate) => candidate.serviceId === serviceId);
  if (serviceId !== '') {
    require(service !== undefined, 'lost id', `the output is ${serviceId}`);
    // A step that was killed may have got as far as the output only; its post step says the rest.
    const isLogged =
      exitCode === 0
        ? ['Created', 'Found'].some((verb) => log.includes(`${verb} ${serviceId}`))
        : exitCode === null || log.includes(serviceId);
    require(isLogged, 'lost id', 'the id is not in the log');
  }
  if (exitCode === 0) {
    require(service !== undefined, 'lost id', 'green without an id');
    const isShown = service !== undefined && isShownLiving(service, course);
    require(isShown, 'untruth', 'green with a dead id');
    require(error === '', 'other', 'green with an error');
    require(JSON.stringify(service?.body) === bodies[0], 'duplicate', 'the body is another one');
  } else if (exitCode !== null) {
    require(error !== '', 'untruth', 'red without an error');
  }
}

/** The token of the only service that was there before, has the same name and is in the same place. */
export const previousToken = 'another-previous';

function checkPrevious(require: Require, { outputs }: Ended, { before }: Course): void {
  const previous = before.services.filter(
    (service) => service.clientToken === previousToken && isLiving(service),
  );
  const { previousServiceIds = '' } = outputs;
  for (const listed of previousServiceIds.split('\n').filter((id) => id !== '')) {
    const isSo = previous.some(({ serviceId }) => serviceId === listed);
    require(isSo, 'untruth', `${listed} is listed as previous`);
  }
}

function checkTokens(require: Require, { bec }: Deployment, { history }: Course): void {
  const run = parseRun({ ...tagPush, GITHUB_RUN_ID: String(1_000_000 + history.plan.seed) });
  const scope = { run, matrix: '', serviceName: plainSpec.serviceName };
  const expected = [1, 2, 3, 4, 5].map((generation) => clientTokenOf(scope, generation));
  const { tokens } = tokensAndBodiesIn(createsIn(bec));
  const own = tokens.filter((token) => !token.startsWith('another-'));
  require(own.every((token, index) => token === expected[index]), 'duplicate', own.join(', '));
  const deleted = bec.services.filter((service) => isOwn(service) && !isLiving(service));
  const most = Math.max(deleted.length + 1, mostServices(history));
  require(own.length <= most, 'duplicate', `tokens ${own.join(', ')}`);
}

/** Only on-failure deletes, and only what this attempt has created. */
function checkDeletions(
  require: Require,
  { exitCode }: Ended,
  { before, after, history }: Course,
): void {
  const { onFailure, wait } = history.plan;
  for (const service of newlyDeleted(before, after)) {
    const isNamed = wait && onFailure === 'delete' && exitCode !== 0 && isNewIn(before, service);
    require(isNamed, 'unnamed deletion', `${service.serviceId} was deleted`);
  }
}

export function newlyDeleted(before: State, after: State): readonly ServiceRecord[] {
  const living = before.services.filter(isLiving).map(({ serviceId }) => serviceId);
  const known = before.services.map(({ serviceId }) => serviceId);
  return after.services.filter(
    (service) =>
      !isLiving(service) &&
      (living.includes(service.serviceId) || !known.includes(service.serviceId)),
  );
}

/** Whatever is said of services must be so. */
function checkWords(
  require: Require,
  { text, outputs }: { readonly text: string; readonly outputs: Ended['outputs'] },
  { before, after }: Course,
): void {
  const own = after.services.filter(isOwn);
  const created = own.filter((service) => isNewIn(before, service));
  const { serviceId = '' } = outputs;
  const service = own.find((candidate) => candidate.serviceId === serviceId);
  const claims: readonly (readonly [string, boolean, string])[] = [
    ['No service was created.', own.length === 0, 'a service exists'],
    ['No service was created by this attempt', created.length === 0, 'this attempt created one'],
    ['Nothing was sent', after.connections === before.connections, 'something was sent'],
    ['It still exists', service !== undefined && isLiving(service), 'it is deleted'],
    ['so it still exists', service !== undefined && isLiving(service), 'it is deleted'],
    ['It was deleted, because', service?.deletedAt !== undefined, 'it exists'],
    ['It has been deleted already', service?.deletedAt !== undefined, 'it exists'],
    ['It is being deleted already', service?.deletedAt !== undefined, 'it exists'],
  ];
  for (const [words, isTrue, truth] of claims) {
    require(!text.includes(words) || isTrue, 'untruth', `${truth}, but: ${words}`);
  }
}

/** A step that fails says whether a service exists. */
function checkExistence(require: Require, { error, outputs: { serviceId = '' } }: Ended): void {
  const isSaid =
    serviceId !== '' ||
    /may exist|No service was created|Nothing was sent|has already created/.test(error);
  require(error === '' || isSaid, 'untruth', 'the end does not say whether a service exists');
}
