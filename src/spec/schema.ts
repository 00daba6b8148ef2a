import serviceSchema from '../../schema/service.schema.json' with { type: 'json' };

/** What of JSON Schema the spec's schema uses. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly (string | boolean)[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
}

export const definitions: Readonly<Record<string, Schema>> = serviceSchema.definitions;

export const specSchema: Schema = serviceSchema;

/**
 * The schema of a value whose placeholders are resolved and whose scalars have the type of their
 * place. The published one speaks of the text as an editor sees it: there a string may be written
 * as a plain 1.10, a placeholder may stand for a number, and nothing for a key that is left out.
 */
function resolvedSchema({ anyOf, $ref, type, ...rest }: Schema): Schema {
  const [alternative] = anyOf ?? [];
  if (alternative !== undefined) return { ...rest, ...alternative };
  if ($ref !== undefined) return resolvedSchema(definitions[$ref.slice(prefix.length)] ?? {});
  const [first] = typeof type === 'string' ? [type] : (type ?? []);
  return { ...rest, ...(first !== undefined && { type: first }) };
}

const prefix = '#/definitions/';

/** Undefined for a key that the API does not know. */
export function schemaOfField(schema: Schema, key: string): Schema | undefined {
  const { properties } = schema;
  if (properties === undefined || !Object.hasOwn(properties, key)) return undefined;
  const field = properties[key];
  return field && resolvedSchema(field);
}

export function schemaOfItems(schema: Schema): Schema | undefined {
  return schema.items && resolvedSchema(schema.items);
}
