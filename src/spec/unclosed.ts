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
  const closed = isQuote ? outdentedQuote(text, start) : closingBracket(text, start, closing);
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
      return token.end.every(({ type }) => type !== token.start.type.replace('start', 'end'));
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return quotedAt(token.source, 0) === '';
    default:
      return false;
  }
}

/** The text in quotes that starts there, with its quotes; empty if none closes it. */
function quotedAt(text: string, start: number): string {
  const pattern = /'[^']*(?:''[^']*)*'(?!')|"[^"\\]*(?:\\[^][^"\\]*)*"/y;
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0] ?? '';
}

/** The quote at the end of a later line that would close the text, if its lines were indented enough. */
function outdentedQuote(text: string, start: number): Range | undefined {
  const quoted = quotedAt(text, start);
  const end = start + quoted.length;
  const isLast = /^[ \t]*(?:#|\r?\n|$)/.test(text.slice(end, end + 200));
  return quoted.includes('\n') && isLast ? { start: end - 1, end } : undefined;
}

/** The bracket that closes this one where indentation does not count. */
function closingBracket(text: string, start: number, closing: string): Range | undefined {
  let depth = 0;
  const tokens = text.slice(start).matchAll(/"[^"\n]*"|'[^'\n]*'|(?<=\s)#.*|[[\]{}]/g);
  for (const { 0: token, index } of tokens) {
    if (token === '[' || token === '{') depth++;
    if (token === ']' || token === '}') depth--;
    if (depth > 0) continue;
    return token === closing ? { start: start + index, end: start + index + 1 } : undefined;
  }
  return undefined;
}
