import type { Json, JsonObject } from '../json.ts';
import { mismatchOf } from './field-problems.ts';
import { ruleViolations } from './field-rules.ts';
import { rangeOf, type Path, type Place } from './locate.ts';
import { describe, type Description } from './messages.ts';
import { problemAt, type CheckedTree, type Problem } from './problem.ts';
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
 * @returns the tree without what holds nothing
 */
export function toRequest(spec: SpecMap): CheckedTree & { readonly body: JsonObject } {
  const problems: Problem[] = [];
  const top = { node: spec, schema: specSchema, path: [], problems };
  const { node: tree, value: body } = convertMap(top);
  return { tree, body, problems };
}

/** Undefined for a list or map that is left empty. One of another type than its field is a problem. */
function convert({ node, ...field }: Field): Converted | undefined {
  if (node.kind === 'scalar') return convertScalar({ node, ...field });
  const isList = node.kind === 'list';
  const converted = isList ? convertList({ node, ...field }) : convertMap({ node, ...field });
  const { type, required } = field.schema;
  const isOfType = type === undefined || type === (isList ? 'array' : 'object');
  const isLeftEmpty = sizeOf(node) > 0 && sizeOf(converted.node) === 0;
  return isLeftEmpty && isOfType && required === undefined ? undefined : converted;
}

function sizeOf(node: SpecList | SpecMap): number {
  return node.kind === 'list' ? node.items.length : node.entries.length;
}

function convertScalar(field: Field<SpecScalar>): Converted {
  const { node, schema, path } = field;
  const value = toScalar(node, schema);
  complain(mismatchOf(value, node, schema), field);
  for (const violation of ruleViolations(node, path, schema)) complain(violation, field);
  return { node, value };
}

function convertList(field: Field<SpecList>): Converted<SpecList, readonly Json[]> {
  const { node, schema, path, problems } = field;
  // Of a list that must have entries, none is left out.
  const required = schema.minItems === undefined ? {} : { required: [] };
  const itemSchema = { ...schemaOfItems(schema), ...required };
  const items = node.items.flatMap((item, index) => {
    const itemField = { node: item, schema: itemSchema, path: [...path, index], problems };
    if (item.kind !== 'scalar' || !isNull(item)) return convert(itemField) ?? [];
    complain(describe('null-item'), itemField);
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
    const prose = schema.properties?.[key]?.description ?? '';
    const description = describe(written === undefined ? 'missing-key' : 'empty-key', prose);
    problems.push(problemAt(description, written?.keyRange ?? rangeOf(field), [...path, key]));
  }
  return {
    node: { ...node, entries: kept.map((one) => ({ ...one.entry, value: one.node })), emptied },
    // fromEntries makes own properties of all keys, __proto__ too.
    value: Object.fromEntries(kept.map(({ entry, value }) => [entry.key, value])),
  };
}

function complain(description: Description | undefined, field: Field): void {
  if (description === undefined) return;
  field.problems.push(problemAt(description, rangeOf(field), field.path));
}

/** Nulls are, and empty texts; one where a number or a boolean belongs is not, as something is amiss. */
function isUnset({ key, value }: SpecEntry, field: Schema | undefined): boolean {
  if (isNull(value)) return true;
  if (value.kind !== 'scalar' || value.text !== '' || isFailed(value)) return false;
  return key !== 'value' && (field === undefined || field.type === 'string');
}
