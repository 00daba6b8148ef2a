import { parseRun } from '../src/context.ts';
import { UserError } from '../src/errors.ts';
import type { SpecSource } from '../src/source/source.ts';
import {
  hasErrors,
  resolveSpec,
  resourcesText,
  SpecError,
  type Problem,
  type SpecOptions,
} from '../src/spec/spec.ts';
import { joined, listedFirst } from '../src/text.ts';
import { readSpecFile } from './spec-file.ts';

export type FileCheck =
  | {
      readonly kind: 'checked';
      readonly source: SpecSource;
      /** In the order of the text. */
      readonly problems: readonly Problem[];
      /** What the service would use, and the versions that the run's replaces, in words; may be empty. */
      readonly summary: string;
    }
  | {
      readonly kind: 'unreadable';
      readonly path: string;
      readonly message: string;
    };

type CheckOptions = Pick<SpecOptions, 'imageVersion' | 'containers' | 'strict'>;

/** On a developer's machine there is no run, and every name of `github.*` has a value. */
const placeholderRun = parseRun(
  Object.fromEntries(
    ['SERVER_URL', 'REPOSITORY', 'REPOSITORY_OWNER', 'WORKFLOW', 'RUN_ID', 'RUN_NUMBER', 'JOB']
      .concat('ACTOR', 'EVENT_NAME', 'REF', 'REF_NAME', 'REF_TYPE', 'SHA')
      .map((name) => [`GITHUB_${name}`, '0']),
  ),
);

/** Checks a spec as a dry run does, with nothing of the machine's own environment in it. */
export async function checkFile(path: string, options: CheckOptions): Promise<FileCheck> {
  try {
    const source = await readSpecFile(path);
    return { kind: 'checked', source, ...(await resultOf(source, options)) };
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unreadable', path, message: error.message };
    throw error;
  }
}

async function resultOf(
  source: SpecSource,
  options: CheckOptions,
): Promise<{ readonly problems: readonly Problem[]; readonly summary: string }> {
  try {
    const { signal } = new AbortController();
    const given = { ...options, run: placeholderRun, environment: undefined, dryRun: true, signal };
    const { problems, printableBody, images } = await resolveSpec(source, given);
    const replaced = images.filter((image) => image.replaced !== undefined);
    const containers = replaced.map(({ container }) => container);
    const names = listedFirst(containers, 3);
    const replacing = names === '' ? '' : `the run's version replaces that of ${names}`;
    return { problems, summary: joined([resourcesText(printableBody), replacing], ' · ') };
  } catch (error) {
    if (error instanceof SpecError) return { problems: error.problems, summary: '' };
    throw error;
  }
}

export function isValid(check: FileCheck): boolean {
  return check.kind === 'checked' && !hasErrors(check.problems);
}
