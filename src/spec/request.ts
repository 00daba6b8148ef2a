import type { Json, JsonObject } from '../json.ts';
import { mismatchOf } from './field-problems.ts';
import { fieldRuleProblems } from './field-rules.ts';
import { headingRange, valueRange, type Path, type Place } from './locate.ts';
import { describe, type Description } from './messages.ts';
import { problemAt, type Problem } from './problem.ts';
import { toScalar } from './scalar-value.ts';
import { schemaOfField, schemaOfItems, specSchema, type Schema } from './schema.ts';
import {
  isFailed,
  isNull,
  withoutValue,
  type SpecEntry,
  type SpecList,
  type SpecMap,
  type SpecNode,
  type SpecScalar,
} from './tree.ts';

/** What the spec becomes. */
export interface SpecRequest {
  /** The spec without what holds nothing. */
  readonly tree: SpecMap;
  readonly body: JsonObject;
  readonly problems: readonly Problem[];
}

/** A node, and what the schema says of it. */
interface Field<Node extends SpecNode = SpecNode> extends Place {
  readonly node: Node;
  readonly schema: Schema;
  readonly path: Path;
  /** Of the whole spec, as they are found. */
  readonly problems: Problem[];
}

interface Converted<Node extends SpecNode = SpecNode, Value extends Json = Json> {
  readonly node: Node;
  readonly value: Value;
}

/**
 * The request that the spec stands for, every scalar with the type of its field, and what the schema has
 * against it, unknown keys apart. What holds nothing is left out: nulls, empty optional texts, and the
 * lists and maps that are left empty by that, such as `secret: [{ name: "" }]` on Baidu's page. The value
 * of an environment variable and an argument may be the empty text. A null in a list is a problem.
 */
export function toRequest(spec: SpecMap): SpecRequest {
  const problems: Problem[] = [];
  const top = { node: spec, keyRange: undefined, schema: specSchema, path: [], problems };
  const { node: tree, value: body } = convertMap(top);
  return { tree, body, problems };
}

/** Undefined for what is left out. */
function convert({ node, ...field }: Field): Converted | undefined {
  switch (node.kind) {
    case 'scalar':
      return isNull(node) ? undefined : convertScalar({ node, ...field });
    case 'list': {
      const list = convertList({ node, ...field });
      const isEmptied = list.value.length === 0 && node.items.length > 0;
      return isEmptied && isA('array', field.schema) ? undefined : list;
    }
    case 'map': {
      const map = convertMap({ node, ...field });
      const isEmptied = map.node.entries.length === 0 && node.entries.length > 0;
      const mayBeAbsent = isA('object', field.schema) && field.schema.required === undefined;
      return isEmptied && mayBeAbsent ? undefined : map;
    }
  }
}

function convertScalar(field: Field<SpecScalar>): Converted {
  const { node, schema, path, problems } = field;
  const value = toScalar(node, schema);
  complain(mismatchOf(value, node, schema), field);
  problems.push(...fieldRuleProblems(node, path, schema));
  return { node, value };
}

function convertList(field: Field<SpecList>): Converted<SpecList, readonly Json[]> {
  const { node, schema, path, problems } = field;
  // Of a list that must have entries, none is left out.
  const required = schema.minItems === undefined ? {} : { required: [] };
  const itemSchema = { ...schemaOfItems(schema), ...required };
  const items = node.items.flatMap((item, index) => {
    const itemField = { keyRange: undefined, schema: itemSchema, path: [...path, index], problems };
    if (item.kind !== 'scalar' || !isNull(item)) {
      return convert({ ...itemField, node: item }) ?? [];
    }
    complain(describe('null-item'), { ...itemField, node: item });
    return [{ node: withoutValue(item), value: '' }];
  });
  const values = items.map(({ value }) => value);
  complain(mismatchOf(values, node, schema), field);
  return { node: { ...node, items: items.map((item) => item.node) }, value: values };
}

function convertMap(field: Field<SpecMap>): Converted<SpecMap, JsonObject> {
  const { node, schema, path, problems } = field;
  const emptied: SpecEntry[] = [];
  const kept = node.entries.flatMap((entry) => {
    const { key, keyRange, value } = entry;
    const known = schemaOfField(schema, key);
    const child = { node: value, keyRange, schema: known ?? {}, path: [...path, key], problems };
    const converted = isUnset(entry, known) ? undefined : convert(child);
    if (converted === undefined) emptied.push(entry);
    return converted === undefined ? [] : [{ entry, ...converted }];
  });
  complain(mismatchOf({}, node, schema), field);
  for (const key of schema.required ?? []) {
    if (kept.some(({ entry }) => entry.key === key)) continue;
    const written = emptied.find((entry) => entry.key === key);
    const code = written === undefined ? 'missing-key' : 'empty-key';
    const description = describe(code, {
      description: schema.properties?.[key]?.description ?? '',
    });
    const range = written?.keyRange ?? headingRange(field);
    problems.push(problemAt(description, { range, path: [...path, key] }));
  }
  return {
    node: { ...node, entries: kept.map((one) => ({ ...one.entry, value: one.node })), emptied },
    // fromEntries makes own properties of all keys, __proto__ too.
    value: Object.fromEntries(kept.map(({ entry, value }) => [entry.key, value])),
  };
}

function complain(description: Description | undefined, field: Field): void {
  if (description === undefined) return;
  field.problems.push(problemAt(description, { range: valueRange(field), path: field.path }));
}

/** Of another type, it is a problem, and does not go unseen. */
function isA(type: 'array' | 'object', schema: Schema): boolean {
  return schema.type === undefined || schema.type === type;
}

/** An empty text where a number or a boolean belongs is not left out: something is amiss there. */
function isUnset({ key, value }: SpecEntry, field: Schema | undefined): boolean {
  if (value.kind !== 'scalar' || value.text !== '' || isFailed(value)) return false;
  return key !== 'value' && (field === undefined || field.type === 'string');
}
