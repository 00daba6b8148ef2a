/**
 * Writes src/spec/generated/validate-spec.js: the code that ajv makes of the spec's schema, since making it
 * at run time would cost more than all else that a run does (`--check`: only compares).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { definitions, resolvedSchema, specSchema, type Schema } from '../src/spec/schema.ts';

const target = new URL('../src/spec/generated/validate-spec.js', import.meta.url);

const annotations = ['title', 'description', 'default', 'examples', 'deprecated'];
/** What has been renamed or left out before the check. */
const unsent = ['volume', '$schema'];

/**
 * The schema of a value that is ready to be sent: no placeholders, no keys for anchors, no prose. What
 * it refers to stays a function of its own, which costs nothing until a spec has such a part.
 */
function schemaToCompile(schema: Schema): Record<string, unknown> {
  const reference = schema.$ref?.slice('#/definitions/'.length);
  if (reference !== undefined && reference !== 'text') return { $ref: reference };
  const { items, properties, ...rest } = resolvedSchema(schema);
  const fields = Object.entries(properties ?? {})
    .filter(([name]) => !unsent.includes(name))
    .map(([name, field]) => [name, schemaToCompile(field)]);
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => !annotations.includes(name))),
    ...(items && { items: schemaToCompile(items) }),
    ...(properties && { properties: Object.fromEntries(fields) }),
  };
}

function generate(): string {
  const ajv = new Ajv({
    allErrors: true,
    inlineRefs: false,
    messages: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const [name, definition] of Object.entries(definitions)) {
    if (name !== 'text' && name !== 'placeholder') {
      ajv.addSchema({ $id: name, ...schemaToCompile(definition) });
    }
  }
  const { type, required, additionalProperties, properties } = schemaToCompile(specSchema);
  const validate = ajv.compile({ type, required, additionalProperties, properties });
  const code = standaloneCode(ajv, validate);
  if (code.includes('require(')) {
    throw new Error(
      'ajv wants one of its own modules at run time: this code would not stand alone.',
    );
  }
  return `// Generated from schema/service.schema.json by scripts/generate-validator.ts. Do not edit.\n${code}`;
}

const code = generate();
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== code) {
    console.error('src/spec/generated is not what the schema says now: run npm run build.');
    process.exitCode = 1;
  }
} else writeFileSync(target, code);
