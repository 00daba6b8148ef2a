import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { printable } from '../text.ts';
import {
  isFailed,
  maxCharacters,
  maxDepth,
  maxValues,
  withoutValue,
  type Range,
  type SpecEntry,
  type SpecMap,
  type SpecNode,
  type SpecScalar,
} from './tree.ts';
import { describe } from './messages.ts';
import { problemAt, SpecError, type Problem } from './problem.ts';
import { isJsonComment } from './syntax.ts';

/** What was read, and what it stands for when every alias in it is written out. */
interface Anchor {
  readonly node: SpecNode;
  readonly values: number;
  readonly characters: number;
  isUsed: boolean;
}

interface Reading {
  readonly text: string;
  readonly problems: Problem[];
  readonly anchors: Map<string, Anchor>;
  /** Of what has been read, aliases written out. */
  values: number;
  characters: number;
}

export interface ParsedYaml {
  /** Undefined where the text holds nothing, or nothing that can be read. */
  readonly root: SpecNode | undefined;
  readonly problems: readonly Problem[];
}

/**
 * yaml's nodes to ours: aliases followed, merge keys merged.
 * @throws SpecError for what is too large or too deep, and for JSON with comments
 */
export function readTree({ contents, warnings }: Document, text: string): ParsedYaml {
  const problems = warnings.flatMap(({ code, pos: [start, end] }) =>
    code === 'TAG_RESOLVE_FAILED' ? [problemAt(describe('yaml-tag'), { start, end })] : [],
  );
  const reading = { text, problems, anchors: new Map(), values: 0, characters: 0 };
  const root = contents === null ? undefined : readNode(contents, 0, reading);
  // An alias that is misspelt leaves its anchor unused.
  return { root, problems: problems.length > 0 ? problems : unusedAnchors(reading) };
}

function readNode(node: Node, depth: number, reading: Reading): SpecNode {
  const range = rangeOf(node);
  if (depth > maxDepth) throw new SpecError([problemAt(describe('too-deep'), range)]);
  if (isAlias(node)) return readAlias(node.source, range, reading);
  const { values, characters } = reading;
  grow(reading, { values: 1 }, range);
  const read = readValue(node, depth, reading);
  if (node.anchor !== undefined) {
    reading.anchors.set(node.anchor, {
      node: read,
      values: reading.values - values,
      characters: reading.characters - characters,
      isUsed: false,
    });
  }
  return read;
}

function readAlias(name: string, range: Range, reading: Reading): SpecNode {
  const anchor = reading.anchors.get(name);
  if (anchor === undefined) {
    const description = describe('unknown-anchor', printable(name, 80));
    reading.problems.push(problemAt(description, range));
    return withoutValue(emptyScalar(range));
  }
  anchor.isUsed = true;
  grow(reading, anchor, range);
  return anchor.node;
}

function readValue(node: Node, depth: number, reading: Reading): SpecNode {
  if (isMap(node)) return readMap(node, depth, reading);
  const range = rangeOf(node);
  if (isSeq(node)) {
    const items = node.items.filter(isNode).map((item) => readNode(item, depth + 1, reading));
    return { kind: 'list', range, items };
  }
  if (!isScalar(node)) throw new TypeError('yaml gave a node of an unknown kind');
  const scalar = readScalar(node, reading.text);
  grow(reading, { characters: scalar.text.length }, range);
  return withoutCommaMissing(scalar, reading);
}

/** `{"a": 1 "b":2}`: YAML takes the quotes for a part of the text before them, which JSON has none of. */
function withoutCommaMissing(scalar: SpecScalar, { text, problems }: Reading): SpecScalar {
  const { start, end } = scalar.range;
  const at = scalar.plain ? text.slice(start, end).indexOf('"') : -1;
  if (at === -1 || !/^\s*\{\s*"/.test(text.slice(0, 1000))) return scalar;
  problems.push(problemAt(describe('missing-comma'), { start: start + at, end }));
  return withoutValue(scalar);
}

function readMap(node: YAMLMap, depth: number, reading: Reading): SpecMap {
  const entries = new Map<string, SpecEntry>();
  const keys = new Set<string>();
  let merged: readonly SpecEntry[] = [];
  for (const pair of node.items) {
    const entry = readEntry(pair, depth, reading);
    if (keys.has(entry.key)) {
      reading.problems.push(problemAt(describe('duplicate-key', entry.key), entry.keyRange));
    } else if (entry.key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
      merged = mergedEntries(entry, reading);
    } else entries.set(entry.key, entry);
    keys.add(entry.key);
  }
  for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  return { kind: 'map', range: rangeOf(node), entries: [...entries.values()] };
}

function readEntry({ key, value }: Pair, depth: number, reading: Reading): SpecEntry {
  if (!isScalar(key)) throw new TypeError('yaml gave a key of an unknown kind');
  const keyRange = rangeOf(key);
  // Such a comment reads like a key, or like the start of the next one.
  if (isJsonComment(reading.text, keyRange.start)) {
    throw new SpecError([problemAt(describe('json-comment'), keyRange)]);
  }
  const text = textOf(key);
  grow(reading, { characters: text.length }, keyRange);
  const { end } = keyRange;
  return {
    key: text,
    keyRange,
    value: isNode(value)
      ? readNode(value, depth + 1, reading)
      : emptyScalar({ start: end, end: end + 1 }),
  };
}

/** Of several maps the first wins, as the merge key's definition says. */
function mergedEntries({ value, keyRange }: SpecEntry, reading: Reading): readonly SpecEntry[] {
  const maps = value.kind === 'list' ? value.items : [value];
  return maps.flatMap((map) => {
    if (map.kind === 'map') return map.entries;
    if (!isFailed(map)) reading.problems.push(problemAt(describe('invalid-merge'), keyRange));
    return [];
  });
}

/** `value: &a b` sends b: an ampersand in front of a text is seldom meant as an anchor. */
function unusedAnchors({ anchors, text }: Reading): readonly Problem[] {
  return [...anchors].flatMap(([name, { node, isUsed }]) => {
    if (isUsed || node.kind !== 'scalar') return [];
    const start = text.lastIndexOf('&', node.range.start);
    const description = describe('unused-anchor', printable(name, 80));
    return [problemAt(description, { start, end: node.range.end })];
  });
}

function grow(
  reading: Reading,
  { values = 0, characters = 0 }: Partial<Pick<Anchor, 'values' | 'characters'>>,
  range: Range,
): void {
  reading.values += values;
  reading.characters += characters;
  if (reading.values > maxValues || reading.characters > maxCharacters) {
    throw new SpecError([problemAt(describe('oversized-spec'), range)]);
  }
}

function readScalar(node: Scalar, source: string): SpecScalar {
  const range = rangeOf(node);
  const plain = node.type === 'PLAIN' && node.tag !== 'tag:yaml.org,2002:str';
  // A block at the very end of a file without a line end has none, as PyYAML and Go's yaml read it.
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  const isCut = isBlock && range.end >= source.length && !source.endsWith('\n');
  const text = isCut ? textOf(node).replace(/\n$/, '') : textOf(node);
  const isComment = plain && text === '' && typeof node.comment === 'string';
  return { kind: 'scalar', text, plain, range, ...(isComment && { isComment }) };
}

function emptyScalar(range: Range): SpecScalar {
  return { kind: 'scalar', text: '', plain: true, range };
}

function textOf(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : '';
}

function rangeOf(node: Node): Range {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}
