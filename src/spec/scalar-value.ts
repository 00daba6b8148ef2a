import type { Json } from '../json.ts';
import type { Schema } from './schema.ts';
import type { SpecScalar } from './tree.ts';

/** A text that is not of the field's type stays text, for the schema to report. */
export function toScalar(node: SpecScalar, schema: Schema): Json {
  const { text, resolved } = node;
  if (resolved !== undefined) return resolved.isWhole ? toStrict(text, schema.type) : text;
  if (!node.plain) return text;
  switch (schema.type) {
    case 'integer':
      return toNumber(text) ?? text;
    case 'boolean':
      return toBoolean(text) ?? text;
    case undefined:
      if (schema.enum === undefined) return toBoolean(text) ?? toNumber(text) ?? text;
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
