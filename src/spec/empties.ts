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
        const isEmptied = map.entries.length === 0 && node.entries.length > 0;
        return isEmptied && isA('object', schema) && schema.required === undefined
          ? undefined
          : map;
      }
      case 'list': {
        // Of a list that must have entries, none is left out.
        const itemSchema = {
          ...schemaOfItems(schema),
          ...(schema.minItems !== undefined && { required: [] }),
        };
        const items = node.items.flatMap((item, index) => {
          const itemPath = [...path, index];
          if (item.kind === 'scalar' && isNull(item)) return [nullItem(item, itemPath)];
          const kept = keep(item, itemSchema, itemPath);
          return kept === undefined ? [] : [kept];
        });
        const isEmptied = items.length === 0 && node.items.length > 0;
        return isEmptied && isA('array', schema) ? undefined : { ...node, items };
      }
    }
  }

  function nullItem(item: SpecScalar, path: Path): SpecScalar {
    problems.push(problemAt(describe('null-item'), { range: item.range, path }));
    return withoutValue(item);
  }

  return { tree: keepMap(tree, specSchema, []), problems };
}

/** Of another type, it is a problem, and does not go unseen. */
function isA(type: 'array' | 'object', schema: Schema): boolean {
  return schema.type === undefined || schema.type === type;
}

/** An empty text where a number or a boolean belongs is not left out: something is amiss there. */
function isUnset(node: SpecNode, key: string, field: Schema | undefined): boolean {
  if (node.kind !== 'scalar' || node.text !== '' || node.resolved?.failed === true) return false;
  return key !== 'value' && (field === undefined || field.type === 'string');
}
