import { maxCharacters, withoutValue, type Range, type SpecMap, type SpecScalar } from './tree.ts';
import { withScalars } from './locate.ts';
import { describe } from './messages.ts';
import {
  valueOf,
  type Placeholder,
  type PlaceholderValue,
  type PlaceholderValues,
} from './placeholder-values.ts';
import { problemAt, type CheckedTree, type Problem } from './problem.ts';

/**
 * The tree with its placeholders replaced, in values only. It is the parsed tree, not the text, so that
 * no value can add a key or end a string. Values of `secrets.NAME` are to be masked before anything is
 * printed.
 */
export function withPlaceholders(
  root: SpecMap,
  source: string,
  values: PlaceholderValues,
): CheckedTree & { readonly secrets: readonly string[] } {
  const problems: Problem[] = [];
  const secrets = new Set<string>();
  /** By what was read: an alias to it has a place of its own, and the same source. */
  const rangesIn = new Map<SpecScalar, readonly Range[]>();
  let characters = 0;
  const tree = withScalars(root, (node, path) => {
    if (!node.text.includes('${{')) return node;
    if (characters > maxCharacters) return withoutValue(node);
    const parts = partsOf(node.text).map((part): ResolvedPart =>
      typeof part === 'string' ? { text: part } : { ...valueOf(part, values), name: part.name },
    );
    const text = parts.map((part) => part.text).join('');
    const found = parts.filter(({ name }) => name !== undefined);
    const ranges = rangesIn.get(node) ?? rangesOfPlaceholders(source, node);
    rangesIn.set(node, ranges);
    for (const [index, { description, isSecret, text: secret }] of found.entries()) {
      if (isSecret === true) secrets.add(secret);
      if (description === undefined) continue;
      problems.push(problemAt(description, ranges[index] ?? node.range, path));
    }
    characters += text.length;
    if (characters > maxCharacters) {
      problems.push(problemAt(describe('oversized-spec'), node.range, path));
      return withoutValue(node);
    }
    if (found.length === 0) return { ...node, text };
    const resolved = {
      names: found.map(({ name = '' }) => name),
      isWhole: parts.length === 1,
      printable: parts.map((part) => (part.isSecret === true ? '***' : part.text)).join(''),
      failed: found.some(({ description }) => description && description.severity !== 'warning'),
    };
    return { ...node, text, resolved };
  });
  return { tree, problems, secrets: [...secrets] };
}

/** Plain text, or the value of a placeholder with its name. */
type ResolvedPart = PlaceholderValue & { readonly name?: string };

/**
 * Plain text and placeholders in turn; `$${{` is plain text that reads `${{`. One that is not closed is the
 * last: what follows can't be told from it.
 */
function partsOf(text: string): readonly (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = [];
  let position = 0;
  for (const match of text.matchAll(/\$\$\{\{|\$\{\{(?:([^]*?)\}\}|[^]*)/g)) {
    const { 0: written, 1: inner, index: start } = match;
    const end = start + written.length;
    const name = inner?.trim() ?? '';
    parts.push(text.slice(position, start));
    parts.push(
      written === '$${{' ? '${{' : { name, isClosed: inner !== undefined, range: { start, end } },
    );
    position = end;
  }
  return [...parts, text.slice(position)].filter((part) => part !== '');
}

/** Where the placeholders of a scalar are in the source; of those that an escape hides, none. */
function rangesOfPlaceholders(source: string, { range }: SpecScalar): readonly Range[] {
  const written = source.slice(range.start, range.end);
  return partsOf(written).flatMap((part) =>
    typeof part === 'string'
      ? []
      : [{ start: range.start + part.range.start, end: range.start + part.range.end }],
  );
}
