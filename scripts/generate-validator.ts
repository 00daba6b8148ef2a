/**
 * Writes the code that ajv makes of the local BEC's schemas, since making it at run time would
 * cost more than all else that a start does (`--check`: only compares).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import createServiceSchema from '../local-bec/create-service.schema.json' with { type: 'json' };
import updateServiceSchema from '../local-bec/update-service.schema.json' with { type: 'json' };

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

const code = bodyValidators();
if (code.includes('require(')) {
  throw new Error("The validators require a module of ajv, so they can't stand alone.");
}
const text = `// Generated from local-bec/*.schema.json by scripts/generate-validator.ts. Do not edit.\n${code}`;
const file = new URL('../local-bec/generated/validate-bodies.js', import.meta.url);
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error("The local BEC's validators are not what the schemas say: run npm run bundle.");
  process.exitCode = 1;
}
