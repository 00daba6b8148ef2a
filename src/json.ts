/** JSON from outside, narrowed step by step: whatever the API sends, nothing here throws. */
export type Fields = Readonly<Record<string, unknown>>;

/** The object that JSON text holds; undefined for all else. */
export function parseFields(json: string): Fields | undefined {
  try {
    return toFields(JSON.parse(json));
  } catch {
    return undefined;
  }
}

export function toFields(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

/** Text, or a number's digits, since the API's pages disagree with themselves; else empty. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The objects in a list; of anything else, none. */
export function listOf(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) return [];
  return value.map(toFields).filter((item) => item !== undefined);
}

/** A whole number, also where it comes as text. */
export function countOf(value: unknown): number | undefined {
  const text = textOf(value);
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}
