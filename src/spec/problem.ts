import { UserError } from '../errors.ts';
import type { SpecSource } from '../source/source.ts';
import { counted, printable } from '../text.ts';
import { pathText, placeAt, positionOf, rangeOf, type Path } from './locate.ts';
import type { Description } from './messages.ts';
import { endOfLine, type Range, type SpecMap } from './tree.ts';

export interface Problem extends Description {
  readonly range: Range;
  /** As one writes it: `containers[0].cpu`; empty for the whole spec. */
  readonly path: string;
}

/** The spec after a step on its way to the request, a changed copy, and what was found in it. */
export interface CheckedTree {
  readonly tree: SpecMap;
  readonly problems: readonly Problem[];
}

/** Whether the spec must not be sent. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** The spec has problems; nothing was sent. */
export class SpecError extends UserError {
  override readonly name = 'SpecError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], message?: string) {
    const count = problems.filter(({ severity }) => severity === 'error').length;
    super(message ?? `The spec has ${counted(count, 'problem')}. Nothing was sent.`);
    this.problems = problems;
  }
}

export function problemAt(description: Description, range: Range, path: Path = []): Problem {
  return { ...description, range, path: pathText(path) };
}

/** A problem with the value at a path: a scalar is marked itself, of a list or map the key. */
export function problemWithValue(description: Description, tree: SpecMap, path: Path): Problem {
  return problemAt(description, rangeOf(placeAt(tree, path)), path);
}

/** `containers[0].cpu: …`, or the message alone if it is about the whole spec. */
export function problemText({ path, message }: Problem): string {
  return path === '' ? message : `${path}: ${message}`;
}

/**
 * The line of the problem with a caret under it:
 * ```
 *   --> .bec/service.yml:12:10
 *    12 |     cpu: 0.5
 *       |          ^^^
 * ```
 * Nothing of a file that is not a spec: a link in the repository may lead to any file.
 */
export function excerptOf({ path, text }: SpecSource, { code, range }: Problem): readonly string[] {
  if (['not-a-spec', 'foreign-manifest'].includes(code)) return [`  --> ${printable(path)}`];
  const { line, column } = positionOf(text, range.start);
  const lineStart = range.start - (column - 1);
  // A long line is cut around the place, so that the caret stays in view.
  const from = column > 120 ? range.start - 60 : lineStart;
  const to = Math.min(endOfLine(text, lineStart), from + 160);
  const end = Math.max(range.start, Math.min(range.end, to));
  const visible = (start: number, stop: number): string =>
    printable(text.slice(start, stop).replaceAll('\t', ' '), Infinity);
  const before = visible(from, range.start);
  const marked = visible(range.start, end);
  const gutter = String(line).padStart(5);
  return [
    `  --> ${printable(path)}:${line}:${column}`,
    `${gutter} | ${before}${marked}${visible(end, to)}`,
    `${' '.repeat(gutter.length)} | ${' '.repeat(widthOf(before))}${'^'.repeat(Math.max(1, widthOf(marked)))}`,
  ];
}

/** In columns of a terminal, where letters of East Asia and emoji take two, and combining marks none. */
function widthOf(text: string): number {
  const wide =
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;
  return Array.from(text.replace(/\p{M}/gu, '').replace(wide, '$&$&')).length;
}

/**
 * In the order of the text, each once: an alias leads to one place by several paths. What is missing at the
 * end of a text is found behind it.
 */
export function sortedProblems(problems: readonly Problem[], text: string): readonly Problem[] {
  const seen = new Set<string>();
  const within = (offset: number): number => Math.min(offset, text.length);
  return problems
    .map((problem) => {
      const { start, end } = problem.range;
      return { ...problem, range: { start: within(start), end: within(end) } };
    })
    .sort((left, right) => left.range.start - right.range.start)
    .filter(({ range, message }) => {
      const key = `${range.start} ${message}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
