import { validate, type SchemaError } from './generated/validate-create-service.js';
import { isJsonObject, parseJson } from './json.ts';
import type { JsonObject } from './json.ts';
import { platformError } from './responses.ts';
import type { ErrorOutcome } from './responses.ts';

/**
 * The body of a create call, checked against create-service.schema.json, or the error that the platform
 * returns for it. A field that is null counts as absent, as it does for the platform's own clients.
 */
export function parseCreateBody(
  text: string,
): { readonly kind: 'body'; readonly body: JsonObject } | ErrorOutcome {
  const parsed = parseJson(text);
  if (parsed === undefined) return platformError('MalformedJSON', 'The body is not valid JSON.');
  const body = withoutNulls(parsed.value);
  if (!isJsonObject(body)) {
    return platformError('InappropriateJSON', 'The body must be an object.');
  }
  if (validate(body)) return { kind: 'body', body };
  const [error] = validate.errors ?? [];
  return platformError('InappropriateJSON', messageOf(error));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [name, withoutNulls(inner)]),
  );
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
