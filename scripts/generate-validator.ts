/**
 * Writes the code that ajv makes of the schemas, the spec's and the local BEC's, since making it at
 * run time would cost more than all else that a run does (`--check`: only compares).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import createServiceSchema from '../local-bec/create-service.schema.json' with { type: 'json' };
import updateServiceSchema from '../local-bec/update-service.schema.json' with { type: 'json' };
import { resolvedSchema, specSchema, type Schema } from '../src/spec/schema.ts';

/** Prose, and what the passes before the check report themselves. */
const uncompiled = [
  ...['title', 'description', 'default', 'examples', 'deprecated'],
  ...['additionalProperties', 'minLength'],
];
/** What has been renamed or left out before the check. */
const unsent = ['volume', '$schema'];

/**
 * The schema of a value that is ready to be sent: no placeholders, no keys for anchors, no prose; unknown
 * keys were reported when they were corrected. What it refers to is written out, since ajv copies all
 * errors so far after each call of a function of its own: quadratic in a spec with many errors.
 */
function schemaToCompile(schema: Schema): Record<string, unknown> {
  const { items, properties, ...rest } = resolvedSchema(schema);
  const fields = Object.entries(properties ?? {})
    .filter(([name]) => !unsent.includes(name))
    .map(([name, field]) => [name, schemaToCompile(field)]);
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => !uncompiled.includes(name))),
    ...(items && { items: schemaToCompile(items) }),
    ...(properties && { properties: Object.fromEntries(fields) }),
  };
}

function specValidator(): string {
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    code: { source: true, esm: true, lines: true },
  });
  const { type, required, properties } = schemaToCompile(specSchema);
  return standaloneCode(ajv, ajv.compile({ type, required, properties }));
}

/** One module for the bodies of both calls, which share their definitions. */
function bodyValidators(): string {
  const ajv = new Ajv({
    allowUnionTypes: true,
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  });
  const [create, update] = ['create-service.schema.json', 'update-service.schema.json'];
  ajv.addSchema(createServiceSchema, create).addSchema(updateServiceSchema, update);
  return standaloneCode(ajv, { validateCreate: create, validateUpdate: update });
}

function codeFrom(schema: string, code: string): string {
  if (code.includes('require(')) {
    throw new Error(
      `The validator of ${schema} requires a module of ajv, so it can't stand alone.`,
    );
  }
  return `// Generated from ${schema} by scripts/generate-validator.ts. Do not edit.\n${code}`;
}

const targets = {
  'src/spec/generated/validate-spec.js': codeFrom('schema/service.schema.json', specValidator()),
  'local-bec/generated/validate-bodies.js': codeFrom('local-bec/*.schema.json', bodyValidators()),
};

for (const [path, code] of Object.entries(targets)) {
  const file = new URL(`../${path}`, import.meta.url);
  if (!process.argv.includes('--check')) writeFileSync(file, code);
  else if (readFileSync(file, 'utf8') !== code) {
    console.error(`${path} is not what the schema says now: run npm run bundle.`);
    process.exitCode = 1;
  }
}
