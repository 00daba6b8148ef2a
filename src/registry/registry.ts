import { durationText, startDeadline } from '../clock.ts';
import { UserError } from '../errors.ts';
import { retryPolicies } from '../http/retry.ts';
import { isImageTag } from '../image-tag.ts';
import { printable } from '../text.ts';
import { loginFor, readDockerConfig, type DockerConfig } from './docker-config.ts';
import { parseImageName } from './image-name.ts';
import { checkImage, type CheckOptions, type ImageCheck } from './manifest.ts';
import type { RepositoryOptions } from './repository.ts';
import { openSession, RegistryError, type RegistryRun, type Session } from './session.ts';

export type { ImageCheck } from './manifest.ts';
export type { RegistryRun } from './session.ts';

export interface Image {
  /** Without tag and digest: `hub.baidubce.com/acme/web`, `nginx`. */
  readonly imageAddress: string;
  readonly imageVersion: string;
  /** What of it is a secret: nothing, exactly the registry's host, or more. */
  readonly secretPart: 'nothing' | 'host' | 'more';
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
  run: RegistryRun,
): Promise<readonly ImageCheck[]> {
  const limitMs = retryPolicies.registry.maxElapsedMs;
  const lateness = new RegistryError(`There was no result within ${durationText(limitMs)}`);
  const deadline = startDeadline(run.clock, limitMs, lateness);
  const session = openSession({ ...run, signal: AbortSignal.any([run.signal, deadline.signal]) });
  const config = readDockerConfig(run.environment);
  const checks = new Map<string, Promise<ImageCheck>>();
  const checkOf = async (image: Image): Promise<ImageCheck> => {
    try {
      if (checks.size >= maxImages) {
        throw new RegistryError(`Only the first ${maxImages} images of a spec are checked`);
      }
      return await checkImage(repositoryOptionsOf(image, config, session), session, options);
    } catch (error) {
      const reason = reasonOf(error);
      if (!(error instanceof RegistryError)) run.signal.throwIfAborted();
      return { kind: 'unknown', reason };
    }
  };
  try {
    return await Promise.all(
      images.map((image) => {
        const key = JSON.stringify([image.imageAddress, image.imageVersion, image.secretPart]);
        const check = checks.get(key) ?? checkOf(image);
        checks.set(key, check);
        return check;
      }),
    );
  } finally {
    deadline.stop();
    session.close();
  }
}

/** @throws RegistryError if the image's registry must not be asked */
function repositoryOptionsOf(
  { imageAddress, imageVersion, secretPart }: Image,
  config: DockerConfig,
  { mask }: Session,
): RepositoryOptions {
  const name = parseImageName(imageAddress);
  if (name === undefined || !isImageTag(imageVersion)) {
    throw new RegistryError('It is not a valid image address and tag');
  }
  if (secretPart === 'more') {
    throw new RegistryError('Its address or version holds a secret, which is sent to BEC only');
  }
  const login = loginFor(name.registry, config);
  if (secretPart === 'host') {
    mask(name.registry.name);
    if (login === undefined) {
      throw new RegistryError(
        "Its registry is a secret, and docker's configuration doesn't know it. Log in with docker/login-action before this step",
      );
    }
  }
  return { ...name, version: imageVersion, login: login ?? config.fallback };
}

function reasonOf(error: unknown): string {
  if (error instanceof RegistryError) return error.message;
  // A proxy that can't be used ends a deployment only if BEC itself is behind it.
  if (error instanceof UserError) return error.message.replace(/\.$/, '');
  return `The check has a fault: ${printable(String(error))}`;
}
