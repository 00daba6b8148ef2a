import { printable } from '../text.ts';
import { holdsVersion } from './container-image.ts';
import { containersIn, pathText, scalarOf } from './locate.ts';
import { describe } from './messages.ts';
import type { Problem } from './problem.ts';
import { printableOf, type Range, type SpecMap } from './tree.ts';

/** The image of a container that takes the run's version, and where its address is. */
export interface SpecImage {
  readonly imageAddress: string;
  readonly imageVersion: string;
  /** With secrets as `***`. */
  readonly printableAddress: string;
  readonly printableVersion: string;
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
        path: pathText([...path, 'imageAddress']),
        range: address.range,
      },
    ];
  });
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
