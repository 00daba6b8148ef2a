import { Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import schema from '../../schema/service.schema.json' with { type: 'json' };
import { toFields } from '../../src/json.ts';
import type { Problem } from '../../src/spec/spec.ts';
import { definitions, specSchema, type Schema } from '../../src/spec/schema.ts';
import { problemsOf } from '../../testing/spec.ts';

/** What a schema says: the shape of values, and not how they fit together. */
const ofTheSchema = new Set([
  ...['unknown-key', 'missing-key', 'empty-key', 'null-item', 'empty-list'],
  ...['invalid-type', 'invalid-choice', 'below-minimum', 'above-maximum', 'not-a-spec'],
]);

const environment = { NUMBER: '1', BOOLEAN: 'true', TCP: 'TCP' } as const;

/** Values that fit somewhere, or nowhere. */
const anything: fc.Arbitrary<unknown> = fc.constantFrom(
  ...[null, '', 'a', '1', '1.5', 'true', 0, 1, 1.5, 1e3, 70_000, -1, true, false, [], {}],
  ...['${{ env.NUMBER }}', '${{ env.BOOLEAN }}', '1${{ env.NUMBER }}', 'TCP', 'tcp', 'postpay'],
  ...[[null], [''], ['a', 1], [{}], [[]], { name: 'a' }, { name: '' }, { name: null }, { x: 1 }],
);

/** Mostly what the schema asks for: of each field something that fits, nothing, or anything. */
function valueOf({ $ref, anyOf, type, ...rest }: Schema): fc.Arbitrary<unknown> {
  if ($ref !== undefined) return valueOf(definitions[$ref.slice('#/definitions/'.length)] ?? {});
  const [first] = anyOf ?? [];
  if (first !== undefined) return valueOf(first);
  const { items, minItems = 0, properties, required = [], minimum = 0 } = rest;
  switch ([type].flat()[0]) {
    case 'array':
      return fc.array(field(items ?? {}), { minLength: minItems, maxLength: 2 });
    case 'object': {
      const fields = Object.entries(properties ?? {}).filter(([key]) => key !== 'volume');
      const values = Object.fromEntries(fields.map(([key, value]) => [key, field(value)]));
      return fc.record(values, { requiredKeys: [...required] });
    }
    case 'integer':
      return fc.constantFrom(Math.max(1, minimum), '${{ env.NUMBER }}');
    case 'boolean':
      return fc.constantFrom(true, false, '${{ env.BOOLEAN }}');
    case 'string':
      return fc.constantFrom('a', 'b', 'c-d-e', 1.1, true, '${{ github.sha }}');
    default:
      return fc.constantFrom(...(rest.enum ?? []), null);
  }
}

function field(value: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: valueOf(value) }, { weight: 1, arbitrary: anything });
}

function isOfTheSchema({ code, range }: Problem, text: string): boolean {
  return ofTheSchema.has(code) && !text.slice(range.start, range.end).includes('${{');
}

const validator = new Validator({ ...toFields(schema) }, '7', true);

// What an editor shows must be what the action says, field by field.
test('the published schema and the action agree on every shape', { timeout: 180_000 }, async () => {
  const seen = { valid: 0, invalid: 0 };
  await fc.assert(
    fc.asyncProperty(valueOf(specSchema), fc.boolean(), async (value, isJson) => {
      const text = isJson ? JSON.stringify(value) : stringify(value);
      const { valid } = validator.validate(parse(text));
      seen[valid ? 'valid' : 'invalid']++;
      const problems = await problemsOf(text, { environment });
      const errors = problems.filter(({ severity }) => severity === 'error');
      if (!valid) expect(errors).not.toEqual([]);
      // What a placeholder stands for is not the schema's to say.
      else expect(errors.filter((error) => isOfTheSchema(error, text))).toEqual([]);
    }),
    { numRuns: 400, seed: Number(process.env['AGREEMENT_SEED'] ?? 1) },
  );
  expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(40);
});
