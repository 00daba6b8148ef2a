import { styleText } from 'node:util';
import type { Environment } from '../src/context.ts';
import type { SpecSource } from '../src/source/source.ts';
import { excerptOf, positionOf, problemText } from '../src/spec/spec.ts';
import { counted, listed, moreLine, printable, withoutCommand } from '../src/text.ts';
import type { FileCheck, Finding } from './check.ts';

type Style = 'blue' | 'bold' | 'cyan' | 'green' | 'red' | 'yellow';
/** The text in a style, or as it is. */
export type Paint = (style: Style, text: string) => string;

/**
 * Colors on a terminal, unless the environment decides otherwise. FORCE_COLOR comes first, as in Node.
 * @see https://no-color.org and https://force-color.org
 */
export function paintFor(environment: Environment, isTerminal: boolean): Paint {
  const { FORCE_COLOR: force = '', NO_COLOR: refuse = '', TERM: terminal } = environment;
  const isColored =
    force === ''
      ? isTerminal && refuse === '' && terminal !== 'dumb'
      : !/^(?:0|false)$/.test(force);
  return (style, text) => (isColored ? styleText(style, text, { validateStream: false }) : text);
}

/** As many as the action prints of a spec. */
const maxFindings = 50;
const maxMessageLength = 1000;

/** What was found in a file. */
export function linesOf(check: FileCheck, paint: Paint): readonly string[] {
  return foundLines(check, paint).map(withoutCommand);
}

function foundLines(check: FileCheck, paint: Paint): readonly string[] {
  if (check.kind === 'unreadable') {
    return [`${paint('red', 'error')}: ${printable(check.message, maxMessageLength)}`];
  }
  const { source, findings } = check;
  return [
    ...findings.slice(0, maxFindings).flatMap((finding) => findingLines(finding, source, paint)),
    ...moreLine(findings.length - maxFindings, 'problem'),
    resultLine(check, paint),
  ];
}

const styles: Readonly<Record<Finding['kind'], Style>> = {
  error: 'red',
  warning: 'yellow',
  note: 'cyan',
};

function findingLines(
  { kind, problem }: Finding,
  source: SpecSource,
  paint: Paint,
): readonly string[] {
  const message = printable(problemText(problem), maxMessageLength);
  const [place, line, carets] = excerptOf(source, problem);
  return [
    `${paint(styles[kind], kind)}: ${paint('bold', message)}`,
    ...(place === undefined ? [] : [paint('blue', place)]),
    ...(line === undefined ? [] : [line]),
    ...(carets === undefined ? [] : [paint(styles[kind], carets)]),
  ];
}

function resultLine(
  { source: { path }, findings, resources }: Extract<FileCheck, { kind: 'checked' }>,
  paint: Paint,
): string {
  const countOf = (kind: Finding['kind'], noun: string): readonly string[] => {
    const { length } = findings.filter((finding) => finding.kind === kind);
    return length === 0 ? [] : [counted(length, noun)];
  };
  const errors = countOf('error', 'problem');
  const found = listed([...errors, ...countOf('warning', 'warning'), ...countOf('note', 'note')]);
  if (errors.length > 0) return `${paint('red', '✗')} ${printable(path)}: ${found}`;
  const uses = resources === '' ? '' : ` · ${resources}`;
  return `${paint('green', '✓')} ${printable(path)}: valid${found === '' ? '' : `, with ${found}`}${uses}`;
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
  return check.findings.map(({ kind: severity, problem }) => {
    const { line, column } = positionOf(text, problem.range.start);
    return { code: problem.code, file, line, column, severity, message: problemText(problem) };
  });
}
