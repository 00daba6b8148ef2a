import { listOf, textOf, type Fields } from '../json.ts';
import { counted, printable } from '../text.ts';
import { notReady, type ContainerStatus, type Pod } from './pods.ts';

/** Why a pod does not run, in words that can follow a colon, and what to do about it. */
export interface Cause {
  readonly text: string;
  /** Empty if nothing is known. */
  readonly cure: string;
}

/** What the platform says of a pod: an event, or the state of a container. */
interface Evidence {
  /** All of it, such as `Failed: Failed to pull image "web:v1": rpc error: …` */
  readonly words: string;
  readonly message: string;
  readonly container: ContainerStatus | undefined;
}

interface Kind {
  readonly pattern: RegExp;
  readonly causeOf: (evidence: Evidence, body: Fields) => Cause;
}

/** Strongest first: a container that ran out of memory is in a crash loop too. */
const kinds: readonly Kind[] = [
  {
    pattern: /OOMKilled/,
    causeOf: ({ container }, body) => ({
      text: `${nameOf(container)} ran out of memory (OOMKilled)`,
      cure: `Raise its memory${suffixed(', which is ', orderedIn(body, container).memory, ' GB')}.`,
    }),
  },
  {
    pattern: /exec format error/i,
    causeOf: ({ container }) => ({
      text: `the image of ${nameOf(container)} is built for another CPU (exec format error)`,
      cure: "Build it for the CPU of BEC's nodes, usually linux/amd64.",
    }),
  },
  {
    pattern: /no such file or directory|executable file not found/i,
    causeOf: ({ container, message }) => ({
      text: `${nameOf(container)} can't start: ${essenceOf(message)}`,
      cure: 'The image has no such file: check commands, args and workingDir.',
    }),
  },
  {
    pattern: /ImagePull|InvalidImageName|pull(?:ing)? image|manifest unknown/i,
    causeOf: ({ message, container }, body) => ({
      text: `the image ${imageIn(message, orderedIn(body, container).image)} can't be pulled${suffixed(': ', essenceOf(message), '')}`,
      cure: 'Push it with exactly this version before this step. If its registry is private, name the credentials in imageRegistrySecrets.',
    }),
  },
  {
    pattern: /FailedMount|FailedAttach|MountVolume|CreateContainerConfig/i,
    causeOf: ({ message }) => ({
      text: `a volume or variable can't be set up: ${essenceOf(message)}`,
      cure: 'Create every configMap and secret under volumes and envs on BEC first, or correct its name.',
    }),
  },
  {
    pattern: /Insufficient|FailedScheduling|Unschedulable/i,
    causeOf: ({ message }) => ({
      text: `no node has enough room: ${essenceOf(message)}`,
      cure: 'Ask for less cpu or memory, fewer replicas, or another region.',
    }),
  },
  {
    pattern: /CrashLoop|exit code|Back-off restarting|: Error(?:;|$)/i,
    causeOf: ({ container }) => ({
      text: `${nameOf(container)} starts and exits again${endOf(container)}`,
      cure: 'Check its commands, args and envs. Its output is in the BEC console, or where logCollectDetail in the spec sends it.',
    }),
  },
];

/**
 * What explains most about a pod; undefined if nothing does.
 * @param body the request's, which says what the containers were to get
 */
export function causeOf(pod: Pod, body: Fields): Cause | undefined {
  const failing = pod.containers.filter(({ ready }) => !ready);
  const warnings = pod.events.filter(({ isWarning }) => isWarning);
  const evidence: readonly Evidence[] = [
    ...warnings.map(({ name, message }) => ({
      words: `${name}: ${message}`,
      message,
      container: failing[0],
    })),
    ...failing.map((container) => ({
      words: stateText(container),
      message: container.message === '' ? container.reason : container.message,
      container,
    })),
  ];
  for (const { pattern, causeOf: describe } of kinds) {
    const matching = evidence.filter(({ words }) => pattern.test(words));
    // "Back-off pulling image" says less than the event with the registry's own response.
    const best = matching.find(({ words }) => !/back-?off pulling/i.test(words)) ?? matching[0];
    if (best === undefined) continue;
    const { text, cure } = describe(best, body);
    return { text: sentencePartOf(text), cure };
  }
  const states = failing.filter(({ reason }) => reason !== '');
  const unusual = states.find(({ reason }) => !usualReasons.has(reason));
  const other = unusual === undefined ? (evidence[0]?.words ?? '') : stateText(unusual);
  return other === '' ? undefined : { text: sentencePartOf(other), cure: '' };
}

/** Every container has these on its way. */
const usualReasons = new Set(['ContainerCreating', 'PodInitializing', 'Completed', notReady]);

/** `web: CrashLoopBackOff: back-off 40s; exit code 1` */
export function stateText({ name, reason, message, end }: ContainerStatus): string {
  const state = joined([joined([reason, message], ': '), end], '; ');
  return joined([name, state], ': ');
}

function nameOf(container: ContainerStatus | undefined): string {
  return container === undefined ? 'a container' : `container ${container.name}`;
}

/** How it ended, and how often. */
function endOf(container: ContainerStatus | undefined): string {
  if (container === undefined) return '';
  const { end, restartCount } = container;
  const restarts = restartCount === 0 ? '' : counted(restartCount, 'restart');
  return suffixed(' (', joined([end, restarts], ', '), ')');
}

interface Ordered {
  /** `host/name:version`; empty if it is not known. */
  readonly image: string;
  /** In GB. */
  readonly memory: string;
}

function orderedIn(body: Fields, container: ContainerStatus | undefined): Ordered {
  const containers = listOf(body['containers']);
  const found = containers.find(({ name }) => textOf(name) === container?.name);
  const { imageAddress, imageVersion, memory } = found ?? {};
  return { image: joined([imageAddress, imageVersion].map(textOf), ':'), memory: textOf(memory) };
}

/** As the platform names it, else as it was requested. */
function imageIn(words: string, requested: string): string {
  return /image "([^"\s]{1,300})"/.exec(words)?.[1] ?? requested;
}

/** Without what each layer of the platform has put before the cause. */
function essenceOf(message: string): string {
  const ends = layers.map((layer) => {
    const at = message.lastIndexOf(layer);
    return at < 0 ? 0 : at + layer.length;
  });
  return message.slice(Math.max(...ends));
}

const layers = ['desc = ', 'Error response from daemon: ', '": '];

/** Printable, and without the full stop that the sentence around it has. */
function sentencePartOf(text: string): string {
  return printable(text.trim().replace(/\.+$/, ''), 400);
}

function joined(texts: readonly string[], separator: string): string {
  return texts.filter((text) => text !== '').join(separator);
}

function suffixed(before: string, text: string, after: string): string {
  return text === '' ? '' : `${before}${text}${after}`;
}
