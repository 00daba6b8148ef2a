import type { Clock } from '../clock.ts';
import type { Environment } from '../context.ts';
import { UserError } from '../errors.ts';
import type { ImageCheck } from '../registry/registry.ts';
import type { SpecFile } from '../source/source.ts';
import { listOf } from '../json.ts';
import {
  missingImageProblem,
  privateImageProblem,
  type Problem,
  type ResolvedSpec,
  type SpecImage,
} from '../spec/spec.ts';
import { counted } from '../text.ts';
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
  readonly runner: Pick<Report, 'mask' | 'info' | 'annotate'> & {
    readonly environment: Environment;
    readonly signal: AbortSignal;
  };
  readonly clock: Clock;
}

/**
 * Asks the registries for the images that take the run's version. If a registry leaves it open, the log
 * says why, and the deployment goes on. The code is loaded here only: most runs don't ask for it.
 * @returns the images' digests in their order; none unless all are known
 * @throws MissingImageError that has a problem for each image that is not there; CancelledError
 */
export async function requireImages(
  { images, body }: Pick<ResolvedSpec, 'images' | 'body'>,
  { source, isStandIn, runner, clock }: ImageCheckOptions,
): Promise<readonly string[]> {
  const { environment, signal, mask, info: log } = runner;
  if (isStandIn) {
    log('No image was checked: the version to deploy is unknown in this dry run.');
    return [];
  }
  const { checkImages, readDockerConfig } = await import('../registry/registry.ts');
  const dockerConfigText = await readDockerConfig(environment);
  const hasSecret = listOf(body['imageRegistrySecrets']).length > 0;
  const options = { dockerConfigText, hasSecret, proxyEnv: environment, clock, signal, mask, log };
  const checks = await checkImages(images, options);
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
  const digests = checks.map((check) => (check.kind === 'found' ? check.digest : ''));
  return digests.includes('') ? [] : digests;
}

function resultText(
  { printableAddress, printableVersion }: SpecImage,
  check: Exclude<ImageCheck, { kind: 'missing' }>,
): string {
  const image = `Image ${printableAddress}:${printableVersion}`;
  return check.kind === 'found'
    ? `${image} is in its registry${check.digest === '' ? '' : `, ${check.digest}`}.`
    : `${image} was not checked: ${check.reason}.`;
}
