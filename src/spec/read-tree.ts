import {
  isAlias,
  isMap,
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
import { describe, type Description } from './messages.ts';
import { problemAt, type Problem, type Severity } from './problem.ts';
import { isJson, isJsonComment } from './syntax.ts';

export interface ParsedYaml {
  /** Undefined where the text holds nothing, or nothing that can be read. */
  readonly root: SpecNode | undefined;
  readonly problems: readonly Problem[];
}

/** What a node stands for when every alias in it is written out. */
interface Size {
  readonly values: number;
  readonly characters: number;
}

/** Thrown to end the reading: what is too large or too deep is not handed on, nor is JSON with comments. */
class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly problem: Problem;

  constructor(description: Description, range: Range) {
    super(description.message);
    this.problem = problemAt(description, { range });
  }
}

interface Anchor {
  readonly node: SpecNode;
  readonly size: Size;
  isUsed: boolean;
}

interface Reading {
  readonly text: string;
  readonly problems: Problem[];
  readonly anchors: Map<string, Anchor>;
  /** Of what has been read. */
  size: Size;
}

/** yaml's nodes to ours: aliases followed, merge keys merged. */
export function readTree({ contents, warnings }: Document, text: string): ParsedYaml {
  const problems = warnings.flatMap(({ code, pos: [start, end] }) =>
    code === 'TAG_RESOLVE_FAILED'
      ? [problemAt(describe('yaml-tag'), { range: { start, end } })]
      : [],
  );
  const size = { values: 0, characters: 0 };
  const reading: Reading = { text, problems, anchors: new Map(), size };
  try {
    const root = readNode(toNode(contents), { depth: 0, ifNull: { start: 0, end: 0 } }, reading);
    complainOfUnusedAnchors(reading);
    return { root, problems };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { root: undefined, problems: [error.problem] };
  }
}

interface Where {
  readonly depth: number;
  /** Where a value would be written, if there is none. */
  readonly ifNull: Range;
}

function readNode(node: Node | null, { depth, ifNull }: Where, reading: Reading): SpecNode {
  if (node === null) return emptyScalar(ifNull);
  const range = rangeOf(node);
  if (depth > maxDepth) throw new Unreadable(describe('too-deep', { levels: maxDepth }), range);
  if (isAlias(node)) {
    const anchor = reading.anchors.get(node.source);
    if (anchor !== undefined) {
      anchor.isUsed = true;
      grow(reading, anchor.size, range);
      return anchor.node;
    }
    complain(describe('unknown-anchor', { name: printable(node.source, 80) }), range, reading);
    return withoutValue(emptyScalar(range));
  }
  const before = reading.size;
  grow(reading, { values: 1, characters: 0 }, range);
  const result = readValue(node, { depth, ifNull: range }, reading);
  if (node.anchor !== undefined) {
    const values = reading.size.values - before.values;
    const characters = reading.size.characters - before.characters;
    reading.anchors.set(node.anchor, { node: result, size: { values, characters }, isUsed: false });
  }
  return result;
}

function readValue(node: Node, { depth, ifNull: range }: Where, reading: Reading): SpecNode {
  if (isScalar(node)) {
    const scalar = readScalar(node, reading.text, range);
    grow(reading, { values: 0, characters: scalar.text.length }, range);
    return withoutCommaMissing(scalar, reading);
  }
  if (isMap(node)) return readMap(node, { depth, ifNull: range }, reading);
  if (!isSeq(node)) throw new TypeError('yaml gave a node of an unknown kind');
  const items = node.items.map((item) =>
    readNode(toNode(item), { depth: depth + 1, ifNull: range }, reading),
  );
  return { kind: 'list', range, items };
}

function readMap(node: YAMLMap, { depth, ifNull: range }: Where, reading: Reading): SpecMap {
  const entries = new Map<string, SpecEntry>();
  let merged: readonly SpecEntry[] | undefined;
  for (const pair of node.items) {
    const entry = readEntry(pair, { depth, ifNull: range }, reading);
    if (isMergeKey(pair)) {
      if (merged !== undefined) complain(describe('second-merge'), entry.keyRange, reading);
      merged = mergedEntries(entry, reading);
    } else if (entries.has(entry.key)) {
      complain(describe('duplicate-key', { key: entry.key }), entry.keyRange, reading);
    } else entries.set(entry.key, entry);
  }
  for (const entry of merged ?? []) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  return { kind: 'map', range, entries: [...entries.values()] };
}

function readEntry(pair: Pair, { depth, ifNull: mapRange }: Where, reading: Reading): SpecEntry {
  const key = toNode(pair.key);
  const keyRange = key === null ? mapRange : rangeOf(key);
  // Such a comment reads like a key, or like the start of the next one.
  if (isJsonComment(reading.text, keyRange.start)) {
    throw new Unreadable(describe('json-comment'), keyRange);
  }
  const text = isScalar(key) ? textOf(key) : '';
  grow(reading, { values: 0, characters: text.length }, keyRange);
  const ifNull = { start: keyRange.end, end: keyRange.end + 1 };
  const value = readNode(toNode(pair.value), { depth: depth + 1, ifNull }, reading);
  return { key: text, keyRange, value };
}

/** Of several maps the first wins, as the merge key's definition says. */
function mergedEntries({ value, keyRange }: SpecEntry, reading: Reading): readonly SpecEntry[] {
  const maps = value.kind === 'list' ? value.items : [value];
  return maps.flatMap((map) => {
    if (map.kind === 'map') return map.entries;
    if (map.kind === 'scalar' && map.resolved?.failed === true) return [];
    complain(describe('invalid-merge'), keyRange, reading);
    return [];
  });
}

function complain(
  description: Description,
  range: Range,
  { problems, severity }: Pick<Reading, 'problems'> & { readonly severity?: Severity },
): void {
  problems.push(problemAt(description, { range, ...(severity && { severity }) }));
}

/** `value: &a b` sends b: an ampersand in front of a text is seldom meant as an anchor. */
function complainOfUnusedAnchors({ anchors, text, problems }: Reading): void {
  // The alias may be misspelt.
  if (problems.length > 0) return;
  for (const [name, { node, isUsed }] of anchors) {
    if (isUsed || node.kind !== 'scalar') continue;
    const start = Math.max(0, text.lastIndexOf('&', node.range.start));
    const description = describe('unused-anchor', { name: printable(name, 80) });
    complain(description, { start, end: node.range.end }, { problems, severity: 'warning' });
  }
}

const values = `${maxValues} values`;

function grow(reading: Reading, by: Size, range: Range): void {
  const size = {
    values: reading.size.values + by.values,
    characters: reading.size.characters + by.characters,
  };
  reading.size = size;
  const limit =
    size.values > maxValues ? values : size.characters > maxCharacters ? '1 MiB' : undefined;
  if (limit !== undefined) throw new Unreadable(describe('oversized-spec', { limit }), range);
}

function readScalar(node: Scalar, source: string, range: Range): SpecScalar {
  const plain = node.type === 'PLAIN' && node.tag !== 'tag:yaml.org,2002:str';
  const text = blockText(node, source) ?? textOf(node);
  const isComment = plain && text === '' && typeof node.comment === 'string';
  return { kind: 'scalar', text, plain, range, ...(isComment && { isComment }) };
}

/** `{"a": 1 "b":2}`: YAML takes the quotes for a part of the text before them. */
function withoutCommaMissing(scalar: SpecScalar, reading: Reading): SpecScalar {
  const { start, end } = scalar.range;
  const at =
    scalar.plain && isJson(reading.text) ? reading.text.slice(start, end).indexOf('"') : -1;
  if (at === -1) return scalar;
  complain(describe('missing-comma'), { start: start + at, end }, reading);
  return withoutValue(scalar);
}

function emptyScalar(range: Range): SpecScalar {
  return { kind: 'scalar', text: '', plain: true, range };
}

/** A block at the very end of a file without a line end has none, as PyYAML and Go's yaml read it. */
function blockText(node: Scalar, source: string): string | undefined {
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  const end = node.range?.[1] ?? 0;
  if (!isBlock || end < source.length || source.endsWith('\n')) return undefined;
  return textOf(node).replace(/\n$/, '');
}

function textOf(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : '';
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN';
}

function toNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

function rangeOf(node: Node): Range {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}
