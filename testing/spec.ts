import { parseRun, type Run } from '../src/context.ts';
import {
  positionOf,
  problemText,
  resolveSpec,
  SpecError,
  type Problem,
  type SpecOptions,
} from '../src/spec/spec.ts';
import type { JsonObject } from '../src/json.ts';
import { tagPush } from './tag-push.ts';

/** A push of the tag v1.2.3. */
export const tagRun: Run = parseRun(tagPush);

export const specOptions: SpecOptions = {
  signal: new AbortController().signal,
  imageVersion: 'v1.2.3',
  run: tagRun,
  environment: {},
  dryRun: false,
  containers: [],
  strict: true,
};

/** A spec without a mistake. */
export const baseSpec = `serviceName: web
containerGroupName: web
containers:
  - name: web
    imageAddress: nginx
    cpu: 1
    memory: 2
deployInstances:
  - regionId: cn-shanghai-ct
    replicas: 1
`;

/** That spec with another text in place of one that it must have. */
export function changedSpec(found: string | RegExp, replacement: string): string {
  const spec = baseSpec.replace(found, () => replacement);
  if (spec === baseSpec) throw new Error(`The spec does not have ${String(found)}.`);
  return spec;
}

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

/** The same as `error 6:10 invalid-type containers[0].cpu`. */
export async function findingsIn(
  text: string,
  options: Partial<SpecOptions> = {},
): Promise<readonly string[]> {
  return (await problemsOf(text, options)).map(({ severity, range, code, path }) => {
    const { line, column } = positionOf(text, range.start);
    return `${severity} ${line}:${column} ${code} ${path}`.trimEnd();
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
