import { isScalar, parseDocument, visit, type Node, type YAMLError } from 'yaml';
import { printable } from '../text.ts';
import { maxDepth, maxProblems } from './limits.ts';
import { describe, type Description } from './messages.ts';
import { problemAt, type Problem } from './problem.ts';
import type { Range } from './tree.ts';

/** How yaml is to read a spec. */
export const yamlOptions = {
  schema: 'failsafe',
  uniqueKeys: false,
  stringKeys: true,
  prettyErrors: false,
} as const;

/** After one of these the parser has lost its way: what it says of the text behind is noise. */
const derailing: readonly YAMLError['code'][] = [
  'BAD_INDENT',
  'BLOCK_AS_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'UNEXPECTED_TOKEN',
];

/**
 * What keeps the text from being YAML. A quote or bracket that is never closed is reported where it
 * opens; the parser notices only where the text ends. Of each line only the first mistake is reported.
 */
export function syntaxProblems(text: string, errors: readonly YAMLError[]): readonly Problem[] {
  const exhaustion = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (exhaustion !== undefined) {
    return [problemAt(describe('too-deep', { levels: maxDepth }), { range: rangeOf(exhaustion) })];
  }
  const isOpen = errors.some(({ message }) => /closing|and end with|must end with/.test(message));
  const opening = isOpen ? unclosedIn(text) : undefined;
  const sorted = errors.toSorted((left, right) => left.pos[0] - right.pos[0]);
  const before = sorted.filter(({ pos }) => opening === undefined || pos[0] < opening);
  const derailment = before.findIndex(({ code }) => derailing.includes(code));
  const telling = (derailment === -1 ? before : before.slice(0, derailment + 1)).slice(
    0,
    maxProblems,
  );
  return [
    ...telling
      .filter((error, index) => index === 0 || !onSameLine(text, telling[index - 1], error))
      .map((error) => syntaxProblem(text, error)),
    ...(opening === undefined || derailment !== -1 ? [] : [unclosedProblem(text, opening)]),
  ];
}

export function syntaxProblem(text: string, error: YAMLError): Problem {
  const range = rangeOf(error);
  const placeholder = flowPlaceholderAt(text, range.start);
  if (placeholder !== undefined) {
    return problemAt(describe('unquoted-placeholder'), { range: placeholder });
  }
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY' && error.message.startsWith('Nested')) {
    return nestedKey(text, range);
  }
  const isIndentation =
    error.code === 'BAD_INDENT' || error.message.includes('without - indicator');
  return problemAt(descriptionOf(text, error), {
    range: isIndentation ? textFrom(text, range.start) : range,
  });
}

function descriptionOf(text: string, { code, message, pos: [start, end] }: YAMLError): Description {
  const detail = printable(message);
  switch (code) {
    case 'TAB_AS_INDENT':
      return describe('tab-indentation');
    case 'MULTIPLE_DOCS':
      return describe('several-documents');
    case 'TAG_RESOLVE_FAILED':
      return describe('yaml-tag');
    case 'NON_STRING_KEY':
      return describe('invalid-key');
    case 'BAD_SCALAR_START':
      return describe('reserved-start', { detail });
    case 'BAD_DQ_ESCAPE':
      return describe('invalid-escape', { detail });
    case 'BLOCK_AS_IMPLICIT_KEY':
      return describe('stray-list-item');
    case 'BLOCK_IN_FLOW':
      return describe('block-in-flow');
    case 'MULTILINE_IMPLICIT_KEY':
      return describe('missing-colon');
    case 'UNEXPECTED_TOKEN':
      return unexpectedText(text, start, end);
    case 'BAD_INDENT':
      return describe('wrong-indentation');
    case 'MISSING_CHAR':
      if (message.includes('without - indicator')) return describe('wrong-indentation');
      if (message.startsWith('Implicit map keys')) return missingColon(text, start);
      if (message.startsWith('Comments must be')) return describe('missing-comment-space');
      if (message.startsWith('Missing ,')) return describe('missing-comma');
      return describe('syntax', { detail });
    default:
      return describe('syntax', { detail });
  }
}

function unexpectedText(text: string, start: number, end: number): Description {
  return isJsonComment(text, start)
    ? describe('json-comment')
    : describe('unexpected-text', { text: text.slice(start, end) });
}

/** `// …` in JSON reads like a key without a colon. */
function missingColon(text: string, start: number): Description {
  return describe(isJsonComment(text, start) ? 'json-comment' : 'missing-colon');
}

export function isJsonComment(text: string, start: number): boolean {
  const isJson = /^\s*[{[]/.test(text.slice(0, 1000));
  return isJson && /^\/[/*]/.test(text.slice(start, start + 2));
}

/** `[${{ x }}]`: in a flow collection, YAML reads the braces as maps. */
function flowPlaceholderAt(text: string, offset: number): Range | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(
    lineStart,
    Math.min(lineEnd === -1 ? text.length : lineEnd, offset + 300),
  );
  const [, before = '', found] = /^([^#"']{0,2000}?)(\$\{\{[^{}]{0,200}\}\})/.exec(line) ?? [];
  if (found === undefined || !/[[{]/.test(before)) return undefined;
  const start = lineStart + before.length;
  return offset < start - 1 ? undefined : { start, end: start + found.length };
}

/** `serviceName: web: shop`, or a line that is indented as if it belonged to the value above it. */
function nestedKey(text: string, { start }: Range): Problem {
  const [line = ''] = text.slice(start, start + 2000).split('\n', 1);
  return /:(?:\s|$)/.test(line)
    ? problemAt(describe('unquoted-colon'), {
        range: { start, end: start + Math.max(1, line.trimEnd().length) },
      })
    : problemAt(describe('wrong-indentation'), { range: textFrom(text, start + line.length) });
}

/** The first quote that nothing closes, else the innermost bracket. */
function unclosedIn(text: string): number | undefined {
  let found: number | undefined;
  visit(parseDocument(text, { ...yamlOptions, keepSourceTokens: true }), {
    Node: (_, node) => {
      if (!isUnclosed(node)) return undefined;
      found = node.range?.[0] ?? 0;
      return isScalar(node) ? visit.BREAK : undefined;
    },
  });
  return found;
}

function isUnclosed({ srcToken: token }: Node): boolean {
  switch (token?.type) {
    case 'flow-collection':
      return token.end.every(({ type }) => type !== 'flow-map-end' && type !== 'flow-seq-end');
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return token.source.length === 1 || token.source.at(-1) !== token.source[0];
    default:
      return false;
  }
}

function unclosedProblem(text: string, start: number): Problem {
  const opening = text.charAt(start);
  const bracket = { '[': ']', '{': '}' }[opening];
  const closingQuote = bracket === undefined ? outdentedQuote(text, start) : undefined;
  if (closingQuote !== undefined) {
    return problemAt(describe('outdented-quote'), { range: closingQuote });
  }
  return problemAt(describe('unclosed', { opening, closing: bracket ?? opening }), {
    range: { start, end: start + 1 },
  });
}

/** The quote at the end of a later line that would close the text, if its lines were indented enough. */
function outdentedQuote(text: string, start: number): Range | undefined {
  const quote = text.charAt(start);
  const end = text.indexOf(quote, start + 1);
  if (end === -1 || !text.slice(start, end).includes('\n')) return undefined;
  const isLast = /^[ \t]*(?:#|\r?\n|$)/.test(text.slice(end + 1, end + 200));
  return isLast ? { start: end, end: end + 1 } : undefined;
}

function onSameLine(text: string, left: YAMLError | undefined, right: YAMLError): boolean {
  return left !== undefined && !text.slice(left.pos[0], right.pos[0]).includes('\n');
}

/** The rest of a line, from its first character that is not white space. */
function textFrom(text: string, offset: number): Range {
  const rest = text.slice(offset, offset + 4000);
  const indent = rest.length - rest.trimStart().length;
  const start = offset + indent;
  const [line = ''] = rest.slice(indent).split('\n', 1);
  return { start, end: start + Math.max(1, line.trimEnd().length) };
}

function rangeOf({ pos: [start, end] }: YAMLError): Range {
  return { start, end };
}
