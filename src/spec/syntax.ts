import { isMap, isScalar, type Document, type Node, type YAMLError, type YAMLMap } from 'yaml';
import { printable } from '../text.ts';
import { endOfLine, maxDepth, textFrom, type Range } from './tree.ts';
import { describe, type Description } from './messages.ts';
import { problemAt, type Problem } from './problem.ts';
import { causeOf, isIn } from './syntax-causes.ts';

/** A list or a map where none can begin. */
const isMisplaced = /^(?:BLOCK_AS_IMPLICIT_KEY|BLOCK_IN_FLOW|MULTILINE_IMPLICIT_KEY)$/;
/** After one of these the parser has lost its way: what it says of the text behind is noise. */
const isDerailing = /^(?:BAD_INDENT|BLOCK_.*|MISSING_CHAR|MULTILINE_.*|UNEXPECTED_TOKEN)$/;

/** More than anybody reads. */
const maxErrors = 50;

/**
 * What keeps the text from being YAML, of each line only the first error. The words are ours where the
 * error's code, the characters at its place or the tokens prove the cause, else yaml's own.
 * @param document with its source tokens
 */
export function syntaxProblems(text: string, document: Document): readonly Problem[] {
  const errors = document.errors.toSorted((left, right) => left.pos[0] - right.pos[0]);
  const exhaustion = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (exhaustion !== undefined) {
    return [problemAt(describe('too-deep', { levels: maxDepth }), { range: rangeOf(exhaustion) })];
  }
  const cause = causeOf(text, document, errors);
  const before = errors.filter(({ pos }) => cause === undefined || pos[0] < cause.from);
  const derailment = before.findIndex(({ code }) => isDerailing.test(code));
  const telling = before
    .slice(0, derailment === -1 ? maxErrors : derailment + 1)
    .filter((error, index, all) => index === 0 || !onSameLine(text, all[index - 1], error));
  return [
    ...telling.map((error) => syntaxProblem(text, error, document)),
    ...(derailment === -1 ? (cause?.problems ?? []) : []),
  ];
}

function syntaxProblem(text: string, error: YAMLError, document: Document): Problem {
  const range = rangeOf(error);
  const { code } = error;
  if (code === 'UNEXPECTED_TOKEN') return unexpectedText(text, range);
  if (isMisplaced.test(code)) return blockProblem(text, range, document);
  const isIndentation =
    code === 'BAD_INDENT'
      ? !isIn(document, range.start, isBlockScalar)
      : code === 'MISSING_CHAR' && isItemWithoutDash(text, range.start, document);
  return isIndentation
    ? problemAt(describe('wrong-indentation'), { range: textFrom(text, range.start) })
    : problemAt(descriptionOf(text, error, document), { range });
}

/** Such a line was meant for the item above it, or for the map that holds the list. */
function isItemWithoutDash(text: string, start: number, document: Document): boolean {
  return (
    /^(?:\n|$)/.test(text.slice(Math.max(0, start - 1), start)) &&
    isIn(document, start, ({ srcToken }) => srcToken?.type === 'block-seq')
  );
}

function descriptionOf(text: string, error: YAMLError, document: Document): Description {
  const { code, pos } = error;
  const [start] = pos;
  switch (code) {
    case 'TAB_AS_INDENT':
      return describe('tab-indentation');
    case 'TAG_RESOLVE_FAILED':
      return describe('yaml-tag');
    case 'NON_STRING_KEY':
      return describe('invalid-key');
    case 'BAD_SCALAR_START':
    case 'BAD_ALIAS':
      return describe('reserved-start', { start: text.charAt(start) });
    case 'BAD_DQ_ESCAPE':
      return describe('invalid-escape', { escape: printable(text.slice(start, start + 2)) });
    case 'MISSING_CHAR':
      return missingCharacter(text, start, document) ?? ownWords(error);
    default:
      return ownWords(error);
  }
}

function ownWords({ message }: YAMLError): Description {
  return describe('syntax', { detail: printable(message) });
}

function missingCharacter(
  text: string,
  start: number,
  document: Document,
): Description | undefined {
  if (text[start] === '#') return describe('missing-comment-space');
  if (isJsonComment(text, start)) return describe('json-comment');
  if (isIn(document, start, isFlow)) return describe('missing-comma');
  return isIn(document, start, (node) => isMap(node) && hasBareKey(node, start))
    ? describe('missing-colon')
    : undefined;
}

function hasBareKey({ items }: YAMLMap, start: number): boolean {
  return items.some(
    ({ key, value }) => value === null && isScalar(key) && key.range?.[0] === start,
  );
}

/** The text before a colon, or a dash, shows what was meant. */
function blockProblem(text: string, range: Range, document: Document): Problem {
  const line = textFrom(text, range.start);
  const written = text.slice(line.start, line.end);
  const isInFlow = isIn(document, range.start, isFlow);
  if (isJsonComment(text, line.start)) return problemAt(describe('json-comment'), { range });
  if (/^-(?:\s|$)/.test(written)) {
    return problemAt(describe(isInFlow ? 'block-in-flow' : 'stray-list-item'), { range: line });
  }
  if (written.startsWith('?'))
    return problemAt(describe('reserved-start', { start: '?' }), { range });
  if (isInFlow) return missingComma(text, range);
  if (/:(?:\s|$)/.test(written)) {
    // `serviceName: web: shop`; at the start of a line, it is the key below that lacks its colon.
    return problemAt(describe('unquoted-colon'), { range: line });
  }
  const isValue = /\S/.test(text.slice(text.lastIndexOf('\n', line.start) + 1, line.start));
  return isValue
    ? problemAt(describe('wrong-indentation'), { range: textFrom(text, line.end) })
    : problemAt(describe('missing-colon'), { range });
}

/** `{"a": 1 "b": 2}`, `{a: b` over `c: d}`: what is behind the white space was meant as a key. */
function missingComma(text: string, { start, end }: Range): Problem {
  const written = text.slice(start, Math.min(end, start + 4000));
  const [before] = /^[^"'\n]*?(?:\s+(?=["'])|\n\s*)/.exec(written) ?? [];
  return before === undefined
    ? problemAt(describe('unquoted-colon'), { range: textFrom(text, start) })
    : problemAt(describe('missing-comma'), { range: textFrom(text, start + before.length) });
}

/** Also `value: >= 1` and `value: | grep x`, where the first character begins a block. */
function unexpectedText(text: string, range: Range): Problem {
  const { start, end } = range;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(Math.max(lineStart, start - 200), start);
  const header = /(?:^|\s)([|>][-+0-9]*[ \t]*)$/.exec(before)?.[1];
  if (header !== undefined) {
    const description = describe('reserved-start', { start: header.charAt(0) });
    return problemAt(description, { range: textFrom(text, start - header.length) });
  }
  if (isJsonComment(text, start)) return problemAt(describe('json-comment'), { range });
  if (/^-(?:\s|$)/.test(text.slice(start, start + 2)) && /\S/.test(before)) {
    return problemAt(describe('inline-list'), { range: textFrom(text, start) });
  }
  return problemAt(describe('unexpected-text', { text: text.slice(start, end) }), { range });
}

export function isJson(text: string): boolean {
  return /^\s*[{[]/.test(text.slice(0, 1000));
}

export function isJsonComment(text: string, start: number): boolean {
  return isJson(text) && /^\/[/*]/.test(text.slice(start, start + 2));
}

function isFlow({ srcToken }: Node): boolean {
  return srcToken?.type === 'flow-collection';
}

function isBlockScalar({ srcToken }: Node): boolean {
  return srcToken?.type === 'block-scalar';
}

function onSameLine(text: string, left: YAMLError | undefined, right: YAMLError): boolean {
  return left !== undefined && right.pos[0] <= endOfLine(text, left.pos[0]);
}

function rangeOf({ pos: [start, end] }: YAMLError): Range {
  return { start, end };
}
