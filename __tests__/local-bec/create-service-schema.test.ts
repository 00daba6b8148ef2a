import { expect, test } from 'vitest';
import createServiceSchema from '../../local-bec/create-service.schema.json' with { type: 'json' };
import { definitions, specSchema, type Schema } from '../../src/spec/schema.ts';

/**
 * The local BEC's schema is written from the platform's documentation alone, the action's schema also
 * from what would surely fail. Wherever the two differ, the reason is here.
 */
const differences: Readonly<Record<string, readonly [action: string, local: string]>> = {
  // The page prints 0 to 65536; a port that can be used is 1 to 65535.
  'containers[].ports[].containerPort': ['integer 1..65535', 'integer 0..65536'],
  // Only the page's skeleton has it, without a range.
  'containers[].ports[].hostPort': ['integer 0..65535', 'integer'],
  // The page gives no range; a container, a disk or a service of size 0 is surely a mistake.
  'containers[].cpu': ['integer 1..', 'integer 0..'],
  'containers[].memory': ['integer 1..', 'integer 0..'],
  'deployInstances[].replicas': ['integer 1..', 'integer 0..'],
  'volumes.volumeClaimTemplates[].storageSize': ['integer 1..', 'integer 0..'],
  // The range of the page holds only when needPublicIp is true, and its own skeleton has 0.
  bandwidth: ['integer 1..5120', 'integer 0..5120'],
};

/** Keys that the action removes or renames before it sends the body. */
const unsent = /^(?:\$schema|volume\b)/;

function leavesOf(
  schema: Schema,
  shared: Readonly<Record<string, Schema>>,
  path = '',
): readonly (readonly [string, string])[] {
  const target = schema.anyOf?.[0] ?? shared[schema.$ref?.slice('#/definitions/'.length) ?? ''];
  if (target !== undefined) return leavesOf(target, shared, path);
  if (schema.items !== undefined) return leavesOf(schema.items, shared, `${path}[]`);
  if (schema.properties === undefined) return [[path, ruleOf(schema)]];
  return Object.entries(schema.properties).flatMap(([name, field]) =>
    leavesOf(field, shared, path === '' ? name : `${path}.${name}`),
  );
}

function ruleOf({ type = 'string', enum: values, minimum, maximum }: Schema) {
  const valueTypes = [...new Set(values?.map((value) => typeof value))];
  if (valueTypes.length > 1) return valueTypes.join('|');
  if (values !== undefined) return values.join(' ');
  // The action's schema takes the text of any scalar where the platform has a string.
  const types = [type].flat();
  const name = types.includes('number') ? 'string' : types.join('|');
  const isBounded = minimum !== undefined || maximum !== undefined;
  return isBounded ? `${name} ${minimum ?? ''}..${maximum ?? ''}` : name;
}

function requiredIn(
  schema: Schema,
  shared: Readonly<Record<string, Schema>>,
  path = '',
): readonly string[] {
  const target = schema.anyOf?.[0] ?? shared[schema.$ref?.slice('#/definitions/'.length) ?? ''];
  if (target !== undefined) return requiredIn(target, shared, path);
  const own = (schema.required ?? []).map((name) => `${path}.${name}`);
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    requiredIn(field, shared, `${path}.${name}`),
  );
  return [
    ...own,
    ...inner,
    ...(schema.items === undefined ? [] : requiredIn(schema.items, shared, `${path}[]`)),
  ].sort();
}

test('the two schemas of the create call differ only for the listed reasons', () => {
  const action = new Map(leavesOf(specSchema, definitions));
  const local = new Map(leavesOf(createServiceSchema, createServiceSchema.definitions));
  const paths = new Set([...action.keys(), ...local.keys()]);
  const found = [...paths]
    .filter((path) => !unsent.test(path))
    .map((path) => [path, action.get(path) ?? 'absent', local.get(path) ?? 'absent'] as const)
    .filter(([, ofAction, ofLocal]) => ofAction !== ofLocal)
    .map(([path, ofAction, ofLocal]) => [path, [ofAction, ofLocal]]);
  expect(Object.fromEntries(found)).toEqual(differences);
});

test('the two schemas require the same fields', () => {
  expect(requiredIn(createServiceSchema, createServiceSchema.definitions)).toEqual(
    requiredIn(specSchema, definitions),
  );
});
