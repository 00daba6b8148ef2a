import { maxCharacters, withoutValue, type Range, type SpecMap, type SpecScalar } from './tree.ts';
import { withScalars, type Path } from './locate.ts';
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
  let characters = 0;

  function report(found: readonly PlaceholderValue[], node: SpecScalar, path: Path): void {
    if (found.every(({ description }) => description === undefined)) return;
    const ranges = rangesOfPlaceholders(source, node);
    for (const [index, { description, severity = 'error' }] of found.entries()) {
      if (description === undefined) continue;
      problems.push(problemAt(description, { range: ranges[index] ?? node.range, path, severity }));
    }
  }

  const tree = withScalars(root, (node, path) => {
    if (!node.text.includes('${{')) return node;
    if (characters > maxCharacters) return withoutValue(node);
    const written = partsOf(node.text);
    const names = written.flatMap((part) => (typeof part === 'string' ? [] : [part.name]));
    const parts = written.map((part) => (typeof part === 'string' ? part : valueOf(part, values)));
    const found = parts.filter((part) => typeof part !== 'string');
    for (const { text, isSecret } of found) if (isSecret === true) secrets.add(text);
    report(found, node, path);
    const text = parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
    characters += text.length;
    if (characters > maxCharacters) {
      const description = describe('oversized-spec', { limit: '1 MiB' });
      problems.push(problemAt(description, { range: node.range, path }));
      return withoutValue(node);
    }
    if (found.length === 0) return { ...node, text };
    const printable = parts.map(printableOf).join('');
    const isWhole = parts.length === 1;
    return { ...node, text, resolved: { names, isWhole, printable, failed: found.some(isFailed) } };
  });
  return { tree, problems, secrets: [...secrets] };
}

function printableOf(part: string | PlaceholderValue): string {
  if (typeof part === 'string') return part;
  return part.isSecret === true ? '***' : part.text;
}

function isFailed({ description, severity }: PlaceholderValue): boolean {
  return description !== undefined && severity !== 'warning';
}

/** Plain text and placeholders in turn; `$${{` is plain text that reads `${{`. One scan, whatever is in it. */
function partsOf(text: string): readonly (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = [];
  let plain = '';
  let position = 0;
  for (;;) {
    const start = text.indexOf('${{', position);
    if (start === -1) break;
    if (text[start - 1] === '$' && start > position) {
      plain += `${text.slice(position, start - 1)}\${{`;
      position = start + 3;
      continue;
    }
    plain += text.slice(position, start);
    if (plain !== '') parts.push(plain);
    plain = '';
    const placeholder = placeholderAt(text, start);
    parts.push(placeholder);
    position = placeholder.isClosed ? placeholder.range.end : text.length;
  }
  plain += text.slice(position);
  return plain === '' ? parts : [...parts, plain];
}

/** One that is not closed is the last: what follows can't be told from it. */
function placeholderAt(text: string, start: number): Placeholder {
  const close = text.indexOf('}}', start);
  if (close === -1) {
    return { name: '', isClosed: false, range: { start, end: start + 3 } };
  }
  const name = text.slice(start + 3, close).trim();
  return { name, isClosed: true, range: { start, end: close + 2 } };
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
