import { isJsonObject, parseJson } from './json.ts';
import { platformError, resultOf } from './responses.ts';
import type { Outcome } from './responses.ts';

const FIELDS = ['name', 'server', 'userName', 'password'] as const;

/** `POST /v1/secret/image`: the credentials of a registry. Nothing is kept of them. */
export function createRegistrySecret(text: string): Outcome {
  const body = parseJson(text)?.value;
  if (!isJsonObject(body)) return platformError('MalformedJSON', 'The body is not valid JSON.');
  const missing = FIELDS.find((name) => typeof body[name] !== 'string' || body[name] === '');
  return missing === undefined
    ? resultOf({ result: true, action: 'create', details: { name: body['name'] } })
    : platformError('InappropriateJSON', `${missing} is required.`);
}
