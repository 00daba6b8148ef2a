import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Problem, Range } from './problem.ts';
import { quoted, printable } from '../text.ts';
import { maxDepth, syntaxProblem, syntaxProblems, tooDeep, yamlOptions } from './yaml-errors.ts';
import type { SpecEntry, SpecMap, SpecNode, SpecScalar } from './tree.ts';

export interface ParsedYaml {
  /** Undefined where the text holds nothing, or nothing that can be read. */
  readonly root: SpecNode | undefined;
  readonly problems: readonly Problem[];
}

/** More than 1 MiB of text can hold; a few aliases of aliases can ask for billions. */
const maxNodes = 500_000;

/**
 * Reads YAML. Every scalar stays text: what its type is follows from where it stands, not from how
 * YAML would guess it, so the failsafe schema, which knows only strings, is the right one.
 * yaml's own check for duplicate keys takes time by the square of the keys; the reader has another.
 */
export function parseYamlSpec(text: string): ParsedYaml {
  const document = parseDocument(text, yamlOptions);
  if (document.errors.length > 0) {
    return { root: undefined, problems: syntaxProblems(text, document.errors) };
  }
  const problems = document.warnings
    .filter(({ code }) => code === 'TAG_RESOLVE_FAILED')
    .map((warning) => syntaxProblem(text, warning));
  const root = document.contents === null ? undefined : readerInto(problems)(document.contents);
  return { root, problems };
}

/** Nodes of yaml to nodes of ours: aliases followed, merge keys merged. What is wrong is added to `problems`. */
function readerInto(problems: Problem[]): (root: Node) => SpecNode | undefined {
  const anchors = new Map<string, SpecNode>();
  /** How many nodes a node stands for when every alias in it is written out. */
  const sizes = new Map<SpecNode, number>();
  let exhausted = false;

  function complain(range: Range, message: string): void {
    problems.push({ severity: 'error', range, path: '', message });
  }

  function read(node: Node | null, depth: number, at: Range): SpecNode {
    if (node === null) return { kind: 'scalar', text: '', plain: true, range: at };
    if (depth > maxDepth) {
      if (!exhausted) complain(rangeOf(node), tooDeep);
      exhausted = true;
      return { kind: 'scalar', text: '', plain: true, range: rangeOf(node) };
    }
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) return target;
      complain(rangeOf(node), `No anchor &${printable(node.source)} stands before this alias.`);
      return unknown(rangeOf(node));
    }
    const result = readValue(node, depth);
    if (node.anchor !== undefined) anchors.set(node.anchor, result);
    return result;
  }

  function readValue(node: Node, depth: number): SpecNode {
    const range = rangeOf(node);
    if (isScalar(node)) return readScalar(node, range);
    if (isMap(node)) return sized(readMap(node, range, depth));
    if (!isSeq(node)) throw new TypeError('yaml gave a node of an unknown kind');
    const items = node.items.map((item) => read(toNode(item), depth + 1, range));
    return sized({ kind: 'list', range, items });
  }

  function readMap(node: YAMLMap, range: Range, depth: number): SpecMap {
    const entries = new Map<string, SpecEntry>();
    const merged: SpecEntry[] = [];
    for (const pair of node.items) {
      const entry = readEntry(pair, range, depth);
      if (isMergeKey(pair)) merged.push(...mergedEntries(entry));
      else if (entries.has(entry.key)) {
        complain(entry.keyRange, `The key ${quoted(entry.key)} stands here for the second time.`);
      } else entries.set(entry.key, entry);
    }
    for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    return { kind: 'map', range, entries: [...entries.values()] };
  }

  function readEntry(pair: Pair, mapRange: Range, depth: number): SpecEntry {
    const key = toNode(pair.key);
    const keyRange = key === null ? mapRange : rangeOf(key);
    const after = { start: keyRange.end, end: keyRange.end + 1 };
    return {
      key: isScalar(key) ? textOf(key) : '',
      keyRange,
      value: read(toNode(pair.value), depth + 1, after),
    };
  }

  /** Of several maps the first wins, as the merge key's definition says. */
  function mergedEntries({ value, keyRange }: SpecEntry): readonly SpecEntry[] {
    const maps = value.kind === 'list' ? value.items : [value];
    return maps.flatMap((map) => {
      if (map.kind === 'map') return map.entries;
      if (map.kind === 'scalar' && map.resolved?.failed === true) return [];
      complain(keyRange, 'A merge key (<<) takes a map, an alias of one, or a list of those.');
      return [];
    });
  }

  function sized<T extends SpecNode>(node: T): T {
    const children =
      node.kind === 'map'
        ? node.entries.map((entry) => entry.value)
        : node.kind === 'list'
          ? node.items
          : [];
    const size = children.reduce((sum, child) => sum + (sizes.get(child) ?? 1), 1);
    sizes.set(node, size);
    if (size > maxNodes && !exhausted) {
      exhausted = true;
      complain(node.range, `The aliases in here stand for more than ${maxNodes} values.`);
    }
    return node;
  }

  return (root) => {
    const result = read(root, 0, { start: 0, end: 0 });
    // What is too large or too deep to be walked through is not handed on.
    return exhausted ? undefined : result;
  };
}

function readScalar(node: Scalar, range: Range): SpecNode {
  const plain = node.type === 'PLAIN' && node.tag !== 'tag:yaml.org,2002:str';
  return { kind: 'scalar', text: textOf(node), plain, range };
}

/** Something stands here, but what, can't be told. */
function unknown(range: Range): SpecScalar {
  const resolved = { names: [], whole: true, shownAs: '', failed: true };
  return { kind: 'scalar', text: '', plain: true, range, resolved };
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
