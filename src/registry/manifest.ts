import type { HttpResponse } from '../http/connection.ts';
import { patience } from '../http/retry.ts';
import { listOf, parseFields, textOf } from '../json.ts';
import { isOfBaidu } from './image-name.ts';
import { codesIn, openRepository, type Repository, type RepositoryOptions } from './repository.ts';
import { AccessDenied, RegistryError, type Session } from './session.ts';
import { nearTags, readTags } from './tags.ts';

export type ImageCheck =
  | {
      readonly kind: 'found';
      /** Of the manifest, then of those in it if they were asked for; none if the registry does not send them. */
      readonly digests: readonly string[];
      /** Whether BEC will need a registry secret, and the spec names none. */
      readonly lacksSecret: boolean;
    }
  | {
      readonly kind: 'missing';
      /** Tags in the registry with similar names, best first, at most three. */
      readonly nearTags: readonly string[];
    }
  | {
      readonly kind: 'unknown';
      /** A sentence without its full stop, printable. */
      readonly reason: string;
    };

export interface CheckOptions {
  /** Whether the spec names a registry secret for BEC. */
  readonly hasSecret: boolean;
  /** Whether the digests of the manifests in an index are asked for: a container can show one of them. */
  readonly withPlatforms: boolean;
}

/** With fewer types, a registry would convert the manifest, or say that there is none. */
const manifestTypes: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v1+json',
];

/** NOT_FOUND is Harbor's word for both of the first, TAG_EXPIRED is Quay's. */
const missingCodes = ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND', 'TAG_EXPIRED'];

/**
 * Missing is only what a registry lacks at each look for 10 s, since it may lag behind a push, and what its
 * whole list of tags doesn't have: a registry hides from strangers, and a cache that does not reach the
 * registry behind it says 404 too.
 * @throws RegistryError if the registry's responses leave it open
 */
export async function checkImage(
  image: RepositoryOptions,
  session: Session,
  options: CheckOptions,
): Promise<ImageCheck> {
  const { version } = image;
  const { clock, signal } = session;
  const { limitMs, pauseMs } = patience.image;
  const repository = openRepository(image, session);
  const startMs = clock.elapsedMs();
  for (;;) {
    const manifest = await lookFor(version, repository, options);
    if (manifest !== undefined) {
      const isClosed = !options.hasSecret && (await isClosedToStrangers(image, session));
      return { kind: 'found', digests: digestsIn(manifest), lacksSecret: isClosed };
    }
    if (clock.elapsedMs() - startMs >= limitMs) break;
    await clock.sleep(pauseMs, signal);
  }
  const tags = await readTags(repository);
  if (tags.includes(version)) {
    throw new RegistryError(`${repository.name} lists the tag, and has no manifest for it`);
  }
  return { kind: 'missing', nearTags: nearTags(version, tags) };
}

/** Whether the image needs the login. */
async function isClosedToStrangers(image: RepositoryOptions, session: Session): Promise<boolean> {
  if (image.login?.kind !== 'password' || isOfBaidu(image.registry)) return false;
  try {
    const stranger = openRepository({ ...image, login: undefined }, session);
    return (await lookFor(image.version, stranger, { withPlatforms: false })) === undefined;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return error instanceof AccessDenied;
  }
}

/**
 * Docker Hub counts a GET of a manifest as a pull, but not a HEAD. Others refuse a HEAD, and a 404 to a HEAD
 * has no body, so its reason takes a GET.
 * @returns undefined if the registry says that there is none
 */
async function lookFor(
  version: string,
  { path, send, problemWith }: Repository,
  { withPlatforms }: Pick<CheckOptions, 'withPlatforms'>,
): Promise<HttpResponse | undefined> {
  const target = `${path}/manifests/${version}`;
  const accept = manifestTypes.join(', ');
  if (!withPlatforms) {
    const head = await send('HEAD', target, accept);
    if (isManifest(head)) return head;
  }
  const response = await send('GET', target, accept);
  if (isManifest(response)) return response;
  const isMissing = codesIn(response).some((code) => missingCodes.includes(code));
  if (response.status === 404 && isMissing) return undefined;
  throw problemWith(response, 'the image');
}

/** A login page, say, has status 200 too. */
function isManifest(response: HttpResponse): boolean {
  const [contentType = ''] = (response.headers['content-type'] ?? '').split(';');
  const isKnownType = manifestTypes.includes(contentType.trim().toLowerCase());
  return response.status === 200 && (isKnownType || digestsIn(response).length > 0);
}

function digestsIn({ headers, body }: HttpResponse): readonly string[] {
  const manifests = listOf(parseFields(body)?.['manifests']);
  return [headers['docker-content-digest'], ...manifests.map(({ digest }) => digest)]
    .map(textOf)
    .filter((text) => /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(text));
}
