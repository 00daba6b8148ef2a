import type { Json } from '../json.ts';
import { quoted } from '../text.ts';
import { describe, type Description } from './messages.ts';
import { schemaOfItems, type Schema } from './schema.ts';
import { isFailed, printableOf, type SpecNode } from './tree.ts';
import { suggestionFor } from './unknown-keys.ts';

/**
 * What the schema of a field has against its value.
 * @param value what the node stands for
 */
export function mismatchOf(value: Json, node: SpecNode, schema: Schema): Description | undefined {
  // The value of a placeholder that could not be resolved is unknown; that is a problem already.
  if (isFailed(node)) return undefined;
  const { minimum = -Infinity, maximum = Infinity, minItems = 0 } = schema;
  const written = node.kind === 'scalar' ? quoted(printableOf(node)) : `a ${node.kind}`;
  if (!isOfType(value, schema.type)) {
    const expected = nouns[String(schema.type)] ?? 'text';
    const names = node.kind === 'scalar' && node.text === '' ? node.resolved?.names : undefined;
    return names === undefined
      ? describe('invalid-type', expected, written, hintFor(schema, node))
      : describe('empty-variable', names, expected);
  }
  if (schema.enum?.some((choice) => choice === value) === false) {
    const choices = [...new Set(schema.enum.map(String))];
    // Not for what a placeholder stands for: a suggestion takes the value apart.
    const isWritten = node.kind === 'scalar' && node.resolved === undefined;
    const suggestion = isWritten ? suggestionFor(node.text, choices) : undefined;
    return describe('invalid-choice', choices, written, suggestion);
  }
  if (typeof value === 'number' && value < minimum) {
    return describe('below-minimum', minimum, written);
  }
  if (typeof value === 'number' && value > maximum) {
    return describe('above-maximum', maximum, written);
  }
  return Array.isArray(value) && value.length < minItems ? describe('empty-list') : undefined;
}

function isOfType(value: Json, type: Schema['type']): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    default:
      return type === undefined || typeof value === type;
  }
}

const nouns: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

/** A sentence with a space before it, or nothing. */
function hintFor(schema: Schema, node: SpecNode): string {
  if (schema.type === 'object') return keysHint(schema, 'Its keys');
  if (schema.type === 'array') return keysHint(schemaOfItems(schema) ?? {}, 'Keys of an entry');
  if (node.kind !== 'scalar' || node.resolved !== undefined) return '';
  const isTyped =
    (schema.type === 'integer' && /^-?[0-9]{1,15}$/.test(node.text)) ||
    (schema.type === 'boolean' && /^(?:true|false)$/.test(node.text));
  if (isTyped && !node.plain) return ' Remove the quotes.';
  // Of `512Mi` or `0.5`, the field's description says what it counts, and in which unit.
  const [sentence] = /^.*?\.(?= |$)/.exec(schema.description ?? '') ?? [];
  return schema.type !== 'integer' || sentence === undefined
    ? ''
    : ` ${sentence}${wholeNumberHint(node.text, sentence)}`;
}

/** How much of what is written makes one of the field's unit. */
const unitSizes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  GB: { '': 1, G: 1, M: 1024 },
  cores: { '': 1, m: 1000 },
};

/** The whole GB or cores that `512Mi`, `500m` or `0.5` need; a sentence, or nothing. */
function wholeNumberHint(text: string, prose: string): string {
  const [, amount = '', unit = ''] = /^([0-9]{1,9}(?:\.[0-9]{1,9})?)([mMG]?)i?B?$/.exec(text) ?? [];
  const [fieldUnit = ''] = /GB|cores/.exec(prose) ?? [];
  const needed = Math.ceil(Number(amount) / (unitSizes[fieldUnit]?.[unit] ?? NaN));
  return needed > 0 ? ` Write ${needed}.` : '';
}

function keysHint({ properties = {} }: Schema, owner: string): string {
  const keys = Object.keys(properties);
  return keys.length === 0 ? '' : ` ${owner}: ${keys.join(', ')}.`;
}
