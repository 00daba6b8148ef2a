import { printable } from '../text.ts';
import { holdsVersion } from './container-image.ts';
import { containersIn, pathText, scalarOf } from './locate.ts';
import { describe } from './messages.ts';
import type { Problem } from './problem.ts';
import { printableOf, type Range, type SpecMap, type SpecScalar } from './tree.ts';

/** The image of a container that takes the run's version, and where its address is. */
export interface SpecImage {
  readonly imageAddress: string;
  readonly imageVersion: string;
  /** With secrets as `***`. */
  readonly printableAddress: string;
  readonly printableVersion: string;
  /** What of its name is a secret: nothing, exactly the registry's host, or more. */
  readonly secretPart: 'nothing' | 'host' | 'more';
  /** `containers[0].imageAddress` */
  readonly path: string;
  readonly range: Range;
}

/** In the order of the containers; none for one without an address, which is a problem of its own. */
export function imagesIn(spec: SpecMap): readonly SpecImage[] {
  return containersIn(spec).flatMap(({ path, map }) => {
    const address = scalarOf(map, 'imageAddress');
    const version = scalarOf(map, 'imageVersion');
    if (address === undefined || version === undefined || !holdsVersion(map)) return [];
    return [
      {
        imageAddress: address.text,
        imageVersion: version.text,
        printableAddress: printableOf(address),
        printableVersion: printableOf(version),
        secretPart: secretPartOf(address, version),
        path: pathText([...path, 'imageAddress']),
        range: address.range,
      },
    ];
  });
}

/** Decided by the placeholders: a value may look like anything. */
function secretPartOf(address: SpecScalar, version: SpecScalar): SpecImage['secretPart'] {
  const isSecret = (name: string): boolean => name.startsWith('secrets.');
  const inAddress = address.resolved?.names.filter(isSecret).length ?? 0;
  if (version.resolved?.names.some(isSecret) === true) return 'more';
  if (inAddress === 0) return 'nothing';
  // `***/acme/web`
  const [, path = ''] = /^\*\*\*(\/.*)$/s.exec(printableOf(address)) ?? [];
  return inAddress === 1 &&
    path !== '' &&
    address.text.indexOf('/') === address.text.length - path.length
    ? 'host'
    : 'more';
}

/** A registry that gives the image with a login only, and a spec that names none for BEC. */
export function privateImageProblem({ path, range, printableAddress }: SpecImage): Problem {
  const description = describe('private-image', { name: printable(printableAddress) });
  return { ...description, severity: 'warning', range, path };
}

/** @param nearTags tags that the registry has and that were probably meant */
export function missingImageProblem(image: SpecImage, nearTags: readonly string[]): Problem {
  const { path, range, printableAddress, imageVersion, printableVersion: version } = image;
  const description = describe('missing-image', {
    name: printable(`${printableAddress}:${version}`),
    version,
    // A version with a secret in it is not compared with others.
    nearTags: version === imageVersion ? nearTags.map((tag) => printable(tag)) : [],
  });
  return { ...description, severity: 'error', range, path };
}
