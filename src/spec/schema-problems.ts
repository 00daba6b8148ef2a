import type { JsonObject } from '../json.ts';
import { quoted } from '../text.ts';
import { validate, type SchemaError } from './generated/validate-spec.js';
import { placeAt, type Path } from './locate.ts';
import { describe, type Description } from './messages.ts';
import { problemWithKey, problemWithValue, type Problem } from './problem.ts';
import { schemaAt, type Schema } from './schema.ts';
import { printableOf, type SpecMap, type SpecNode, type SpecScalar } from './tree.ts';
import { suggestionFor } from './unknown-keys.ts';

/**
 * What the schema says against the spec, unknown keys apart.
 * @param body what the tree stands for
 */
export function schemaProblems(tree: SpecMap, body: JsonObject): readonly Problem[] {
  if (validate(body)) return [];
  const errors = validate.errors ?? [];
  const mistyped = new Set(
    errors.flatMap(({ keyword, instancePath }) => (keyword === 'type' ? [instancePath] : [])),
  );
  return errors
    .filter((error) => !isRange(error) || !mistyped.has(error.instancePath))
    .flatMap((error) => problemsOf(error, tree, pathOf(error.instancePath, body)));
}

/** Of a value of the wrong type, as in `cpu: 0.5`, a range has nothing to add. */
function isRange({ keyword }: SchemaError): boolean {
  return keyword === 'minimum' || keyword === 'maximum';
}

function problemsOf(error: SchemaError, tree: SpecMap, path: Path): readonly Problem[] {
  if (error.keyword === 'required') {
    return [missingKey([...path, String(error.params['missingProperty'])], tree)];
  }
  const { node } = placeAt(tree, path);
  // The value of a placeholder that could not be resolved is unknown; that is a problem already.
  if (node.kind === 'scalar' && node.resolved?.failed === true) return [];
  const description = descriptionOf(error, { node, schema: schemaAt(path), path });
  return [problemWithValue(description, { tree, path })];
}

function missingKey(path: Path, tree: SpecMap): Problem {
  const { node } = placeAt(tree, path.slice(0, -1));
  const isWritten = node.kind === 'map' && node.emptied?.some(({ key }) => key === path.at(-1));
  const code = isWritten === true ? 'empty-key' : 'missing-key';
  return problemWithKey(describe(code, { description: proseAt(path) }), { tree, path });
}

function descriptionOf(
  { keyword, params }: SchemaError,
  { node, schema, path }: { node: SpecNode; schema: Schema; path: Path },
): Description {
  const value = writtenAs(node);
  const limit = String(params['limit']);
  switch (keyword) {
    case 'minimum':
      return describe('below-minimum', { limit, value });
    case 'maximum':
      return describe('above-maximum', { limit, value });
    case 'minItems':
      return describe('empty-list');
    case 'enum': {
      const choices = [...new Set(schema.enum?.map(String))];
      return describe('invalid-choice', { choices, value, suggestion: choiceNear(node, choices) });
    }
    default: {
      const expected = nounOf(schema);
      return isEmptyPlaceholder(node)
        ? describe('empty-variable', { names: node.resolved?.names ?? [], expected })
        : describe('invalid-type', { expected, value, hint: hintFor(schema, node, path) });
    }
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
function hintFor(schema: Schema, node: SpecNode, path: Path): string {
  if (schema.type === 'object') return keysHint(schema);
  if (node.kind !== 'scalar' || node.resolved !== undefined) return '';
  const isTyped =
    (schema.type === 'integer' && /^-?[0-9]{1,15}$/.test(node.text)) ||
    (schema.type === 'boolean' && /^(?:true|false)$/.test(node.text));
  if (isTyped && !node.plain) return ' Remove the quotes.';
  // `512Mi`, `0.5`: the schema's words for the field say what it counts, and in which unit.
  const prose = schema.type === 'integer' ? firstSentence(proseAt(path)) : '';
  return prose === '' ? '' : ` ${prose}`;
}

function keysHint({ properties = {} }: Schema): string {
  const keys = Object.keys(properties);
  return keys.length === 0 ? '' : ` Its keys: ${keys.join(', ')}.`;
}

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}

/** The steps of a JSON pointer are all text; which of them are indices, the value says. */
function pathOf(pointer: string, root: JsonObject): Path {
  const path: (string | number)[] = [];
  let value: unknown = root;
  for (const encoded of pointer.split('/').slice(1)) {
    const step = encoded.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(step) : step);
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  }
  return path;
}

/** The schema's words for the field: the referring place says more than the type that it refers to. */
function proseAt(path: Path): string {
  const field = schemaAt(path.slice(0, -1)).properties?.[String(path.at(-1))];
  return field?.description ?? '';
}
