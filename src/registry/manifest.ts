import type { HttpResponse } from '../http/connection.ts';
import { listOf, parseFields, textOf } from '../json.ts';
import { nearTags } from './near-tags.ts';
import { RegistryError } from './registry-error.ts';
import { openRepository, type RepositoryOptions } from './repository.ts';
import { responseProblem } from './response-problem.ts';
import { readTags } from './tags.ts';

/** What a registry says about an image. */
export type ImageCheck =
  | {
      readonly kind: 'found';
      /** Of the manifest; empty if the registry does not send it. */
      readonly digest: string;
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

/** With fewer types, a registry would convert the manifest, or say that there is none. */
const manifestTypes: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v1+json',
];

/** NOT_FOUND is Harbor's word for both of the others. */
const notFoundCodes: readonly string[] = ['MANIFEST_UNKNOWN', 'NAME_UNKNOWN', 'NOT_FOUND'];

/**
 * Docker Hub counts a GET of a manifest as a pull, but not a HEAD. A 404 to a HEAD has no body, so its
 * reason takes a GET.
 * @throws RegistryError if the registry's response leaves it open
 */
export async function checkImage(
  imageVersion: string,
  options: RepositoryOptions,
): Promise<ImageCheck> {
  const repository = openRepository(options);
  const target = `${repository.path}/manifests/${imageVersion}`;
  const accept = manifestTypes.join(', ');
  const head = await repository.send({ method: 'HEAD', target, accept });
  if (isManifest(head)) return { kind: 'found', digest: digestOf(head) };
  const endpoint = options.image.registry.endpoint;
  if (head.status !== 404) throw new RegistryError(responseProblem(endpoint, head));

  const response = await repository.send({ method: 'GET', target, accept, withLogin: true });
  if (isManifest(response)) return { kind: 'found', digest: digestOf(response) };
  if (response.status !== 404) throw new RegistryError(responseProblem(endpoint, response));
  if (!isNotFound(response, repository.isAuthorized())) {
    throw new RegistryError(`${endpoint.host} responded with HTTP 404, but not as a registry does`);
  }
  return { kind: 'missing', nearTags: nearTags(imageVersion, await readTags(repository)) };
}

/** A login page, say, has status 200 too. */
function isManifest(response: HttpResponse): boolean {
  const [contentType = ''] = (response.headers['content-type'] ?? '').split(';');
  const isKnownType = manifestTypes.includes(contentType.trim().toLowerCase());
  return response.status === 200 && (isKnownType || digestOf(response) !== '');
}

function digestOf({ headers }: HttpResponse): string {
  const digest = headers['docker-content-digest'] ?? '';
  return /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(digest) ? digest : '';
}

/** Any web server has a 404; without a registry's code it counts only from one that let us in. */
function isNotFound({ body }: HttpResponse, isAuthorized: boolean): boolean {
  const codes = listOf(parseFields(body)?.['errors']).map(({ code }) => textOf(code));
  return codes.length === 0 ? isAuthorized : codes.some((code) => notFoundCodes.includes(code));
}
