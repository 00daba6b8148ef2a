import type { ImageCheck, RegistryRun } from '../registry/registry.ts';
import { listOf } from '../json.ts';
import type { SpecFile } from '../source/source.ts';
import {
  missingImageProblem,
  privateImageProblem,
  SpecError,
  type Problem,
  type ResolvedSpec,
  type SpecImage,
} from '../spec/spec.ts';
import { counted, joined } from '../text.ts';
import type { Report } from './report.ts';
import { reportProblems } from './spec-report.ts';

/** What an image check asks for, and of whom. */
export interface CheckedImages extends Pick<ResolvedSpec, 'images' | 'body'> {
  readonly source: SpecFile;
  /** Whether nobody knows the version to deploy, so that no image need exist. */
  readonly isStandIn: boolean;
  /** Whether the digests for single platforms are asked for. */
  readonly withPlatforms?: boolean;
}

type Run = RegistryRun & Pick<Report, 'log' | 'lines' | 'annotate'>;

/**
 * Asks the registries for the images that take the run's version. If a registry leaves it open, the log
 * says why, and the deployment goes on.
 * @returns for each image, in their order, the digests by which a container can be told to run it
 * @throws SpecError that has a problem for each image that is not there; CancelledError
 */
export async function requireImages(
  spec: CheckedImages,
  run: Run,
): Promise<readonly (readonly string[])[]> {
  if (spec.isStandIn) {
    run.log('No image was checked: the version to deploy is unknown in this dry run.');
    return [];
  }
  const checks = await checksOf(spec, run);
  const problems = spec.images.flatMap((image, index): readonly Problem[] => {
    const check = checks[index];
    if (check === undefined) return [];
    if (check.kind === 'missing') return [missingImageProblem(image, check.nearTags)];
    run.log(resultText(image, check));
    return check.kind === 'found' && check.lacksSecret ? [privateImageProblem(image)] : [];
  });
  reportProblems(run, spec.source, problems);
  const missing = problems.filter(({ severity }) => severity === 'error');
  if (missing.length > 0) {
    const images = `${counted(missing.length, 'image')} of the spec ${missing.length === 1 ? 'is' : 'are'}`;
    throw new SpecError(missing, `${images} not in the registry. Nothing was created.`);
  }
  return checks.map((check) => (check.kind === 'found' ? check.digests : []));
}

/** Whether one of the images is certainly not in its registry. */
export async function isImageMissing(spec: CheckedImages, run: Run): Promise<boolean> {
  return (await checksOf(spec, run)).some(({ kind }) => kind === 'missing');
}

/** The code is loaded here only: most runs don't ask for it. */
async function checksOf(
  { images, body, withPlatforms = false }: CheckedImages,
  run: Run,
): Promise<readonly ImageCheck[]> {
  const { checkImages } = await import('../registry/registry.ts');
  const hasSecret = listOf(body['imageRegistrySecrets']).length > 0;
  return checkImages(images, { hasSecret, withPlatforms }, run);
}

function resultText(
  { printableAddress, printableVersion }: SpecImage,
  check: Exclude<ImageCheck, { kind: 'missing' }>,
): string {
  const image = `Image ${printableAddress}:${printableVersion}`;
  return check.kind === 'found'
    ? `${joined([`${image} is in its registry`, ...check.digests.slice(0, 1)], ', ')}.`
    : `${image} was not checked: ${check.reason}.`;
}
