import { parsePod } from '../src/service/pods.ts';
import { parseService } from '../src/service/detail.ts';
import type { Look, Target } from '../update/progress.ts';

/** The registry, path and digests that the notation stands for. */
export const registryPath = 'registry.example/acme/web';
export const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;

/** Nothing is sent to reach it. */
export function targetOf(imageVersion: string, digests: readonly string[] = []): Target {
  return {
    imageVersion,
    images: [{ name: 'web', imageAddress: registryPath, imageVersion }],
    digests: new Map([[`${registryPath}:${imageVersion}`, digests]]),
    before: new Set(),
  };
}

/**
 * A look at a service in short. The plan has a version for each region; `?` is one that is not shown.
 * Pods are separated by spaces, each `region/image!-#made+start`: `!` is not ready, `-` ending. An image
 * is a version, `?` if it is absent, or a whole reference. `made` and `start` default to 0.
 * @example lookAt('sh:v2 lf:v2', 'sh/v1 sh/v2!#1')
 */
export function lookAt(
  plan: string,
  pods: string,
  facts: Readonly<Record<string, unknown>> = {},
): Look {
  const regions = plan.split(' ').map((text) => {
    const [regionId = '', imageVersion = ''] = text.split(':');
    return { regionId, imageVersion };
  });
  const listed = pods === '' ? [] : pods.split(' ').map(podOf);
  const service = parseService({
    serviceId: 's-web',
    serviceName: 'web',
    status: 'RUNNING',
    totalPods: listed.length,
    runningPods: listed.length,
    resourceBriefVos: regions.map(({ regionId, imageVersion }) => ({
      deployInstance: { regionId },
      containers: [
        { name: 'web', imageAddress: registryPath, ...(imageVersion !== '?' && { imageVersion }) },
      ],
    })),
    ...facts,
  });
  if (service === undefined) throw new Error('no service');
  return { service, pods: listed.map(parsePod), isWhole: true };
}

const podPattern =
  /^(?:(?<id>[\w.]+)=)?(?<region>\w+)\/(?<image>[^!#+~-]+)(?<marks>[!~-]*)(?:#(?<made>\d+))?(?:\+(?<start>\d+))?$/;

function podOf(text: string, index: number): Readonly<Record<string, unknown>> {
  const {
    id = `sts-${index}`,
    region,
    image = '?',
    marks = '',
    made = '0',
    start = '0',
  } = podPattern.exec(text)?.groups ?? {};
  const isReady = !marks.includes('!');
  const [shown = '', imageID = ''] = image.split('|');
  return {
    podName: id,
    regionId: region,
    status: marks.includes('-')
      ? 'TERMINATING'
      : isReady || marks.includes('~')
        ? 'RUNNING'
        : 'PENDING',
    createTime: `2026-01-01T00:00:0${made}Z`,
    containerStatuses: [
      {
        name: 'web',
        ...(shown !== '?' && { image: /[/@:]/.test(shown) ? shown : `${registryPath}:${shown}` }),
        ...(imageID !== '' && { imageID }),
        ready: isReady,
        restartCount: Number(start),
        containerID: `containerd://${id}-${made}-${start}`,
        state: isReady
          ? { running: { startedAt: start } }
          : { waiting: { reason: 'ImagePullBackOff', message: '' } },
      },
    ],
  };
}
