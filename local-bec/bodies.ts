import { parseFields, toFields } from '../src/json.ts';
import type { Fields } from '../src/json.ts';
import { validateCreate, validateUpdate } from './generated/validate-bodies.js';
import type { SchemaError, Validator } from './generated/validate-bodies.js';
import { platformError } from './responses.ts';
import type { ErrorOutcome } from './responses.ts';

type Parsed = { readonly kind: 'body'; readonly body: Fields } | ErrorOutcome;

/** The body of a create, checked against create-service.schema.json, or the error that it gets. */
export function parseCreateBody(text: string): Parsed {
  return parseBody(text, validateCreate);
}

/** The body of an update, checked against update-service.schema.json, or the error that it gets. */
export function parseUpdateBody(text: string): Parsed {
  return parseBody(text, validateUpdate);
}

export function parseBody(text: string, validate: Validator | undefined): Parsed {
  const fields = parseFields(text);
  if (fields === undefined) {
    return platformError('MalformedJSON', 'The body is not a JSON object.');
  }
  const body = withoutNulls(fields);
  if (validate === undefined || validate(body)) return { kind: 'body', body };
  const [error] = validate.errors ?? [];
  return platformError('InappropriateJSON', messageOf(error));
}

/** A field that is null counts as absent, as it does for the platform's own clients. */
function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, innerWithoutNulls(value)]),
  );
}

function innerWithoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(innerWithoutNulls);
  const fields = toFields(value);
  return fields === undefined ? value : withoutNulls(fields);
}
/** `containers[0].cpu must be integer.` */
function messageOf(error: SchemaError | undefined): string {
  const { instancePath = '', keyword, params = {}, message = 'is invalid' } = error ?? {};
  const path = instancePath
    .replaceAll(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.')
    .replace(/^\./, '');
  const name = path === '' ? 'The body' : path;
  switch (keyword) {
    case 'required':
      return `${path === '' ? '' : `${path}.`}${String(params['missingProperty'])} is required.`;
    case 'enum':
      return `${name} must be one of ${[params['allowedValues']].flat().join(', ')}.`;
    case 'pattern':
      return `${name} must not be empty.`;
    default:
      return `${name} ${message}.`;
  }
}
