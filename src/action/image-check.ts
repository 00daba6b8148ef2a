import type { Clock } from '../clock.ts';
import { UserError } from '../errors.ts';
import type { ImageCheck, RegistryRun } from '../registry/registry.ts';
import type { SpecFile } from '../source/source.ts';
import { listOf } from '../json.ts';
import {
  missingImageProblem,
  privateImageProblem,
  type Problem,
  type ResolvedSpec,
  type SpecImage,
} from '../spec/spec.ts';
import { counted, joined } from '../text.ts';
import type { Report } from './report.ts';
import { reportProblems } from './spec-report.ts';

/** Images are not in their registries; nothing was created. */
export class MissingImageError extends UserError {
  override readonly name = 'MissingImageError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const verb = problems.length === 1 ? 'is' : 'are';
    super(
      `${counted(problems.length, 'image')} of the spec ${verb} not in the registry. Nothing was created.`,
    );
    this.problems = problems;
  }
}

export interface ImageCheckOptions {
  readonly source: SpecFile;
  /** Whether the version is not the one that will be deployed, as in a dry run for a pull request. */
  readonly isStandIn: boolean;
  /** Whether the digests for single platforms are asked for. */
  readonly withPlatforms: boolean;
  readonly runner: Pick<Report, 'annotate'> & Omit<RegistryRun, 'clock'>;
  readonly clock: Clock;
}

/**
 * Asks the registries for the images that take the run's version. If a registry leaves it open, the log
 * says why, and the deployment goes on. The code is loaded here only: most runs don't ask for it.
 * @returns for each image, in their order, the digests by which a container can be told to run it
 * @throws MissingImageError that has a problem for each image that is not there; CancelledError
 */
export async function requireImages(
  spec: Pick<ResolvedSpec, 'images' | 'body'>,
  options: ImageCheckOptions,
): Promise<readonly (readonly string[])[]> {
  const { images } = spec;
  const { source, isStandIn, runner } = options;
  const log = runner.info;
  if (isStandIn) {
    log('No image was checked: the version to deploy is unknown in this dry run.');
    return [];
  }
  const checks = await checksOf(spec, options);
  const problems = checks.flatMap((check, index): readonly Problem[] => {
    const image = images[index];
    if (image === undefined) return [];
    if (check.kind === 'missing') return [missingImageProblem(image, check.nearTags)];
    log(resultText(image, check));
    return check.kind === 'found' && check.lacksSecret ? [privateImageProblem(image)] : [];
  });
  reportProblems(runner, source, problems);
  const missing = problems.filter(({ severity }) => severity === 'error');
  if (missing.length > 0) throw new MissingImageError(missing);
  return checks.map((check) => (check.kind === 'found' ? check.digests : []));
}

/** Whether one of the images is certainly not in its registry. */
export async function isImageMissing(
  spec: Pick<ResolvedSpec, 'images' | 'body'>,
  options: ImageCheckOptions,
): Promise<boolean> {
  return (await checksOf(spec, options)).some(({ kind }) => kind === 'missing');
}

async function checksOf(
  { images, body }: Pick<ResolvedSpec, 'images' | 'body'>,
  { withPlatforms, runner, clock }: ImageCheckOptions,
): Promise<readonly ImageCheck[]> {
  const { checkImages } = await import('../registry/registry.ts');
  const hasSecret = listOf(body['imageRegistrySecrets']).length > 0;
  return checkImages(images, { hasSecret, withPlatforms }, { ...runner, clock });
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
