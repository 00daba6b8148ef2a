import type { Range } from './problem.ts';
import type { SpecEntry, SpecList, SpecMap, SpecNode, SpecScalar } from './tree.ts';

/**
 * Reads block YAML as it is mostly written, each value on one line, into the tree that the YAML
 * library gives, and saves the time to load that. Undefined for all else: the library reads what is
 * unusual and says what is wrong.
 */
export function parseBlockSpec(text: string): SpecNode | undefined {
  if (text.length > maxLength || unusual.test(text)) return undefined;
  try {
    const { node, gap } = mapAt(text, { ...gapAt(text, 0), depth: 0 });
    return gap.at === text.length ? node : undefined;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class NotPlain extends Error {
  override readonly name = 'NotPlain';
}

/** A node takes two characters: shorter text can't hold more nodes than are allowed. */
const maxLength = 1_000_000;
const maxDepth = 64;
/** YAML's own limit. */
const maxKeyLength = 1024;

/** Tabs, control characters, a byte order mark, the line ends of YAML 1.1, a carriage return on its own. */
const unusual = /[^\n\r -~\u00a0-\u2027\u202a-\ufefe\uff00-\ufffd]|\r(?!\n)/;
/** A key that begins with `.` may be a document's end, one with `<` a merge key. */
const plainKey = /[^ \r\n?:,[\]{}#&*!|>'"%@`.<-][^\r\n:#]*:(?=[ \r\n]|$)/y;
const plainStart = /[^ \r\n?:,[\]{}#&*!|>'"%@`-]|-(?![ \r\n]|$)/y;
const colonInside = /:(?: |$)/;
const quoted = /'[^'\r\n]*'|"[^"\\\r\n]*"/y;
const bareItem = /-*[\w/.$+=][-\w/.$+=@]*/y;
const dash = /-(?= )/y;
const spaces = / */y;
const lineRest = /[^\r\n]*/y;
const line = /[^\n]*\n?/y;
/** All that may follow a value or a key's colon on its line. */
const lineTail = /(?: +#[^\n]*| *\r?)(?:\n|$)/y;

/** What stands between a line's end and the next content. */
interface Gap {
  /** Without those that count to the value before them. */
  readonly comments: readonly Comment[];
  /** Where the next content is, and its column: -1 at the end of the text. */
  readonly at: number;
  readonly column: number;
}

/** A comment with a line of its own. */
interface Comment {
  readonly column: number;
  readonly lineEnd: number;
}

interface Block {
  readonly at: number;
  readonly column: number;
  readonly depth: number;
}

interface Read {
  readonly node: SpecNode;
  /** Where, by the library's count, a map or list ends whose last node this is. */
  readonly end: number;
  readonly gap: Gap;
}

function mapAt(text: string, block: Block): Read {
  const { at, column } = block;
  const entries: SpecEntry[] = [];
  const keys = new Set<string>();
  let start = at;
  let value: Read;
  do {
    const colon = endOf(plainKey, text, start) - 1;
    const keyRange: Range = { start, end: withoutSpaces(text, colon) };
    const key = text.slice(start, keyRange.end);
    if (colon - start > maxKeyLength || keys.has(key)) throw new NotPlain();
    keys.add(key);
    value = isAt(lineTail, text, colon + 1)
      ? valueBelow(text, colon + 1, block)
      : valueAt(text, endOf(spaces, text, colon + 1), column);
    entries.push({ key, keyRange, value: value.node });
    start = value.gap.at;
  } while (value.gap.column === column);
  return closed({ kind: 'map', range: { start: at, end: value.end }, entries }, column, value.gap);
}

function listAt(text: string, { at, column, depth }: Block): Read {
  const items: SpecNode[] = [];
  let start = at;
  let item: Read;
  do {
    const itemAt = endOf(spaces, text, start + 1);
    item =
      isAt(dash, text, itemAt) || isAt(plainKey, text, itemAt)
        ? blockAt(text, { at: itemAt, column: column + itemAt - start, depth: depth + 1 })
        : valueAt(text, itemAt, column);
    items.push(item.node);
    start = item.gap.at;
  } while (item.gap.column === column && isAt(dash, text, start));
  return closed({ kind: 'list', range: { start: at, end: item.end }, items }, column, item.gap);
}

function blockAt(text: string, block: Block): Read {
  // A list in brackets has values two levels below the block.
  if (block.depth + 2 > maxDepth) throw new NotPlain();
  return isAt(dash, text, block.at) ? listAt(text, block) : mapAt(text, block);
}

/**
 * Comments behind a map or list are its own if one of them is not to the left of it. They count not
 * to its range, but to that of the map or list around it.
 */
function closed(node: SpecMap | SpecList, column: number, gap: Gap): Read {
  const ownsComments = column > 0 && gap.comments.some((comment) => comment.column >= column);
  return { node, end: ownsComments ? gap.at : node.range.end, gap };
}

/** The block below a key, or nothing: then all comments below the key count to that. */
function valueBelow(text: string, colonEnd: number, { column, depth }: Block): Read {
  const gap = gapAt(text, endOf(line, text, colonEnd));
  // A list need not be further in than its key.
  if (gap.column > column || (gap.column === column && isAt(dash, text, gap.at))) {
    return blockAt(text, { ...gap, depth: depth + 1 });
  }
  const at = endOf(spaces, text, colonEnd);
  const hasComments = text[at] === '#' || gap.comments.length > 0;
  const node = plainScalar(text, { start: at, end: at });
  return { node, end: hasComments ? gap.at : at, gap };
}

/** A value on the line of its key or dash. Comments below it count to it as long as they are further in. */
function valueAt(text: string, at: number, column: number): Read {
  const node = text[at] === '[' ? bracketsAt(text, at) : scalarAt(text, at);
  const lineEnd = endOf(lineTail, text, node.range.end);
  const gap = gapAt(text, lineEnd);
  const next = gap.comments.findIndex((comment) => comment.column <= column);
  const count = next < 0 ? gap.comments.length : next;
  const end = gap.comments[count - 1]?.lineEnd ?? lineEnd;
  return { node, end, gap: { ...gap, comments: gap.comments.slice(count) } };
}

function scalarAt(text: string, start: number): SpecScalar {
  if (isAt(quoted, text, start)) return quotedScalar(text, start);
  if (!isAt(plainStart, text, start)) throw new NotPlain();
  const source = text.slice(start, endOf(lineRest, text, start));
  const comment = source.indexOf(' #');
  const end = withoutSpaces(text, start + (comment < 0 ? source.length : comment));
  const scalar = plainScalar(text, { start, end });
  if (colonInside.test(scalar.text)) throw new NotPlain();
  return scalar;
}

/** `[/bin/sh, -c]` */
function bracketsAt(text: string, start: number): SpecList {
  const items: SpecScalar[] = [];
  let at = start;
  do {
    const itemAt = endOf(spaces, text, at + 1);
    const item = isAt(quoted, text, itemAt)
      ? quotedScalar(text, itemAt)
      : plainScalar(text, { start: itemAt, end: endOf(bareItem, text, itemAt) });
    items.push(item);
    at = endOf(spaces, text, item.range.end);
  } while (text[at] === ',');
  if (text[at] !== ']') throw new NotPlain();
  return { kind: 'list', range: { start, end: at + 1 }, items };
}

function quotedScalar(text: string, start: number): SpecScalar {
  const range: Range = { start, end: endOf(quoted, text, start) };
  return { kind: 'scalar', text: text.slice(start + 1, range.end - 1), plain: false, range };
}

function plainScalar(text: string, range: Range): SpecScalar {
  return { kind: 'scalar', text: text.slice(range.start, range.end), plain: true, range };
}

function gapAt(text: string, start: number): Gap {
  const comments: Comment[] = [];
  let lineStart = start;
  for (;;) {
    const at = endOf(spaces, text, lineStart);
    if (at === text.length) return { comments, at, column: -1 };
    const column = at - lineStart;
    const isComment = text[at] === '#';
    if (!isComment && text[at] !== '\n' && text[at] !== '\r') return { comments, at, column };
    lineStart = endOf(line, text, at);
    if (isComment) comments.push({ column, lineEnd: lineStart });
  }
}

function withoutSpaces(text: string, end: number): number {
  let last = end;
  while (text[last - 1] === ' ') last -= 1;
  return last;
}

function isAt(pattern: RegExp, text: string, start: number): boolean {
  pattern.lastIndex = start;
  return pattern.test(text);
}

/** @throws NotPlain where it doesn't match */
function endOf(pattern: RegExp, text: string, start: number): number {
  if (!isAt(pattern, text, start)) throw new NotPlain();
  return pattern.lastIndex;
}
