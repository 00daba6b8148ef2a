import { listOf, textOf, type Fields } from '../json.ts';
import { counted, joined, listed, printable, quoted } from '../text.ts';
import { notReady, type ContainerStatus, type Pod, type PodEvent } from './pods.ts';

/** Why a pod does not run, in words that can follow a colon, and what to do about it, if that is known. */
export interface Cause {
  readonly text: string;
  readonly cure: string;
}

/** What the platform says of a container: an event, or its state. */
type Evidence = Readonly<ReturnType<typeof evidenceOf>>;

interface Kind {
  readonly pattern: RegExp;
  readonly text: (evidence: Evidence) => string;
  readonly cure: (evidence: Evidence) => string;
}

/** Strongest first: a container that ran out of memory is in a crash loop too. */
// prettier-ignore
const kinds: readonly Kind[] = [
  { pattern: /OOMKilled/, text: ({ name }) => `${name} ran out of memory (OOMKilled)`, cure: ({ memoryGb }) => `Raise its memory${memoryGb === '' ? '' : `, which is ${memoryGb} GB`}.` },
  { pattern: /exec format error/i, text: ({ name }) => `the image of ${name} is built for another CPU (exec format error)`, cure: () => "Build it for the CPU of BEC's nodes, usually linux/amd64." },
  { pattern: /no such file or directory|executable file not found/i, text: ({ name, essence }) => `${name} can't start: ${essence}`, cure: () => 'The image has no such file: check commands, args and workingDir.' },
  { pattern: /ImagePull|InvalidImageName|pull(?:ing)? image|manifest unknown/i, text: ({ image, essence }) => `the image ${image} can't be pulled: ${essence}`, cure: cureOfPull },
  { pattern: /FailedMount|FailedAttach|MountVolume|CreateContainerConfig/i, text: ({ essence }) => `a volume or variable can't be set up: ${essence}`, cure: () => 'Create every configMap and secret under volumes and envs on BEC first, or correct its name.' },
  { pattern: /Insufficient|FailedScheduling|Unschedulable/i, text: ({ essence }) => `no node has enough room: ${essence}`, cure: () => 'Ask for less cpu or memory, fewer replicas, or another region.' },
  { pattern: /CrashLoop|exit code|Back-off restarting|: Error(?:;|$)/i, text: ({ name, end }) => `${name} starts and exits again${end === '' ? '' : ` (${end})`}`, cure: () => 'Check its commands, args and envs. Its output is in the BEC console, or where logCollectDetail in the spec sends it.' },
];

/** What is shown of a container; nothing of one that is not there yet. */
type Shown = Partial<ContainerStatus>;

/** Every container has these on its way. */
function isUsual({ reason = '' }: Shown): boolean {
  return ['', 'ContainerCreating', 'PodInitializing', 'Completed', notReady].includes(reason);
}

function cureOfPull({ isRequested, secrets }: Evidence): string {
  if (!isRequested) return '';
  const isPrivate =
    secrets.length === 0
      ? 'name the credentials in imageRegistrySecrets'
      : `check that BEC has the registry secret ${listed(secrets.map(quoted))}, and that it is for this registry`;
  return `Push it with exactly this version before this step. If its registry is private, ${isPrivate}.`;
}

/**
 * What explains most about each failing container of a pod; empty if nothing does.
 * @param body the request's, which says what the containers were to get
 */
export function causesOf(pod: Pod, body: Fields): readonly Cause[] {
  const failing = pod.containers.filter(({ ready }) => !ready);
  const warnings = pod.events.filter(({ isWarning }) => isWarning);
  const causes = failing.flatMap((one) => {
    // An event belongs to the container that is in the same trouble, and whose image it names if it names one.
    const others = failing.filter((other) => other !== one).map((other) => imageOf(other, body));
    const own = warnings.filter(
      ({ message }) =>
        !others.includes(imageIn(message) ?? '') &&
        kinds.some(({ pattern }) => pattern.test(stateText(one)) && pattern.test(message)),
    );
    return own.length === 0 && isUsual(one) ? [] : causeOf(one, own, body);
  });
  return failing.length > 1 && causes.length > 0
    ? causes
    : causeOf(failing[0] ?? {}, warnings, body);
}

function causeOf(container: Shown, warnings: readonly PodEvent[], body: Fields): readonly Cause[] {
  const { reason = '', message: own = '' } = container;
  const state = { words: stateText(container), message: own || reason };
  const said = [
    ...warnings.map(({ name, message }) => ({ words: `${name}: ${message}`, message })),
    state,
  ];
  for (const { pattern, text, cure } of kinds) {
    const matching = said.filter(({ words }) => pattern.test(words));
    // "Back-off pulling image" says less than the event with the registry's own response.
    const best = matching.find(({ words }) => !/back-?off pulling/i.test(words)) ?? matching[0];
    if (best === undefined) continue;
    const evidence = evidenceOf(best.message, container, body);
    return [{ text: partOfSentence(text(evidence)), cure: cure(evidence) }];
  }
  const { words } = (isUsual(container) ? said[0] : undefined) ?? state;
  return words === '' ? [] : [{ text: partOfSentence(words), cure: '' }];
}

/** `web: CrashLoopBackOff: back-off 40s; exit code 1` */
export function stateText({ name = '', reason = '', message = '', end = '' }: Shown): string {
  return joined([name, joined([joined([reason, message], ': '), end], '; ')], ': ');
}

function evidenceOf(message: string, container: Shown, body: Fields) {
  const { name, end = '', restartCount = 0 } = container;
  const { memory, imageVersion } = requestedFor(container, body);
  const image = imageIn(message) ?? imageOf(container, body);
  return {
    /** Without what each layer of the platform has put before the cause. */
    essence: message.replace(layers, ''),
    name: name === undefined ? 'a container' : `container ${name}`,
    /** How its last process ended, and how often; empty if none has. */
    end: joined([end, restartCount === 0 ? '' : counted(restartCount, 'restart')], ', '),
    /** As BEC shows it, else as requested; empty if that is not known. */
    image,
    isRequested: image.endsWith(textOf(imageVersion)),
    memoryGb: textOf(memory),
    secrets: listOf(body['imageRegistrySecrets']).map((secret) => textOf(secret['name'])),
  };
}

const layers = /^.*(?:desc = |Error response from daemon: |": )/s;

function requestedFor(container: Shown, body: Fields): Fields {
  return listOf(body['containers']).find(({ name }) => name === container.name) ?? {};
}

/** A pod of an earlier version shows another image than the request has; an id alone names none. */
function imageOf(container: Shown, body: Fields): string {
  const { image = '' } = container;
  if (image !== '' && !image.startsWith('sha256:')) return image;
  const { imageAddress, imageVersion } = requestedFor(container, body);
  return joined([textOf(imageAddress), textOf(imageVersion)], ':');
}

function imageIn(message: string): string | undefined {
  return /image "([^"\s]{1,300})"/.exec(message)?.[1];
}

/** Printable, and without the full stop that the sentence around it has. */
function partOfSentence(text: string): string {
  return printable(text.trim().replace(/\.+$/, ''), 400);
}
