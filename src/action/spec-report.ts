import type { SpecFile } from '../source/source.ts';
import { excerptOf, positionOf, problemText, type Problem, type SpecImage } from '../spec/spec.ts';
import { listedFirst, moreLine, quoted } from '../text.ts';
import type { Report } from './report.ts';

/** GitHub shows ten errors of a step on its pages; the log has room for more, but not for thousands. */
const maxProblems = 50;

/** Prints every problem on its line: as an annotation on the file, and in the log with the line under it. */
export function reportProblems(
  { lines, annotate }: Pick<Report, 'lines' | 'annotate'>,
  source: SpecFile,
  problems: readonly Problem[],
): void {
  for (const problem of problems.slice(0, maxProblems)) {
    const severity = problem.severity === 'error' ? 'error' : 'warning';
    annotate(severity, problemText(problem), placeOf(source, problem));
    lines(excerptOf(source, problem));
  }
  lines(moreLine(problems.length - maxProblems, 'problem'));
}

/** Prints which containers take the run's version, and which versions of the spec it replaces. */
export function reportVersions(
  { log }: Pick<Report, 'log'>,
  imageVersion: string,
  images: readonly Pick<SpecImage, 'container' | 'replaced'>[],
): void {
  const names = images.map(({ container }) => container);
  if (names.length > 0) log(`Image version ${imageVersion} is for ${listedFirst(names, 8)}.`);
  for (const { container, replaced } of images) {
    if (replaced === undefined) continue;
    log(`Image version ${imageVersion} replaces ${quoted(replaced)} of container ${container}.`);
  }
}

/** GitHub refuses columns for what spans several lines. */
function placeOf(source: SpecFile, { code, range }: Problem) {
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
