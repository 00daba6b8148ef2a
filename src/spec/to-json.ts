import type { Json, JsonObject } from '../json.ts';
import { schemaOfField, schemaOfItems, type Schema } from './schema.ts';
import type { SpecEntry, SpecMap, SpecNode, SpecScalar } from './tree.ts';

/**
 * The map without what holds nothing: keys without a value, empty optional strings, and the lists and
 * maps that are left empty by that, such as the page's `secret: [{ name: "" }]`. An environment
 * variable's value and an argument may well be the empty string.
 */
export function withoutEmpties(map: SpecMap, schema: Schema): SpecMap {
  const kept: SpecEntry[] = [];
  const emptied: SpecEntry[] = [];
  for (const entry of map.entries) {
    const field = schemaOfField(schema, entry.key);
    const value = withoutEmptiesIn(entry.value, field ?? {});
    // So may a placeholder's value, but not where it is to be a number: then something is amiss.
    const meant =
      value !== undefined &&
      ((entry.key === 'value' && !isNothing(value)) || (isResolved(value) && !takesText(field)));
    if (value === undefined || (isEmptyText(value) && !meant)) emptied.push(entry);
    else kept.push({ ...entry, value });
  }
  return { ...map, entries: kept, emptied };
}

function withoutEmptiesIn(node: SpecNode, schema: Schema): SpecNode | undefined {
  switch (node.kind) {
    case 'scalar':
      return node;
    case 'map': {
      const map = withoutEmpties(node, schema);
      return map.entries.length === 0 && node.entries.length > 0 ? undefined : map;
    }
    case 'list': {
      const itemSchema = schemaOfItems(schema) ?? {};
      const items = node.items.flatMap((item) => {
        const kept = withoutEmptiesIn(item, itemSchema);
        return kept === undefined || isNothing(kept) ? [] : [kept];
      });
      return items.length === 0 && node.items.length > 0 ? undefined : { ...node, items };
    }
  }
}

/** Nothing is written there: neither a value nor quotes. */
function isNothing(node: SpecNode): boolean {
  return isEmptyText(node) && node.plain && node.resolved === undefined;
}

function isResolved(node: SpecNode): boolean {
  return node.kind === 'scalar' && node.resolved !== undefined;
}

/** Or an unknown field, which may well take text. */
function takesText(field: Schema | undefined): boolean {
  return field === undefined || field.type === 'string';
}

function isEmptyText(node: SpecNode): node is SpecScalar {
  return node.kind === 'scalar' && node.text === '' && node.resolved?.failed !== true;
}

/** As it is sent, or with secrets as `***`, as it may be shown. */
export type Audience = 'api' | 'reader';

/** The value that the node stands for, every scalar with the type that the schema wants there. */
export function toValue(node: SpecNode, schema: Schema | undefined, audience: Audience): Json {
  switch (node.kind) {
    case 'scalar':
      return audience === 'reader' && node.resolved !== undefined
        ? toScalar({ ...node, text: node.resolved.shownAs }, schema)
        : toScalar(node, schema);
    case 'list': {
      const items = schema && schemaOfItems(schema);
      return node.items.map((item) => toValue(item, items, audience));
    }
    case 'map':
      return toObject(node, schema, audience);
  }
}

export function toObject(map: SpecMap, schema: Schema | undefined, audience: Audience): JsonObject {
  // fromEntries makes own properties of all keys, __proto__ too.
  return Object.fromEntries(
    map.entries.map(({ key, value }) => [
      key,
      toValue(value, schema && schemaOfField(schema, key), audience),
    ]),
  );
}

/** What does not fit stays text, for the schema's check to refuse. */
function toScalar(node: SpecScalar, schema: Schema | undefined): Json {
  const { text, resolved } = node;
  if (resolved !== undefined) return toStrict(text, schema?.type);
  if (!node.plain) return text;
  switch (schema?.type) {
    case 'integer':
      return toNumber(text) ?? text;
    case 'boolean':
      return toBoolean(text) ?? text;
    case undefined:
      if (schema?.enum !== undefined) return text;
      return /^(?:~|null|Null|NULL)$/.test(text)
        ? null
        : (toBoolean(text) ?? toNumber(text) ?? text);
    default:
      return text;
  }
}

/** A placeholder's value is no YAML: digits are a number, `true` and `false` are booleans, no more. */
function toStrict(text: string, type: Schema['type']): Json {
  if (type === 'integer' && /^-?(?:0|[1-9][0-9]*)$/.test(text)) return toNumber(text) ?? text;
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** @see https://yaml.org/spec/1.2.2/#1032-tag-resolution */
function toNumber(text: string): number | undefined {
  const decimal = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
  const prefixed = /^0(?:o[0-7]+|x[0-9a-fA-F]+)$/;
  if (!decimal.test(text) && !prefixed.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER
    ? number
    : undefined;
}

function toBoolean(text: string): boolean | undefined {
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  return /^(?:false|False|FALSE)$/.test(text) ? false : undefined;
}
