import { SpecError } from '../src/errors.ts';
import { positionOf, problemText, type Problem } from '../src/spec/problem.ts';
import { parseRun, type Run } from '../src/context.ts';
import { resolveSpec, type SpecOptions } from '../src/spec/spec.ts';
import type { JsonObject } from '../src/json.ts';

/** A push of the tag v1.2.3. */
export const tagRun: Run = parseRun({
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'octo-org/shop',
  GITHUB_REPOSITORY_ID: '123456789',
  GITHUB_REPOSITORY_OWNER: 'octo-org',
  GITHUB_WORKFLOW: 'Deploy',
  GITHUB_RUN_ID: '9876543210',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_JOB: 'deploy',
  GITHUB_ACTION: '__org_bec-create',
  GITHUB_ACTOR: 'octocat',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/tags/v1.2.3',
  GITHUB_REF_NAME: 'v1.2.3',
  GITHUB_REF_TYPE: 'tag',
  GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
});

export const specOptions: SpecOptions = {
  imageVersion: 'v1.2.3',
  run: tagRun,
  environment: {},
  dryRun: false,
  containers: [],
  strict: true,
};

/** What is wrong with a spec, of whatever kind. */
export async function problemsOf(
  text: string,
  options: Partial<SpecOptions> = {},
): Promise<readonly Problem[]> {
  try {
    const { problems } = await resolveSpec({ path: 'a.yml', text }, { ...specOptions, ...options });
    return problems;
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
}

/** The same as `error 6:10 containers[0].cpu: must be a whole number, not 0.5.` */
export async function complaintsOn(
  text: string,
  options: Partial<SpecOptions> = {},
): Promise<readonly string[]> {
  return (await problemsOf(text, options)).map((problem) => {
    const { line, column } = positionOf(text, problem.range.start);
    return `${problem.severity} ${line}:${column} ${problemText(problem)}`;
  });
}

/** The body that a spec without mistakes becomes. */
export async function bodyOf(
  text: string,
  options: Partial<SpecOptions> = {},
): Promise<JsonObject> {
  const source = { path: 'a.yml', text };
  const { body, problems } = await resolveSpec(source, { ...specOptions, ...options });
  const mistake = problems.find(({ severity }) => severity === 'error');
  if (mistake !== undefined) throw new Error(problemText(mistake));
  return body;
}
