import { parseRun } from '../src/context.ts';
import { SpecError, UserError } from '../src/errors.ts';
import type { SpecSource } from '../src/source/source.ts';
import { resolveSpec, type Problem } from '../src/spec/spec.ts';
import { readSpecFile } from './spec-file.ts';

/** What was found in a file. */
export type FileCheck =
  | {
      readonly kind: 'checked';
      readonly source: SpecSource;
      /** In the order of the text. */
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'unreadable';
      readonly path: string;
      readonly message: string;
    };

export interface CheckOptions {
  readonly imageVersion: string;
  readonly containers: readonly string[];
  readonly strict: boolean;
}

/** What `github.*` stands for: on a developer's machine there is no run, and every name has a value. */
const placeholderRun = parseRun({
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'owner/repository',
  GITHUB_REPOSITORY_OWNER: 'owner',
  GITHUB_WORKFLOW: 'workflow',
  GITHUB_RUN_ID: '1',
  GITHUB_RUN_NUMBER: '1',
  GITHUB_JOB: 'job',
  GITHUB_ACTOR: 'actor',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/tags/v0.0.0',
  GITHUB_REF_NAME: 'v0.0.0',
  GITHUB_REF_TYPE: 'tag',
  GITHUB_SHA: '0'.repeat(40),
});

/** Checks a spec as a dry run does, with nothing of the machine's own environment in it. */
export async function checkFile(path: string, options: CheckOptions): Promise<FileCheck> {
  try {
    const source = await readSpecFile(path);
    return { kind: 'checked', source, problems: await problemsOf(source, options) };
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unreadable', path, message: error.message };
    throw error;
  }
}

async function problemsOf(source: SpecSource, options: CheckOptions): Promise<readonly Problem[]> {
  try {
    const { problems } = await resolveSpec(source, {
      ...options,
      run: placeholderRun,
      environment: {},
      dryRun: true,
    });
    return problems;
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
}

export function isValid(check: FileCheck): boolean {
  return check.kind === 'checked' && check.problems.every(({ severity }) => severity !== 'error');
}
