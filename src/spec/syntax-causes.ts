import {
  isCollection,
  isScalar,
  Lexer,
  visit,
  type Document,
  type Node,
  type YAMLError,
} from 'yaml';
import { describe } from './messages.ts';
import { problemAt, type Problem } from './problem.ts';
import { endOfLine, textFrom, type Range } from './tree.ts';

/** What explains all errors from an offset on. */
export interface Cause {
  readonly from: number;
  readonly problems: readonly Problem[];
}

/** The parser notices these later than where they are, or takes them for something else. */
export function causeOf(
  text: string,
  document: Document,
  errors: readonly YAMLError[],
): Cause | undefined {
  const first = errors[0]?.pos[0] ?? 0;
  return (
    unquotedPlaceholders(text, document, first) ??
    template(text, document, first) ??
    oddCharacter(text, first) ??
    unclosed(text, document, errors)
  );
}

/** `[${{ x }}]`: in a flow collection, the dollar sign ends where the braces begin maps. */
function unquotedPlaceholders(text: string, document: Document, first: number): Cause | undefined {
  const starts: number[] = [];
  visit(document, {
    Scalar: (_, { type, range }) => {
      const at = (range?.[1] ?? 0) - 1;
      if (type === 'PLAIN' && text.startsWith('${{', at)) starts.push(at);
    },
  });
  const [from] = starts;
  if (from === undefined || from > endOfLine(text, first)) return undefined;
  const problems = starts.slice(0, 50).map((start) => {
    const close = text.slice(start, endOfLine(text, start)).indexOf('}}');
    const range = { start, end: start + (close === -1 ? 3 : close + 2) };
    return problemAt(describe('unquoted-placeholder'), { range });
  });
  return { from: lineStartOf(text, from), problems };
}

/** `{{ .Values.x }}`, `{% if x %}` */
function template(text: string, document: Document, first: number): Cause | undefined {
  const from = lineStartOf(text, first);
  const at = lineAt(text, from).search(/\{%|(?<!\$)\{\{/);
  if (at === -1 || isIn(document, from + at, isQuoted)) return undefined;
  return {
    from,
    problems: [problemAt(describe('template'), { range: textFrom(text, from + at) })],
  };
}

function isQuoted(node: Node): boolean {
  return isScalar(node) && node.type !== 'PLAIN';
}

const oddSpace = '[^\\S \\t\\r\\n]|[\\u200b-\\u200d\\u2060]';
/** In the indentation, behind a colon, or in place of the colon behind a key. */
const oddPlaces = [
  new RegExp(`^[ \\t]*(?:- *)*(${oddSpace})`, 'd'),
  new RegExp(`^[^"'#]*?:(${oddSpace})`, 'd'),
  /^\s*(?:- +)*["']?[\w.$-]+["']?(：)/d,
] as const;

/** A space or colon of another script, on the line of the first error or the one before. */
function oddCharacter(text: string, first: number): Cause | undefined {
  const current = lineStartOf(text, first);
  const above = lineStartOf(text, text.slice(0, current).trimEnd().length);
  for (const from of [above, current]) {
    const line = lineAt(text, from);
    const [[start, end] = [0, 0]] = oddPlaces.flatMap(
      (pattern) => pattern.exec(line)?.indices?.slice(1) ?? [],
    );
    if (end === 0) continue;
    const character = line.slice(start, end);
    const description = describe('odd-character', {
      character,
      meant: character === '：' ? 'colon' : 'space',
    });
    return {
      from,
      problems: [problemAt(description, { range: { start: from + start, end: from + end } })],
    };
  }
  return undefined;
}

/** The first quote that nothing closes, else the innermost bracket: the parser notices at the end. */
function unclosed(
  text: string,
  document: Document,
  errors: readonly YAMLError[],
): Cause | undefined {
  let from: number | undefined;
  visit(document, {
    Node: (_, node) => {
      if (!isUnclosed(node)) return undefined;
      from = node.range?.[0] ?? 0;
      return isScalar(node) ? visit.BREAK : undefined;
    },
  });
  if (from === undefined) return undefined;
  const opening = text.charAt(from);
  const closing = { '[': ']', '{': '}' }[opening];
  const closed = closing === undefined ? outdentedQuote(text, from) : closingBracket(text, from);
  if (closed === undefined) {
    const description = describe('unclosed', { opening, closing: closing ?? opening });
    return { from, problems: [problemAt(description, { range: { start: from, end: from + 1 } })] };
  }
  // Closed, and not by the parser: it is the indentation, or the tree has lost the bracket.
  const { start } = closed;
  const isOutdented =
    closing === undefined ||
    errors.some(({ code, pos: [at] }) => code === 'BAD_INDENT' && at > (from ?? 0) && at <= start);
  if (!isOutdented) return undefined;
  const code = closing === undefined ? 'outdented-quote' : 'outdented-bracket';
  return { from, problems: [problemAt(describe(code), { range: closed })] };
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
function closingBracket(text: string, from: number): Range | undefined {
  const open: string[] = [];
  let start = from;
  for (const token of new Lexer().lex(text.slice(from))) {
    if (token === '[' || token === '{') open.push(token === '[' ? ']' : '}');
    if ((token === ']' || token === '}') && open.pop() !== token) return undefined;
    if (open.length === 0 && start > from) return { start, end: start + 1 };
    // The lexer marks documents, scalars and the ends of flow collections with characters of its own.
    if (!/^[\x02\x18\x1f]$/.test(token)) start += token.length;
  }
  return undefined;
}

/** As much of a line as anybody reads. */
function lineAt(text: string, from: number): string {
  return text.slice(from, Math.min(endOfLine(text, from), from + 2000));
}

/** Whether a node of the kind holds the place. */
export function isIn(document: Document, offset: number, isKind: (node: Node) => boolean): boolean {
  let found = false;
  visit(document, {
    Node: (_, node) => {
      const [start, , end] = node.range ?? [0, 0, 0];
      if (offset < start || offset >= end) return isCollection(node) ? visit.SKIP : undefined;
      found ||= isKind(node);
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
