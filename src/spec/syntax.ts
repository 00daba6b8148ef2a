import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  visit,
  type CST,
  type Document,
  type Node,
} from 'yaml';
import { printable } from '../text.ts';
import { describe } from './messages.ts';
import { problemAt, type Problem } from './problem.ts';
import { endOfLine, lineStartOf, textFrom, type Range } from './tree.ts';
import { unclosed, type Cause, type Fault } from './unclosed.ts';

/** A list or a map where none can begin. */
const isMisplaced = /^(?:BLOCK_AS_IMPLICIT_KEY|BLOCK_IN_FLOW|MULTILINE_IMPLICIT_KEY)$/;

/**
 * What keeps the text from being YAML: the first error alone, since what is read behind it is noise. The
 * words are ours where the error's code, the characters at its place or the tokens prove the cause, else
 * yaml's own.
 * @param document with at least one error
 */
export function syntaxProblem(text: string, document: Document): Problem {
  const error = document.errors.reduce((first, other) =>
    other.pos[0] < first.pos[0] ? other : first,
  );
  const [start, end] = error.pos;
  const fault: Fault = { text, document, error, at: start };
  const [description, range] = tooDeep(fault) ??
    unquotedPlaceholder(fault) ??
    template(fault) ??
    oddCharacter(fault) ??
    unclosed(fault) ??
    causeOf(fault) ?? [describe('syntax', printable(error.message)), { start, end }];
  return problemAt(description, range);
}

function tooDeep({ document, at }: Fault): Cause | undefined {
  const isExhausted = document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION');
  return isExhausted ? [describe('too-deep'), { start: at, end: at + 1 }] : undefined;
}

/** `[${{ x }}]`: in a flow collection, the dollar sign ends where the braces begin maps. */
function unquotedPlaceholder({ text, document, at }: Fault): Cause | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar: (_, { type, range }) => {
      const dollar = (range?.[1] ?? 0) - 1;
      if (type !== 'PLAIN' || !text.startsWith('${{', dollar)) return undefined;
      start = dollar;
      return visit.BREAK;
    },
  });
  if (start === undefined || start > endOfLine(text, at)) return undefined;
  const close = text.slice(start, endOfLine(text, start)).indexOf('}}');
  return [describe('unquoted-placeholder'), { start, end: start + (close < 0 ? 3 : close + 2) }];
}

/** `{{ .Values.x }}`, `{% if x %}`, or a placeholder without its dollar sign. */
function template({ text, document, at }: Fault): Cause | undefined {
  const from = lineStartOf(text, at);
  const found = lineAt(text, from).search(/\{%|(?<!\$)\{\{/);
  const isQuoted = (node: Node): boolean => isScalar(node) && node.type !== 'PLAIN';
  if (found === -1 || nodesAt(document, from + found).some(isQuoted)) return undefined;
  return [describe('template'), textFrom(text, from + found)];
}

const oddSpace = '[^\\S \\t\\r\\n]|[\\u200b-\\u200d\\u2060]';
/** In the indentation, behind a colon, or in place of the colon behind a key. */
const oddPlaces = [
  new RegExp(`^[ \\t]*(?:- *)*(${oddSpace})`, 'd'),
  new RegExp(`^[^"'#]*?:(${oddSpace})`, 'd'),
  /^\s*(?:- +)*["']?[\w.$-]+["']?(：)/d,
] as const;

/** A space or colon of another script, on the line of the error. */
function oddCharacter({ text, at }: Fault): Cause | undefined {
  const from = lineStartOf(text, at);
  const line = lineAt(text, from);
  const found = oddPlaces.flatMap((pattern) => pattern.exec(line)?.indices?.slice(1) ?? []);
  const [[start, end] = [0, 0]] = found;
  if (end === 0) return undefined;
  const character = line.slice(start, end);
  const meant = character === '：' ? 'colon' : 'space';
  return [describe('odd-character', character, meant), { start: from + start, end: from + end }];
}

/** What the error's code says, with the characters at its place. */
function causeOf(fault: Fault): Cause | undefined {
  const { text, error, at } = fault;
  const range = { start: at, end: error.pos[1] };
  const { code } = error;
  if (isJsonComment(text, textFrom(text, at).start)) return [describe('json-comment'), range];
  if (isMisplaced.test(code)) return misplacedCause(fault);
  switch (code) {
    case 'TAG_RESOLVE_FAILED':
      return [describe('yaml-tag'), range];
    case 'NON_STRING_KEY':
      return [describe('invalid-key'), range];
    case 'BAD_SCALAR_START':
    case 'BAD_ALIAS':
      return [describe('reserved-start', text.charAt(at)), range];
    case 'UNEXPECTED_TOKEN':
      return [describe('unexpected-text', text.slice(range.start, range.end)), range];
    case 'BAD_INDENT':
      return isWithin('block-scalar', fault) ? undefined : wrongIndentation(text, at);
    case 'MISSING_CHAR':
      return missingCharacter(fault);
    default:
      return undefined;
  }
}

function missingCharacter(fault: Fault): Cause | undefined {
  const { text, document, at } = fault;
  const range = { start: at, end: at + 1 };
  const pairs = nodesAt(document, at).flatMap((node) => (isMap(node) ? node.items : []));
  for (const { key, value } of pairs) {
    if (!isScalar(key) || !key.range) continue;
    const [start, end] = key.range;
    // In a flow map, what was meant as the value has its place, and the error.
    const isBare = isNode(value)
      ? value.range?.[0] === at && !text.slice(end, at).includes(':')
      : start === at;
    if (isBare) return [describe('missing-colon'), { start, end }];
  }
  if (isWithin('flow-collection', fault)) return [describe('missing-comma'), range];
  // Such a line was meant for the item above it, or for the map that holds the list.
  const isItem = lineStartOf(text, at) === at && isWithin('block-seq', fault);
  return isItem ? wrongIndentation(text, at) : undefined;
}

/** The text before a colon, or a dash, shows what was meant. */
function misplacedCause(fault: Fault): Cause | undefined {
  const { text, error, at } = fault;
  const range = { start: at, end: error.pos[1] };
  const line = textFrom(text, at);
  const written = text.slice(line.start, line.end);
  const isInFlow = isWithin('flow-collection', fault);
  if (/^-(?:\s|$)/.test(written)) return isInFlow ? undefined : wrongIndentation(text, at);
  if (written.startsWith('?')) return [describe('reserved-start', '?'), range];
  if (isInFlow) return missingComma(text, range);
  // `serviceName: web: shop`; at the start of a line, it is the key below that lacks its colon.
  if (/:(?:\s|$)/.test(written)) return [describe('unquoted-colon'), line];
  const isValue = /\S/.test(text.slice(lineStartOf(text, line.start), line.start));
  return isValue ? wrongIndentation(text, line.end) : [describe('missing-colon'), range];
}

/** `{"a": "b" "c": 2}`, `{a: b` over `c: d}`: what is behind the white space was meant as a key. */
function missingComma(text: string, { start, end }: Range): Cause {
  const written = text.slice(start, Math.min(end, start + 4000));
  const [before] =
    /^(?:(?:"[^"\n]*"|'[^'\n]*')\s*(?=[^\s:])|[^"'\n]*?(?:\s+(?=["'])|\n\s*))/.exec(written) ?? [];
  return before === undefined
    ? [describe('unquoted-colon'), textFrom(text, start)]
    : [describe('missing-comma'), textFrom(text, start + before.length)];
}

/** Below `- name:web` or `-name: web`, which the next line can't continue, it is that line. */
function wrongIndentation(text: string, at: number): Cause {
  const line = textFrom(text, at);
  const above = textFrom(text, lineAbove(text, line.start));
  const isItem = /^-\s/.test(text.slice(line.start, line.end));
  return !isItem &&
    /^(?:- +[A-Za-z]+:[^\s/]|-[A-Za-z]+:\s)/.test(text.slice(above.start, above.end))
    ? [describe('missing-space'), above]
    : [describe('wrong-indentation'), line];
}

/** Where the line before that has something in it starts. */
function lineAbove(text: string, at: number): number {
  return lineStartOf(text, text.slice(0, lineStartOf(text, at)).trimEnd().length);
}

export function isJsonComment(text: string, start: number): boolean {
  return /^\/[/*]/.test(text.slice(start, start + 2)) && /^\s*[{[]/.test(text.slice(0, 1000));
}

/** As much of a line as anybody reads. */
function lineAt(text: string, from: number): string {
  return text.slice(from, Math.min(endOfLine(text, from), from + 2000));
}

/** Whether a node that was read from such a token holds the place of the error. */
function isWithin(type: CST.Token['type'], { document, at }: Fault): boolean {
  return nodesAt(document, at).some(({ srcToken }) => srcToken?.type === type);
}

/** The nodes that hold the place. */
function nodesAt(document: Document, offset: number): readonly Node[] {
  const found: Node[] = [];
  visit(document, {
    Node: (_, node) => {
      const [start, , end] = node.range ?? [0, 0, 0];
      if (offset >= start && offset < end) found.push(node);
      else if (isCollection(node)) return visit.SKIP;
      return undefined;
    },
  });
  return found;
}
