import type { Json } from '../json.ts';
import { quoted } from '../text.ts';
import { describe, type Description } from './messages.ts';
import type { Schema } from './schema.ts';
import { isFailed, printableOf, type SpecNode, type SpecScalar } from './tree.ts';
import { suggestionFor } from './unknown-keys.ts';

/**
 * What the schema of a field has against its value.
 * @param value what the node stands for
 */
export function mismatchOf(value: Json, node: SpecNode, schema: Schema): Description | undefined {
  // The value of a placeholder that could not be resolved is unknown; that is a problem already.
  if (node.kind === 'scalar' && isFailed(node)) return undefined;
  const { minimum = -Infinity, maximum = Infinity, minItems = 0 } = schema;
  const written = writtenAs(node);
  if (!isOfType(value, schema.type)) {
    const expected = nounOf(schema);
    return isEmptyPlaceholder(node)
      ? describe('empty-variable', { names: node.resolved?.names ?? [], expected })
      : describe('invalid-type', { expected, value: written, hint: hintFor(schema, node) });
  }
  if (schema.enum?.some((choice) => choice === value) === false) {
    const choices = [...new Set(schema.enum.map(String))];
    const suggestion = choiceNear(node, choices);
    return describe('invalid-choice', { choices, value: written, suggestion });
  }
  if (typeof value === 'number' && value < minimum) {
    return describe('below-minimum', { limit: String(minimum), value: written });
  }
  if (typeof value === 'number' && value > maximum) {
    return describe('above-maximum', { limit: String(maximum), value: written });
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

/** Never for what a placeholder stands for: a suggestion takes the value apart. */
function choiceNear(node: SpecNode, choices: readonly string[]): string | undefined {
  if (node.kind !== 'scalar' || node.resolved !== undefined) return undefined;
  return suggestionFor(node.text, choices);
}

function isEmptyPlaceholder(node: SpecNode): node is SpecScalar {
  return node.kind === 'scalar' && node.text === '' && node.resolved !== undefined;
}

function nounOf(schema: Schema): string {
  switch (schema.type) {
    case 'integer':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'object':
      return 'a map';
    default:
      return 'text';
  }
}

function writtenAs(node: SpecNode): string {
  switch (node.kind) {
    case 'list':
      return 'a list';
    case 'map':
      return 'a map';
    case 'scalar': {
      const text = quoted(printableOf(node));
      return node.plain && node.resolved === undefined ? text.slice(1, -1) : text;
    }
  }
}

/** A sentence with a space before it, or nothing. */
function hintFor(schema: Schema, node: SpecNode): string {
  if (schema.type === 'object') return keysHint(schema);
  if (node.kind !== 'scalar' || node.resolved !== undefined) return '';
  const isTyped =
    (schema.type === 'integer' && /^-?[0-9]{1,15}$/.test(node.text)) ||
    (schema.type === 'boolean' && /^(?:true|false)$/.test(node.text));
  if (isTyped && !node.plain) return ' Remove the quotes.';
  // `512Mi`, `0.5`: the schema's words for the field say what it counts, and in which unit.
  const prose = schema.type === 'integer' ? firstSentence(schema.description ?? '') : '';
  return prose === '' ? '' : ` ${prose}`;
}

function keysHint({ properties = {} }: Schema): string {
  const keys = Object.keys(properties);
  return keys.length === 0 ? '' : ` Its keys: ${keys.join(', ')}.`;
}

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}
