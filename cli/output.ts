import { styleText } from 'node:util';
import type { SpecSource } from '../src/source/source.ts';
import { excerptOf, positionOf, problemText, type Problem } from '../src/spec/spec.ts';
import {
  counted,
  joined,
  listed,
  listedFirst,
  moreLine,
  printable,
  withoutCommand,
} from '../src/text.ts';
import type { FileCheck } from './check.ts';

/** As many as the action prints of a spec. */
const maxProblems = 50;
const maxMessageLength = 1000;

export function linesOf(check: FileCheck): readonly string[] {
  return foundLines(check).map(withoutCommand);
}

function foundLines(check: FileCheck): readonly string[] {
  if (check.kind === 'unreadable') {
    return [`${styleText('red', 'error')}: ${printable(check.message, maxMessageLength)}`];
  }
  const { source, problems } = check;
  return [
    ...problems.slice(0, maxProblems).flatMap((problem) => problemLines(problem, source)),
    ...moreLine(problems.length - maxProblems, 'problem'),
    resultLine(check),
  ];
}

const styles = { error: 'red', warning: 'yellow', note: 'cyan' } as const;

function problemLines(problem: Problem, source: SpecSource): readonly string[] {
  const message = printable(problemText(problem), maxMessageLength);
  const [place = '', ...excerpt] = excerptOf(source, problem);
  const style = styles[problem.severity];
  const head = `${styleText(style, problem.severity)}: ${styleText('bold', message)}`;
  const lines = excerpt.map((line, index) => (index === 1 ? styleText(style, line) : line));
  return [head, styleText('blue', place), ...lines];
}

function resultLine({
  source: { path },
  problems,
  summary,
}: Extract<FileCheck, { kind: 'checked' }>): string {
  const countOf = (severity: Problem['severity'], noun: string): readonly string[] => {
    const { length } = problems.filter((problem) => problem.severity === severity);
    return length === 0 ? [] : [counted(length, noun)];
  };
  const errors = countOf('error', 'problem');
  const found = listed([...errors, ...countOf('warning', 'warning'), ...countOf('note', 'note')]);
  if (errors.length > 0) return `${styleText('red', '✗')} ${printable(path)}: ${found}`;
  const valid = `${styleText('green', '✓')} ${printable(path)}: valid${found === '' ? '' : `, with ${found}`}`;
  return joined([valid, summary, ...openResources(problems)], ' · ');
}

/** What is billed by a value that only a workflow run has, or that the spec does not set. */
function openResources(problems: readonly Problem[]): readonly string[] {
  const billed = problems
    .filter(({ severity, code }) => severity === 'note' || code === 'unset-key')
    .map(({ path }) => path)
    .filter((path) => /(?:replicas|cpu|memory|gpu|bandwidth|storageSize|PublicIp)$/.test(path));
  return billed.length === 0 ? [] : [`not known here: ${listedFirst(billed, 3)}`];
}

/** For programs: the same findings, all of them, as JSON. What can't be seen is escaped in it. */
export function jsonLinesOf(checks: readonly FileCheck[]): readonly string[] {
  const json = JSON.stringify(checks.flatMap(recordsOf), undefined, 2);
  return json.split('\n').map((line) => withoutCommand(printable(line, Infinity)));
}

function recordsOf(check: FileCheck): readonly Readonly<Record<string, string | number>>[] {
  if (check.kind === 'unreadable') {
    const { path: file, message } = check;
    return [{ code: 'unreadable-file', file, line: 1, column: 1, severity: 'error', message }];
  }
  const { path: file, text } = check.source;
  return check.problems.map((problem) => {
    const { line, column } = positionOf(text, problem.range.start);
    const { code, severity } = problem;
    return { code, file, line, column, severity, message: problemText(problem) };
  });
}
