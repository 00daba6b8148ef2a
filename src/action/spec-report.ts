import type { SpecFile } from '../source/source.ts';
import {
  excerptOf,
  positionOf,
  problemText,
  type Problem,
  type VersionedContainer,
} from '../spec/spec.ts';
import { listedFirst, moreLine, quoted } from '../text.ts';
import type { Annotation, Report } from './report.ts';

/** GitHub shows ten errors of a step on its pages; the log has room for more, but not for thousands. */
const maxProblems = 50;

/** Prints where the spec comes from, and every problem on its line. */
export function reportSpec(
  report: Pick<Report, 'info' | 'warn' | 'annotate'>,
  source: SpecFile,
  problems: readonly Problem[],
): void {
  report.info(`The spec ${quoted(source.path)} comes from ${source.origin}.`);
  if (source.warning !== undefined) report.warn(source.warning);
  reportProblems(report, source, problems);
}

/** Prints every problem on its line: as an annotation on the file, and in the log with the line under it. */
export function reportProblems(
  { info, annotate }: Pick<Report, 'info' | 'annotate'>,
  source: SpecFile,
  problems: readonly Problem[],
): void {
  for (const problem of problems.slice(0, maxProblems)) {
    const { severity } = problem;
    annotate({ severity, message: problemText(problem), place: placeOf(source, problem) });
    for (const line of excerptOf(source, problem)) info(line);
  }
  for (const line of moreLine(problems.length - maxProblems, 'problem')) info(line);
}

/** Prints which containers take the run's version, and which versions of the spec it replaces. */
export function reportVersions(
  { info }: Pick<Report, 'info'>,
  imageVersion: string,
  containers: readonly VersionedContainer[],
): void {
  const names = containers.map(({ name }) => name);
  if (names.length > 0) info(`Image version ${imageVersion} is for ${listedFirst(names, 8)}.`);
  for (const { name, replaced } of containers) {
    if (replaced === undefined) continue;
    info(`Image version ${imageVersion} replaces ${quoted(replaced)} of container ${name}.`);
  }
}

/** GitHub refuses columns for what spans several lines. */
function placeOf(source: SpecFile, { code, range }: Problem): Annotation['place'] {
  const start = positionOf(source.text, range.start);
  const end = positionOf(source.text, Math.max(range.start, range.end - 1));
  return {
    title: code,
    file: source.repositoryPath,
    startLine: start.line,
    endLine: end.line,
    startColumn: start.column,
    ...(end.line === start.line && { endColumn: end.column + 1 }),
  };
}
