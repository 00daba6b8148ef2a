import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@cfworker/json-schema';
import metaSchema from 'ajv/dist/refs/json-schema-draft-07.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import schema from '../../schema/service.schema.json' with { type: 'json' };
import { repositoryRoot } from '../../testing/runner.ts';
import { parseFields, toFields, type Fields } from '../../src/json.ts';
import { schemaOfField, schemaOfItems, specSchema } from '../../src/spec/schema.ts';
import { repositoryText } from '../../testing/workspace.ts';

/** The action checks by the schema in its own way; this is how an editor does it. */
function errorsOf(value: unknown, against: Fields): readonly string[] {
  const { errors } = new Validator({ ...against }, '7', false).validate(value);
  return errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}

const published: Fields = schema;

/** As an editor sees it: with YAML's own types, and merge keys. */
function valueIn(path: string): unknown {
  const text = repositoryText(path);
  return path.endsWith('.json') ? parseFields(text) : parse(text, { merge: true });
}

const examples = readdirSync(join(repositoryRoot, 'examples'), { recursive: true })
  .map((name) => `examples/${String(name).replaceAll('\\', '/')}`)
  .filter((path) => /\.(?:ya?ml|json)$/.test(path))
  .filter((path) => repositoryText(path).includes('containerGroupName'));

test('the schema is one, by the rules of JSON Schema', () => {
  expect(errorsOf(schema, metaSchema)).toEqual([]);
  expect(errorsOf({ ...schema, required: 'serviceName' }, metaSchema)).not.toEqual([]);
});

test.each(examples)('%s fits the schema', (path) => {
  expect(errorsOf(valueIn(path), published)).toEqual([]);
});

test('there are examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(4);
});

describe('an editor marks', () => {
  const spec = { ...toFields(valueIn('examples/service.yml')) };
  const container = {
    ...toFields(Array.isArray(spec['containers']) ? spec['containers'][0] : undefined),
  };

  test.each<[string, unknown]>([
    ['no list', []],
    ['no map', 'web'],
    ['nothing', {}],
    ['an unknown key', { ...spec, extra: 1 }],
    ['a name that is a list', { ...spec, serviceName: ['web'] }],
    ['no containers', { ...spec, containers: [] }],
    ['a boolean as a word', { ...spec, needPublicIp: 'yes' }],
    ['too much bandwidth', { ...spec, bandwidth: 5121 }],
    ['half a core', { ...spec, containers: [{ ...container, cpu: 0.5 }] }],
    ['a core in quotes', { ...spec, containers: [{ ...container, cpu: '1' }] }],
    ['port 0', { ...spec, containers: [{ ...container, ports: [{ containerPort: 0 }] }] }],
    ['a port without a number', { ...spec, containers: [{ ...container, ports: [{}] }] }],
    [
      'an unknown protocol',
      { ...spec, containers: [{ ...container, ports: [{ containerPort: 1, protocol: 'HTTP' }] }] },
    ],
    ['an expression for a number', { ...spec, bandwidth: '1${{ env.X }}' }],
  ])('%s', (_, value) => {
    expect(errorsOf(value, published)).not.toEqual([]);
  });

  test.each<[string, unknown]>([
    ['anchors under x-', { ...spec, 'x-note': [1, { a: null }] }],
    ['a placeholder for a number', { ...spec, bandwidth: '${{ env.BANDWIDTH }}' }],
    ['a placeholder for a boolean', { ...spec, needPublicIp: '${{ env.PUBLIC }}' }],
    ['a number for text', { ...spec, serviceName: 1.1 }],
    ['true for text', { ...spec, tags: [{ tagKey: 'a', tagValue: true }] }],
    ['its own address', { ...spec, $schema: schema.$id }],
  ])('but not %s', (_, value) => {
    expect(errorsOf(value, published)).toEqual([]);
  });
});

test('every field is described, and closed to what is not known', () => {
  const bare: string[] = [];
  const check = (name: string, fields: (typeof specSchema)['properties']): void => {
    for (const [key, field] of Object.entries(fields ?? {})) {
      if ((field.description ?? '') === '') bare.push(`${name}.${key}`);
    }
  };
  check('', specSchema.properties);
  for (const [name, definition] of Object.entries(schema.definitions)) {
    if (!('properties' in definition)) continue;
    check(name, definition.properties);
    expect(definition.additionalProperties, name).toBe(false);
  }
  expect(bare).toEqual([]);
});

test('a key that every object has is no field', () => {
  expect(schemaOfField(specSchema, 'constructor')).toBeUndefined();
  expect(schemaOfField(specSchema, '__proto__')).toBeUndefined();
  const containers = schemaOfField(specSchema, 'containers');
  const item = containers && schemaOfItems(containers);
  expect(item && schemaOfField(item, 'cpu')?.type).toBe('integer');
});

test('examples/full.yml has every field of the schema', () => {
  const text = repositoryText('examples/full.yml');
  const missing = [specSchema, ...Object.values(schema.definitions)]
    .flatMap((definition) => ('properties' in definition ? Object.keys(definition.properties) : []))
    .filter((key) => key !== '$schema' && key !== 'volume')
    .filter((key) => !new RegExp(`^[ -]*${key}:`, 'm').test(text));
  expect(missing).toEqual([]);
});
