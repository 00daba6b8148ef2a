import { durationText, startDeadline, type Clock } from '../clock.ts';
import type { ProxyEnvironment } from '../http/connection.ts';
import { UserError } from '../errors.ts';
import { retryPolicies } from '../http/retry.ts';
import { isImageTag } from '../image-tag.ts';
import { printable } from '../text.ts';
import { knownLoginFor, loginFor, parseDockerConfig, type DockerConfig } from './docker-config.ts';
import { parseImageName } from './image-name.ts';
import { checkImage, type ImageCheck, type ManifestOptions } from './manifest.ts';
import { openSession, RegistryError, type Session } from './session.ts';

export { readDockerConfig } from './docker-config.ts';
export type { ImageCheck } from './manifest.ts';

export interface Image {
  /** Without tag and digest: `hub.baidubce.com/acme/web`, `nginx`. */
  readonly imageAddress: string;
  /** A tag. */
  readonly imageVersion: string;
  /** What of it is a secret: nothing, exactly the registry's host, or more. */
  readonly secretPart: 'nothing' | 'host' | 'more';
}

export interface CheckOptions {
  /** As {@link readDockerConfig} returns it. */
  readonly dockerConfigText: string | undefined;
  /** Whether the spec names a registry secret for BEC. */
  readonly hasSecret: boolean;
  /** Whether the digests of the manifests in an index are asked for. */
  readonly withPlatforms: boolean;
  readonly proxyEnv: ProxyEnvironment;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called with each secret before anything that could hold it is sent or logged. */
  readonly mask: (secret: string) => void;
  /** Called with a sentence that is fit to be printed. */
  readonly log: (line: string) => void;
}

const maxImages = 20;

/**
 * Asks each image's registry whether the image is there: every distinct image once, all at a time, at most
 * 20 images and a minute in all. Nothing is pulled.
 * @returns one check for each image, in their order
 * @throws the signal's reason when the run is cancelled. Nothing else: whatever goes wrong leaves an image
 * unknown
 */
export async function checkImages(
  images: readonly Image[],
  options: CheckOptions,
): Promise<readonly ImageCheck[]> {
  const limitMs = retryPolicies.registry.maxElapsedMs;
  const lateness = new RegistryError(`There was no result within ${durationText(limitMs)}`);
  const deadline = startDeadline(options.clock, limitMs, lateness);
  const limited = { ...options, signal: AbortSignal.any([options.signal, deadline.signal]) };
  const session = openSession(limited);
  try {
    const run = {
      ...limited,
      session,
      config: parseDockerConfig(options.dockerConfigText ?? '{}'),
    };
    const distinct = new Map(images.map((image) => [keyOf(image), image]));
    const checks = [...distinct]
      .slice(0, maxImages)
      .map(async ([key, image]) => [key, await checkOf(image, run)] as const);
    const checked = new Map(await Promise.all(checks));
    const reason = `Only the first ${maxImages} images of a spec are checked`;
    return images.map((image) => checked.get(keyOf(image)) ?? { kind: 'unknown', reason });
  } finally {
    deadline.stop();
    session.close();
  }
}

interface Run extends CheckOptions {
  readonly config: DockerConfig;
  readonly session: Session;
}

function keyOf({ imageAddress, imageVersion, secretPart }: Image): string {
  return JSON.stringify([imageAddress, imageVersion, secretPart]);
}

async function checkOf(image: Image, run: Run): Promise<ImageCheck> {
  try {
    return await checkImage(manifestOptionsOf(image, run));
  } catch (error) {
    return { kind: 'unknown', reason: reasonOf(error, run) };
  }
}

/** @throws RegistryError if the image's registry must not be asked */
function manifestOptionsOf(image: Image, run: Run): ManifestOptions {
  const { imageAddress, imageVersion, secretPart } = image;
  const name = parseImageName(imageAddress);
  if (name === undefined || !isImageTag(imageVersion)) {
    throw new RegistryError('It is not a valid image address and tag');
  }
  const { registry } = name;
  if (secretPart === 'more') {
    throw new RegistryError('Its address or version holds a secret, which is sent to BEC only');
  }
  if (secretPart === 'host') {
    run.mask(registry.name);
    if (knownLoginFor(run.config, registry) === undefined) {
      throw new RegistryError(
        "Its registry is a secret, and docker's configuration doesn't know it. Log in with docker/login-action before this step",
      );
    }
  }
  return { ...run, image: name, imageVersion, login: loginFor(run.config, registry) };
}

/** @throws the signal's reason when the run is cancelled */
function reasonOf(error: unknown, { signal }: Run): string {
  if (error instanceof RegistryError) return error.message;
  signal.throwIfAborted();
  // A proxy that can't be used ends a deployment only if BEC itself is behind it.
  if (error instanceof UserError) return error.message.replace(/\.$/, '');
  return `The check has a fault: ${printable(String(error))}`;
}
