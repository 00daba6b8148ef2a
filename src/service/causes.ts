import { listOf, textOf, type Fields } from '../json.ts';
import { counted, joined, printable } from '../text.ts';
import { notReady, type ContainerStatus, type Pod } from './pods.ts';

/** Why a pod does not run, in words that can follow a colon, and what to do about it, if that is known. */
export interface Cause {
  readonly text: string;
  readonly cure: string;
}

/** What the platform says of a pod: an event, or the state of a container. */
interface Evidence {
  /** All of it, such as `Failed: Failed to pull image "web:v1": rpc error: …` */
  readonly words: string;
  /** Without what each layer of the platform has put before the cause. */
  readonly essence: string;
  readonly name: string;
  /** How its last process ended, and how often; empty if none has. */
  readonly end: string;
  /** As requested; empty if that is not known. */
  readonly image: string;
  readonly memoryGb: string;
}

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
  { pattern: /ImagePull|InvalidImageName|pull(?:ing)? image|manifest unknown/i, text: ({ image, essence }) => `the image ${image} can't be pulled: ${essence}`, cure: () => 'Push it with exactly this version before this step. If its registry is private, name the credentials in imageRegistrySecrets.' },
  { pattern: /FailedMount|FailedAttach|MountVolume|CreateContainerConfig/i, text: ({ essence }) => `a volume or variable can't be set up: ${essence}`, cure: () => 'Create every configMap and secret under volumes and envs on BEC first, or correct its name.' },
  { pattern: /Insufficient|FailedScheduling|Unschedulable/i, text: ({ essence }) => `no node has enough room: ${essence}`, cure: () => 'Ask for less cpu or memory, fewer replicas, or another region.' },
  { pattern: /CrashLoop|exit code|Back-off restarting|: Error(?:;|$)/i, text: ({ name, end }) => `${name} starts and exits again${end === '' ? '' : ` (${end})`}`, cure: () => 'Check its commands, args and envs. Its output is in the BEC console, or where logCollectDetail in the spec sends it.' },
];

/** Every container has these on its way. */
const usualReasons = new Set(['ContainerCreating', 'PodInitializing', 'Completed', notReady]);

/**
 * What explains most about a pod; undefined if nothing does.
 * @param body the request's, which says what the containers were to get
 */
export function causeOf(pod: Pod, body: Fields): Cause | undefined {
  const failing = pod.containers.filter(({ ready }) => !ready);
  const warnings = pod.events.filter(({ isWarning }) => isWarning);
  const evidence = [
    ...warnings.map(({ name, message }) =>
      evidenceOf(`${name}: ${message}`, message, { container: failing[0], body }),
    ),
    ...failing.map((it) =>
      evidenceOf(stateText(it), it.message || it.reason, { container: it, body }),
    ),
  ];
  for (const { pattern, text, cure } of kinds) {
    const matching = evidence.filter(({ words }) => pattern.test(words));
    // "Back-off pulling image" says less than the event with the registry's own response.
    const best = matching.find(({ words }) => !/back-?off pulling/i.test(words)) ?? matching[0];
    if (best !== undefined) return { text: partOfSentence(text(best)), cure: cure(best) };
  }
  const unusual = failing.find(({ reason }) => reason !== '' && !usualReasons.has(reason));
  const other = unusual === undefined ? (evidence[0]?.words ?? '') : stateText(unusual);
  return other === '' ? undefined : { text: partOfSentence(other), cure: '' };
}

/** `web: CrashLoopBackOff: back-off 40s; exit code 1` */
export function stateText({ name, reason, message, end }: ContainerStatus): string {
  return joined([name, joined([joined([reason, message], ': '), end], '; ')], ': ');
}

function evidenceOf(
  words: string,
  message: string,
  { container, body }: { readonly container: ContainerStatus | undefined; readonly body: Fields },
): Evidence {
  const requested = listOf(body['containers']).find(({ name }) => name === container?.name) ?? {};
  const image = joined([requested['imageAddress'], requested['imageVersion']].map(textOf), ':');
  const restarts = container?.restartCount ?? 0;
  return {
    words,
    essence: message.slice(Math.max(...layers.map((layer) => endOf(message, layer)))),
    name: container === undefined ? 'a container' : `container ${container.name}`,
    end: joined([container?.end ?? '', restarts === 0 ? '' : counted(restarts, 'restart')], ', '),
    image: /image "([^"\s]{1,300})"/.exec(message)?.[1] ?? image,
    memoryGb: textOf(requested['memory']),
  };
}

const layers = ['desc = ', 'Error response from daemon: ', '": '];

/** Where its last occurrence ends; 0 without one. */
function endOf(text: string, part: string): number {
  const at = text.lastIndexOf(part);
  return at < 0 ? 0 : at + part.length;
}

/** Printable, and without the full stop that the sentence around it has. */
function partOfSentence(text: string): string {
  return printable(text.trim().replace(/\.+$/, ''), 400);
}
