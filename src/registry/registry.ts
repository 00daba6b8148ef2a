import { durationText, startDeadline, type Clock } from '../clock.ts';
import { isImageTag } from '../image-tag.ts';
import { quoted } from '../text.ts';
import type { ProxyEnvironment } from '../http/connection.ts';
import { retryPolicies } from '../http/retry.ts';
import {
  helperFor,
  loginFor,
  parseDockerConfig,
  type DockerConfig,
  type Login,
} from './docker-config.ts';
import { parseImageName, type ImageName, type Registry } from './image-name.ts';
import { checkImage, type ImageCheck } from './manifest.ts';
import { RegistryError } from './registry-error.ts';
import { openSession } from './session.ts';

export { readDockerConfig } from './docker-config.ts';
export type { ImageCheck } from './manifest.ts';

export interface Image {
  /** Without tag and digest: `hub.baidubce.com/acme/web`, `nginx`. */
  readonly imageAddress: string;
  /** A tag. */
  readonly imageVersion: string;
}

export interface CheckOptions {
  /** As {@link readDockerConfig} returns it. */
  readonly dockerConfigText: string | undefined;
  readonly proxyEnv: ProxyEnvironment;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called with each secret before anything that could hold it is sent or logged. */
  readonly mask: (secret: string) => void;
  /** Called with a sentence that is fit to be printed. */
  readonly log: (line: string) => void;
}

const maxImages = 20;
const maxTotalMs = retryPolicies.registry.maxElapsedMs;

/** An image that its registry can be asked for. */
interface Inquiry {
  readonly name: ImageName;
  readonly imageVersion: string;
}

/**
 * Asks each image's registry whether the image is there: every distinct image once, registries in
 * parallel, at most 20 images and 20 seconds in all. Nothing is pulled.
 * @returns one check for each image, in their order
 * @throws the signal's reason when the run is cancelled. Nothing else: if a registry fails, its images
 * are unknown
 */
export async function checkImages(
  images: readonly Image[],
  options: CheckOptions,
): Promise<readonly ImageCheck[]> {
  const inquiries = new Map(
    images.flatMap((image) => {
      const inquiry = inquiryOf(image);
      return inquiry === undefined ? [] : [[keyOf(image), inquiry]];
    }),
  );
  const config = dockerConfigOf(options);
  const groups = Map.groupBy(
    [...inquiries].slice(0, maxImages),
    ([, { name }]) => name.registry.endpoint.host,
  );

  const lateness = new RegistryError(`There was no result within ${durationText(maxTotalMs)}`);
  const deadline = startDeadline(options.clock, maxTotalMs, lateness);
  try {
    const signal = AbortSignal.any([options.signal, deadline.signal]);
    const results = await Promise.all(
      [...groups.values()].map((group) => checkGroup(group, config, { ...options, signal })),
    );
    const checks = new Map(results.flat());
    return images.map((image) => checks.get(keyOf(image)) ?? uncheckedImage(image));
  } finally {
    deadline.stop();
  }
}

function keyOf({ imageAddress, imageVersion }: Image): string {
  return JSON.stringify([imageAddress, imageVersion]);
}

function inquiryOf({ imageAddress, imageVersion }: Image): Inquiry | undefined {
  const name = parseImageName(imageAddress);
  return name === undefined || !isImageTag(imageVersion) ? undefined : { name, imageVersion };
}

function uncheckedImage(image: Image): ImageCheck {
  return {
    kind: 'unknown',
    reason:
      inquiryOf(image) === undefined
        ? 'It is not a valid image address and tag'
        : `Only the first ${maxImages} images of a spec are checked`,
  };
}

/** Of one registry, one after the other, over one connection. */
async function checkGroup(
  group: readonly (readonly [key: string, inquiry: Inquiry])[],
  config: DockerConfig,
  options: CheckOptions,
): Promise<readonly (readonly [key: string, check: ImageCheck])[]> {
  const [first] = group;
  if (first === undefined) return [];
  const login = usableLogin(config, first[1].name.registry, options.log);
  const session = openSession(options);
  const checks: (readonly [string, ImageCheck])[] = [];
  try {
    for (const [key, { name, imageVersion }] of group) {
      const repository = { image: name, session, login, mask: options.mask };
      checks.push([key, await checkImage(imageVersion, repository).catch(toUnknown)]);
    }
    return checks;
  } finally {
    session.close();
  }
}

function dockerConfigOf({ dockerConfigText, mask, log }: CheckOptions): DockerConfig {
  const config = parseDockerConfig(dockerConfigText ?? '{}');
  if (config === undefined)
    log("docker's configuration is not a JSON object, so no login is used.");
  for (const secret of config?.secrets ?? []) mask(secret);
  return config ?? { logins: new Map(), secrets: [], helpers: new Map() };
}

/** A program that docker would ask for a login is not run: it may wait for somebody at a keyboard. */
function usableLogin(
  config: DockerConfig,
  registry: Registry,
  log: CheckOptions['log'],
): Login | undefined {
  const login = loginFor(config, registry);
  const helper = helperFor(config, registry);
  if (login === undefined && helper !== undefined) {
    log(
      `docker's configuration keeps the login for ${registry.name} in the credential helper ${quoted(helper)}, which is not run: ${registry.name} is asked without a login.`,
    );
  }
  return login;
}

function toUnknown(error: unknown): ImageCheck {
  if (error instanceof RegistryError) return { kind: 'unknown', reason: error.message };
  throw error;
}
