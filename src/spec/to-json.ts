import type { Json, JsonObject } from '../json.ts';
import { schemaOfField, schemaOfItems, type Schema } from './schema.ts';
import type { SpecMap, SpecNode, SpecScalar } from './tree.ts';

/** As it is sent, or with secrets as `***`, as it may be shown. */
type Audience = 'api' | 'reader';

/** The value that the node stands for, every scalar with the type of its field. */
function toValue(node: SpecNode, schema: Schema | undefined, audience: Audience): Json {
  switch (node.kind) {
    case 'scalar':
      return audience === 'reader' && node.resolved !== undefined
        ? toScalar({ ...node, text: node.resolved.printable }, schema)
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

/** A text that is not of the field's type stays text, for the schema to report. */
function toScalar(node: SpecScalar, schema: Schema | undefined): Json {
  const { text, resolved } = node;
  if (resolved !== undefined) return resolved.isWhole ? toStrict(text, schema?.type) : text;
  if (!node.plain) return text;
  switch (schema?.type) {
    case 'integer':
      return toNumber(text) ?? text;
    case 'boolean':
      return toBoolean(text) ?? text;
    case undefined:
      if (schema?.enum === undefined) return toBoolean(text) ?? toNumber(text) ?? text;
      return schema.enum.includes(true) ? (toBoolean(text) ?? text) : text;
    default:
      return text;
  }
}

/** A placeholder's value is not YAML: digits are a number, `true` and `false` are booleans, nothing else. */
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
