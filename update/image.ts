import { textOf, type Fields } from '../src/json.ts';
import type { ContainerStatus } from '../src/service/service.ts';

/** The image of a container, as the spec has it, or BEC's detail. */
export interface Image {
  readonly name: string;
  readonly imageAddress: string;
  readonly imageVersion: string;
}

/** What the registry gives for an `address:version`, of the index and of each platform. */
export type Digests = ReadonlyMap<string, readonly string[]>;

type ShownImage = Pick<ContainerStatus, 'image' | 'imageId'>;

/** `pushed again`: the same tag, with another digest than the registry has. */
export type ImageState = 'new' | 'old' | 'pushed again' | 'unknown';

/** Those whose version is shown. */
export function imagesOf(containers: readonly Fields[]): readonly Image[] {
  return containers
    .map(({ name, imageAddress, imageVersion }) => ({
      name: textOf(name),
      imageAddress: textOf(imageAddress),
      imageVersion: textOf(imageVersion),
    }))
    .filter(({ imageVersion }) => imageVersion !== '');
}

/**
 * Whether a container shows the image; undefined is one that is not there. A digest that both sides know
 * decides, since a tag can move. Else it takes the same tag, and the path of the spec, without its host, at
 * the end of the path that is shown: nodes pull through mirrors. All else is unknown.
 */
export function imageStateOf(
  shown: ShownImage | undefined,
  { imageAddress, imageVersion }: Image,
  digests: Digests,
): ImageState {
  if (shown === undefined) return 'unknown';
  const known = digests.get(`${imageAddress}:${imageVersion}`) ?? [];
  const found = [shown.image, shown.imageId]
    .map((text) => digest.exec(text)?.[1] ?? '')
    .filter((text) => text !== '');
  if (found.some((text) => known.includes(text))) return 'new';
  const isOtherDigest = found.length > 0 && known.length > 0;
  const { path, tag } = partsOf(shown.image);
  const { path: end } = partsOf(imageAddress);
  if (end === '' || !`/${path}`.endsWith(`/${end}`) || tag === '') {
    return isOtherDigest ? 'old' : 'unknown';
  }
  if (tag !== imageVersion) return 'old';
  return isOtherDigest ? 'pushed again' : 'new';
}

/** How messages name the version: `v1`, the start of a digest, or `?`. */
export function versionTextOf(shown: ShownImage): string {
  const { tag } = partsOf(shown.image);
  if (tag !== '' && !shown.image.startsWith('sha256:')) return tag;
  const [start] = /sha256:[0-9a-f]{12}/.exec(`${shown.image} ${shown.imageId}`) ?? [];
  return start === undefined ? '?' : `${start}…`;
}

/** `R/acme/web@sha256:…`; a digest without a name may be that of a local configuration. */
const digest = /@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

function partsOf(image: string): { readonly path: string; readonly tag: string } {
  const name = image.replace(/^[a-z-]+:\/\//, '').replace(/@.*$/, '');
  const [, address = '', tag = ''] = /^(.*?)(?::([^/:]+))?$/s.exec(name) ?? [];
  const path = address.replace(/^(?:localhost|[^/]*[.:][^/]*)\//, '').replace(/^library\//, '');
  return { path, tag };
}
