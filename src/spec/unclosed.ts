import { isScalar, visit, type Document, type Node, type YAMLError } from 'yaml';
import { describe, type Description } from './messages.ts';
import type { Range } from './tree.ts';

/** A text that is not YAML, with its source tokens and its first error. */
export interface Fault {
  readonly text: string;
  readonly document: Document;
  readonly error: YAMLError;
  /** Where that is. */
  readonly at: number;
}

export type Cause = readonly [Description, Range];

/** The first quote that nothing closes, else the innermost bracket: the parser notices at the end. */
export function unclosed({ text, document, at }: Fault): Cause | undefined {
  let start = -1;
  visit(document, {
    Node: (_, node) => {
      if (!isUnclosed(node)) return undefined;
      start = node.range?.[0] ?? 0;
      return isScalar(node) ? visit.BREAK : undefined;
    },
  });
  if (start === -1 || start > at) return undefined;
  const opening = text.charAt(start);
  const closing = { '[': ']', '{': '}' }[opening] ?? opening;
  const isQuote = closing === opening;
  const closed = isQuote ? outdentedQuote(text, start) : closingBracket(text, start);
  if (closed === undefined) {
    return [describe('unclosed', opening, closing), { start, end: start + 1 }];
  }
  // Closed, and not by the parser: it is the indentation, or the tree has lost the bracket.
  const isOutdented =
    isQuote ||
    document.errors.some(
      ({ code, pos: [error] }) => code === 'BAD_INDENT' && error > start && error <= closed.start,
    );
  if (!isOutdented) return undefined;
  return [describe('outdented'), closed];
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

/** The quote at the end of a later line that would close the text, if its lines were indented enough. */
function outdentedQuote(text: string, start: number): Range | undefined {
  const end = text.indexOf(text.charAt(start), start + 1);
  if (end === -1 || !text.slice(start, end).includes('\n')) return undefined;
  const isLast = /^[ \t]*(?:#|\r?\n|$)/.test(text.slice(end + 1, end + 200));
  return isLast ? { start: end, end: end + 1 } : undefined;
}

/** The bracket that closes this one where indentation does not count. */
function closingBracket(text: string, start: number): Range | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.slice(start).matchAll(/"[^"\n]*"|'[^'\n]*'|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth++;
    if (token === ']' || token === '}') depth--;
    if (depth === 0) return { start: start + index, end: start + index + 1 };
  }
  return undefined;
}
