import type { Path } from './locate.ts';
import { describe } from './messages.ts';
import type { PassResult } from './pass.ts';
import { problemAt, type Problem } from './problem.ts';
import { schemaOfField, schemaOfItems, specSchema, type Schema } from './schema.ts';
import {
  isNull,
  withoutValue,
  type SpecEntry,
  type SpecMap,
  type SpecNode,
  type SpecScalar,
} from './tree.ts';

/**
 * The spec without what holds nothing: nulls, empty optional texts, and the lists and maps that are left
 * empty by that, such as `secret: [{ name: "" }]` on Baidu's page. The value of an environment variable
 * and an argument may be the empty text. A null in a list is a problem.
 */
export function withoutEmpties(tree: SpecMap): PassResult {
  const problems: Problem[] = [];

  function keepMap(map: SpecMap, schema: Schema, path: Path): SpecMap {
    const entries: SpecEntry[] = [];
    const emptied: SpecEntry[] = [];
    for (const entry of map.entries) {
      const field = schemaOfField(schema, entry.key);
      const value = keep(entry.value, field ?? {}, [...path, entry.key]);
      if (value === undefined || isUnset(value, entry.key, field)) emptied.push(entry);
      else entries.push({ ...entry, value });
    }
    return { ...map, entries, emptied };
  }

  function keep(node: SpecNode, schema: Schema, path: Path): SpecNode | undefined {
    switch (node.kind) {
      case 'scalar':
        return isNull(node) ? undefined : node;
      case 'map': {
        const map = keepMap(node, schema, path);
        return map.entries.length === 0 && node.entries.length > 0 ? undefined : map;
      }
      case 'list': {
        const itemSchema = schemaOfItems(schema) ?? {};
        const items = node.items.flatMap((item, index) => {
          const itemPath = [...path, index];
          if (item.kind === 'scalar' && isNull(item)) return [nullItem(item, itemPath)];
          const kept = keep(item, itemSchema, itemPath);
          return kept === undefined ? [] : [kept];
        });
        return items.length === 0 && node.items.length > 0 ? undefined : { ...node, items };
      }
    }
  }

  function nullItem(item: SpecScalar, path: Path): SpecScalar {
    problems.push(problemAt(describe('null-item'), { range: item.range, path }));
    return withoutValue(item);
  }

  return { tree: keepMap(tree, specSchema, []), problems };
}

/** An empty placeholder for a number or a boolean is not left out: something is amiss there. */
function isUnset(node: SpecNode, key: string, field: Schema | undefined): boolean {
  if (node.kind !== 'scalar' || node.text !== '' || node.resolved?.failed === true) return false;
  if (key === 'value') return false;
  return node.resolved === undefined || field === undefined || field.type === 'string';
}
