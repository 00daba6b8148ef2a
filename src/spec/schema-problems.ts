import { validate, type SchemaError } from './generated/validate-spec.js';
import type { Problem } from './problem.ts';
import { listed, quoted } from '../text.ts';
import { schemaOfField, schemaOfItems, specSchema, type Schema } from './schema.ts';
import {
  headingRange,
  pathText,
  placeAt,
  type Path,
  type SpecEntry,
  type SpecMap,
  type SpecNode,
} from './tree.ts';
import type { JsonObject } from '../json.ts';
import { toObject } from './to-json.ts';
import { suggestionFor } from './unknown-keys.ts';

/** What the schema says against the spec. Unknown fields are errors, or warnings where it is not strict. */
export function schemaProblems(
  tree: SpecMap,
  value: JsonObject,
  strict: boolean,
): readonly Problem[] {
  if (validate(value)) return [];
  return tellingErrors(validate.errors ?? [], value, strict).flatMap((error) => {
    const path = pathOf(error.instancePath, value);
    const { node } = placeAt(tree, path);
    // Of what could not be resolved the value is not known; that it failed has been told.
    if (node.kind === 'scalar' && node.resolved?.failed === true) return [];
    return [problemOf(error, path, tree, strict)];
  });
}

/**
 * One mistake, one error: where the type is wrong, as in `cpu: 0.5`, a range has nothing to add, and
 * a field is not missing that is refused under a misspelt name.
 */
function tellingErrors(
  errors: readonly SchemaError[],
  value: JsonObject,
  strict: boolean,
): readonly SchemaError[] {
  const told = new Set(
    errors.flatMap(({ keyword, instancePath, params }) => {
      if (keyword === 'type') return [`${instancePath} range`];
      if (keyword !== 'additionalProperties' || !strict) return [];
      const known = knownFields(schemaAt(pathOf(instancePath, value)));
      const meant = suggestionFor(String(params['additionalProperty']), known);
      return [`${instancePath} ${meant ?? ''}`];
    }),
  );
  return errors.filter(({ keyword, instancePath, params }) => {
    if (keyword === 'required') {
      return !told.has(`${instancePath} ${String(params['missingProperty'])}`);
    }
    const isRange = keyword === 'minimum' || keyword === 'maximum';
    return !(isRange && told.has(`${instancePath} range`));
  });
}

/** The spec with misspelt keys under the names that were meant, for rules that ask what is there. */
export function withMeantKeys(map: SpecMap, schema: Schema): SpecMap {
  // A name that stands there already was not meant once more.
  const written = new Set(map.entries.map((entry) => entry.key));
  const free = knownFields(schema).filter((key) => !written.has(key));
  const entries = map.entries.map((entry) => {
    const isKnown = schemaOfField(schema, entry.key) !== undefined;
    const key = isKnown ? entry.key : (suggestionFor(entry.key, free) ?? entry.key);
    return { ...entry, key, value: withMeantKeysIn(entry.value, schemaOfField(schema, key)) };
  });
  return { ...map, entries };
}

function withMeantKeysIn(node: SpecNode, schema: Schema | undefined): SpecNode {
  if (schema === undefined || node.kind === 'scalar') return node;
  if (node.kind === 'map') return withMeantKeys(node, schema);
  const itemSchema = schemaOfItems(schema);
  return { ...node, items: node.items.map((item) => withMeantKeysIn(item, itemSchema)) };
}

/**
 * What is wrong below misspelt keys: under a name that nobody knows, the schema lets everything pass.
 * That a value is not what the meant field takes is no second mistake; it may be meant for another.
 * @param meant the tree by {@link withMeantKeys}
 */
export function hiddenProblems(tree: SpecMap, meant: SpecMap): readonly Problem[] {
  const misspelt = misspeltIn(tree, specSchema);
  // Hundreds of them are no slips, and more than is shown at once.
  if (misspelt.length === 0 || misspelt.length > 50) return [];
  return schemaProblems(meant, toObject(meant, specSchema, 'api'), true).filter(({ range }) =>
    misspelt.some(({ value }) => range.start >= value.range.start && range.end <= value.range.end),
  );
}

function misspeltIn(node: SpecNode, schema: Schema | undefined): readonly SpecEntry[] {
  if (node.kind === 'scalar' || schema === undefined) return [];
  if (node.kind === 'list') {
    return node.items.flatMap((item) => misspeltIn(item, schemaOfItems(schema)));
  }
  return node.entries.flatMap((entry) => {
    const field = schemaOfField(schema, entry.key);
    return field === undefined ? [entry] : misspeltIn(entry.value, field);
  });
}

function problemOf(error: SchemaError, path: Path, tree: SpecMap, strict: boolean): Problem {
  const { keyword, params } = error;
  const schema = schemaAt(path);
  if (keyword === 'required') {
    return missingField([...path, String(params['missingProperty'])], tree);
  }
  if (keyword === 'additionalProperties') {
    const field = String(params['additionalProperty']);
    return unknownField([...path, field], tree, schema, strict);
  }
  const place = placeAt(tree, path);
  const range = place.node.kind === 'scalar' ? place.node.range : headingRange(place);
  const message = valueMessage(error, schema, place.node);
  return { severity: 'error', range, path: pathText(path), message };
}

function missingField(path: Path, tree: SpecMap): Problem {
  const place = placeAt(tree, path);
  const parent = placeAt(tree, path.slice(0, -1));
  const isWritten = place.node !== parent.node;
  return {
    severity: 'error',
    range: headingRange(place),
    path: pathText(path),
    message: `${isWritten ? 'is empty' : 'is missing'}. ${descriptionAt(path)}`,
  };
}

function unknownField(path: Path, tree: SpecMap, schema: Schema, strict: boolean): Problem {
  const known = knownFields(schema);
  const suggestion = suggestionFor(String(path.at(-1)), known);
  const message =
    suggestion === undefined
      ? `is no field of BEC here. Known are ${listed(known)}.`
      : `is no field of BEC; did you mean ${suggestion}?${hintFor(suggestion, path)}`;
  const severity = strict ? 'error' : 'warning';
  return { severity, range: headingRange(placeAt(tree, path)), path: pathText(path), message };
}

/** All but what is there for editors, or for those who copied Baidu's example. */
function knownFields({ properties = {} }: Schema): readonly string[] {
  return Object.keys(properties).filter((key) => key !== '$schema' && key !== 'volume');
}

/** `image: nginx:1.27` is one field elsewhere, and two here. */
function hintFor(suggestion: string, path: Path): string {
  return path.at(-1) === 'image' && suggestion === 'imageAddress'
    ? ' The tag goes to imageVersion.'
    : '';
}

function valueMessage({ keyword, params }: SchemaError, schema: Schema, node: SpecNode): string {
  const got = gotText(node);
  switch (keyword) {
    case 'type':
      return `must be ${typeText(schema)}, not ${got}${quotesHint(schema, node)}.`;
    case 'enum': {
      const allowed = schema.enum ?? [];
      const suggestion = node.kind === 'scalar' ? suggestionFor(node.text, allowed) : undefined;
      const meant = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
      return `must be ${listed(allowed, 'or')}, not ${got}.${meant}`;
    }
    case 'minimum':
      return `must be at least ${String(params['limit'])}, not ${got}.`;
    case 'maximum':
      return `must be at most ${String(params['limit'])}, not ${got}.`;
    case 'minItems':
      return 'is empty; it needs at least one entry.';
    default:
      return `is not what the schema wants (${keyword}).`;
  }
}

function typeText(schema: Schema): string {
  switch (schema.type) {
    case 'integer':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'object':
      return `a map${schema.properties === undefined ? '' : ` of ${listed(Object.keys(schema.properties))}`}`;
    default:
      return 'text';
  }
}

function gotText(node: SpecNode): string {
  switch (node.kind) {
    case 'list':
      return 'a list';
    case 'map':
      return 'a map';
    case 'scalar': {
      const text = node.resolved?.shownAs ?? node.text;
      return node.plain && node.resolved === undefined ? quoted(text).slice(1, -1) : quoted(text);
    }
  }
}

/** `"2"` and `2` look alike to whoever wrote the first. */
function quotesHint(schema: Schema, node: SpecNode): string {
  if (node.kind !== 'scalar' || node.plain || node.resolved !== undefined) return '';
  const wouldFit =
    (schema.type === 'integer' && /^-?[0-9]+$/.test(node.text)) ||
    (schema.type === 'boolean' && /^(?:true|false)$/.test(node.text));
  return wouldFit ? ': leave the quotes out' : '';
}

/** A JSON pointer's steps are all text; which of them are indices, the value tells. */
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

function schemaAt(path: Path): Schema {
  return path.reduce<Schema>(
    (schema, step) =>
      (typeof step === 'number' ? schemaOfItems(schema) : schemaOfField(schema, step)) ?? {},
    specSchema,
  );
}

/** The schema's own words for the field: the referring place says more than the type that it refers to. */
function descriptionAt(path: Path): string {
  const field = schemaAt(path.slice(0, -1)).properties?.[String(path.at(-1))];
  return field?.description ?? '';
}
