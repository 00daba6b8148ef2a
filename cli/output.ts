import { styleText } from 'node:util';
import type { SpecSource } from '../src/source/source.ts';
import { excerptOf, positionOf, problemText } from '../src/spec/spec.ts';
import {
  counted,
  joined,
  listed,
  listedFirst,
  moreLine,
  printable,
  withoutCommand,
} from '../src/text.ts';
import type { FileCheck, Finding } from './check.ts';

/** As many as the action prints of a spec. */
const maxFindings = 50;
const maxMessageLength = 1000;

/** What was found in a file. */
export function linesOf(check: FileCheck): readonly string[] {
  return foundLines(check).map(withoutCommand);
}

function foundLines(check: FileCheck): readonly string[] {
  if (check.kind === 'unreadable') {
    return [`${styleText('red', 'error')}: ${printable(check.message, maxMessageLength)}`];
  }
  const { source, findings } = check;
  return [
    ...findings.slice(0, maxFindings).flatMap((finding) => findingLines(finding, source)),
    ...moreLine(findings.length - maxFindings, 'problem'),
    resultLine(check),
  ];
}

const styles = {
  error: 'red',
  warning: 'yellow',
  note: 'cyan',
} as const;

function findingLines({ kind, problem }: Finding, source: SpecSource): readonly string[] {
  const message = printable(problemText(problem), maxMessageLength);
  const [place, line, carets] = excerptOf(source, problem);
  return [
    `${styleText(styles[kind], kind)}: ${styleText('bold', message)}`,
    ...(place === undefined ? [] : [styleText('blue', place)]),
    ...(line === undefined ? [] : [line]),
    ...(carets === undefined ? [] : [styleText(styles[kind], carets)]),
  ];
}

function resultLine({
  source: { path },
  findings,
  summary,
}: Extract<FileCheck, { kind: 'checked' }>): string {
  const countOf = (kind: Finding['kind'], noun: string): readonly string[] => {
    const { length } = findings.filter((finding) => finding.kind === kind);
    return length === 0 ? [] : [counted(length, noun)];
  };
  const errors = countOf('error', 'problem');
  const found = listed([...errors, ...countOf('warning', 'warning'), ...countOf('note', 'note')]);
  if (errors.length > 0) return `${styleText('red', '✗')} ${printable(path)}: ${found}`;
  const valid = `${styleText('green', '✓')} ${printable(path)}: valid${found === '' ? '' : `, with ${found}`}`;
  return joined([valid, summary, ...openResources(findings)], ' · ');
}

/** What is billed by a value that only a workflow run has, or that the spec does not set. */
function openResources(findings: readonly Finding[]): readonly string[] {
  const billed = findings
    .filter(({ kind, problem }) => kind === 'note' || problem.code === 'unset-key')
    .map(({ problem }) => problem.path)
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
  return check.findings.map(({ kind: severity, problem }) => {
    const { line, column } = positionOf(text, problem.range.start);
    return { code: problem.code, file, line, column, severity, message: problemText(problem) };
  });
}
