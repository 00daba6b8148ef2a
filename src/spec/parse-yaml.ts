import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  parseDocument,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { printable } from '../text.ts';
import { maxCharacters, maxDepth, maxNodes, maxProblems, maxTokens } from './limits.ts';
import { describe, type Description } from './messages.ts';
import { problemAt, type Problem } from './problem.ts';
import {
  withoutValue,
  type Range,
  type SpecEntry,
  type SpecMap,
  type SpecNode,
  type SpecScalar,
} from './tree.ts';
import { isJsonComment, syntaxProblem, syntaxProblems, yamlOptions } from './yaml-errors.ts';

export interface ParsedYaml {
  /** Undefined where the text holds nothing, or nothing that can be read. */
  readonly root: SpecNode | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads YAML, and JSON as the part of it that it is. Every scalar stays text: its type follows from its
 * field, not from how YAML would guess it, so the failsafe schema, which knows only strings, is the right
 * one. yaml's own check for duplicate keys is quadratic; the reader has another.
 */
export function parseYaml(text: string): ParsedYaml {
  if (hasTooManyTokens(text)) {
    const description = describe('oversized-spec', { limit: `${maxTokens} YAML tokens` });
    const problem = problemAt(description, { range: { start: 0, end: 1 } });
    return { root: undefined, problems: [problem] };
  }
  const document = parseDocument(text, yamlOptions);
  if (document.errors.length > 0) {
    return { root: undefined, problems: syntaxProblems(text, document.errors) };
  }
  const problems = document.warnings
    .filter(({ code }) => code === 'TAG_RESOLVE_FAILED')
    .slice(0, maxProblems)
    .map((warning) => syntaxProblem(text, warning));
  const root = document.contents;
  return root === null ? { root: undefined, problems } : readTree(root, text, problems);
}

/** Counted only in long texts: no text has more tokens and escapes than characters. */
function hasTooManyTokens(text: string): boolean {
  if (text.length < maxTokens) return false;
  let count = text.split('\\', maxTokens).length;
  const tokens = new Lexer().lex(text);
  while (count <= maxTokens && tokens.next().done !== true) count++;
  return count > maxTokens;
}

/** What a node stands for when every alias in it is written out. */
interface Size {
  readonly nodes: number;
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

interface Reading {
  readonly text: string;
  readonly problems: Problem[];
  readonly anchors: Map<string, SpecNode>;
  readonly sizes: Map<SpecNode, Size>;
  mergedCount: number;
}

/** yaml's nodes to ours: aliases followed, merge keys merged. */
function readTree(root: Node, text: string, problems: Problem[]): ParsedYaml {
  const reading = { text, problems, anchors: new Map(), sizes: new Map(), mergedCount: 0 };
  try {
    return { root: readNode(root, { depth: 0, ifNull: { start: 0, end: 0 } }, reading), problems };
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
    const target = reading.anchors.get(node.source);
    if (target !== undefined) return target;
    complain(describe('unknown-anchor', { name: printable(node.source, 80) }), range, reading);
    return withoutValue(emptyScalar(range));
  }
  const result = sized(readValue(node, { depth, ifNull: range }, reading), reading.sizes);
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, result);
  return result;
}

function readValue(node: Node, { depth, ifNull: range }: Where, reading: Reading): SpecNode {
  if (isScalar(node)) return readScalar(node, reading.text, range);
  if (isMap(node)) return readMap(node, { depth, ifNull: range }, reading);
  if (!isSeq(node)) throw new TypeError('yaml gave a node of an unknown kind');
  const items = node.items.map((item) =>
    readNode(toNode(item), { depth: depth + 1, ifNull: range }, reading),
  );
  return { kind: 'list', range, items };
}

function readMap(node: YAMLMap, { depth, ifNull: range }: Where, reading: Reading): SpecMap {
  const entries = new Map<string, SpecEntry>();
  const merged: SpecEntry[] = [];
  for (const pair of node.items) {
    const entry = readEntry(pair, { depth, ifNull: range }, reading);
    if (isMergeKey(pair)) {
      for (const other of mergedEntries(entry, reading)) merged.push(other);
    } else if (entries.has(entry.key)) {
      complain(describe('duplicate-key', { key: entry.key }), entry.keyRange, reading);
    } else entries.set(entry.key, entry);
  }
  for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  return { kind: 'map', range, entries: [...entries.values()] };
}

function readEntry(pair: Pair, { depth, ifNull: mapRange }: Where, reading: Reading): SpecEntry {
  const key = toNode(pair.key);
  const keyRange = key === null ? mapRange : rangeOf(key);
  // Such a comment reads like a key, or like the start of the next one.
  if (isJsonComment(reading.text, keyRange.start)) {
    throw new Unreadable(describe('json-comment'), keyRange);
  }
  const ifNull = { start: keyRange.end, end: keyRange.end + 1 };
  return {
    key: isScalar(key) ? textOf(key) : '',
    keyRange,
    value: readNode(toNode(pair.value), { depth: depth + 1, ifNull }, reading),
  };
}

/** Of several maps the first wins, as the merge key's definition says. */
function mergedEntries({ value, keyRange }: SpecEntry, reading: Reading): readonly SpecEntry[] {
  const maps = value.kind === 'list' ? value.items : [value];
  const entries = maps.flatMap((map) => {
    if (map.kind === 'map') return map.entries;
    if (map.kind === 'scalar' && map.resolved?.failed === true) return [];
    complain(describe('invalid-merge'), keyRange, reading);
    return [];
  });
  reading.mergedCount += entries.length;
  if (reading.mergedCount > maxNodes) throw oversized(values, keyRange);
  return entries;
}

function complain(description: Description, range: Range, { problems }: Reading): void {
  if (problems.length < maxProblems) problems.push(problemAt(description, { range }));
}

function sized<T extends SpecNode>(node: T, sizes: Map<SpecNode, Size>): T {
  const size = sizeOf(node, sizes);
  sizes.set(node, size);
  if (size.nodes > maxNodes) throw oversized(values, node.range);
  if (size.characters > maxCharacters) throw oversized('1 MiB', node.range);
  return node;
}

const values = `${maxNodes} values`;

function oversized(limit: string, range: Range): Unreadable {
  return new Unreadable(describe('oversized-spec', { limit }), range);
}

function sizeOf(node: SpecNode, sizes: ReadonlyMap<SpecNode, Size>): Size {
  if (node.kind === 'scalar') return { nodes: 1, characters: node.text.length };
  const children = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
  let nodes = 1;
  let characters = 0;
  for (const child of children) {
    const size = sizes.get(child);
    nodes += size?.nodes ?? 1;
    characters += size?.characters ?? 0;
  }
  if (node.kind === 'map') for (const { key } of node.entries) characters += key.length;
  return { nodes, characters };
}

function readScalar(node: Scalar, source: string, range: Range): SpecScalar {
  const plain = node.type === 'PLAIN' && node.tag !== 'tag:yaml.org,2002:str';
  const text = blockText(node, source) ?? textOf(node);
  const isComment = plain && text === '' && typeof node.comment === 'string';
  return { kind: 'scalar', text, plain, range, ...(isComment && { isComment }) };
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
