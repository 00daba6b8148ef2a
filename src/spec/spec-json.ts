import type { Range } from './problem.ts';
import type { SpecEntry, SpecNode } from './tree.ts';

/**
 * Reads JSON into the same tree as YAML, some ten times faster. Undefined for all that is not plain
 * and faultless JSON: the YAML parser, which takes JSON too, reads that and says what is wrong.
 */
export function parseJsonSpec(text: string): SpecNode | undefined {
  try {
    const [node, offset] = valueAt(text, skipSpace(text, 0), 0);
    return skipSpace(text, offset) === text.length ? node : undefined;
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

class NotJson extends Error {
  override readonly name = 'NotJson';
}

type Parsed<T> = readonly [value: T, end: number];

const maxDepth = 64;
const space = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const literal = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null/y;

function valueAt(text: string, start: number, depth: number): Parsed<SpecNode> {
  if (depth > maxDepth) throw new NotJson();
  const character = text[start];
  if (character === '{') return mapAt(text, start, depth);
  if (character === '[') return listAt(text, start, depth);
  if (character === '"') {
    const [value, end] = stringAt(text, start);
    return [{ kind: 'scalar', text: value, plain: false, range: { start, end } }, end];
  }
  const source = matchAt(literal, text, start);
  const range: Range = { start, end: start + source.length };
  // JSON has a word for "nothing"; it is read like YAML's empty value.
  const value = source === 'null' ? '' : source;
  return [{ kind: 'scalar', text: value, plain: true, range }, range.end];
}

function mapAt(text: string, start: number, depth: number): Parsed<SpecNode> {
  const entries: SpecEntry[] = [];
  const keys = new Set<string>();
  const end = membersAt(text, start, '}', (offset) => {
    const [key, keyEnd] = stringAt(text, offset);
    if (keys.has(key)) throw new NotJson();
    keys.add(key);
    const colon = skipSpace(text, keyEnd);
    if (text[colon] !== ':') throw new NotJson();
    const [value, valueEnd] = valueAt(text, skipSpace(text, colon + 1), depth + 1);
    entries.push({ key, keyRange: { start: offset, end: keyEnd }, value });
    return valueEnd;
  });
  return [{ kind: 'map', entries, range: { start, end } }, end];
}

function listAt(text: string, start: number, depth: number): Parsed<SpecNode> {
  const items: SpecNode[] = [];
  const end = membersAt(text, start, ']', (offset) => {
    const [item, itemEnd] = valueAt(text, offset, depth + 1);
    items.push(item);
    return itemEnd;
  });
  return [{ kind: 'list', items, range: { start, end } }, end];
}

/** Calls `member` at each of the comma-separated members; returns the offset behind the bracket. */
function membersAt(
  text: string,
  start: number,
  bracket: string,
  member: (offset: number) => number,
): number {
  let offset = skipSpace(text, start + 1);
  if (text[offset] === bracket) return offset + 1;
  for (;;) {
    offset = skipSpace(text, member(offset));
    if (text[offset] === bracket) return offset + 1;
    if (text[offset] !== ',') throw new NotJson();
    offset = skipSpace(text, offset + 1);
  }
}

function stringAt(text: string, start: number): Parsed<string> {
  const source = matchAt(string, text, start);
  const value: unknown = JSON.parse(source);
  if (typeof value !== 'string') throw new NotJson();
  return [value, start + source.length];
}

function skipSpace(text: string, start: number): number {
  space.lastIndex = start;
  space.test(text);
  return space.lastIndex;
}

function matchAt(pattern: RegExp, text: string, start: number): string {
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (match === null) throw new NotJson();
  return match[0];
}
