import { parseRun, type Environment } from '../src/context.ts';
import { UserError } from '../src/errors.ts';
import type { SpecSource } from '../src/source/source.ts';
import { resolveSpec, resourcesText, SpecError, type Problem } from '../src/spec/spec.ts';
import { joined, listedFirst } from '../src/text.ts';
import { readSpecFile } from './spec-file.ts';

/** A message about a place in a spec. */
export interface Finding {
  /** A note is about a value that is known only in a workflow run. */
  readonly kind: Problem['severity'] | 'note';
  readonly problem: Problem;
}

/** What was found in a file. */
export type FileCheck =
  | {
      readonly kind: 'checked';
      readonly source: SpecSource;
      /** In the order of the text. */
      readonly findings: readonly Finding[];
      /** What the service would use, and the versions that the run's replaces, in words; may be empty. */
      readonly summary: string;
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

/**
 * A problem with a placeholder that is gone once every variable has a value is a note: the workflow gives
 * the value. A warning that is gone then was about the missing value, too, and is left out.
 */
async function resultOf(
  source: SpecSource,
  options: CheckOptions,
): Promise<{ readonly findings: readonly Finding[]; readonly summary: string }> {
  const { problems, summary } = await resolved(source, options, {});
  const names = variablesIn(source.text);
  if (names.length === 0) return { findings: problems.map(toFinding), summary };
  const environment = Object.fromEntries(names.map((name) => [name, 'value']));
  const remaining = new Set((await resolved(source, options, environment)).problems.map(keyOf));
  const findings = problems.flatMap((problem) => {
    if (remaining.has(keyOf(problem))) return [toFinding(problem)];
    const text = source.text.slice(problem.range.start, problem.range.end);
    if (text.includes('${{')) return [unsetNote(problem, text)];
    return problem.severity === 'error' ? [toFinding(problem)] : [];
  });
  return { findings, summary };
}

function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{\{\s*(?:env|secrets)\.(\w+)/g)].map(([, name = '']) => name);
}

function keyOf({ range, message }: Problem): string {
  return `${range.start} ${message}`;
}

function toFinding(problem: Problem): Finding {
  return { kind: problem.severity, problem };
}

function unsetNote(problem: Problem, text: string): Finding {
  const message = /\$\{\{\s*secrets\./.test(text)
    ? 'This secret is known only in the workflow, and is not checked here.'
    : 'This value comes from the env of the workflow step, and is not checked here.';
  return { kind: 'note', problem: { ...problem, message } };
}

async function resolved(
  source: SpecSource,
  options: CheckOptions,
  environment: Environment,
): Promise<{ readonly problems: readonly Problem[]; readonly summary: string }> {
  try {
    const { signal } = new AbortController();
    const given = { ...options, run: placeholderRun, environment, dryRun: true, signal };
    const { problems, printableBody, versioned } = await resolveSpec(source, given);
    const replaced = versioned.filter((container) => container.replaced !== undefined);
    const names = listedFirst(
      replaced.map(({ name }) => name),
      3,
    );
    const replacing = names === '' ? '' : `the run's version replaces that of ${names}`;
    return { problems, summary: joined([resourcesText(printableBody), replacing], ' · ') };
  } catch (error) {
    if (error instanceof SpecError) return { problems: error.problems, summary: '' };
    throw error;
  }
}

export function isValid(check: FileCheck): boolean {
  return check.kind === 'checked' && check.findings.every(({ kind }) => kind !== 'error');
}
