import type { SpecSource } from '../source/source.ts';
import { UserError } from '../errors.ts';
import { counted, printable } from '../text.ts';

/** A stretch of the spec's text: offsets in UTF-16 units, the end not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Severity = 'error' | 'warning';

/** Something wrong in the spec, where it stands. */
export interface Problem {
  readonly severity: Severity;
  readonly range: Range;
  /** As a reader writes it: `containers[0].cpu`; empty for the whole spec. */
  readonly path: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

/** Whether the spec must not be sent. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** The spec has mistakes; nothing was sent. */
export class SpecError extends UserError {
  override readonly name = 'SpecError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.filter(({ severity }) => severity === 'error').length;
    super(`The spec has ${counted(count, 'mistake')}. Nothing was sent.`);
    this.problems = problems;
  }
}

/** From 1, columns in UTF-16 units, as annotations count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** `containers[0].cpu: …`, or the message alone where it is about the whole spec. */
export function problemText(problem: Problem): string {
  return problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`;
}

/**
 * The line of the problem with a caret under it:
 * ```
 *   --> .bec/service.yml:12:10
 *    12 |     cpu: 0.5
 *       |          ^^^
 * ```
 */
export function excerptOf(source: SpecSource, problem: Problem): readonly string[] {
  const { line, column } = positionOf(source.text, problem.range.start);
  const lineStart = problem.range.start - (column - 1);
  const lineEnd = endOfLine(source.text, lineStart);
  // A long line is cut around the place, so that the caret stays in view.
  const from = column > 120 ? problem.range.start - 60 : lineStart;
  const to = Math.min(lineEnd, from + 160);
  const end = Math.max(problem.range.start, Math.min(problem.range.end, to));
  const visible = (start: number, stop: number): string =>
    printable(source.text.slice(start, stop).replaceAll('\t', ' '), Infinity);
  const before = visible(from, problem.range.start);
  const marked = visible(problem.range.start, end);
  const gutter = String(line).padStart(5);
  return [
    `  --> ${printable(source.path)}:${line}:${column}`,
    `${gutter} | ${before}${marked}${visible(end, to)}`,
    `${' '.repeat(gutter.length)} | ${' '.repeat(before.length)}${'^'.repeat(Math.max(1, marked.length))}`,
  ];
}

/** In the order of the text; what is said twice of one place (an alias leads there too) only once. */
export function sortedProblems(
  problems: readonly Problem[],
  { text }: SpecSource,
): readonly Problem[] {
  const seen = new Set<string>();
  return problems
    .map((problem) => ({ ...problem, range: rangeWithin(text, problem.range) }))
    .sort((left, right) => left.range.start - right.range.start)
    .filter((problem) => {
      const key = `${problem.range.start} ${problem.message}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

/** What is missing at the end of a text is found behind it. */
function rangeWithin({ length }: string, { start, end }: Range): Range {
  return { start: Math.min(start, length), end: Math.min(end, length) };
}

function endOfLine(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  const end = newline === -1 ? text.length : newline;
  return text[end - 1] === '\r' ? end - 1 : end;
}
